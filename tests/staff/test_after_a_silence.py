"""Nothing of ours may look like a silence of the person: time asked for, files closed, windows looked at again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from amparo.access.rows import acting
from amparo.casework import access_log, fault_check, jobs, support
from amparo.checkins import actions
from amparo.checkins.models import Checkin, Deferral
from amparo.checkins.rules import CheckinState
from amparo.concerns.models import Concern, Outreach
from amparo.faults.rules import Cause
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.people.models import Person
from tests.conftest import person_actor, role
from tests.staff.a_full_day import checkin, silence

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def window(casa: Any, ana: Any) -> Checkin:
    """Three days, open since yesterday."""
    with acting(casa.luz):
        made = checkin(ana, clock.now() - DAY, "due")
        Checkin.objects.filter(id=made.id).update(closes_at=clock.now() + 2 * DAY)
        return Checkin.objects.get(id=made.id)


def times_read(ana: Any) -> int:
    """How often the words of a call for help were read, as Ana can see."""
    me = person_actor(ana)
    with acting(me):
        log = access_log.read(Person.objects.get(id=ana.id), by=me, at=clock.now())
    return sum("checkins.help_words" in one.fields for one in log.looks)


def ask(ana: Any, window: Checkin, kind: str = "other_day") -> Deferral:
    me = person_actor(ana)
    with acting(me):
        return actions.ask_for_time(window.id, kind=kind, by=me, at=clock.now())


def test_time_that_is_given_never_shortens_a_window(casa: Any, ana: Any, window: Checkin) -> None:
    asked, at = ask(ana, window), clock.now()
    before = asked.until
    with acting(casa.luz):
        given, _ = actions.decide_time(asked.id, until=at + 25 * HOUR, by=casa.luz, at=at)
        assert given.until == before > at + 25 * HOUR
        assert Checkin.objects.get(id=window.id).closes_at == before


def test_a_question_for_time_that_we_have_not_answered_is_no_silence(casa: Any, ana: Any, window: Checkin) -> None:
    ask(ana, window)
    much_later = clock.now() + 30 * DAY
    with role("worker"), acting(casa.system):
        assert actions.mark_unanswered(casa.id, at=much_later) == 0
    with acting(casa.luz):
        asked = Deferral.objects.get(checkin=window)
        actions.decide_time(asked.id, until=None, reply="Please come.", by=casa.luz, at=much_later)
    with role("worker"), acting(casa.system):
        assert actions.mark_unanswered(casa.id, at=much_later) == 0
        assert actions.mark_unanswered(casa.id, at=much_later + 2 * DAY) == 1
    with acting(casa.luz):
        told = fault_check.evidence(ana.id, window.id, opens_at=window.opens_at, closes_at=window.closes_at)
        assert Cause.ASKED_TO_DEFER in {one.cause for one in told}


def test_closing_a_file_asks_nothing_more_and_leaves_no_silence_behind(casa: Any, ana: Any, window: Checkin) -> None:
    at = clock.now()
    with acting(casa.luz):
        made = silence(ana, at)
        support.close(ana.id, why="moved", by=casa.luz, at=at)
        states = {row.id: row.state for row in Checkin.objects.filter(person=ana)}
    assert states[window.id] == states[made.window.id] == CheckinState.CANCELLED
    with role("worker"):
        jobs.settle_silence(casa.id, at)
    with acting(casa.luz):
        assert Concern.objects.get(id=made.concern.id).state == "closed"
        support.reopen(ana.id, by=casa.luz, at=at)
    with role("worker"):
        jobs.reach_out(casa.id, at + HOUR)
    with acting(casa.luz):
        assert Outreach.objects.filter(person=ana, begun_at__gte=at).count() == 0


def test_what_they_say_when_they_ask_for_help_reaches_their_worker(
    luz: Any, casa: Any, ana: Any, window: Checkin
) -> None:
    me = person_actor(ana)
    with acting(me):
        actions.ask_for_help(window.id, words="El bus no viene <b>hoy</b>.", by=me, at=clock.now())
        with pytest.raises(Refused, match="too_long"):
            actions.ask_for_help(window.id, words="x" * 5000, by=me, at=clock.now())
    with acting(casa.luz):
        assert b"bus" not in bytes(Checkin.objects.get(id=window.id).help_words)
    assert (
        "El bus no viene &lt;b&gt;hoy&lt;/b&gt;."
        in luz.get(reverse("staff:checkin", args=[window.id])).content.decode()
    )
    with acting(me):
        actions.ask_for_help(window.id, by=me, at=clock.now())  # once more, without words
    assert "El bus no viene" in luz.get(reverse("staff:checkin", args=[window.id])).content.decode()


def test_what_they_wrote_stays_to_be_read_after_somebody_took_care(
    luz: Any, teo: Any, casa: Any, ana: Any, window: Checkin
) -> None:
    me = person_actor(ana)
    with acting(me):
        actions.ask_for_help(window.id, words="El bus no viene hoy.", by=me, at=clock.now())
    luz.post(reverse("staff:handled", args=["asked_for_help", window.id]))
    history = luz.get(reverse("staff:person", args=[ana.id])).content.decode()
    assert "Asked for help, with words of their own." in history
    assert "Their call for help was taken care of. By Luz." in history

    shown = luz.get(reverse("staff:checkin", args=[window.id])).content.decode()
    assert "They asked for help" in shown and "Taken care of by Luz" in shown and "El bus no viene" not in shown
    before = times_read(ana)
    opened = luz.post(reverse("staff:checkin_help", args=[window.id])).content.decode()
    assert "El bus no viene hoy." in opened
    assert times_read(ana) == before + 1
    assert teo.post(reverse("staff:checkin_help", args=[window.id])).status_code == 403


def test_a_call_for_help_without_words_has_nothing_to_be_read(luz: Any, casa: Any, ana: Any, window: Checkin) -> None:
    me = person_actor(ana)
    with acting(me):
        actions.ask_for_help(window.id, by=me, at=clock.now())
    luz.post(reverse("staff:handled", args=["asked_for_help", window.id]))
    assert "Asked for help. " in luz.get(reverse("staff:person", args=[ana.id])).content.decode()
    assert "Read what they wrote" not in luz.get(reverse("staff:checkin", args=[window.id])).content.decode()
    assert luz.post(reverse("staff:checkin_help", args=[window.id])).status_code == 200
