"""The person's case as a phone meets it: what comes, how sure it is, what it means; the number only when asked for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.directory.models import Court
from amparo.foundation import clock
from amparo.hearings.models import Hearing, Source
from amparo.identity import cookie
from amparo.identity.models import Session
from amparo.people import actions as people
from tests.conftest import enrol, role
from tests.contracts import world
from tests.staff import a_full_day as day

NUMBER = "A123456789"


@pytest.fixture(autouse=True)
def english(phone: Client) -> None:
    phone.post("/my/language/", {"language": "en"})


@pytest.fixture
def hearing(casa: Any, ana: Any) -> Hearing:
    with acting(casa.sol):
        source = Source.objects.create(programme_id=casa.id, name="County list", kind="table", zone=day.ZONE)
        return day.hearing(ana, source, clock.now() + timedelta(days=9), clock.now())


def shown(phone: Client, path: str = "/my/case/") -> str:
    answer = phone.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def later(phone: Client, casa: Any) -> None:
    """An hour has passed since the PIN was typed."""
    held = cookie.read(phone.cookies[cookie.SESSION_NAME].value)
    with acting(casa.system):
        Session.objects.filter(id=held.session_id).update(shown_at=clock.now() - timedelta(hours=1))


def test_the_next_hearing_says_where_it_is_from_and_when_it_was_confirmed(phone: Client, hearing: Hearing) -> None:
    page = shown(phone)
    assert "A list that was sent to us." in page and "County list" in page and "Last confirmed" in page
    assert "The short hearing (master calendar hearing)" in page and "1-800-898-7180" in page


def test_the_courts_clock_stands_beside_the_persons_own(phone: Client, hearing: Hearing) -> None:
    """Phoenix and New York show different hours."""
    assert "On the clock of the court:" in shown(phone)


def test_a_date_in_question_says_so_in_words(phone: Client, casa: Any, hearing: Hearing) -> None:
    with acting(casa.sol):
        day.question(hearing, clock.now())
    page = shown(phone)
    assert "A list says an earlier day. We are asking the court." in page and "It names this day:" in page


def test_without_a_hearing_nobody_is_told_that_there_is_none(phone: Client) -> None:
    page = shown(phone)
    assert "We know of no hearing" in page and "That does not mean that there is none." in page


def test_the_case_page_opens_nothing_and_never_holds_the_number(phone: Client, hearing: Hearing) -> None:
    for path in ("/my/case/", "/my/case/steps/", "/my/", "/my/address/"):
        assert NUMBER not in shown(phone, path)
    assert "your case number" not in shown(phone, "/my/who-looked/")


def test_the_number_is_shown_on_its_own_page_and_stands_in_the_log(phone: Client) -> None:
    answer = phone.get("/my/case/number/")
    assert NUMBER in answer.content.decode() and "no-store" in answer["Cache-Control"]
    assert "your case number" in shown(phone, "/my/who-looked/")


def test_a_phone_left_lying_shows_no_number(phone: Client, casa: Any) -> None:
    later(phone, casa)
    answer = phone.get("/my/case/number/")
    assert (answer.status_code, answer["Location"]) == (302, "/my/it-is-me/?next=%2Fmy%2Fcase%2Fnumber%2F")
    assert "My case" in shown(phone)


def test_whoever_has_no_number_reads_where_it_is(phone: Client, casa: Any, ana: Any) -> None:
    with acting(casa.luz):
        people.change_case_number(ana.id, "", by=casa.luz, at=clock.now())
    assert "/my/case/number/" not in shown(phone)
    assert "It is on your letters from the court." in shown(phone, "/my/case/number/")


def test_the_step_of_the_next_hearing_is_marked(phone: Client, hearing: Hearing) -> None:
    page = shown(phone, "/my/case/steps/")
    assert '<details id="master" open>' in page and page.count("You are here") == 1


def test_where_nobody_can_say_the_step_nothing_is_marked(phone: Client, casa: Any, hearing: Hearing) -> None:
    with acting(casa.sol):
        Hearing.objects.filter(id=hearing.id).update(kind="Teleconference")
    page = shown(phone, "/my/case/steps/")
    assert "We do not know at which step you are." in page and "You are here" not in page


@pytest.mark.parametrize("field", ["place", "room", "judge", "kind"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<script>alert(1)</script>", id="script"),
        pytest.param("\u202eevil\u2066", id="turned around"),
        pytest.param("محكمة الهجرة", id="right to left"),
        pytest.param("👩‍👩‍👧‍👦", id="joiners"),
    ],
)
def test_what_a_source_wrote_stays_text(phone: Client, casa: Any, hearing: Hearing, field: str, text: str) -> None:
    with acting(casa.sol):
        Hearing.objects.filter(id=hearing.id).update(**{field: text})
    page = shown(phone)
    assert "<script>alert" not in page
    assert f"<bdi>{text.replace('<', '&lt;').replace('>', '&gt;')}</bdi>" in page


def test_the_map_is_asked_for_by_a_tap_only_and_learns_no_more_than_the_court(
    phone: Client, casa: Any, hearing: Hearing
) -> None:
    with role("owner"):
        Court.objects.update_or_create(
            code="ZZT",
            defaults={
                "name": "Test Court", "address": "1 & 2 Plaza", "phone": "+1 305 555 0144", "status": "open",
                "zone": day.ZONE, "listed_on": date(2026, 9, 1),
            },
        )  # fmt: skip
    with acting(casa.sol):
        Hearing.objects.filter(id=hearing.id).update(court_id="ZZT")
    page = shown(phone)
    assert 'href="https://www.openstreetmap.org/search?query=1+%26+2+Plaza" rel="noreferrer noopener"' in page
    assert 'href="tel:+13055550144"' in page
    assert not [tag for tag in ("<iframe", "<img", "//tile.") if tag in page]


def test_somebody_else_sees_nothing_of_it(casa: Any, hearing: Hearing) -> None:
    other = world.person_browser(enrol(casa, name="Bea", case_number="A987654321"))
    page = other.get("/my/case/", headers={"accept-language": "en"}).content.decode()
    assert "We know of no hearing" in page and "County list" not in page


@pytest.mark.parametrize("path", ["/my/case/", "/my/case/steps/", "/my/address/", "/my/address/new/"])
def test_the_first_answer_is_small(phone: Client, hearing: Hearing, path: str) -> None:
    assert len(phone.get(path, headers={"accept-encoding": "gzip"}).content) < 14_000
