"""A court's file before it is applied: the order of day and month is asked where it is needed, and only there."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.hearings import queries as hearings

QUESTION = "Which comes first in a date?"
YEAR = clock.now().year + 1


def sent(luz: Any, *days: str, number: str = "A123456789") -> str:
    rows = "".join(f"{number},{day},09:00\n" for day in days)
    file = SimpleUploadedFile("dates.csv", f"Case Number,Hearing Date,Hearing Time\n{rows}".encode())
    return str(luz.post(reverse("staff:imports"), {"kind": "hearings", "source": "County court", "file": file}).url)


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
