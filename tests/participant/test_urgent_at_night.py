"""Something urgent: before and after it is sent, the page says whether anybody reads it now, and whom to call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.conversations import rules
from amparo.conversations.rules import Reads
from amparo.foundation import clock, ids
from amparo.participant import message_words
from amparo.programme import help_lines
from amparo.programme.models import Member, Office
from tests.conftest import role

PAGE = "/my/messages/"
ALWAYS, NEVER = "Mo-Su 00:00-23:59", "Mo-Su 00:00-00:01"
NOW, NOBODY = "Somebody of the team is at work now.", "Nobody of the team reads messages now."


@pytest.fixture
def phone(phone: Client) -> Client:
    phone.post("/my/language/", {"language": "en"})
    return phone


def hours(casa: Any, text: str) -> None:
    with role("owner"), acting(casa.system):
        Office.objects.update(hours=text)


def all_away(casa: Any) -> None:
    at = clock.now()
    with role("owner"), acting(casa.system):
        Member.objects.update(away_from=at - timedelta(days=1), away_until=at + timedelta(days=1))


@pytest.mark.parametrize(
    ("is_open", "at_work", "reads"),
    [
        pytest.param(True, True, Reads.NOW, id="in office hours"),
        pytest.param(True, False, Reads.NOBODY, id="open by the plate on the door, and all are away"),
        pytest.param(False, True, Reads.NOBODY, id="at night"),
        pytest.param(None, True, Reads.UNKNOWN, id="hours that are not known"),
        pytest.param(None, False, Reads.NOBODY, id="all are away"),
    ],
)
def test_rather_less_is_promised_than_too_much(is_open: bool | None, at_work: bool, reads: Reads) -> None:
    assert rules.reads_now(is_open=is_open, at_work=at_work) is reads


def test_at_night_it_says_from_when_somebody_is_there() -> None:
    card = {"hours": "Mo-Fr 09:00-17:00", "zone": "America/New_York"}
    told = message_words.reads_now(card, datetime(2027, 3, 5, 4, 0, tzinfo=UTC), at_work=True)
    assert told["words"].startswith(NOBODY) and "It opens on Friday" in told["words"] and not told["now"]


@pytest.mark.parametrize(("text", "said"), [(ALWAYS, NOW), (NEVER, NOBODY), ("by appointment", "We cannot say")])
def test_before_and_after_sending_the_page_says_who_reads_it(phone: Client, casa: Any, text: str, said: str) -> None:
    hours(casa, text)
    assert said in phone.get(PAGE).content.decode()
    body = {"words": "Necesito ayuda", "urgent": "1", "client_id": str(ids.new())}
    sent = phone.post(PAGE, body)
    assert sent["Location"] == f"{PAGE}?sent=urgent"
    page = phone.get(sent["Location"]).content.decode()
    assert page.index("Your message has arrived.") < page.index(said) and page.count(said) == 2


def test_where_nobody_is_there_the_numbers_to_call_stand_open(phone: Client, casa: Any) -> None:
    with acting(casa.sol):
        help_lines.write_down(
            help_lines.Kind.SAFETY,
            by=casa.sol,
            at=clock.now(),
            name="Night line",
            phone="+1 305 555 0199",
            source="their page",
        )
    hours(casa, ALWAYS)
    assert "<details><summary>Whom you can call" in phone.get(PAGE).content.decode()
    all_away(casa)
    page = phone.get(PAGE).content.decode()
    assert NOBODY in page and "<details open><summary>Whom you can call" in page
    assert 'href="tel:+13055550199"' in page and 'href="tel:911"' in page


def test_the_page_that_a_phone_keeps_says_nothing_of_this_hour(phone: Client, casa: Any) -> None:
    hours(casa, ALWAYS)
    page = phone.get(f"{PAGE}write/").content.decode()
    assert (
        NOW not in page
        and "Nobody reads messages at night. They wait until the office opens." in page
        and 'href="tel:911"' in page
    )
