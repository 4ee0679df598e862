"""Borrowed phones, leaving at once, a lost phone and help: as pages, without script."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.identity import sessions
from amparo.identity.models import Lock, Session
from amparo.people import call_times
from amparo.people.models import CallTimes, ContactPoint
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.programme import help_lines
from tests.conftest import enrol, person_actor

SAFE = "نعم بعد الساعة 6 pm 👩‍👩‍👧 \u200f\u2060never mornings"


@pytest.fixture
def borrowed(link: Any) -> Client:
    """A friend's phone, on which Ana is signed in and has said that it is not hers."""
    client = Client(headers={"accept-language": "en"})
    assert client.post(link.path, {"pin": link.pin, "borrowed": "on"}).status_code == 302
    return client


def session(casa: Any, ana: Any) -> Session:
    with acting(casa.system):
        return Session.objects.filter(person=ana.id).latest("started_at")


# --- borrowed ---


def test_every_cookie_ends_with_the_browser_and_the_phone_is_not_known(borrowed: Client) -> None:
    mine = {name: morsel for name, morsel in borrowed.cookies.items() if name != "csrftoken"}
    assert "amparo_me" in mine and "amparo_phone" not in mine
    assert {morsel["max-age"] for morsel in mine.values()} == {""} == {morsel["expires"] for morsel in mine.values()}


def test_on_their_own_phone_it_stays(phone: Client) -> None:
    assert phone.cookies["amparo_me"]["max-age"] > 86400 and phone.cookies["amparo_phone"].value


def test_it_ends_after_fifteen_idle_minutes_and_each_page_counts(casa: Any, ana: Any, borrowed: Client) -> None:
    begun = session(casa, ana)
    assert begun.borrowed and begun.expires_at == begun.started_at + timedelta(minutes=15)
    with acting(casa.system):
        Session.objects.filter(id=begun.id).update(expires_at=clock.now() + timedelta(seconds=30))
    assert borrowed.get("/my/").status_code == 200
    assert session(casa, ana).expires_at > clock.now() + timedelta(minutes=14)


def test_it_never_lasts_longer_than_two_hours(casa: Any, ana: Any, borrowed: Client) -> None:
    begun = session(casa, ana)
    late = begun.started_at + timedelta(minutes=110)
    with acting(casa.system):
        sessions.still_borrowed(begun.id, at=late)
    assert session(casa, ana).expires_at == begun.expires_at


def test_its_pages_carry_no_worker_no_app_and_a_word_for_the_owners_app(borrowed: Client, phone: Client) -> None:
    page = borrowed.get("/my/")
    text = page.content.decode()
    assert page["X-Borrowed"] and "no-store" in page["Cache-Control"]
    assert "data-worker" not in text and "amparo-subject" not in text and "amparo/app" not in text
    assert 'id="borrowed"' in text and "X-Borrowed" not in phone.get("/my/")


def test_nothing_that_stays_there_can_be_made(casa: Any, ana: Any, borrowed: Client) -> None:
    said = {"endpoint": "https://push.example.org/x", "keys": {"p256dh": "B" + "A" * 86, "auth": "A" * 22}}
    assert borrowed.post("/my/push/", json.dumps(said), content_type="application/json").status_code == 403
    assert borrowed.get("/my/passkeys/new/").status_code == 403
    with acting(casa.system):
        assert not ContactPoint.objects.filter(person=ana.id, kind="push").exists()


def test_no_file_is_handed_over_and_the_pages_say_what_to_do(casa: Any, borrowed: Client, phone: Client) -> None:
    """What a browser saves nobody takes away again, whatever else the app leaves no trace of."""
    borrowed.post("/my/language/", {"language": "en"}), phone.post("/my/language/", {"language": "en"})
    paper = f"/my/documents/{ids.new()}/document.pdf"
    for path in ("/my/evidence/", "/my/who-looked/proof.jsonl", paper, "/my/data/copy/my-data.zip"):
        page = borrowed.get(path)
        assert page.status_code == 403, path
        assert "ask your worker to print it" in page.content.decode()
    assert borrowed.post("/my/evidence/", {"begins": "2026-01-01", "ends": "2026-02-01"}).status_code == 403
    told, link = "a file would stay on it", "Save the proof"
    there, own = (one.get("/my/who-looked/").content.decode() for one in (borrowed, phone))
    assert told in there and link not in there and link in own and told not in own


def test_signing_out_takes_all_cookies_and_leaves_the_owners_storage(borrowed: Client) -> None:
    out = borrowed.post("/my/sign-out/")
    assert out["Clear-Site-Data"] == '"cache"'
    assert {name for name, morsel in out.cookies.items() if morsel["max-age"] == 0} >= {
        *("amparo_me", "amparo_borrowed", "amparo_language", "csrftoken")
    }


def test_a_language_picked_there_is_forgotten_with_the_browser(borrowed: Client) -> None:
    assert borrowed.post("/my/language/", {"language": "es"}).cookies["amparo_language"]["max-age"] == ""


# --- leaving ---


def test_after_leaving_no_page_says_anything_until_the_pin(casa: Any, ana: Any, phone: Client, link: Any) -> None:
    assert phone.get("/my/leave/")["Location"] == "/my/clock/"
    for path in ("/my/", "/my/receipts/", "/my/who-looked/", "/my/evidence/", "/my/trusted/"):
        assert phone.get(path)["Location"].startswith("/my/it-is-me/")
    asked = phone.get("/my/it-is-me/").content.decode()
    assert str(ana.id) not in asked and ana.reference not in asked and "unsent" not in asked
    assert ana.reference not in phone.get("/my/help/").content.decode()
    assert phone.post("/my/it-is-me/", {"pin": link.pin, "next": "/my/"}).status_code == 302
    assert phone.get("/my/").status_code == 200 and session(casa, ana).ended_at is None


def test_what_was_saved_is_sent_behind_them_but_a_page_is_not_shown(phone: Client, window: Any) -> None:
    phone.get("/my/leave/")
    path = f"/my/check-in/{window.id}/"
    sent = phone.post(path, json.dumps({}), content_type="application/json", headers={"accept": "application/json"})
    assert sent.status_code in (400, 422) and sent.json()["code"] != "show_it_is_you"
    assert phone.get(path).status_code == 302 and phone.post(path, {"step": "review"}).status_code == 302


def test_whoever_left_can_sign_out(casa: Any, ana: Any, phone: Client) -> None:
    phone.get("/my/leave/")
    assert phone.post("/my/sign-out/")["Location"].startswith("/my/sign-in/")
    assert session(casa, ana).ended_at is not None


NAVIGATES = {"sec-fetch-dest": "document", "sec-fetch-mode": "navigate"}
BACK = NAVIGATES | {"sec-fetch-site": "same-origin"}
TAPPED = BACK | {"sec-fetch-user": "?1"}
TYPED = NAVIGATES | {"sec-fetch-site": "none", "sec-fetch-user": "?1"}


@pytest.mark.parametrize("path", ["/my/help/", "/my/safe/", "/my/", "/my/sign-in/", "/", "/keep/"])
def test_going_back_after_leaving_shows_the_clock(phone: Client, path: str) -> None:
    assert phone.get(path, headers=BACK).status_code == 200, "nobody has left yet"
    phone.get("/my/leave/", headers=TAPPED)
    for _ in range(2):
        assert phone.get(path, headers=BACK)["Location"] == "/my/clock/"
    assert phone.get("/my/clock/", headers=BACK).status_code == 200


@pytest.mark.parametrize("by_hand", [TAPPED, TYPED])
def test_what_is_opened_by_hand_after_leaving_is_shown(phone: Client, by_hand: dict[str, str]) -> None:
    phone.get("/my/leave/", headers=TAPPED)
    assert phone.get("/my/help/", headers=by_hand).status_code == 200
    # They are back: from here on Back is Back.
    assert phone.get("/my/safe/", headers=BACK).status_code == 200
    assert phone.get("/my/", headers=by_hand)["Location"].startswith("/my/it-is-me/"), "and still asks for the PIN"


def test_nobody_is_kept_from_anything_by_a_browser_that_says_nothing(phone: Client) -> None:
    """An old browser, a script, a service worker: none of them says whether somebody tapped."""
    phone.get("/my/leave/", headers=TAPPED)
    for said in ({}, BACK | {"sec-fetch-dest": "empty"}):
        assert phone.get("/my/help/", headers=said).status_code == 200
    assert phone.post("/my/language/", {"language": "en"}, headers=BACK).status_code == 302


def test_a_tablet_at_the_office_is_not_marked(phone: Client) -> None:
    assert "amparo_left" not in Client().get("/my/clock/").cookies
    left = phone.get("/my/leave/").cookies["amparo_left"]
    assert left.value == "1" and left["httponly"] and left["samesite"] == "Lax"


@pytest.mark.parametrize(
    ("hour", "shown"),
    [
        pytest.param(datetime(2026, 7, 2, 1, 5, tzinfo=UTC), ("Wednesday, July 1, 2026", "9:05 PM"), id="summer"),
        pytest.param(
            datetime(2026, 12, 2, 17, 0, tzinfo=UTC), ("Wednesday, December 2, 2026", "12:00 PM"), id="winter"
        ),
    ],
)
def test_without_script_the_clock_shows_the_hour_where_the_programme_is(
    phone: Client, monkeypatch: pytest.MonkeyPatch, hour: datetime, shown: tuple[str, str]
) -> None:
    monkeypatch.setattr(clock, "now", lambda: hour)
    phone.cookies["amparo_language"] = "en"
    text = phone.get("/my/clock/").content.decode().replace("\u202f", " ")
    assert shown[0] in text and f'<noscript><p class="when">{shown[1]}</p></noscript>' in text


def test_where_nobody_knows_which_programme_the_clock_tells_no_wrong_hour(casa: Any, elsewhere: Any) -> None:
    text = Client().get("/my/clock/").content.decode()
    assert "<noscript>" not in text and "data-day" in text


def test_the_clock_names_nobody_and_nothing(phone: Client) -> None:
    text = phone.get("/my/clock/").content.decode()
    assert "Casa" not in text and "Help" not in text and "<svg" not in text and "icon.svg" not in text
    assert Client().get("/my/leave/")["Location"] == "/my/clock/"


# --- lost ---


def test_lost_asks_for_a_pin_just_now(casa: Any, ana: Any, phone: Client) -> None:
    with acting(casa.system):
        Session.objects.filter(person=ana.id).update(shown_at=clock.now() - timedelta(hours=1))
    assert phone.post("/my/lost/")["Location"].startswith("/my/it-is-me/")
    with acting(casa.system):
        assert not Lock.objects.filter(person=ana.id).exists()


def test_locked_the_right_pin_is_told_so_and_how_to_check_in(phone: Client, link: Any) -> None:
    text = phone.post("/my/lost/").content.decode()
    assert "data-forget" in text and "amparo-subject" not in text
    again = Client(headers={"accept-language": "en"})
    said = again.post(link.path, {"pin": link.pin})
    assert said.status_code == 403 and "Your page is locked" in said.content.decode()
    assert again.get(f"{link.path}check-in/").status_code == 200
    assert "locked" not in again.post(link.path, {"pin": link.wrong}).content.decode()


# --- help ---


def line(casa: Any, by: Any = None, **more: str) -> Any:
    by = by or casa.sol
    said = {"name": "Lawyers", "phone": "+1 305 555 0111", "source": "their site"} | more
    with acting(by):
        return help_lines.write_down(said.pop("kind", "legal"), by=by, at=clock.now(), **said)


def test_numbers_stand_where_they_belong_and_only_in_their_programme(casa: Any, phone: Client) -> None:
    line(casa, hours="Mo-Fr"), line(casa, kind="safety", name="House", phone="+1 305 555 0112")
    help_, safe = (phone.get(path).content.decode() for path in ("/my/help/", "/my/safe/"))
    assert "Lawyers" in help_ and "House" not in help_ and 'href="tel:+13055550111"' in help_
    assert "House" in safe and "Lawyers" not in safe and 'href="tel:911"' in safe


def test_only_a_supervisor_writes_them_down_and_none_without_a_source(casa: Any) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        line(casa, casa.luz)
    for spoiled in ({"source": " "}, {"name": ""}, {"phone": "call us"}, {"kind": "advice"}):
        with pytest.raises(Refused, match="line_incomplete"):
            line(casa, **spoiled)
    with pytest.raises(Refused, match="too_long"):
        line(casa, hours="x" * 121)
    first = line(casa)
    assert line(casa, name="Other name").id == first.id
    for n in range(11):
        line(casa, phone=f"+1 305 555 02{n:02}")
    with pytest.raises(Refused, match="too_many"):
        line(casa, phone="+1 305 555 0299")


def read(casa: Any, ana: Any) -> list[str | None]:
    with acting(casa.luz):
        row = CallTimes.objects.get(person=ana.id)
        item = vault.OpenItem(
            vault.Subject(casa.id, ana.id, bytes(ana.salt)), call_times.WORDS, row.id, bytes(row.words)
        )
        return vault.open_text([item], by=casa.luz, why=Purpose.PERSON_PAGE, at=clock.now())


def test_what_is_safe_is_kept_exactly_and_never_shown_again(casa: Any, ana: Any, phone: Client) -> None:
    assert phone.post("/my/safe/calls/", {"words": SAFE})["Location"] == "/my/safe/?told"
    assert phone.post("/my/safe/calls/", {"words": SAFE}).status_code == 302
    assert read(casa, ana) == [SAFE]
    page = phone.get("/my/safe/calls/").content.decode()
    assert "never mornings" not in page and "Borrar lo que les dije" in page
    phone.post("/my/safe/calls/", {"remove": "1"})
    with acting(casa.system):
        assert not CallTimes.objects.filter(person=ana.id).exists()


@pytest.mark.parametrize(("words", "said"), [(" ", "escriba cuándo podemos"), ("x" * 1001, "demasiado larg")])
def test_bad_words_are_refused_in_words_and_stay_typed(phone: Client, words: str, said: str) -> None:
    refused = phone.post("/my/safe/calls/", {"words": words})
    assert refused.status_code == 422 and said in refused.content.decode()
    assert words.strip() in refused.content.decode()


def test_nobody_else_says_it_for_her(casa: Any, ana: Any) -> None:
    for by in (casa.luz, person_actor(enrol(casa, name="Bea"))):
        with pytest.raises(Refused), acting(by):
            call_times.say(ana.id, "now", by=by, at=clock.now())


def test_messages_too_are_sent_behind_whoever_left_and_a_script_learns_how(phone: Client, ana: Any) -> None:
    """What they wrote before leaving in a hurry may be the most urgent thing of all."""
    phone.get("/my/leave/")
    asked = {"accept": "application/json"}
    sent = phone.post("/my/messages/", json.dumps({}), content_type="application/json", headers=asked)
    assert sent.json()["code"] != "show_it_is_you"
    file = f"/my/messages/{ids.new()}/files/{ids.new()}/"
    sent = phone.post(file, b"x", content_type="application/octet-stream", headers=asked)
    assert sent.json()["code"] != "show_it_is_you"
    assert phone.get("/my/messages/").status_code == 302
    known = phone.get("/my/session.json")
    assert known.json()["subject"] == str(ana.id) and known.json()["token"] and known["Cache-Control"] == "no-store"


def test_nothing_that_lasts_is_taken_to_a_phone_that_is_not_theirs(casa: Any, ana: Any, borrowed: Client) -> None:
    with acting(casa.system):
        Session.objects.filter(person=ana).update(settles_at=None)
    assert borrowed.get("/my/data/copy/my-data.zip").status_code == 403
    assert borrowed.post("/my/calendar/link/new/").status_code == 403
    assert borrowed.get("/my/session.json").status_code == 404
    assert Client().get("/my/session.json").status_code == 401
