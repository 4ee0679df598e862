"""Dates of the person's own: theirs alone, bounded, and gone with their words when they are taken away."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.visits import actions, own, queries
from amparo.visits.models import Appointment
from tests.conftest import enrol, person_actor
from tests.visits.conftest import PHOENIX, in_days


def add(person: Any, by: Any = None, **more: Any) -> Appointment:
    by = by or person_actor(person)
    facts = {"title": "Dentist", "where": "", "starts": in_days(3), "zone": PHOENIX, "key": uuid4()} | more
    with acting(by):
        return actions.add(**facts, by=by, at=clock.now())


def test_it_is_sealed_and_opened_by_the_person_alone(casa: Any, ana: Any) -> None:
    row, by = add(ana, where="12 Main Street"), person_actor(ana)
    assert b"Dentist" not in bytes(row.title)
    with acting(by):
        assert queries.titles([row], ana, by=by, at=clock.now()) == {
            row.id: {"title": "Dentist", "where": "12 Main Street"}
        }
    with acting(casa.luz), pytest.raises(Refused, match="not_allowed"):
        queries.titles([row], ana, by=casa.luz, at=clock.now())


def test_no_colleague_writes_into_it(casa: Any) -> None:
    with pytest.raises(Refused, match="unknown_person"):
        add(None, by=casa.luz)


def test_nobody_changes_or_takes_away_anothers(casa: Any, ana: Any) -> None:
    row, bea = add(ana), person_actor(enrol(casa, name="Bea", case_number="A123456780", contacts=[]))
    facts = {"title": "x", "where": "", "starts": in_days(4), "zone": PHOENIX}
    with acting(bea), pytest.raises(Refused, match="no_such_appointment"):
        actions.change(row.id, **facts, by=bea, at=clock.now())
    with acting(casa.luz), pytest.raises(Refused, match="not_allowed"):
        actions.remove(row.id, by=casa.luz, at=clock.now())


def test_the_same_key_of_two_people_is_two_dates(casa: Any, ana: Any) -> None:
    key, bea = uuid4(), enrol(casa, name="Bea", case_number="A123456780", contacts=[])
    assert add(ana, key=key).id != add(bea, key=key).id


def test_there_is_a_bound_also_to_what_was_taken_away(ana: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "MOST_EVER", 1)
    row, by = add(ana), person_actor(ana)
    with acting(by):
        actions.remove(row.id, by=by, at=clock.now())
    with pytest.raises(Refused, match="too_many"):
        add(ana)


def test_what_fails_half_way_leaves_nothing(ana: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(Appointment, "save", breaks)
    with pytest.raises(RuntimeError):
        add(ana)
    with acting(person_actor(ana)):
        assert not Appointment.objects.filter(person=ana).exists()
