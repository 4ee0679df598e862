"""Rosa is the head of a family; Ana and Beto are asked. Each says yes in a session of their own."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.casework import family
from amparo.checkins.models import Checkin
from amparo.foundation import clock
from amparo.households import actions, queries
from amparo.households.models import FamilyMember, Household
from amparo.identity import actions as identity
from amparo.identity import cookie, kiosks, sessions
from amparo.identity.ways import Way
from tests.conftest import enrol, person_actor


def window(casa: Any, person: Any, *, opens: datetime | None = None, hours: int = 48, state: str = "due") -> Checkin:
    """A window of this person's that is open now, unless said otherwise."""
    opens = opens or clock.now() - timedelta(hours=2)
    with acting(casa.system):
        return Checkin.objects.create(
            programme_id=casa.id,
            person=person,
            opens_at=opens,
            closes_at=opens + timedelta(hours=hours),
            zone=person.zone,
            state=state,
            state_at=opens,
        )


def made(casa: Any, head: Any, *others: Any, days: int = 90, by: Any = None) -> Household:
    """A family, in which nobody has said anything yet."""
    who, at = [head, *others], clock.now()
    with acting(by or casa.luz):
        house = family.set_up(
            [one.reference for one in who],
            head.reference,
            why="they_asked",
            days=days,
            by=by or casa.luz,
            at=at,
        )
    return house


def says_yes(*persons: Any) -> None:
    for person in persons:
        me = person_actor(person)
        with acting(me):
            actions.agree(person.id, by=me, at=clock.now())


def leaves(person: Any, by: Any = None) -> None:
    me = by or person_actor(person)
    with acting(me):
        actions.leave(person.id, by=me, at=clock.now())


def part(casa: Any, person: Any) -> FamilyMember:
    """The newest part of this person in a family."""
    with acting(casa.system):
        return queries.families_of(person.id)[0]


def listed(head: Any) -> list[family.Open] | None:
    me = person_actor(head)
    with acting(me):
        return family.open_now(head, by=me, at=clock.now())


def sends(head: Any, part_id: Any, checkin_id: Any) -> family.Sent | None:
    me = person_actor(head)
    with acting(me):
        return family.send(part_id, checkin_id, language="en", by=me, at=clock.now())


@pytest.fixture
def fam(casa: Any) -> SimpleNamespace:
    """Everybody has said yes, and everybody's window is open."""
    rosa = enrol(casa, name="Rosa Pérez", case_number="A200000001", contacts=[])
    ana = enrol(casa, name="PÉREZ, Ana Lucía", case_number="A200000002", contacts=[])
    beto = enrol(casa, name="Beto Pérez", case_number="A200000003", contacts=[])
    house = made(casa, rosa, ana, beto)
    says_yes(rosa, ana, beto)
    windows = {one.id: window(casa, one) for one in (rosa, ana, beto)}
    return SimpleNamespace(rosa=rosa, ana=ana, beto=beto, house=house, windows=windows)


def phone_of(person: Any, *, ago: timedelta = timedelta(0), borrowed: bool = False) -> Client:
    """A browser in which this person showed who they are so long ago."""
    at = clock.now() - ago
    with acting(person_actor(person)):
        signed = sessions.begin(
            UUID(str(person.programme_id)), person.id, way=Way.PIN, device=None, settles_at=None, at=at,
            borrowed=borrowed,
        )  # fmt: skip
    client = Client(headers={"accept-language": "en"})
    client.cookies[cookie.SESSION_NAME] = signed.cookie
    if borrowed:
        client.cookies[cookie.BORROWED_NAME] = "1"
    return client


def at_kiosk(casa: Any, person: Any) -> Client:
    """A tablet at the office, before which this person stands."""
    at = clock.now()
    with acting(casa.sol):
        token = kiosks.make(casa.office.id, "Waiting room", by=casa.sol, at=at)[1]
    with acting(casa.luz):
        link, pin = identity.issue_link_and_pin(person.id, by=casa.luz, at=at)
    client = Client(headers={"accept-language": "en"})
    client.post(f"/my/kiosk/new/{casa.programme.slug}/{token}/")
    assert client.post("/my/kiosk/", {"number": link, "pin": pin}).status_code == 302
    return client
