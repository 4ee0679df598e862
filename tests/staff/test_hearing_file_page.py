"""A court's file before it is applied: the order of day and month is asked where it is needed, and only there."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from amparo.access.rows import acting
from amparo.directory import actions as courts
from amparo.foundation import clock
from amparo.hearings import queries as hearings

QUESTION = "Which comes first in a date?"
YEAR = clock.now().year + 1


def sent(luz: Any, *days: str, number: str = "A123456789", zone: str = "America/New_York") -> str:
    rows = "".join(f"{number},{day},09:00\n" for day in days)
    file = SimpleUploadedFile("dates.csv", f"Case Number,Hearing Date,Hearing Time\n{rows}".encode())
    typed = {"kind": "hearings", "source": "County court", "zone": zone, "file": file}
    return str(luz.post(reverse("staff:imports"), typed).url)


def shown(luz: Any, address: str) -> str:
    return html.unescape(luz.get(address).content.decode())


def test_a_date_that_is_two_days_is_asked_about_with_both_days_in_words(luz: Any, ana: Any) -> None:
    page = shown(luz, sent(luz, f"3/9/{YEAR}"))
    # Beside the button that decides, not behind the choice of columns.
    assert page.index(QUESTION) < page.index('<details class="box"')
    assert f"<bdi>3/9/{YEAR}</bdi>" in page and f"9 March {YEAR}" in page and f"3 September {YEAR}" in page
    assert "The date can be two days." in page and "date order" not in page


@pytest.mark.parametrize(("order", "day"), [("mdy", f"{YEAR}-03-09"), ("dmy", f"{YEAR}-09-03")])
def test_the_answer_decides_and_can_still_be_changed(luz: Any, casa: Any, ana: Any, order: str, day: str) -> None:
    address = sent(luz, f"3/9/{YEAR}")
    columns = {"means-case_number": "Case Number", "means-date": "Hearing Date", "means-time": "Hearing Time"}
    luz.post(address, columns | {"order": order})
    page = shown(luz, address)
    assert QUESTION in page and f'value="{order}" checked' in page
    luz.post(address + "apply/")
    with acting(casa.luz):
        assert [str(one.day) for one in hearings.of_person(ana.id)] == [day]


@pytest.mark.parametrize(
    "days",
    [
        pytest.param([f"{YEAR}-09-03"], id="the year comes first"),
        pytest.param([f"3/9/{YEAR}", f"3/25/{YEAR}"], id="another date of the column tells"),
        pytest.param([f"5/5/{YEAR}"], id="both readings are one day"),
    ],
)
def test_nobody_is_asked_where_every_date_is_plain(luz: Any, ana: Any, days: list[str]) -> None:
    assert QUESTION not in shown(luz, sent(luz, *days))


def test_a_file_that_writes_dates_in_two_orders_is_asked_about(luz: Any, ana: Any) -> None:
    page = shown(luz, sent(luz, f"3/9/{YEAR}", f"3/25/{YEAR}", f"25/3/{YEAR}"))
    assert QUESTION in page and "two orders" in page


@pytest.mark.parametrize("day", [f"{YEAR}-09-03", f"3/9/{YEAR}"])
def test_a_long_note_among_the_dates_costs_its_own_line_only(luz: Any, ana: Any, day: str) -> None:
    page = shown(luz, sent(luz, day, "all dates may change, " * 5))
    assert "Line 3, Hearing Date: The date cannot be read." in page and "Apply" in page


def imports(browser: Any, **typed: Any) -> Any:
    file = SimpleUploadedFile("dates.csv", f"Case Number,Hearing Date,Hearing Time\nA1,{YEAR}-09-03,09:00\n".encode())
    return browser.post(reverse("staff:imports"), {"file": file, "kind": "hearings"} | typed)


def test_where_dates_come_from_is_said_to_be_needed_and_asked_for_beside_its_field(sol: Any, luz: Any) -> None:
    asked = shown(sol, reverse("staff:imports"))
    assert "needed for court dates" in asked
    answer = imports(sol)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 400
    assert '<span class="problem" id="id_source_error">Please write where these dates come from.</span>' in page
    # Whoever brings in nothing else is asked like for the file itself.
    assert luz.get(reverse("staff:imports")).context["form"].fields["source"].required


def test_a_list_of_people_needs_no_source(sol: Any) -> None:
    file = SimpleUploadedFile("people.csv", b"Full name\nMarta Ruiz\n")
    assert sol.post(reverse("staff:imports"), {"kind": "people", "file": file}).status_code == 302


def test_the_source_used_before_is_offered(luz: Any, ana: Any) -> None:
    luz.post(sent(luz, f"{YEAR}-09-03") + "apply/")
    form = luz.get(reverse("staff:imports")).context["form"]
    assert form["source"].initial == "County court"
    assert '<option value="County court"></option>' in shown(luz, reverse("staff:imports"))


def test_a_cell_that_looks_like_a_formula_is_named(luz: Any, ana: Any) -> None:
    page = shown(luz, sent(luz, f"{YEAR}-09-03", number="=HYPERLINK(1)"))
    assert "Line 2, <bdi>Case Number</bdi>: looks like a formula: kept as text" in page


COLUMNS = {"means-case_number": "Case Number", "means-date": "Hearing Date", "means-time": "Hearing Time"}
WHOSE_CLOCK = "Whose clock shows these hours?"


def test_without_a_zone_no_hour_is_guessed_and_the_line_says_what_to_do(luz: Any, casa: Any, ana: Any) -> None:
    address = sent(luz, f"{YEAR}-09-03", zone="")
    page = shown(luz, address)
    assert WHOSE_CLOCK in page and "Choose the time zone above." in page and "ZIP" not in page
    luz.post(address + "apply/")
    with acting(casa.luz):
        assert hearings.of_person(ana.id) == []


def test_the_zone_that_staff_choose_is_used_and_said_with_the_hour(luz: Any, casa: Any, ana: Any) -> None:
    address = sent(luz, f"{YEAR}-09-03", zone="")
    luz.post(address, COLUMNS | {"zone": "America/Phoenix"})
    page = shown(luz, address)
    assert "09:00 (MST)" in page and 'value="America/Phoenix" selected' in page and "where they live" not in page
    luz.post(address + "apply/")
    with acting(casa.luz):
        assert [one.zone for one in hearings.of_person(ana.id)] == ["America/Phoenix"]


def test_a_zone_that_is_none_is_refused(luz: Any, ana: Any) -> None:
    assert luz.post(sent(luz, f"{YEAR}-09-03", zone=""), COLUMNS | {"zone": "Mars/Olympus"}).status_code == 400


def test_an_hour_that_differs_where_the_person_lives_is_said(luz: Any, ana: Any) -> None:
    page = shown(luz, sent(luz, f"{YEAR}-09-03"))
    # Nine in New York, in summer: six in Phoenix, where she lives.
    assert "09:00 (EDT)" in page and "Another hour where they live: 06:00 (MST), America/Phoenix" in page
    assert "no court that we know: ask the court" in page


def test_a_court_that_is_recognised_says_its_own_zone_and_name(luz: Any, ana: Any) -> None:
    from tests.conftest import role
    from tests.directory.test_courts import AT, LISTED, published

    with role("owner"):
        courts.import_courts(published(), listed_on=LISTED, at=AT)
    text = f"Case Number,Hearing Date,Hearing Time,Court\nA123456789,{YEAR}-09-03,09:00,WAS\n"
    file = SimpleUploadedFile("dates.csv", text.encode())
    typed = {"kind": "hearings", "source": "County court", "zone": "", "file": file}
    page = shown(luz, luz.post(reverse("staff:imports"), typed).url)
    assert "09:00 (EDT)" in page and "Annandale" in page and WHOSE_CLOCK not in page and "ask the court" not in page
