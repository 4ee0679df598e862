"""The link in a message: it shows, it asks, and only a tap answers."""

from __future__ import annotations

import html
import string
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.hearings import actions as hearings
from amparo.participant.views import replies as page
from amparo.reminders import replies, reply_link
from amparo.reminders.models import Reminder, Reply
from tests import counts
from tests.conftest import enrol, person_actor
from tests.reminders.conftest import hearing


@pytest.fixture
def reminder(casa: Any, ana: Any) -> Reminder:
    return hearing(casa, ana, clock.now(), state="taken", follow_up_at=clock.now(), unheard_at=clock.now())


def link(casa: Any, reminder: Reminder) -> str:
    return f"/r/{casa.programme.slug}/{reply_link.token(reminder.id)}"


def said(casa: Any, reminder: Reminder) -> list[tuple[str, bool]]:
    with acting(casa.system):
        rows = Reply.objects.filter(about_id=reminder.about_id).order_by("at")
        return [(row.answer, row.handled_at is not None) for row in rows]


def answer(casa: Any, reminder: Reminder, what: str, at: Any = None) -> None:
    with acting(casa.system):
        replies.answer(reminder, what, by=casa.system, at=at or clock.now())


def test_a_link_is_short_enough_for_two_text_messages(settings) -> None:
    settings.PUBLIC_URL = "https://amparo.example.org"
    assert len(reply_link.url("casa", ids.new())) <= 60


def test_a_link_finds_its_reminder_and_no_other(casa, elsewhere, reminder) -> None:
    with acting(casa.system):
        assert reply_link.find(reply_link.token(reminder.id)).id == reminder.id
        assert reply_link.find(reply_link.token(ids.new())) is None
    with acting(elsewhere.system):
        assert reply_link.find(reply_link.token(reminder.id)) is None


@pytest.mark.parametrize("spoiled", ["", "x", "á" * 23, "A" * 23, "-" * 400, "%00"])
def test_what_is_no_link_finds_nothing(casa, reminder, spoiled) -> None:
    with acting(casa.system):
        assert reply_link.find(spoiled) is None


def test_one_changed_sign_and_the_link_opens_nothing(casa, reminder) -> None:
    token = reply_link.token(reminder.id)
    with acting(casa.system):
        for place in range(len(token)):
            other = "A" if token[place] != "A" else "B"
            assert reply_link.find(token[:place] + other + token[place + 1 :]) is None
        for other in set(string.ascii_letters + string.digits + "-_") - {token[-1]}:
            assert reply_link.find(token[:-1] + other) is None


def test_opening_the_link_shows_the_date_and_answers_nothing(casa, reminder) -> None:
    shown = Client().get(link(casa, reminder))
    assert (shown.status_code, said(casa, reminder)) == (200, [])
    assert "¿Va a ir?" in shown.content.decode() or "Will you be there" in shown.content.decode()
    assert "Ana" not in shown.content.decode()
    assert "no-referrer" in shown["Referrer-Policy"]


@pytest.mark.parametrize("said_before", ["", "coming", "help", "cannot"])
def test_the_link_keeps_what_the_messages_promise_of_it(casa, reminder, said_before) -> None:
    if said_before:
        answer(casa, reminder, said_before)
    shown = Client().get(link(casa, reminder)).content.decode()
    for promised in ("26 Main Street, Miami", "Lleve con usted", "foto", "Si no puede ir", "Cómo comprobar la fecha"):
        assert promised in shown


@pytest.mark.parametrize(
    ("mode", "shown", "not_shown"),
    [
        pytest.param("in_person", "Llegue 30 minutos antes", "Por video", id="where one has to be"),
        pytest.param("video", "Por video", "Llegue 30 minutos antes", id="from home"),
    ],
)
def test_the_link_says_what_to_have_along_for_how_it_is_held(casa, ana, mode, shown, not_shown) -> None:
    with acting(casa.luz):
        facts = {"zone": ana.zone, "mode": mode, "place": "26 Main Street", "time": time(9)}
        noted = hearings.add_by_hand(
            ana, day=(clock.now() + timedelta(days=9)).date(), **facts, by=casa.luz, at=clock.now()
        )
        about = noted.id
    reminder = hearing(casa, ana, clock.now(), about_id=about, step="-9d", state="taken")
    page_shown = html.unescape(Client().get(link(casa, reminder)).content.decode())
    assert shown in page_shown and not_shown not in page_shown


def test_the_link_names_no_court_where_the_place_is_unknown(casa, ana) -> None:
    unknown = hearing(casa, ana, clock.now(), place="", state="taken")
    shown = html.unescape(Client().get(link(casa, unknown)).content.decode()).casefold()
    assert "la dirección está en su carta" in shown
    assert not any(said in shown for said in ("court", "corte", "tribunal", "audiencia", "juez", "inmigra"))


def test_a_date_that_has_passed_asks_nobody_to_bring_anything(casa, ana) -> None:
    over = hearing(casa, ana, clock.now() - timedelta(days=20), days=3, state="taken")
    assert "Lleve con usted" not in Client().get(link(casa, over)).content.decode()


@pytest.mark.parametrize("what", ["coming", "help", "cannot"])
def test_a_tap_answers_and_the_person_counts_as_heard(casa, reminder, what) -> None:
    assert Client().post(link(casa, reminder), {"answer": what}).status_code == 200
    assert said(casa, reminder) == [(what, False)]
    with acting(casa.system):
        now = Reminder.objects.get(id=reminder.id)
    assert (now.follow_up_at, now.unheard_at) == (None, None)


def test_the_link_in_a_forged_form_answers_nothing(casa, reminder) -> None:
    assert Client(enforce_csrf_checks=True).post(link(casa, reminder), {"answer": "cannot"}).status_code == 403
    assert said(casa, reminder) == []


def test_an_answer_that_is_none_asks_again(casa, reminder) -> None:
    assert Client().post(link(casa, reminder), {"answer": "maybe"}).status_code == 200
    assert said(casa, reminder) == []


def test_said_twice_it_stands_once(casa, reminder) -> None:
    answer(casa, reminder, "help")
    answer(casa, reminder, "help")
    assert said(casa, reminder) == [("help", False)]


def test_changing_ones_mind_replaces_the_answer(casa, reminder) -> None:
    answer(casa, reminder, "coming")
    answer(casa, reminder, "cannot")
    assert said(casa, reminder) == [("cannot", False)]
    answer(casa, reminder, "coming")
    assert said(casa, reminder) == [("cannot", True), ("coming", False)]


def test_who_goes_and_needs_help_keeps_both(casa, reminder) -> None:
    answer(casa, reminder, "help")
    answer(casa, reminder, "coming")
    assert said(casa, reminder) == [("help", False), ("coming", False)]


def test_an_answer_weeks_after_the_event_is_too_late(casa, reminder) -> None:
    with pytest.raises(Refused, match="too_late"):
        answer(casa, reminder, "coming", at=reminder.starts_at + timedelta(days=8))


def test_somebody_else_cannot_answer_for_ana(casa, reminder) -> None:
    luis = person_actor(enrol(casa, name="Luis", case_number="", contacts=[]))
    with acting(casa.system), pytest.raises(Refused, match="not_allowed"):
        replies.answer(reminder, "coming", by=luis, at=clock.now())


def test_an_old_link_shows_the_new_date_or_that_it_is_over(casa, ana, reminder) -> None:
    hearing(casa, ana, clock.now(), step="cancelled", sequence=1, about_id=reminder.about_id)
    shown = Client().post(link(casa, reminder), {"answer": "coming"})
    assert (shown.status_code, said(casa, reminder)) == (200, [])
    assert 'name="answer"' not in shown.content.decode()


@pytest.mark.parametrize(("kind", "step"), [("checkin", "2d"), ("outreach", "asked"), ("concern", "raised")])
def test_a_link_about_anything_else_leads_to_their_own_page_and_promises_nothing(casa, ana, kind, step) -> None:
    window = hearing(casa, ana, clock.now(), kind=kind, step=step)
    for answered in (Client().get(link(casa, window)), Client().post(link(casa, window), {"answer": "cannot"})):
        assert (answered.status_code, answered["Location"]) == (302, "/my/")
    assert said(casa, window) == []


def test_guessing_is_answered_more_and_more_coldly_but_true_links_open(casa, reminder, monkeypatch) -> None:
    monkeypatch.setattr(page, "GUESSES", 2)
    counts.begin_anew()
    guess = f"/r/{casa.programme.slug}/" + "A" * 23
    assert [Client().get(guess).status_code for _ in range(4)] == [404, 404, 429, 429]
    assert Client().get(link(casa, reminder)).status_code == 200
    counts.begin_anew()


def test_a_worker_takes_care_of_an_answer_once(casa, reminder) -> None:
    answer(casa, reminder, "help")
    with acting(casa.luz):
        row = Reply.objects.get(about_id=reminder.about_id)
        replies.handle_reply(row.id, by=casa.luz, at=clock.now())
        with pytest.raises(Refused, match="already_handled"):
            replies.handle_reply(row.id, by=casa.luz, at=clock.now())


def test_a_colleague_without_the_person_takes_care_of_nothing(casa, reminder) -> None:
    with acting(casa.teo), pytest.raises(Refused, match="not_allowed"):
        replies.settle_unheard(reminder.id, by=casa.teo, at=clock.now())


def test_what_was_unheard_about_one_thing_is_settled_together(casa, ana, reminder) -> None:
    other = hearing(casa, ana, clock.now(), step="-1d", about_id=reminder.about_id, unheard_at=clock.now())
    with acting(casa.luz):
        replies.settle_unheard(reminder.id, by=casa.luz, at=clock.now())
        assert Reminder.objects.get(id=other.id).settled_by == casa.luz.id
