"""The published list of courts, brought in and looked up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from amparo.directory import actions, court_list, queries
from amparo.directory.models import Court
from amparo.directory.queries import CourtBook
from amparo.foundation.errors import Refused
from tests.conftest import role, shared

AT = datetime(2026, 10, 1, tzinfo=UTC)
LISTED = date(2026, 9, 15)
FACTS = {"status": "open", "listed_on": LISTED}


def published() -> list[court_list.Court]:
    found = court_list.read(shared("courts/eoir-court-locations.csv").read_bytes())
    return list(found.courts.values())


@pytest.fixture
def courts(db: None) -> None:
    """The published list is known, whichever test brought it in first."""
    with role("owner"):
        actions.import_courts(published(), listed_on=LISTED, at=AT)


def book(*courts: Court) -> CourtBook:
    return CourtBook({court.code: court for court in courts})


def test_the_published_list_is_known_with_its_zones(courts: None) -> None:
    known = queries.court_book().courts
    without = {court.code for court in known.values() if not court.address}
    assert len(known) >= 80 and {"AGA", "BTV", "SFR"} <= without
    assert len({court.zone for court in known.values()} - {""}) == 10
    assert queries.resolve("PHO").zone == "America/Phoenix"
    assert queries.resolve("SAI").zone == "Pacific/Saipan"


def test_brought_in_twice_nothing_changes(courts: None) -> None:
    with role("owner"):
        again = actions.import_courts(published(), listed_on=LISTED, at=AT)
    assert (again.new, again.changed, again.same) == (0, 0, 80)


def test_what_a_newer_list_says_otherwise_is_so(courts: None) -> None:
    moved = [replace(court, address="1 New Street") if court.code == "MIA" else court for court in published()]
    with role("owner"), transaction.atomic():
        changed = actions.import_courts(moved, listed_on=LISTED, at=AT)
        assert (changed.changed, queries.resolve("MIA").address) == (1, "1 New Street")
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("listed_on", "code"), [(date(2020, 1, 1), "list_older"), (date(2030, 1, 1), "list_from_the_future")]
)
def test_a_list_of_another_time_is_refused(courts: None, listed_on: date, code: str) -> None:
    with role("owner"), pytest.raises(Refused, match=code):
        actions.import_courts(published(), listed_on=listed_on, at=AT)


def test_an_empty_list_is_refused(db: None) -> None:
    with role("owner"), pytest.raises(Refused, match="list_empty"):
        actions.import_courts([], listed_on=LISTED, at=AT)


def test_doors_may_not_write_courts(courts: None) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        actions.import_courts(published(), listed_on=LISTED, at=AT)


def test_a_list_that_fails_half_way_leaves_nothing(courts: None, monkeypatch: Any) -> None:
    def stop(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    newcomer = replace(published()[0], code="ZZZ", line=99)
    monkeypatch.setattr(Court.objects, "bulk_update", stop)
    with role("owner"), pytest.raises(RuntimeError):
        actions.import_courts([*published(), newcomer], listed_on=LISTED, at=AT)
    assert queries.resolve("ZZZ") is None


@pytest.mark.parametrize(
    ("old", "today"), [("LOW", "CHE"), ("PIS", "PEP"), ("POO", "POR"), ("was", "ANN"), ("MIA", "MIA")]
)
def test_old_codes_lead_to_the_court_of_today(courts: None, old: str, today: str) -> None:
    assert queries.resolve(old).code == today


def test_codes_in_a_circle_lead_nowhere() -> None:
    one, two = Court(code="A1", name="One", successor_id="B1"), Court(code="B1", name="Two", successor_id="A1")
    assert book(one, two).resolve("A1") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("MIA", "MIA", id="a code"),
        pytest.param("Miami Immigration Court", "MIA", id="a name"),
        pytest.param("NEW YORK – FEDERAL PLAZA IMMIGRATION COURT", "NYC", id="dashes and capitals"),
        pytest.param("Chelmsford Immigration Court", "CHE", id="a name of an old code too"),
        pytest.param("Miami", None, id="a town has many courts"),
        pytest.param("mia", None, id="a word is no code"),
        pytest.param("Springfield Immigration Court", None, id="unknown"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_partners_words_mean_a_court_or_none(courts: None, text: str, code: str | None) -> None:
    found = queries.court_book().written(text)
    assert (found.code if found else None) == code
