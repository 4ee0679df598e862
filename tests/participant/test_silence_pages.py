"""What the person sees of a silence, and what they can do: ask for time, answer, contest, tell what broke."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.checkins.models import Checkin, Deferral
from amparo.concerns.models import Concern
from amparo.faults.models import Attempt
from amparo.foundation import clock, ids, languages, wall
from tests.staff import a_full_day


@pytest.fixture
def silence(casa: Any, ana: Any) -> Any:
    with acting(casa.sol):
        return a_full_day.silence(ana, clock.now())


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_more_time_is_given_at_once_the_first_time(phone: Client, casa: Any, window: Checkin) -> None:
    said = text(phone.post(f"/my/check-in/{window.id}/cannot/", {"kind": "later", "words": "Estoy trabajando"}))
    assert "You have more time." in said or "Tiene más tiempo." in said
    with acting(casa.luz):
        after, asked = Checkin.objects.get(id=window.id), Deferral.objects.get()
    assert (asked.state, after.closes_at - window.closes_at) == ("granted", timedelta(hours=48))


def test_the_second_time_a_human_answers_and_the_window_stays_open(phone: Client, casa: Any, window: Checkin) -> None:
    for _ in range(3):
        phone.post(f"/my/check-in/{window.id}/cannot/", {"kind": "later"})
    with acting(casa.luz):
        states = sorted(Deferral.objects.values_list("state", flat=True))
        waiting = Deferral.objects.get(state="waiting")
        assert Checkin.objects.get(id=window.id).closes_at > waiting.answer_due
    assert states == ["granted", "waiting"]
    assert text(phone.post(f"/my/check-in/{window.id}/cannot/", {"kind": "take_back"}))


def test_asking_for_help_is_on_the_workers_day_at_once(phone: Client, casa: Any, window: Checkin) -> None:
    phone.post(f"/my/check-in/{window.id}/cannot/", {"kind": "help"})
    with acting(casa.luz):
        asked = Checkin.objects.get(id=window.id)
    assert asked.wants_help and clock.now() - asked.help_asked_at < timedelta(minutes=1)


def asking(phone: Client, window: Checkin) -> str:
    """The page in English."""
    phone.post("/my/language/", {"language": "en"})
    return f"/my/check-in/{window.id}/cannot/"


def test_a_call_is_offered_while_another_day_waits_and_after_the_check_in(
    phone: Client, casa: Any, window: Checkin
) -> None:
    address = asking(phone, window)
    shown = text(phone.post(address, {"kind": "other_day"}))
    assert 'name="kind" value="help"' in shown and 'name="kind" value="take_back"' in shown
    assert "somebody will call you" in text(phone.post(address, {"kind": "help", "words": "No tengo casa"}))
    with acting(casa.luz):
        assert Checkin.objects.get(id=window.id).wants_help
        assert Deferral.objects.get().state == "waiting"
        Checkin.objects.filter(id=window.id).update(state="done", wants_help=False)
    assert 'name="kind" value="help"' in text(phone.get(address))


def test_the_page_says_one_closing_moment_also_after_time_was_given(phone: Client, casa: Any, window: Checkin) -> None:
    address = asking(phone, window)
    phone.post(address, {"kind": "later"})
    shown = text(phone.post(address, {"kind": "other_day"}))
    assert "We have your question." in shown and "You have more time." not in shown
    assert "Until then your check-in stays open." not in shown
    with acting(casa.luz):
        closes = Checkin.objects.get(id=window.id).closes_at
    [said] = re.findall(r'Your check-in is open until <strong><time datetime="([^"]+)"', shown)
    assert abs(datetime.fromisoformat(said) - closes) < timedelta(minutes=1)
    assert "You have more time." not in text(phone.post(address, {"kind": "take_back"}))


def test_one_that_is_not_open_yet_says_when_and_offers_what_is_possible(
    phone: Client, casa: Any, window: Checkin
) -> None:
    with acting(casa.luz):
        later = Checkin.objects.filter(state="planned").order_by("opens_at").last()
    opens = spelled(later.opens_at)
    said = text(phone.get(asking(phone, later)))
    assert "I cannot check in then" in said and "I cannot check in now" not in said and "Check in now" not in said
    assert "It is not open yet." in said and opens in said and 'href="/my/time/"' in said
    assert "You have more time." in text(phone.post(f"/my/check-in/{later.id}/cannot/", {"kind": "later"}))
    # Where it would be sent, the same is said instead of another page without a word.
    for path in ("", "voice/"):
        answer = phone.get(f"/my/check-in/{later.id}/{path}")
        assert (answer.status_code, answer["Location"]) == (302, f"/my/calendar/checkin/{later.id}/")
    page = text(phone.get(f"/my/calendar/checkin/{later.id}/"))
    assert "You can check in when it opens." in page and opens in page and "Check in now" not in page


def test_one_that_is_open_is_sent_from_its_date(phone: Client, window: Checkin) -> None:
    asking(phone, window)
    page = text(phone.get(f"/my/calendar/checkin/{window.id}/"))
    assert "Check in now" in page and "I cannot check in now" in page and "when it opens" not in page


def spelled(moment: datetime) -> str:
    return languages.spelled_date(moment, "America/Phoenix", "en")


def test_a_day_that_is_over_keeps_what_was_typed_and_is_marked(phone: Client, window: Checkin) -> None:
    typed = {"kind": "other_day", "wanted": "2020-01-01", "words": "mi hijo está enfermo"}
    answer = phone.post(asking(phone, window), typed)
    shown = answer.content.decode()
    assert answer.status_code == 422 and 'value="other_day" checked' in shown
    assert 'value="2020-01-01" aria-invalid="true" aria-describedby="wrong"' in shown
    assert shown.count("aria-invalid") == 1 and "mi hijo está enfermo" in shown


def test_the_day_is_the_persons_own(phone: Client, casa: Any, ana: Any, window: Checkin) -> None:
    """Where it is still evening, today can be asked for."""
    with acting(casa.luz):
        type(ana).objects.filter(id=ana.id).update(zone="Pacific/Pago_Pago")
    today = wall.shown(clock.now(), "Pacific/Pago_Pago").date().isoformat()
    assert phone.post(asking(phone, window), {"kind": "other_day", "wanted": today}).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [{}, {"kind": "never"}, {"kind": "other_day", "wanted": "31/12"}, {"kind": "other_day", "wanted": "2020-01-01"}],
)
def test_what_makes_no_sense_is_asked_again_and_nothing_is_lost(phone: Client, window: Checkin, typed: Any) -> None:
    answer = phone.post(f"/my/check-in/{window.id}/cannot/", typed | {"words": "mi hijo está enfermo"})
    assert answer.status_code == 422 and "mi hijo está enfermo" in answer.content.decode()


def test_the_person_sees_every_step_and_answers(phone: Client, casa: Any, silence: Any) -> None:
    assert text(phone.get("/my/questions/"))
    with acting(casa.luz):
        asked = {"state": "asked", "asked_at": clock.now(), "fault_checked_at": clock.now()}
        Concern.objects.filter(id=silence.concern.id).update(**asked, answer_until=clock.now() + timedelta(days=3))
    address = f"/my/questions/{silence.concern.id}/"
    assert address in text(phone.get("/my/"))
    assert "Mi teléfono se rompió" in text(phone.post(address, {"words": "Mi teléfono se rompió"}))
    with acting(casa.luz):
        assert Concern.objects.get(id=silence.concern.id).answered_at is not None


def test_an_empty_answer_is_asked_again(phone: Client, silence: Any) -> None:
    assert phone.post(f"/my/questions/{silence.concern.id}/", {"words": " \0 "}).status_code == 422


def test_contesting_what_was_not_raised_changes_nothing(phone: Client, casa: Any, silence: Any) -> None:
    answer = phone.post(f"/my/questions/{silence.concern.id}/", {"what": "contest", "words": "No"})
    assert answer.status_code == 422
    with acting(casa.luz):
        assert Concern.objects.get(id=silence.concern.id).state == "to_look_at"


def told(phone: Client, said: Any) -> int:
    return phone.post("/my/trouble/", json.dumps(said), content_type="application/json").status_code


def test_a_phone_tells_what_broke_and_nothing_else(phone: Client, casa: Any, window: Checkin) -> None:
    one = {"code": "camera_denied", "about": str(window.id), "at": clock.now().isoformat()}
    assert [told(phone, [one]), told(phone, [one])] == [204, 204]
    with acting(casa.luz):
        line = Attempt.objects.get()
    assert (line.code, line.cause, line.times, line.source) == ("camera_denied", "permission", 2, "phone")


@pytest.mark.parametrize(
    "said",
    [
        "no",
        {"code": "camera_denied"},
        [{"code": "lazy"}],
        [{"code": "not_delivered"}],
        [{"code": "inconclusive"}],
        [{"code": "no_face", "about": "x"}],
        [{"code": "no_face", "at": "2026-01-01T00:00:00"}],
        [[]],
        [{"code": ["no_face"]}],
    ],
)
def test_what_a_phone_may_not_tell_is_refused(phone: Client, casa: Any, said: Any) -> None:
    assert told(phone, said) in (400, 422)
    with acting(casa.luz):
        assert not Attempt.objects.exists()


def test_a_moment_of_another_century_is_read_as_the_nearest_that_can_be(phone: Client, casa: Any, ana: Any) -> None:
    told(phone, [{"code": "no_face", "about": str(ids.new()), "at": "1970-01-01T00:00:00+00:00"}])
    with acting(casa.luz):
        assert clock.now() - Attempt.objects.get().first_at < timedelta(days=61)
