"""A worker's own calendar: when something is, never whose; ended at once, and with their access."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from amparo.access import gate
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.casework import calendar
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.programme import staffing
from amparo.programme.models import Member
from amparo.staff.views import worker_calendar
from amparo.visits import actions, links, worker_links
from amparo.visits.models import Visit, WorkerLink
from tests import counts
from tests.conftest import enrol, person_actor, role
from tests.participant.test_calendar_pages import hearing
from tests.visits.conftest import in_days, moment, offer


def link(casa: Any) -> str:
    with acting(casa.luz):
        return actions.make_worker_link(by=casa.luz, at=clock.now())


def events(token: str) -> list[Any]:
    answer = Client().get(f"/staff/calendar/{token}.ics")
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_it_says_when_and_nothing_about_anybody(casa: Any, ana: Any, visit: Visit) -> None:
    offer(casa, ana, kind="home", starts=in_days(8), where="12 Palm Street")
    hearing(casa, ana)
    token = link(casa)
    said = Client().get(f"/staff/calendar/{token}.ics").content.decode()
    found = sorted(str(one["summary"]) for one in events(token))
    assert found == ["Hearing of somebody you look after", "Visit at home", "Visit at the office"]
    for told in ("Ana", "Palm Street", str(ana.id), ana.reference, "letters"):
        assert told not in said.replace("\r\n ", "")


def test_what_moves_and_what_is_called_off_is_said_under_the_same_name(casa: Any, visit: Visit) -> None:
    token = link(casa)
    [before] = events(token)
    with acting(casa.luz):
        actions.cancel(visit.id, by=casa.luz, at=clock.now())
    [after] = events(token)
    assert after["uid"] == before["uid"] and after["sequence"] > before["sequence"]
    assert str(after["summary"]) == "Cancelled: Visit at the office" and after["status"] == "CANCELLED"


def test_of_a_colleagues_people_it_says_nothing_until_one_covers_for_them(casa: Any, ana: Any, visit: Visit) -> None:
    with acting(casa.teo):
        token = actions.make_worker_link(by=casa.teo, at=clock.now())
    assert events(token) == []
    at = clock.now()
    with role("owner"), acting(casa.luz):
        Member.objects.filter(id=casa.luz.id).update(
            cover=casa.teo.id, away_from=at - timedelta(days=1), away_until=at + timedelta(days=9)
        )
    assert [one["dtstart"].dt.astimezone(UTC) for one in events(token)] == [moment(5)]


def test_a_new_link_ends_the_one_before_and_an_ended_one_is_nobodys(casa: Any, visit: Visit) -> None:
    first = link(casa)
    second = link(casa)
    assert Client().get(f"/staff/calendar/{first}.ics").status_code == 404 and len(events(second)) == 1
    with acting(casa.luz):
        actions.end_worker_link(by=casa.luz)
        actions.end_worker_link(by=casa.luz)
    assert Client().get(f"/staff/calendar/{second}.ics").status_code == 404


def test_it_opens_nothing_while_the_worker_may_not_come_in(casa: Any, visit: Visit) -> None:
    token, at = link(casa), clock.now()
    with acting(casa.ada):
        staffing.suspend(casa.luz.id, by=casa.ada, at=at)
    assert worker_links.found(token, at=at + timedelta(seconds=1)) is None
    with acting(casa.ada):
        staffing.take_back(casa.luz.id, by=casa.ada, at=at)
    assert worker_links.found(token, at=at + timedelta(seconds=1)) is not None


def test_a_person_s_link_opens_no_worker_s_calendar_and_the_other_way_round(casa: Any) -> None:
    token = link(casa)
    assert links.found(token, at=clock.now()) is None
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_guesses_ask_no_table_and_are_slowed_down(casa: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_calendar, "GUESSES", 2)

    counts.begin_anew()
    token = link(casa)
    turned = token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1]
    assert [Client().get(f"/staff/calendar/{turned}.ics").status_code for _ in range(4)] == [404, 404, 429, 429]
    answer = Client().get(f"/staff/calendar/{token}.ics")
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
    counts.begin_anew()


def test_only_who_has_a_caseload_makes_one(casa: Any, ana: Any) -> None:
    with acting(casa.paz), pytest.raises(Refused, match="not_allowed"):
        actions.make_worker_link(by=casa.paz, at=clock.now())
    with pytest.raises(Refused, match="not_allowed"):
        gate.require(person_actor(ana), Permission.CALENDAR_LINK_WORKER, ana)
    with acting(casa.paz), pytest.raises(Refused, match="not_allowed"):
        calendar.of_worker(since=clock.now(), by=casa.paz, at=clock.now())


def test_what_fails_half_way_keeps_the_old_link(casa: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    token = link(casa)
    monkeypatch.setattr(WorkerLink.objects, "create", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError), acting(casa.luz):
        actions.make_worker_link(by=casa.luz, at=clock.now())
    assert worker_links.found(token, at=clock.now()) is not None


def test_a_person_and_another_programme_see_no_link(casa: Any, elsewhere: Any) -> None:
    ana = enrol(casa, name="Ana Two", case_number="", contacts=[])
    link(casa)
    for actor in (person_actor(ana), elsewhere.luz):
        with acting(actor):
            assert WorkerLink.objects.count() == 0
