""" "I moved" as a phone meets it: said by a form, told office by office, with a proof; nothing of it lies open."""

from __future__ import annotations

import html
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from amparo.access.rows import acting
from amparo.addresses.models import NewAddress, Telling
from amparo.addresses.rules import State
from amparo.foundation import clock, ids
from amparo.identity import cookie
from amparo.identity.models import Session
from tests.conftest import enrol
from tests.contracts import world

ADDRESS = "7 Tamarind Court\nBayside, FL 33010"


@pytest.fixture(autouse=True)
def english(phone: Client) -> None:
    phone.post("/my/language/", {"language": "en"})


def today() -> str:
    return (clock.now() - timedelta(days=1)).date().isoformat()


def say(phone: Client, **typed: str) -> Any:
    said = {"client_id": str(ids.new()), "address": ADDRESS, "day": today()} | typed
    return phone.post("/my/address/new/", said)


def court(casa: Any) -> Telling:
    with acting(casa.luz):
        return Telling.objects.get(office="court", new_address__ended_at=None)


def tell(phone: Client, casa: Any, **typed: Any) -> Any:
    return phone.post(f"/my/address/{court(casa).id}/", {"what": "tell", "day": today()} | typed)


def shown(phone: Client, path: str) -> str:
    answer = phone.get(path)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def photo(**how: Any) -> SimpleUploadedFile:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "in the kitchen of Rosa"
    Image.new("RGB", (400, 300), "white").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("slip.jpg", out.getvalue(), "image/jpeg")


def not_fresh(phone: Client, casa: Any) -> None:
    held = cookie.read(phone.cookies[cookie.SESSION_NAME].value)
    with acting(casa.system):
        Session.objects.filter(id=held.session_id).update(shown_at=clock.now() - timedelta(hours=1))


def test_a_move_is_said_and_the_clock_stands_on_the_first_page(phone: Client, casa: Any) -> None:
    assert "Tell us where I live now" in shown(phone, "/my/address/")
    assert say(phone)["Location"] == "/my/address/"
    page = shown(phone, "/my/address/")
    assert (
        re.search(r"\d working days? left\.|Today is the last day\.", page)
        and "Tell the court your new address" in page
    )
    assert "Tell the court your new address" in shown(phone, "/my/")


def test_where_they_live_stands_on_no_page_that_a_phone_keeps_or_shows_at_once(phone: Client, casa: Any) -> None:
    say(phone)
    for path in ("/my/", "/my/case/", "/my/address/", f"/my/address/{court(casa).id}/", "/my/who-looked/"):
        assert "Tamarind" not in shown(phone, path)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        pytest.param({"address": " \u200b\u2060 "}, "Please write where you live now.", id="nothing to see"),
        pytest.param({"address": "x" * 10_000}, "This is too long.", id="ten thousand letters"),
        pytest.param({"day": "tomorrow"}, "Please choose the day.", id="no day"),
        pytest.param({"day": "1999-01-01"}, "That day is long ago.", id="long ago"),
        pytest.param({"day": "2200-01-01"}, "That day is far ahead.", id="far ahead"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    phone: Client, casa: Any, typed: dict[str, str], words: str
) -> None:
    answer = say(phone, **typed)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422 and words in page and 'aria-invalid="true"' in page
    assert typed.get("address", ADDRESS).strip() in page
    with acting(casa.luz):
        assert not NewAddress.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("شارع ١٢، الطابق ٣", id="Arabic"),
        pytest.param("北京路 12 号 3 室", id="Chinese"),
        pytest.param("ул. Ленина, д. 5", id="Russian"),
        pytest.param("12 \u202eevil\u202c Road", id="turned around"),
        pytest.param("👩‍👩‍👧‍👦 house 12", id="joiners"),
        pytest.param("12 <b>Pier</b> & \"Co\" 'x'", id="markup"),
        pytest.param("12 Zalgo Z̷̢͝á̴l̶g̵o̸", id="stacked signs"),
    ],
)
def test_an_address_in_any_script_is_kept_exactly(phone: Client, casa: Any, address: str) -> None:
    say(phone, address=address)
    page = phone.get(f"/my/address/{court(casa).id}/kept/").content.decode()
    assert f'<dd dir="auto">{html.escape(address)}</dd>' in page


def test_a_double_tap_is_one_move(phone: Client, casa: Any) -> None:
    client_id = str(ids.new())
    assert {say(phone, client_id=client_id).status_code for _ in range(2)} == {302}
    with acting(casa.luz):
        assert NewAddress.objects.count() == 1


def test_a_phone_left_lying_neither_says_nor_shows_an_address(phone: Client, casa: Any) -> None:
    say(phone)
    path = f"/my/address/{court(casa).id}/"
    not_fresh(phone, casa)
    assert phone.get("/my/address/new/")["Location"].startswith("/my/it-is-me/")
    assert phone.get(f"{path}kept/")["Location"].startswith("/my/it-is-me/")
    assert say(phone)["Location"].startswith("/my/it-is-me/")
    # To say that an office was told must not need a PIN.
    assert tell(phone, casa, number="77").status_code == 302


def test_an_office_is_told_by_a_form_with_a_number(phone: Client, casa: Any) -> None:
    say(phone)
    assert tell(phone, casa, number="EOIR 77").status_code == 302
    page = shown(phone, f"/my/address/{court(casa).id}/")
    assert "You told them on:" in page and "EOIR 77" not in page
    assert "EOIR 77" in shown(phone, f"/my/address/{court(casa).id}/kept/")
    assert "Tell the court" not in shown(phone, "/my/")


def test_a_picture_is_written_anew_and_sealed(phone: Client, casa: Any) -> None:
    say(phone)
    assert tell(phone, casa, picture=photo()).status_code == 302
    row = court(casa)
    assert b"WEBP" not in bytes(row.picture) and b"kitchen" not in bytes(row.picture)
    page = phone.get(f"/my/address/{row.id}/kept/").content
    assert b"data:image/webp;base64," in page and b"kitchen" not in page


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        pytest.param(b"%PDF-1.7", "We could not read this picture.", id="no picture"),
        pytest.param(b"", "We could not read this picture.", id="empty"),
        pytest.param(b"\0\0\0\x18ftypheic" + bytes(64), "We cannot read this kind of picture.", id="HEIC"),
        pytest.param(b"<svg onload='x'/>", "We could not read this picture.", id="a drawing with script"),
        pytest.param(bytes(13 * 1024 * 1024), "This picture is too large.", id="thirteen megabytes"),
    ],
)
def test_what_is_no_picture_is_said_and_the_rest_stays_typed(phone: Client, casa: Any, sent: bytes, words: str) -> None:
    say(phone)
    answer = tell(phone, casa, note="By post", picture=SimpleUploadedFile("x.jpg", sent, "image/jpeg"))
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422 and words in page and "By post" in page
    assert court(casa).state == State.OPEN


def test_without_a_proof_the_page_asks_for_one(phone: Client, casa: Any) -> None:
    say(phone)
    answer = tell(phone, casa)
    assert answer.status_code == 422 and b"Please add one thing that shows it" in answer.content


def test_a_court_is_left_out_for_a_reason_only(phone: Client, casa: Any) -> None:
    say(phone)
    path = f"/my/address/{court(casa).id}/"
    assert b"Please write why" in phone.post(path, {"what": "leave_out"}).content
    assert phone.post(path, {"what": "leave_out", "reason": "My case has ended"}).status_code == 302
    assert "You said that they need not be told." in shown(phone, path)


def test_help_is_one_tap_and_a_step_can_be_taken_back(phone: Client, casa: Any) -> None:
    say(phone)
    path = f"/my/address/{court(casa).id}/"
    phone.post(path, {"what": "help"})
    assert "We have heard you" in shown(phone, path)
    tell(phone, casa, number="1")
    phone.post(path, {"what": "take_back"})
    assert court(casa).state == State.OPEN


def test_a_phone_left_lying_takes_no_proof_away_and_no_clock_out_of_sight(phone: Client, casa: Any) -> None:
    say(phone)
    path = f"/my/address/{court(casa).id}/"
    not_fresh(phone, casa)
    assert phone.post(path, {"what": "leave_out", "reason": "x"})["Location"].startswith(
        "/my/it-is-me/?next=%2Fmy%2Faddress"
    )
    tell(phone, casa, number="1")
    assert phone.post(path, {"what": "take_back"})["Location"].startswith("/my/it-is-me/")
    assert court(casa).state == State.DONE


def test_a_form_that_says_nothing_is_answered(phone: Client, casa: Any) -> None:
    say(phone)
    answer = phone.post(f"/my/address/{court(casa).id}/", {"what": "sell"})
    assert answer.status_code == 422 and b"Please choose one of these." in answer.content


def test_a_clock_that_is_over_offers_help_and_no_blame(phone: Client, casa: Any) -> None:
    say(phone, day=(clock.now() - timedelta(days=40)).date().isoformat())
    page = shown(phone, "/my/address/")
    assert "Do it today: it still helps. We can help you." in page
    assert not re.search(r"\b(violation|late|missed|failed)\b", page, re.IGNORECASE)


def test_nobody_else_finds_it(phone: Client, casa: Any, elsewhere: Any) -> None:
    say(phone)
    row = court(casa)
    for other in (enrol(casa, name="Bea", case_number="A987654321"), enrol(elsewhere)):
        browser = world.person_browser(other)
        for path in (f"/my/address/{row.id}/", f"/my/address/{row.id}/kept/"):
            assert browser.get(path).status_code == 404
        assert (
            browser.post(f"/my/address/{row.id}/", {"what": "tell", "day": today(), "number": "1"}).status_code == 404
        )
    assert court(casa).state == State.OPEN


def test_no_id_of_another_form_can_be_taken(phone: Client, casa: Any) -> None:
    """The id of a form counts for its own person only."""
    client_id = str(ids.new())
    say(phone, client_id=client_id)
    other = world.person_browser(enrol(casa, name="Bea", case_number="A987654321"))
    assert say(other, client_id=client_id).status_code == 302
    assert say(phone, client_id="1").status_code == 400
    with acting(casa.sol):
        assert NewAddress.objects.filter(ended_at=None).count() == 2
