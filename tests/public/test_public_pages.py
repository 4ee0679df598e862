"""What anybody may see: receipts checked, what is kept, and how to reach a programme."""

from __future__ import annotations

import html
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils.html import escape

from amparo.casework import kept_words as wording
from amparo.checkins import receipt
from amparo.foundation import clock, ids, languages
from amparo.privacy import vault
from amparo.privacy.declared import Keep
from amparo.public.guard import Guard
from amparo.public.views import keep


@pytest.fixture
def signed(casa: Any) -> bytes:
    """A receipt of the programme."""
    return signed_at(casa, clock.now())


def signed_at(casa: Any, at: datetime) -> bytes:
    said = receipt.Receipt(
        programme_id=casa.id,
        number="ABCDE-FGHJK",
        person_ref=bytes(16),
        checkin_id=ids.new(),
        client_id=ids.new(),
        body_hash=bytes(32),
        said_at=at,
        received_at=at,
        closes_at=at + timedelta(hours=1),
        on_time=True,
    )
    payload = receipt.payload(said)
    return payload + vault.receipt_sign(casa.id, payload)


def spelled_where(casa: Any) -> str:
    """That moment on the programme's own clock."""
    at = datetime(2027, 3, 9, 1, 30, tzinfo=UTC)
    zone = casa.programme.zone
    return " ".join(f"{languages.spelled_date(at, zone, 'en')}, {languages.spelled_time(at, zone, 'en')}".split())


def check(text: str) -> str:
    return Client().post("/verify/", {"receipt": text}).content.decode()


def test_a_genuine_receipt_is_said_to_be_real_and_by_whom(signed: bytes, casa: Any) -> None:
    page = check(receipt.to_text(signed))
    assert "This receipt is real." in page.partition("<template")[0]
    assert "ABCDE-FGHJK" in page
    assert casa.programme.name in page


def test_a_receipt_shows_its_moments_in_utc_and_where_the_programme_is(casa: Any) -> None:
    text = receipt.to_text(signed_at(casa, datetime(2027, 3, 9, 1, 30, tzinfo=UTC)))
    shown = " ".join(html.unescape(check(text)).partition("<template")[0].split())
    assert shown.count("Tuesday, March 9, 2027, 1:30 AM</time> UTC") == 2
    assert shown.count(f"{spelled_where(casa)}</time></span>") == 2
    # The script reads the moment there and writes the reader's own clock beside it.
    assert shown.count('data-here="2027-03-09T01:30:00+00:00" hidden') == 2


@pytest.mark.parametrize("around", ["{}", " {}\n", "https://x.example/verify/#{}"])
def test_a_receipt_may_come_with_its_address_or_white_space(signed: bytes, around: str) -> None:
    assert "ABCDE-FGHJK" in check(around.format(receipt.to_text(signed)))


@pytest.mark.parametrize("at", [25, 60, 110, 131, 150])
def test_a_changed_receipt_is_noticed(signed: bytes, at: int) -> None:
    forged = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
    assert "This receipt is real." not in check(receipt.to_text(forged)).partition("<template")[0]


@pytest.mark.parametrize("text", ["x", "AAAA", "é", "#", "A" * 5000, "<script>"])
def test_what_is_no_receipt_is_said_in_words(db: None, text: str) -> None:
    assert "We cannot read this." in check(text)


def test_a_receipt_of_another_place_is_not_called_forged(signed: bytes) -> None:
    elsewhere = signed[:4] + ids.new().bytes + signed[20:]
    assert "from another place" in check(receipt.to_text(elsewhere))


def test_the_key_is_there_for_whoever_checks_alone(casa: Any, signed: bytes) -> None:
    key = Client().get(f"/verify/key/{casa.programme.slug}/").content.decode().strip()
    assert receipt.verify(signed, bytes.fromhex(key)).number == "ABCDE-FGHJK"
    assert Client().get("/verify/key/nothing/").status_code == 404


def test_everything_that_is_kept_is_listed(db: None) -> None:
    page = Client().get("/keep/").content.decode()
    for model in keep.declared():
        assert escape(model.Privacy.purpose) in page
        assert model._meta.label in wording.TITLES


def test_every_clock_of_forgetting_has_words(db: None) -> None:
    counted = {m.Privacy.keep.after for m in keep.declared() if isinstance(m.Privacy.keep, Keep)}
    assert counted <= wording.COUNTED_FROM.keys()


def test_the_first_page_names_programmes_and_nobody_else(casa: Any, ana: Any) -> None:
    page = Client().get("/").content.decode()
    assert casa.programme.neutral_name in page
    assert "tel:+13055550100" in page
    assert "Luz" not in page


def test_health_says_whether_it_works_and_nothing_else(db: None) -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "vault": True})


def test_every_public_address_says_why_it_is_open() -> None:
    for pattern in get_resolver("amparo.public.urls").url_patterns:
        guard = pattern.callback.guard
        assert isinstance(guard, Guard)
        assert len(guard.open_because) > 10


@pytest.mark.parametrize("path", ["/", "/verify/", "/keep/", "/nothing-here/", "/my/nothing/"])
def test_a_public_page_loads_nothing_from_elsewhere(db: None, path: str) -> None:
    page = Client().get(path)
    assert b"http://" not in page.content.replace(b"http://www.w3.org", b"")
    assert "default-src 'none'" in page["Content-Security-Policy"]
