"""Somebody moved, as their worker sees it: on the day, on the person's page, with a reason for every mark."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.addresses import actions
from amparo.addresses.models import NewAddress, Telling
from amparo.casework import today
from amparo.casework.urgency import Kind
from amparo.foundation import clock, ids
from tests.conftest import person_actor
from tests.contracts import world
from tests.staff import a_full_day as day


def kinds(casa: Any, at: Any = None) -> list[Kind]:
    with acting(casa.luz):
        return [need.kind for need in today.needs(by=casa.luz, at=at or clock.now())]


@pytest.fixture
def court(casa: Any, ana: Any) -> Telling:
    return day.moved(ana, casa, clock.now())


def test_a_new_address_is_looked_at_once(luz: Client, casa: Any, court: Telling) -> None:
    assert kinds(casa) == [Kind.ADDRESS_NEW]
    assert luz.post(f"/staff/handled/address_new/{court.new_address_id}/").status_code == 302
    assert kinds(casa) == []


def test_the_last_day_stands_on_the_workers_day_and_offers_help(luz: Client, casa: Any, ana: Any) -> None:
    day.moved(ana, casa, clock.now(), ago=40)
    assert Kind.ADDRESS_LATE in kinds(casa)
    page = luz.get("/staff/").content.decode()
    assert "Moved, and an office may not know it yet" in page and "It is no violation." in page


def test_before_the_last_day_nobody_is_pressed(casa: Any, court: Telling) -> None:
    assert Kind.ADDRESS_LATE not in kinds(casa)
    assert Kind.ADDRESS_LATE in kinds(casa, court.due_at - timedelta(hours=2))
    assert kinds(casa, court.due_at + timedelta(days=30)).count(Kind.ADDRESS_LATE) == 1


def test_help_that_was_asked_for_comes_first_until_somebody_took_care(luz: Client, casa: Any, court: Telling) -> None:
    me = person_actor(court.person)
    with acting(me):
        actions.ask_help(court.id, by=me, at=clock.now())
    assert kinds(casa)[0] == Kind.ADDRESS_HELP
    assert luz.post(f"/staff/handled/address_help/{court.id}/").status_code == 302
    assert Kind.ADDRESS_HELP not in kinds(casa)


def test_the_page_of_the_person_says_what_is_open_and_opens_no_address(luz: Client, court: Telling) -> None:
    page = luz.get(f"/staff/people/{court.person_id}/").content.decode()
    assert "At a new address since" in page and "Tell the court your new address" in page and "Tamarind" not in page
    assert "Tamarind" in luz.get(f"/staff/addresses/{court.new_address_id}/").content.decode()


def test_a_colleague_marks_with_a_reason_that_the_person_reads(luz: Client, casa: Any, court: Telling) -> None:
    told = {"what": "tell", "day": (clock.now() - timedelta(days=1)).date().isoformat()}
    assert luz.post(f"/staff/tellings/{court.id}/", told | {"note": " "}).status_code == 400
    assert luz.post(f"/staff/tellings/{court.id}/", told | {"note": "We sent the form together"}).status_code == 302
    phone = world.person_browser(court.person)
    assert "We sent the form together" in phone.get(f"/my/address/{court.id}/kept/").content.decode()


def test_a_picture_is_opened_by_a_button_only(luz: Client, casa: Any, court: Telling) -> None:
    me = person_actor(court.person)
    with acting(me):
        actions.tell(court.id, told_on=clock.now().date() - timedelta(days=1), picture=b"webp", by=me, at=clock.now())
    assert b"data:image" not in luz.get(f"/staff/addresses/{court.new_address_id}/").content
    assert b"data:image/webp;base64,d2VicA==" in luz.post(f"/staff/tellings/{court.id}/picture/").content


def test_a_colleague_writes_a_move_down(luz: Client, casa: Any, ana: Any) -> None:
    where = f"/staff/people/{ana.id}/moved/"
    assert luz.get(where).status_code == 200
    said = {"client_id": str(ids.new()), "address": "9 Elm", "moved_on": clock.now().date().isoformat()}
    assert "9 Elm" in luz.post(where, said, follow=True).content.decode()
    wrong = luz.post(where, said | {"client_id": str(ids.new()), "moved_on": "1999-01-01"})
    assert wrong.status_code == 400 and "9 Elm" in wrong.content.decode()


def test_who_works_elsewhere_sees_and_marks_nothing(omar: Client, teo: Client, casa: Any, court: Telling) -> None:
    for browser in (omar, teo):
        assert browser.get(f"/staff/addresses/{court.new_address_id}/").status_code in (403, 404)
        assert browser.post(f"/staff/tellings/{court.id}/", {"what": "leave_out", "note": "x"}).status_code in (
            403,
            404,
        )
    with acting(casa.luz):
        assert NewAddress.objects.get(id=court.new_address_id).seen_at is None
