"""The pages about silences: what a worker sees, writes and signs, and what they cannot."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from amparo.access.rows import acting
from amparo.checkins import actions as checkins
from amparo.checkins.models import Checkin, Deferral
from amparo.concerns import actions as concerns
from amparo.concerns.models import Concern, Step
from amparo.faults.models import Outage
from amparo.foundation import clock, wall
from amparo.reminders.models import Reminder
from tests.conftest import person_actor
from tests.staff import a_full_day
from tests.staff.conftest import at_the_door


@pytest.fixture
def silence(casa: Any, ana: Any) -> Any:
    with acting(casa.sol):
        return a_full_day.silence(ana, clock.now())


@pytest.fixture
def sol(casa: Any) -> Any:
    return at_the_door(casa.members["sol"])


def page(client: Any, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"staff:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_day_shows_the_call_the_concern_and_the_question_for_time(luz: Any, silence: Any) -> None:
    said = page(luz, "today")
    for words in ("Did not answer: reach out", "a human should look", "Cannot check in now"):
        assert words in said


def test_the_list_is_empty_kindly_and_counts_a_year(luz: Any, ana: Any) -> None:
    assert "No silence waits for a human" in page(luz, "concerns")


def test_a_concern_shows_that_nothing_on_record_proves_nothing(luz: Any, casa: Any, silence: Any) -> None:
    with acting(casa.luz):
        Outage.objects.all().delete()
    said = page(luz, "concern", silence.concern.id)
    assert "That proves nothing about the person" in said and "Propose to raise it" not in said


def test_each_step_is_offered_only_when_it_is_its_turn(luz: Any, sol: Any, casa: Any, silence: Any) -> None:
    key = silence.concern.id
    luz.post(reverse("staff:concern_check", args=[key]), {"cause": "unknown"})
    assert "Ask the person" in page(luz, "concern", key)
    luz.post(reverse("staff:concern_ask", args=[key]), {"question": "¿Qué pasó?"})
    said = page(luz, "concern", key)
    assert "They have until" in said and "Propose to raise it" not in said
    with acting(casa.luz):
        assert Reminder.objects.filter(about_id=key, step="asked").count() == 1
        past = clock.now() - timedelta(days=4)
        Concern.objects.filter(id=key).update(asked_at=past, answer_until=past + timedelta(days=3))
    assert "Propose to raise it" in page(luz, "concern", key)
    luz.post(reverse("staff:concern_propose", args=[key]), {"cause": "unknown", "reason": "Five calls."})
    assert "I sign" not in page(luz, "concern", key) and "I sign" in page(sol, "concern", key)
    sol.post(reverse("staff:concern_second", args=[key]))
    with acting(casa.luz):
        assert Concern.objects.get(id=key).state == "raised"
        assert Reminder.objects.filter(about_id=key, step="raised").count() == 1


def test_nobody_signs_before_they_have_read_what_the_person_says(
    luz: Any, sol: Any, casa: Any, ana: Any, silence: Any
) -> None:
    key, me = silence.concern.id, person_actor(ana)
    luz.post(reverse("staff:concern_check", args=[key]), {"cause": "unknown"})
    luz.post(reverse("staff:concern_ask", args=[key]), {"question": "¿Qué pasó?"})
    with acting(casa.luz):
        past = clock.now() - timedelta(days=4)
        Concern.objects.filter(id=key).update(asked_at=past, answer_until=past + timedelta(days=3))
    luz.post(reverse("staff:concern_propose", args=[key]), {"cause": "unknown", "reason": "Five calls."})
    before = _seen_to_be_answered(page(sol, "concern", key))
    with acting(me):
        concerns.answer(key, words="I was in hospital.", by=me, at=clock.now())
    refused = sol.post(reverse("staff:concern_second", args=[key]), {"answered": before})
    said = refused.content.decode()
    assert refused.status_code == 409 and "Read it before you sign" in said and "I was in hospital." in said
    with acting(casa.luz):
        assert Concern.objects.get(id=key).state == "proposed"
    sol.post(reverse("staff:concern_second", args=[key]), {"answered": _seen_to_be_answered(said)})
    with acting(casa.luz):
        assert Concern.objects.get(id=key).state == "raised"


def _seen_to_be_answered(said: str) -> str:
    """What the page of a second signature sends along."""
    found = re.search(r'name="answered" value="([^"]*)"', said)
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("concern_ask", {"question": "What happened?"}, "Nobody has looked for faults yet."),
        ("concern_check", {"cause": "laziness"}, "A cause is missing."),
        ("concern_check", {"cause": ""}, "A cause is missing."),
        ("concern_propose", {"cause": "unknown", "reason": ""}, "A reason is missing."),
        ("concern_propose", {"cause": "", "reason": "x"}, "A cause is missing."),
        ("concern_close", {"because": "", "cause": "unknown"}, "Choose why it can be let go."),
        ("concern_close", {"because": "fault", "cause": ""}, "A cause is missing."),
        ("concern_propose", {"cause": "carrier", "reason": "x"}, "never weighs on a person"),
    ],
)
def test_what_cannot_be_done_says_what_to_do(luz: Any, silence: Any, name: str, typed: Any, said: str) -> None:
    answer = luz.post(reverse(f"staff:{name}", args=[silence.concern.id]), typed)
    assert answer.status_code == 409 and said in answer.content.decode()


def test_a_concern_closed_as_a_fault_explains_the_window(luz: Any, casa: Any, silence: Any) -> None:
    luz.post(reverse("staff:concern_close", args=[silence.concern.id]), {"because": "fault", "cause": "carrier"})
    with acting(casa.luz):
        assert Checkin.objects.get(id=silence.window.id).state == "explained"
    assert "100 % of 1 concluded in a year were a fault" in page(luz, "concerns")


def test_a_call_is_written_down_once(luz: Any, casa: Any, silence: Any) -> None:
    address = reverse("staff:outreach", args=[silence.step.id])
    assert "How to reach them" in luz.get(address).content.decode()
    assert luz.post(address, {"outcome": "no_answer", "note": "Rang long"}).status_code == 302
    assert luz.post(address, {"outcome": "reached"}).status_code == 409
    with acting(casa.luz):
        assert Step.objects.get(id=silence.step.id).outcome == "no_answer"


def test_a_question_for_time_is_answered(luz: Any, casa: Any, silence: Any) -> None:
    address = reverse("staff:time_asked", args=[silence.deferral.id])
    assert luz.post(address, {"what": "decline", "reply": ""}).status_code == 400
    until = f"{clock.now() + timedelta(days=4):%Y-%m-%dT%H:%M}"
    assert luz.post(address, {"what": "grant", "until": until, "reply": "Of course"}).status_code == 302
    with acting(casa.luz):
        assert Deferral.objects.get(id=silence.deferral.id).state == "granted"
        assert Reminder.objects.filter(about_id=silence.deferral.checkin_id, step="answered").exists()


def test_an_outage_is_declared_and_ended(luz: Any, casa: Any, ana: Any) -> None:
    began = f"{clock.now() - timedelta(days=1):%Y-%m-%dT%H:%M}"
    assert luz.post(reverse("staff:outages"), {"part": "web", "began_at": began}).status_code == 302
    said = page(luz, "outages")
    assert "still going on" in said
    with acting(casa.luz):
        [row] = Outage.objects.all()
    luz.post(reverse("staff:outage_end", args=[row.id]))
    assert "still going on" not in page(luz, "outages")


def test_an_outage_of_tomorrow_is_refused_kindly(luz: Any, ana: Any) -> None:
    began = f"{clock.now() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    answer = luz.post(reverse("staff:outages"), {"part": "web", "began_at": began})
    assert answer.status_code == 400 and "has not come yet" in answer.content.decode()


def test_nothing_stands_chosen_in_what_a_human_concludes(luz: Any, casa: Any, silence: Any) -> None:
    concern = page(luz, "concern", silence.concern.id)
    reaching = page(luz, "outreach", silence.step.id)
    assert 'name="because"' in concern and 'name="outcome"' in reaching
    assert re.findall(r"<option value=\"[^\"]+\" selected", concern + reaching) == []


def test_what_came_of_reaching_out_is_asked_for_where_it_is_missing(luz: Any, casa: Any, silence: Any) -> None:
    answer = luz.post(reverse("staff:outreach", args=[silence.step.id]), {"outcome": "", "note": "Rang"})
    assert answer.status_code == 400 and "Choose what came of it." in answer.content.decode()
    with acting(casa.luz):
        assert Step.objects.get(id=silence.step.id).state == "waiting"


def test_an_error_keeps_what_was_chosen(luz: Any, silence: Any) -> None:
    typed = {"because": "not_needed", "cause": ""}
    answer = luz.post(reverse("staff:concern_close", args=[silence.concern.id]), typed)
    assert '<option value="not_needed" selected>' in answer.content.decode()


def test_before_the_persons_time_is_over_the_page_says_from_when_it_can_be_signed(
    luz: Any, sol: Any, casa: Any, ana: Any, silence: Any
) -> None:
    key, me = silence.concern.id, person_actor(ana)
    luz.post(reverse("staff:concern_check", args=[key]), {"cause": "unknown"})
    luz.post(reverse("staff:concern_ask", args=[key]), {"question": "¿Qué pasó?"})
    with acting(me):
        concerns.answer(key, words="My phone broke.", by=me, at=clock.now())
    # Whoever has answered may be proposed about at once, but nothing is signed before their three days are over.
    luz.post(reverse("staff:concern_propose", args=[key]), {"cause": "unknown", "reason": "Five calls."})
    said = page(sol, "concern", key)
    assert "I sign" not in said and "It can be signed from" in said and "America/Phoenix time" in said
    assert "It can be signed from" not in page(luz, "concern", key)


@pytest.mark.parametrize(
    ("days", "ends"),
    [
        pytest.param(6, "23:59", id="the end of their day, where they live"),
        pytest.param(0, "", id="never shorter than the window"),
    ],
)
def test_another_day_is_filled_in_as_they_ask_for_it(
    luz: Any, casa: Any, ana: Any, silence: Any, days: int, ends: str
) -> None:
    wanted = wall.shown(clock.now(), ana.zone).date() + timedelta(days=days)
    with acting(casa.luz):
        Deferral.objects.filter(id=silence.deferral.id).update(wanted=wanted)
    answer = luz.get(reverse("staff:time_asked", args=[silence.deferral.id]))
    until = answer.context["form"].initial["until"]
    shown = wall.shown(until, ana.zone)
    if ends:
        assert (shown.date(), f"{shown:%H:%M}") == (wanted, ends)
        assert f"{wanted:%Y}, 23:59, America/Phoenix" in answer.content.decode()
    else:
        assert until == silence.deferral.checkin.closes_at


def test_time_that_was_added_stands_among_the_steps_with_its_cause(luz: Any, casa: Any, ana: Any, silence: Any) -> None:
    window, now = silence.deferral.checkin, clock.now()
    with acting(casa.system):
        down = {"began": now - timedelta(hours=3), "ended": now - timedelta(hours=1)}
        checkins.extend_for_outage(casa.id, **down, by=casa.system, at=now)
    until = f"{clock.now() + timedelta(days=4):%Y-%m-%dT%H:%M}"
    address = reverse("staff:time_asked", args=[silence.deferral.id])
    assert luz.post(address, {"what": "grant", "until": until}).status_code == 302
    steps = page(luz, "checkin", window.id)
    assert steps.count("more time was given: Our own outage") == 1
    assert re.search("more time was given: [^<]*, Luz", steps)
    history = page(luz, "person", ana.id)
    assert history.count("The check-in window was given more time") == 2 and "By Luz." in history
