"""Visits on the staff's pages: offered, asked about on the day, answered on a page of their own."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.casework import today
from amparo.casework.urgency import Kind
from amparo.foundation import clock
from amparo.visits import actions
from amparo.visits.models import Visit
from tests.conftest import person_actor
from tests.staff.conftest import at_the_door, second_factor
from tests.visits.conftest import PHOENIX, in_days, moment, offer


@pytest.fixture
def desk(casa: Any) -> Client:
    """Luz, signed in."""
    second_factor(casa.members["luz"])
    return at_the_door(casa.members["luz"], with_phone=False)


@pytest.fixture
def asked(casa: Any, ana: Any) -> Visit:
    visit, by = offer(casa, ana, words="Bring your letters."), person_actor(ana)
    with acting(by):
        wanted = [in_days(6, 9), in_days(7, 15)]
        return actions.ask_for_another_time(
            visit.id, wanted=wanted, zone=PHOENIX, note="I work.", by=by, at=clock.now()
        )


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def said(**more: str) -> dict[str, str]:
    return {"kind": "home", "day": f"{in_days(5):%Y-%m-%d}", "time": "10:00", "minutes": "60", "words": "Tea."} | more


def row(casa: Any, person: Any) -> Visit | None:
    with acting(casa.luz):
        return Visit.objects.filter(person=person).first()


def test_a_visit_is_offered_and_stands_on_the_persons_page(casa: Any, ana: Any, desk: Client) -> None:
    page = text(desk.post(f"/staff/people/{ana.id}/visits/", said(), follow=True))
    assert "Offered. They are told" in page and "At their home, 60 minutes" in page
    made = row(casa, ana)
    assert made is not None and made.starts_at == moment(5)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        pytest.param({"day": f"{in_days(1):%Y-%m-%d}"}, "two days of notice", id="tomorrow"),
        pytest.param({"time": "03:00"}, "between 07:00 and 21:00", id="by night"),
        pytest.param({"minutes": "180"}, "Please check", id="three hours"),
        pytest.param({"day": "2027-02-30"}, "Please check", id="no such day"),
        pytest.param({"words": "x" * 2001}, "Please check", id="too many words"),
    ],
)
def test_what_no_visit_may_be_is_said_and_kept(
    casa: Any, ana: Any, desk: Client, wrong: dict[str, str], words: str
) -> None:
    response = desk.post(f"/staff/people/{ana.id}/visits/", said(where="Blue door") | wrong)
    assert response.status_code == 400 and words in text(response)
    assert "Blue door" in text(response) and row(casa, ana) is None


def test_who_asks_for_another_time_stands_on_the_day(casa: Any, asked: Visit, desk: Client) -> None:
    page = text(desk.get("/staff/"))
    assert "Asks for another time to meet" in page and f"/staff/visits/{asked.id}/" in page
    with acting(casa.luz):
        [need] = [one for one in today.needs(by=casa.luz, at=clock.now()) if one.kind is Kind.VISIT_TO_ANSWER]
    assert need.due > need.since == asked.asked_at


def test_one_of_their_times_is_taken(casa: Any, ana: Any, asked: Visit, desk: Client) -> None:
    page = desk.get(f"/staff/visits/{asked.id}/").content.decode()
    assert "I work." in page and "Bring your letters." in page
    moments = re.findall(r'name="moment" value="([^"]+)"', page)
    assert len(moments) == 2
    assert "Agreed." in text(
        desk.post(f"/staff/visits/{asked.id}/", {"what": "accept", "moment": moments[1]}, follow=True)
    )
    taken = row(casa, ana)
    assert taken is not None and (taken.state, taken.starts_at) == ("agreed", moment(7, 15))


def test_another_time_is_offered_and_a_bad_one_is_said(casa: Any, ana: Any, asked: Visit, desk: Client) -> None:
    again = {"what": "again", "time": "11:00", "minutes": "30"}
    soon = desk.post(f"/staff/visits/{asked.id}/", again | {"day": f"{in_days(1):%Y-%m-%d}"})
    assert soon.status_code == 400 and "two days of notice" in text(soon)
    assert desk.post(f"/staff/visits/{asked.id}/", again | {"day": "x"}).status_code == 400
    assert desk.post(f"/staff/visits/{asked.id}/", again | {"day": f"{in_days(9):%Y-%m-%d}"}).status_code == 302
    moved = row(casa, ana)
    assert moved is not None and (moved.state, moved.starts_at) == ("offered", moment(9, 11))


def test_it_is_called_off(casa: Any, ana: Any, asked: Visit, desk: Client) -> None:
    assert "Cancelled." in text(desk.post(f"/staff/visits/{asked.id}/", {"what": "cancel"}, follow=True))
    assert "Asks for another time" not in text(desk.get("/staff/"))


@pytest.mark.parametrize("moment_", ["", "x", "2027-05-05T10:00", "2027-05-05T10:00:00+00:00"])
def test_a_time_they_did_not_name_is_not_taken(asked: Visit, desk: Client, moment_: str) -> None:
    assert desk.post(f"/staff/visits/{asked.id}/", {"what": "accept", "moment": moment_}).status_code == 400


def test_another_worker_comes_to_neither_page(casa: Any, ana: Any, asked: Visit) -> None:
    second_factor(casa.members["teo"])
    teo = at_the_door(casa.members["teo"], with_phone=False)
    assert teo.get(f"/staff/people/{ana.id}/visits/").status_code == 403
    assert teo.post(f"/staff/visits/{asked.id}/", {"what": "cancel"}).status_code == 403
    assert "Asks for another time" not in text(teo.get("/staff/"))
