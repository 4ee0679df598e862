"""Whom we may ask: a colleague writes it down, the person sees it and takes it back, and then nobody is asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.casework import concern_desk, support
from amparo.foundation import clock
from amparo.identity import cookie
from amparo.identity.models import Session
from amparo.identity.ways import Way
from amparo.people import trusting
from amparo.people.models import Consent, Trusted
from tests.conftest import enrol
from tests.contracts import world

NAMED = {"kind": "trusted", "name": "Rosa Díaz", "address": "+1 305 555 0177", "how": "in_person"}


@pytest.fixture
def trusted(casa: Any, ana: Any) -> UUID:
    with acting(casa.luz):
        return trusting.name_trusted(ana.id, **NAMED, by=casa.luz, at=clock.now()).id


def phone(person: Any, *, way: Way = Way.PIN, ago: timedelta = timedelta(0)) -> Client:
    """A phone on which the person was shown so, so long ago."""
    client = world.person_browser(person)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "es"
    held = cookie.read(client.cookies[cookie.SESSION_NAME].value)
    with acting(world.system(person.programme_id)):
        Session.objects.filter(id=held.session_id).update(way=way, shown_at=clock.now() - ago)
    return client


def living(casa: Any, person: Any) -> int:
    with acting(casa.luz):
        return Trusted.objects.filter(person=person, ended_at=None).count()


def page(client: Client) -> str:
    return client.get("/my/trusted/").content.decode()


def test_a_colleague_writes_it_down_and_takes_it_back(luz: Client, casa: Any, ana: Any) -> None:
    where = f"/staff/people/{ana.id}/"
    assert luz.post(f"{where}trusts/", NAMED).status_code == 302
    shown = luz.get(where).content.decode()
    assert "Rosa Díaz" in shown and "+1 305 555 0177" in shown
    with acting(casa.luz):
        row = Trusted.objects.get(person=ana)
        consent = Consent.objects.get(id=row.consent_id)
    assert (consent.language, consent.given_how, b"Rosa" in bytes(row.name)) == ("es", "in_person", False)
    assert luz.post(f"{where}trusts/{row.id}/end/").status_code == 302
    assert living(casa, ana) == 0
    assert luz.post(f"{where}trusts/{row.id}/end/").status_code == 409
    with acting(casa.luz):
        assert Consent.objects.get(id=row.consent_id).withdrawn_at is not None


@pytest.mark.parametrize("wrong", [{"name": ""}, {"address": " "}, {"how": "by_magic"}, {"kind": "spy"}])
def test_what_is_missing_is_said_and_nothing_is_written(
    luz: Client, casa: Any, ana: Any, wrong: dict[str, str]
) -> None:
    said = luz.post(f"/staff/people/{ana.id}/trusts/", NAMED | wrong)
    assert said.status_code == 400 and "Go back" in said.content.decode()
    assert living(casa, ana) == 0


def test_three_are_enough(luz: Client, casa: Any, ana: Any) -> None:
    codes = [luz.post(f"/staff/people/{ana.id}/trusts/", NAMED).status_code for _ in range(4)]
    assert (codes, living(casa, ana)) == ([302, 302, 302, 409], 3)


def test_a_pin_shows_that_there_is_somebody_but_not_who(ana: Any, trusted: UUID) -> None:
    shown = page(phone(ana))
    assert "Alguien de su confianza" in shown and "Rosa" not in shown
    assert "Rosa Díaz" in page(phone(ana, way=Way.PASSKEY))
    assert "0177" not in page(phone(ana, way=Way.PASSKEY))


def test_without_the_names_the_page_says_why_and_how_to_see_them(ana: Any, trusted: UUID) -> None:
    shown = page(phone(ana))
    assert "Aquí no se ven los nombres." in shown and 'href="/my/passkeys/"' in shown
    assert "no se ven los nombres" not in page(phone(ana, way=Way.PASSKEY))


def test_who_is_taken_away_is_named_on_the_page_that_asks(ana: Any, trusted: UUID) -> None:
    address = f"/my/trusted/{trusted}/end/"
    asked = phone(ana, way=Way.PASSKEY).get(address).content.decode()
    assert "<bdi>Rosa Díaz</bdi>" in asked and "0177" not in asked
    assert "Rosa" not in phone(ana).get(address).content.decode()


def test_the_person_takes_it_back_and_nobody_is_asked(casa: Any, ana: Any, trusted: UUID) -> None:
    client = phone(ana)
    assert "Desde ahora no le preguntamos" in client.get(f"/my/trusted/{trusted}/end/").content.decode()
    assert living(casa, ana) == 1
    for _ in range(2):
        assert client.post(f"/my/trusted/{trusted}/end/").status_code == 302
    assert living(casa, ana) == 0
    assert "No ha nombrado a nadie" in page(client)
    assert client.get(f"/my/trusted/{trusted}/end/")["Location"] == "/my/trusted/"


def test_a_pin_of_yesterday_takes_nobody_away(casa: Any, ana: Any, trusted: UUID) -> None:
    old = phone(ana, ago=timedelta(days=1))
    assert old.get(f"/my/trusted/{trusted}/end/")["Location"].startswith("/my/it-is-me/")
    assert old.post(f"/my/trusted/{trusted}/end/").status_code in (302, 403)
    assert living(casa, ana) == 1


def test_nobody_takes_back_what_is_anothers(casa: Any, ana: Any, trusted: UUID) -> None:
    eva = enrol(casa, name="Eva")
    phone(eva).post(f"/my/trusted/{trusted}/end/")
    assert living(casa, ana) == 1


def test_a_step_begun_before_shows_nobody_any_more(casa: Any, ana: Any, trusted: UUID) -> None:
    from tests.staff import a_full_day as day

    at = clock.now()
    with acting(casa.system):
        step = day.silence(ana, at).step
    with acting(casa.luz):
        type(step).objects.filter(id=step.id).update(kind="trusted", state="waiting")
        assert len(concern_desk.step(step.id, by=casa.luz, at=at).trusted) == 1
        support.end_trust(ana.id, trusted, by=casa.luz, at=at)
        assert concern_desk.step(step.id, by=casa.luz, at=at).trusted == []
        assert type(step).objects.get(id=step.id).outcome == "nobody_named"
