"""What pyproject.toml and the lock files promise."""

import re
import tomllib
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text())
FLOORS, INSIDE = PROJECT["tool"]["importlinter"]["contracts"][:2]
INSIDE_A_ROOM = {"jobs", "actions", "queries", "models", "rules"}


def test_every_room_keeps_the_order_inside() -> None:
    folders = [f for f in (TOP / "src" / "amparo").iterdir() if f.is_dir()]
    rooms = {f"amparo.{f.name}" for f in folders if len({p.stem for p in f.glob("*.py")} & INSIDE_A_ROOM) > 1}
    assert rooms <= set(INSIDE["containers"])


def test_every_dependency_says_what_it_is_for() -> None:
    lines = [line.strip() for line in (TOP / "pyproject.toml").read_text().splitlines()]
    for names in (PROJECT["project"]["dependencies"], PROJECT["project"]["optional-dependencies"]["dev"]):
        for name in names:
            assert lines[lines.index(f'"{name}",') - 1].startswith("# "), name


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_name_versions_and_hashes_but_no_place(lock: str) -> None:
    text = (TOP / lock).read_text()
    assert not re.search(r"https?:|file:|--(extra-)?index|--find-links", text)
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==\S+", entry), entry[:60]
        assert "--hash=sha256:" in entry, entry[:60]
