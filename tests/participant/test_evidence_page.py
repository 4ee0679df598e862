"""The person makes their own evidence: with two days and one button, no script needed."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.access.rows import acting
from amparo.casework.evidence import archive, signing
from amparo.conversations import actions
from amparo.conversations.rules import Written
from amparo.foundation import clock, ids
from amparo.identity.models import Session
from tests.conftest import person_actor
from tests.participant import conftest

link, phone = conftest.link, conftest.phone
DAYS = {"begins": "2026-01-01", "ends": "2026-12-31"}


def test_the_receipts_page_leads_there_and_the_form_offers_the_last_year(phone: Client) -> None:
    assert reverse("participant:evidence") in phone.get(reverse("participant:receipts")).content.decode()
    page = phone.get(reverse("participant:evidence")).content.decode()
    assert page.count('type="date"') == 2 and 'name="take" value="pack"' in page


def test_all_of_it_is_a_file_that_verifies_and_names_nobody(phone: Client, casa: Any, ana: Any) -> None:
    answer = phone.post(reverse("participant:evidence"), DAYS | {"take": "pack"})
    assert answer["Content-Type"] == "application/zip" and "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == 'attachment; filename="evidence-2026-01-01-2026-12-31.zip"'
    files = archive.unzipped(answer.content)
    assert signing.verify(files, bytes(casa.programme.receipt_key)).begins == "2026-01-01"
    told = zipfile.ZipFile(io.BytesIO(answer.content)).read("README.txt").decode()
    assert "verify-evidence" in told and "Para comprobarla" in told and "/verify/key/" in told


def test_the_document_alone_is_a_pdf(phone: Client) -> None:
    answer = phone.post(reverse("participant:evidence"), DAYS | {"take": "document"})
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


NO_PERIOD = [
    {},
    {"begins": "2026-02-01", "ends": "2026-01-01"},
    {"begins": "x", "ends": "\0"},
    DAYS | {"ends": "2036-01-01"},
]


@pytest.mark.parametrize("days", NO_PERIOD)
def test_days_that_are_no_period_are_asked_for_again(phone: Client, days: dict[str, str]) -> None:
    answer = phone.post(reverse("participant:evidence"), days)
    assert answer.status_code == 422 and "Por favor elija dos" in answer.content.decode(), "Ana reads Spanish"


def test_whoever_is_not_signed_in_gets_nothing(link: Any) -> None:
    assert Client().post(reverse("participant:evidence"), DAYS).status_code == 401


@pytest.mark.parametrize(("ago", "there"), [(0, True), (60, False)], ids=["a PIN just now", "a PIN of an hour ago"])
def test_what_was_written_goes_along_only_as_far_as_it_opens(
    phone: Client, casa: Any, ana: Any, ago: int, there: bool
) -> None:
    at, me = clock.now(), person_actor(ana)
    with acting(me):
        actions.write(ana.id, written=Written(ids.new(), at, "Canario amarillo"), by=me, at=at)
    with acting(casa.system):
        Session.objects.update(shown_at=at - timedelta(minutes=ago))
    days = {"begins": str((at - timedelta(days=3)).date()), "ends": str((at + timedelta(days=1)).date())}
    answer = phone.post(reverse("participant:evidence"), days | {"take": "pack", "words": "1"})
    if not there:
        assert answer.status_code == 302 and answer["Location"].startswith("/my/it-is-me/")
        return
    assert b"Canario amarillo" in archive.unzipped(answer.content)[signing.JSON]
    without = archive.unzipped(phone.post(reverse("participant:evidence"), days | {"take": "pack"}).content)
    assert b"Canario" not in without[signing.JSON]
