"""Migrations are a straight line in each room, and say everything that the models say."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.contracts import source

ROOMS = sorted(path.parent.name for path in source.PACKAGE.glob("*/migrations"))


@pytest.mark.parametrize("room", ROOMS)
def test_they_are_numbered_without_gaps(room: str) -> None:
    names = sorted(p.stem for p in (source.PACKAGE / room / "migrations").glob("*.py") if p.stem != "__init__")
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+", name) for name in names)
    assert not any(re.search(r"_auto_|_alter_.*_and_more", name) for name in names)


@pytest.mark.parametrize("room", ROOMS)
def test_each_follows_the_one_before(room: str) -> None:
    loader = MigrationLoader(None)
    mine = sorted(name for app, name in loader.disk_migrations if app == room)
    assert len(loader.graph.leaf_nodes(room)) == 1
    for before, after in zip(mine, mine[1:], strict=False):
        assert (room, before) in loader.disk_migrations[room, after].dependencies


def test_no_model_has_changed_without_a_migration(db: None) -> None:
    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, stderr=said)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_no_migration_of_the_past_is_removed_from_the_database(db: None) -> None:
    from tests.contracts import catalogue

    with catalogue.opened() as pg:
        rows = pg.execute("SELECT app, name FROM django_migrations WHERE app = ANY (%s)", [ROOMS])
        applied = {(app, name) for app, name in rows}
    known = {key for key in MigrationLoader(None).disk_migrations if key[0] in ROOMS}
    assert applied <= known
