"""Before a list is applied: who will be added, as they will be kept, and what in the file looks odd."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from amparo.access.rows import acting
from amparo.casework import access_log, previewing
from amparo.foundation import clock
from amparo.foundation.table_rows import formulas, looks_like_formula
from amparo.people import actions, queries
from tests.conftest import enrol, person_actor

HEADINGS = "Full name,Case,Phone,Email,Language,ZIP,Case worker\n"
COLUMNS = ("name", "case_number", "phone", "email", "language", "zip", "worker")


def looked_at(sol: Any, *rows: str) -> Any:
    """The page that says what a file of these rows would change."""
    file = SimpleUploadedFile("people.csv", (HEADINGS + "\n".join(rows) + "\n").encode())
    columns = sol.post(reverse("staff:imports"), {"kind": "people", "file": file}).url
    return sol.get(sol.post(columns, {f"column-{n}": meaning for n, meaning in enumerate(COLUMNS)}).url)


def cells(page: Any) -> str:
    return html.unescape(page.content.decode())


def test_new_people_are_shown_as_they_will_be_kept(sol: Any) -> None:
    page = cells(looked_at(sol, " Marta  Ruiz ,  A111 222 333,(305) 555 0166,Marta@Example.org,Spanish,33010,Luz"))
    for kept in ("A111 222 333", "+13055550166", "Spanish", "America/New_York", ">Luz<"):
        assert kept in page, kept
    assert "Marta@" in page or "marta@" in page
    assert "<bdi>Marta Ruiz</bdi>" in page


def test_a_line_that_is_left_out_is_not_among_the_new_people(sol: Any) -> None:
    page = looked_at(sol, "Marta Ruiz,A111222333,,,Spanish,33010,", "Bo,A1,,,Klingon,00000,")
    assert [line.person.name for line in page.context["found"].people] == ["Marta Ruiz"]


def test_of_a_long_list_the_first_are_shown_and_the_others_counted(sol: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previewing, "SHOWN", 2)
    page = looked_at(
        sol, *(f"Person {word},A11122233{n},,,Spanish,33010," for n, word in enumerate(["One", "Two", "Three"]))
    )
    assert page.context["found"].counts["new"] == 3
    assert "Person Two" in cells(page) and "Person Three" not in cells(page) and "and 1 more" in cells(page)


def test_a_cell_that_looks_like_a_formula_is_named_and_kept_as_text(sol: Any) -> None:
    page = looked_at(sol, "=HYPERLINK(x) Ruiz,A111222333,+1 (305) 555 0166,,Spanish,33010,")
    assert "Line 2, <bdi>Full name</bdi>: looks like a formula: kept as text" in cells(page)
    assert cells(page).count("kept as text") == 1
    assert [line.person.name for line in page.context["found"].people] == ["=HYPERLINK(x) Ruiz"]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        pytest.param("=SUM(A1)", True, id="a sum"),
        pytest.param("=1+cmd|' /C calc'!A0", True, id="a sum that begins another program"),
        pytest.param("='List 2'!A1", True, id="a cell of another sheet"),
        pytest.param("@cmd", True, id="an old function"),
        pytest.param("-[x]", True, id="a bracket"),
        pytest.param("+A1", True, id="another cell"),
        pytest.param("+(1) 305 555 0166", False, id="a telephone number in brackets"),
        pytest.param("+13055550166", False, id="a telephone number"),
        pytest.param("-5", False, id="a number"),
        pytest.param("Ana-María = Ruiz", False, id="within a name"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_what_looks_like_a_formula(text: str, is_one: bool) -> None:
    assert looks_like_formula(text) is is_one


def test_columns_that_are_left_out_are_not_looked_at() -> None:
    assert formulas([(2, ("=A1", "Ana"))], ("Note", "Name"), ["Name"]) == ()


def test_a_change_says_who_and_what_was_held_beside_what_it_would_be(sol: Any, casa: Any, ana: Any) -> None:
    page = looked_at(sol, "Ana Pérez Soto,A123456789,(305) 555 0199,,English,33010,Teo")
    told = cells(page)
    assert "<bdi>Ana Lucía Pérez</bdi></a>" in told and f'href="{reverse("staff:person", args=[ana.id])}"' in told
    for old, new in (
        ("Ana Lucía Pérez", "Ana Pérez Soto"),
        ("Spanish", "English"),
        ("America/Phoenix", "America/New_York"),
        ("Luz", "Teo"),
        ("+13055550123, ana@example.org", "+13055550123, ana@example.org, +13055550199"),
    ):
        assert f"<bdi>{old}</bdi> → <strong><bdi>{new}</bdi>" in told, old
    assert "Case number:" not in told


def test_a_person_reads_that_what_is_held_was_compared_with_a_file(sol: Any, casa: Any, ana: Any) -> None:
    looked_at(sol, "Ana Lucía Pérez,A123456789,,,English,33010,")
    with acting(person_actor(ana)):
        looks = access_log.read(ana, by=person_actor(ana), at=clock.now()).looks
    # The number did not change: it stays closed.
    assert {field for one in looks if one.purpose == "import_preview" for field in one.fields} == {"people.name"}


def test_of_many_changes_the_first_are_shown_and_the_others_counted(
    sol: Any, casa: Any, ana: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(casa, name="Bo Lin", case_number="A555", contacts=[])
    monkeypatch.setattr(previewing, "SHOWN", 1)
    page = looked_at(sol, "Ana Lucía Pérez,A123456789,,,English,33010,", "Bo Lin,A555,,,English,33010,")
    assert len(page.context["changed"]) == 1 and "and 1 more" in cells(page) and "Bo Lin" not in cells(page)


def test_an_applied_change_stands_once_in_the_persons_history(sol: Any, luz: Any, casa: Any, ana: Any) -> None:
    file = SimpleUploadedFile("people.csv", f"{HEADINGS}Ana Pérez Soto,A123456789,,,English,33010,\n".encode())
    columns = sol.post(reverse("staff:imports"), {"kind": "people", "file": file}).url
    address = sol.post(columns, {f"column-{n}": meaning for n, meaning in enumerate(COLUMNS)}).url
    for _twice in range(2):
        sol.post(address + "apply/")
    told = cells(luz.get(reverse("staff:person", args=[ana.id])))
    assert told.count("A file that was brought in changed: Full name, Language, Time zone. By Sol.") == 1


def test_what_a_list_changed_is_not_why_a_file_was_closed(casa: Any, ana: Any) -> None:
    with acting(casa.sol):
        actions.close(ana.id, why="moved", by=casa.sol, at=clock.now())
        actions.note_row(ana.id, "a row", changed=["name"], by=casa.sol, at=clock.now())
        moved = queries.last_move(ana)
    assert moved is not None and moved.why == "moved"


def test_an_office_whose_zone_is_not_used_says_what_to_tick(sol: Any, casa: Any) -> None:
    file = SimpleUploadedFile("people.csv", b"Full name,Language\nMarta Ruiz,Spanish\n")
    columns = sol.post(reverse("staff:imports"), {"kind": "people", "file": file}).url
    chosen = {"column-0": "name", "column-1": "language", "office": str(casa.office.id)}
    page = sol.get(sol.post(columns, chosen).url)
    assert "Tick “Use that office's time zone" in cells(page) and page.context["found"].counts["new"] == 0
    page = sol.get(sol.post(columns, chosen | {"use_office_zone": "on"}).url)
    assert page.context["found"].counts["new"] == 1
