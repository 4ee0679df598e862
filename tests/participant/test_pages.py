"""What the person's pages show, and to whom."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from amparo.access.rows import acting
from amparo.checkins.models import Checkin
from amparo.foundation import clock, ids
from amparo.participant.guard import Guard
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy.purposes import Purpose
from tests.conftest import enrol
from tests.participant.conftest import open_window

PAGES = ["/my/", "/my/receipts/", "/my/time/", "/my/who-looked/", "/my/help/", "/my/offline/", "/my/sign-in/"]
OWN = ["/my/", "/my/receipts/", "/my/time/", "/my/who-looked/", "/my/who-looked/proof.jsonl"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_for_whoever_is_signed_in(phone: Client, path: str) -> None:
    page = phone.get(path)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", OWN)
def test_no_page_of_a_person_opens_for_nobody(db: None, path: str) -> None:
    page = Client().get(path)
    assert page.status_code == 401
    assert b"amparo-subject" not in page.content


def test_every_address_was_made_by_the_guard(db: None) -> None:
    mine = get_resolver("amparo.participant.urls").url_patterns
    assert mine
    for pattern in mine:
        guard = pattern.callback.guard
        assert isinstance(guard, Guard)
        assert str(pattern.pattern).startswith(("my/", "r/")) or str(pattern.pattern) in ELSEWHERE


# One address of this door stands outside its folders, and why.
ELSEWHERE = {"calendar/<str:token>.ics": "below my/ a browser would send the person's session along with it"}


def test_the_open_window_is_the_one_thing_to_do(phone: Client, window: Checkin) -> None:
    assert f'href="/my/check-in/{window.id}/" data-keep' in phone.get("/my/").content.decode()


def test_a_window_that_closed_in_silence_can_still_be_answered(casa: Any, ana: Any, phone: Client) -> None:
    silent = open_window(casa, ana, opened=timedelta(hours=60))
    page = phone.get("/my/").content.decode()
    assert f"/my/check-in/{silent.id}/" in page
    assert phone.get(f"/my/check-in/{silent.id}/").status_code == 200


def test_another_persons_check_in_does_not_exist(casa: Any, phone: Client) -> None:
    other = open_window(casa, enrol(casa, name="Luis Gómez", case_number="A111222333", contacts=[]))
    assert phone.get(f"/my/check-in/{other.id}/").status_code == 404
    assert phone.get(f"/my/check-in/{ids.new()}/").status_code == 404
    assert phone.get("/my/receipts/AAAAA-AAAAA/").status_code == 404


def test_only_the_check_in_may_ask_for_the_place(phone: Client, window: Checkin) -> None:
    assert "geolocation=(self)" in phone.get(f"/my/check-in/{window.id}/")["Permissions-Policy"]
    assert "geolocation=()" in phone.get("/my/")["Permissions-Policy"]


def test_the_person_picks_another_day_and_hour(phone: Client, ana: Any, casa: Any, window: Checkin) -> None:
    saved = phone.post("/my/time/", {"slot": "3-1600-48"})
    assert saved.status_code == 200
    with acting(casa.luz):
        assert Checkin.objects.filter(person=ana, state="planned").first().schedule.weekday == 3


@pytest.mark.parametrize("slot", ["", "9-1600-48", "3-1600-24", "3-0300-48", "x"])
def test_a_time_that_is_not_offered_is_not_taken(phone: Client, window: Checkin, slot: str) -> None:
    assert phone.post("/my/time/", {"slot": slot}).status_code == 422


def test_the_person_sees_who_looked_and_why(casa: Any, ana: Any, phone: Client) -> None:
    with acting(casa.luz):
        for _ in range(3):
            people.names([ana], by=casa.luz, why=Purpose.PERSON_PAGE, at=clock.now())
    phone.cookies["amparo_language"] = "en"
    page = phone.get("/my/who-looked/").content.decode()
    assert "Luz" in page
    assert "case worker" in page
    assert "Opened: your name." in page
    assert "3 times that day" in page
    assert "Nothing is missing" in page


def test_the_proof_of_who_looked_passes_the_verifier(casa: Any, ana: Any, phone: Client) -> None:
    from amparo.privacy.vault import verify_log

    with acting(casa.luz):
        people.names([ana], by=casa.luz, why=Purpose.PERSON_PAGE, at=clock.now())
    lines = [json.loads(line) for line in phone.get("/my/who-looked/proof.jsonl").content.splitlines()]
    assert lines
    assert not list(verify_log.faults(lines))


def shown(answer: Any) -> str:
    return str(answer.content.decode())


def written_in(casa: Any, ana: Any) -> str:
    with acting(casa.luz):
        return str(Person.objects.get(id=ana.id).language)


def test_a_language_that_is_picked_stays_and_nobody_is_written_to_in_it_by_that(
    casa: Any, ana: Any, phone: Client
) -> None:
    back = phone.post("/my/language/", {"language": "fr", "next": "/my/help/?written"})
    assert back["Location"] == "/my/help/?written"
    first, later = shown(phone.get("/my/?written")), shown(phone.get("/my/"))
    assert '<html lang="fr"' in first and first.count("Oui, utiliser") == later.count("Oui, utiliser") == 1
    assert first.index("Oui, utiliser") < first.index("<h1") and later.index("Oui, utiliser") > later.index("<footer")
    assert written_in(casa, ana) == "es"


def test_they_are_written_to_in_it_once_they_say_so_and_asked_no_more(casa: Any, ana: Any, phone: Client) -> None:
    phone.post("/my/language/", {"language": "fr"})
    for _ in range(2):
        answer = phone.post("/my/language/written/", {"language": "fr", "next": "/my/help/?written"})
        assert answer["Location"] == "/my/help/?written"
        assert written_in(casa, ana) == "fr"
    page = shown(phone.get("/my/help/?written"))
    assert "Oui, utiliser" not in page and 'id="written"' in page


@pytest.mark.parametrize("code", ["xx", "", "fr'; --"])
def test_nobody_is_written_to_in_a_language_we_do_not_have(casa: Any, ana: Any, phone: Client, code: str) -> None:
    assert phone.post("/my/language/written/", {"language": code}).status_code == 302
    assert written_in(casa, ana) == "es"


def test_before_sign_in_no_page_says_how_anybody_is_written_to(casa: Any, ana: Any, phone: Client) -> None:
    stranger = Client(headers={"accept-language": "fr"})
    assert 'id="written"' not in shown(stranger.get("/my/help/"))
    assert stranger.post("/my/language/written/", {"language": "fr"}).status_code == 401
    assert written_in(casa, ana) == "es"


@pytest.mark.parametrize("next_", ["//evil.example/", "https://evil.example", "/\\evil.example", "javascript:1", ""])
def test_a_language_switch_leads_nowhere_else(db: None, next_: str) -> None:
    assert Client().post("/my/language/", {"language": "es", "next": next_})["Location"] == "/my/"


def test_arabic_runs_from_right_to_left(phone: Client) -> None:
    phone.cookies["amparo_language"] = "ar"
    assert b'<html lang="ar" dir="rtl">' in phone.get("/my/").content


def test_the_service_worker_serves_the_whole_app_and_is_asked_for_anew(db: None) -> None:
    worker = Client().get("/my/sw.js")
    assert (worker["Service-Worker-Allowed"], worker["Cache-Control"]) == ("/my/", "no-cache")
    assert worker["Content-Type"].startswith("text/javascript")
    assert Client().get("/my/app.webmanifest").json()["start_url"] == "/my/"


PUSH = {
    "endpoint": "https://push.example.org/abc",
    "keys": {"p256dh": "BA" + "A" * 85, "auth": "A" * 22},
}


def test_a_browser_that_wants_reminders_becomes_a_way_to_reach_the_person(casa: Any, ana: Any, phone: Client) -> None:
    assert phone.post("/my/push/", json.dumps(PUSH), content_type="application/json").status_code == 204
    assert phone.post("/my/push/", json.dumps(PUSH), content_type="application/json").status_code == 204
    with acting(casa.luz):
        assert [p.kind for p in people.contacts_of(ana)].count("push") == 1


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({**PUSH, "endpoint": "https://localhost/x"}, id="ourselves"),
        pytest.param({**PUSH, "endpoint": "http://push.example.org/"}, id="not encrypted"),
        pytest.param({**PUSH, "keys": {"p256dh": "AA", "auth": "AA"}}, id="no keys"),
        pytest.param({"endpoint": 5}, id="nothing"),
        pytest.param([], id="a list"),
    ],
)
def test_an_address_that_is_no_push_service_is_refused(phone: Client, said: Any) -> None:
    answer = phone.post("/my/push/", json.dumps(said), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_push_address")


def test_the_first_answer_with_the_check_in_fits_into_fourteen_kilobytes(phone: Client, window: Checkin) -> None:
    page = phone.get(f"/my/check-in/{window.id}/", headers={"accept-encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert len(page.content) < 14_000


def test_no_page_says_back_what_its_address_carries(phone: Client) -> None:
    assert b"canary" not in phone.get("/my/help/?canary=1").content
    assert b"canary" not in phone.get("/my/receipts/?next=canary").content
