"""Rows that benches, drills and the demo write by hand have what their tables ask for: nobody runs these every day."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psycopg
import pytest

from tests.contracts import catalogue, source

WRITTEN = re.compile(r"(?:INSERT INTO|COPY)\s+([a-z]+_[a-z]+)(?: AS [a-z])?\s*\(([^()%{}]+)\)", re.S)
NEEDED = """
SELECT column_name, is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'
FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s
"""
# Tables that a bench makes for itself.
THEIR_OWN = {"bench_row"}


@pytest.fixture(scope="module")
def pg(django_db_setup: None) -> Iterator[psycopg.Connection]:
    with catalogue.opened() as connection:
        yield connection


def written() -> Iterator[tuple[str, str, set[str]]]:
    for folder in (source.PACKAGE, source.ROOT / "bench", source.ROOT / "drills"):
        for path in source.files(folder, ".py"):
            text = re.sub(r'"\s*\n\s*f?"', "", path.read_text())  # one statement in several pieces
            for table, columns in WRITTEN.findall(text):
                if table not in THEIR_OWN:
                    yield f"{source.name(path)}: {table}", table, set(re.findall(r"[a-z_0-9]+", columns))


def unfit(pg: psycopg.Connection, rows: Iterator[tuple[str, str, set[str]]]) -> dict[str, set[str]]:
    """Columns that are asked for and not written, or written and not there."""
    found = {}
    for where, table, columns in rows:
        said = dict(pg.execute(NEEDED, [table]).fetchall())
        wrong = columns - set(said) | {name for name, must in said.items() if must} - columns
        if wrong:
            found[where] = wrong
    return found


def test_every_row_written_by_hand_fits_its_table(pg: psycopg.Connection) -> None:
    assert len(list(written())) > 12
    assert unfit(pg, written()) == {}


def test_a_forgotten_column_is_noticed(pg: psycopg.Connection) -> None:
    rows = [("planted", "identity_pin", {"id", "programme_id", "person_id", "hash_of_what"})]
    assert "hash_of_what" in unfit(pg, iter(rows))["planted"] and len(unfit(pg, iter(rows))["planted"]) > 1
