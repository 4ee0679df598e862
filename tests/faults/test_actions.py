"""The health record and the verbs around it, on the real database under the real roles."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from amparo.access.rows import acting
from amparo.faults import actions, queries
from amparo.faults.models import Attempt, Outage
from amparo.faults.rules import Cause, Part, Source, Trouble
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from tests.conftest import enrol, person_actor, role

MINUTE = timedelta(minutes=1)


def feel(casa: Any, at: Any, ok: bool) -> Outage | None:
    with role("worker"), acting(casa.system):
        return actions.feel(Part.WEB, ok=ok, by=casa.system, at=at)


def test_an_outage_that_goes_on_is_one_outage(casa: Any) -> None:
    at = clock.now()
    for minute in range(12):
        feel(casa, at + minute * MINUTE, ok=minute in (0, 11))
    with acting(casa.luz):
        found = list(Outage.objects.all())
    assert [(one.began_at, one.ended_at, one.source) for one in found] == [(at + MINUTE, at + 11 * MINUTE, "probe")]


def test_after_days_in_which_nothing_ran_the_silence_is_an_outage(casa: Any) -> None:
    at = clock.now()
    feel(casa, at, ok=True)
    assert feel(casa, at + timedelta(days=3), ok=True).source == Source.SILENCE
    assert feel(casa, at + timedelta(days=3) + MINUTE, ok=True) is None


def test_a_colleague_declares_an_outage_once_and_ends_it_once(casa: Any) -> None:
    at = clock.now()
    with acting(casa.luz):
        for _ in range(2):
            found = actions.declare(Part.WEB, began_at=at - 60 * MINUTE, ended_at=None, by=casa.luz, at=at)
        assert Outage.objects.count() == 1 and queries.hold_windows_open()
        actions.end(found.id, by=casa.luz, at=at)
        with pytest.raises(Refused, match="already_handled"):
            actions.end(found.id, by=casa.luz, at=at)
        assert queries.hold_windows_open()  # its time is still to be given back
        actions.applied(found, at=at)
        assert not queries.hold_windows_open()


@pytest.mark.parametrize(
    ("began", "ended", "code"),
    [
        (1, None, "in_the_future"),
        (-60, -90, "ends_before_it_begins"),
        (-60, 1, "in_the_future"),
        (-60 * 24 * 40, 0, "too_long"),
    ],
)
def test_times_that_cannot_be_are_refused(casa: Any, began: int, ended: int | None, code: str) -> None:
    at = clock.now()
    until = None if ended is None else at + ended * MINUTE
    with acting(casa.luz), pytest.raises(Refused, match=code):
        actions.declare(Part.WEB, began_at=at + began * MINUTE, ended_at=until, by=casa.luz, at=at)


def test_who_only_reads_declares_nothing(casa: Any) -> None:
    at = clock.now()
    with acting(casa.paz), pytest.raises(Refused, match="not_allowed"):
        actions.declare(Part.WEB, began_at=at - MINUTE, ended_at=None, by=casa.paz, at=at)


def test_trouble_told_many_times_is_one_line_with_a_count(casa: Any, ana: Any) -> None:
    me, at, window = person_actor(ana), clock.now(), ids.new()
    with acting(me):
        for minute in range(3):
            times = actions.note(
                ana, Trouble.CAMERA_DENIED, about_id=window, source="phone", happened_at=at + minute * MINUTE, by=me
            )
        line = Attempt.objects.get()
    assert (times, line.cause, line.last_at - line.first_at) == (3, Cause.PERMISSION, 2 * MINUTE)


def test_trouble_of_no_window_yet_is_one_line_too(casa: Any, ana: Any) -> None:
    me = person_actor(ana)
    with acting(me):
        for _ in range(2):
            actions.note(ana, Trouble.PIN_WRONG, about_id=None, source="server", happened_at=clock.now(), by=me)
        assert Attempt.objects.get().times == 2


def test_nobody_notes_trouble_about_somebody_else(casa: Any, ana: Any) -> None:
    other = person_actor(enrol(casa, name="Rosa Luz", case_number="A2", contacts=[]))
    with acting(other), pytest.raises(Refused, match="not_allowed"):
        actions.note(ana, Trouble.NO_FACE, about_id=None, source="phone", happened_at=clock.now(), by=other)


def test_an_outage_is_ours_or_a_carriers_and_nobody_elses(casa: Any) -> None:
    at = clock.now()
    with acting(casa.luz), pytest.raises(IntegrityError, match="an_outage_is_ours_or_a_carriers"):
        Outage.objects.create(
            programme_id=casa.id, part="web", cause=Cause.DEVICE, source="staff", began_at=at, made_at=at
        )
