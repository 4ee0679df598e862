"""The list of receipts goes back to the very first, a page at a time."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.checkins.models import Checkin, Submission
from amparo.foundation import clock, ids
from amparo.participant.views.receipts import ON_A_PAGE

NUMBER = re.compile(r'<bdi dir="ltr">(\d{5}-\d{5})</bdi>')


def given(casa: Any, window: Checkin, many: int) -> list[str]:
    """So many receipts were given, the latest first."""
    numbers = [f"{n:05}-00000" for n in range(many)]
    with acting(casa.system):
        for n, number in enumerate(numbers):
            at = clock.now() - timedelta(days=7 * n)
            Submission.objects.create(
                id=ids.new(), programme_id=casa.id, person_id=window.person_id, checkin=window, client_id=ids.new(),
                body_hash=b"", channel="form", identity="pin", said_at=at, received_at=at, clock="sure", question_set=1,
                language="es", on_time=True, receipt_number=number, receipt=b"",
            )  # fmt: skip
    return numbers


def shown(phone: Client, query: str = "") -> tuple[list[str], str]:
    page = phone.get(f"/my/receipts/{query}").content.decode()
    return NUMBER.findall(page), page


def test_older_receipts_are_on_the_next_pages_and_none_is_lost(phone: Client, window: Checkin, casa: Any) -> None:
    numbers, read, page = given(casa, window, 2 * ON_A_PAGE + 3), [], ""
    for query in ("", "?page=2", "?page=3"):
        found, page = shown(phone, query)
        read += found
    assert read == numbers
    assert 'rel="prev"' in page and 'rel="next"' not in page


def test_a_full_first_page_leads_nowhere_when_there_is_nothing_older(phone: Client, window: Checkin, casa: Any) -> None:
    given(casa, window, ON_A_PAGE)
    found, page = shown(phone)
    assert len(found) == ON_A_PAGE and 'rel="next"' not in page
    assert "No hay recibos más antiguos." in shown(phone, "?page=2")[1]


@pytest.mark.parametrize("query", ["?page=0", "?page=-2", "?page=x", "?page=²", "?page=99999999999999999999"])
def test_a_page_that_is_no_number_is_the_first(phone: Client, window: Checkin, casa: Any, query: str) -> None:
    numbers = given(casa, window, 2)
    assert shown(phone, query)[0] == numbers
