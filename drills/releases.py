"""Other versions of Amparo than this one, for an installation to run: the next one, or one with a fault of ours."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import amparo
from tests.journeys.installation import Installation

SCRIPTS = "participant/static/amparo/"


@dataclass(frozen=True, slots=True)
class Edit:
    """In this file, these words in the place of those."""

    file: str
    old: str
    new: str


def another_version() -> tuple[Edit, ...]:
    """Scripts that are not the same as before, though they do the same."""
    changed = {
        "queue.js": "const PATIENCE = ",
        "app.js": "const BETWEEN_TRIES = ",
        "storage.js": "export function database(",
    }
    return tuple(Edit(SCRIPTS + name, line, f"export const release = 2;\n{line}") for name, line in changed.items())


@contextmanager
def running(here: Installation, *edits: Edit) -> Iterator[None]:
    """The installation runs Amparo with these changes, until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="amparo-release-"))
    folder.chmod(0o711)
    package = folder / "amparo"
    try:
        shutil.copytree(Path(amparo.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
        for edit in edits:
            text = (package / edit.file).read_text()
            if text.count(edit.old) != 1:
                raise RuntimeError(f"{edit.file} has changed: {edit.old!r} is there {text.count(edit.old)} times")
            (package / edit.file).write_text(text.replace(edit.old, edit.new))
        here.release(folder)
        yield
    finally:
        here.release(Path(amparo.__file__).parents[1])
        shutil.rmtree(folder, ignore_errors=True)
