"""A folder of photographs and its table, for measuring. The photographs stay where they are; nothing is kept of them.

    FOLDER/people.csv      first column: an id; every other column: a group (numbers become tens: 24 is 20-29)
    FOLDER/**/ID_*.jpg     photographs, JPEG, PNG or WEBP, in any folders below; the id ends at the first underscore

By their paths in order, a person's first usable photograph enrols them.
"""

import csv
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from amparo.media import face_quality, pictures
from amparo.media.evaluation import Shot
from amparo.media.faces import Looker
from amparo.media.likeness import Embedding
from amparo.media.unusable import Unusable

TABLE: Final = "people.csv"
ENDINGS: Final = {".jpg", ".jpeg", ".png", ".webp"}


def people(folder: Path) -> dict[str, dict[str, str]]:
    """For each id, its groups. Unusable: `no_table`, `damaged_table`."""
    try:
        with open(folder / TABLE, newline="", encoding="utf-8-sig") as table:
            rows = list(csv.reader(table))
    except FileNotFoundError:
        raise Unusable("no_table") from None
    except (OSError, ValueError, csv.Error):
        raise Unusable("damaged_table") from None
    head = rows[0] if rows else []
    if not head:
        raise Unusable("damaged_table")
    return {row[0]: _groups(head[1:], row[1:]) for row in rows[1:] if row and row[0]}


def found(folder: Path, ids: set[str]) -> list[tuple[str, Path]]:
    """Whose each photograph is, in the order of their paths. Unusable: `no_photographs` of anybody in the table."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
    theirs = [(path.stem.split("_")[0], path) for path in files]
    known = [(person, path) for person, path in theirs if person in ids]
    if not known:
        raise Unusable("no_photographs")
    return known


def shots(folder: Path, looker: Looker) -> Iterator[Shot]:
    """One after the other, with the time from its bytes to its numbers."""
    groups = people(folder)
    for person, path in found(folder, set(groups)):
        data = path.read_bytes()
        began = time.perf_counter()
        embedding = _measured(data, looker)
        yield Shot(person, groups[person], embedding, (time.perf_counter() - began) * 1000)


def _measured(data: bytes, looker: Looker) -> Embedding | None:
    try:
        pixels = pictures.read(data)
    except Unusable:
        return None
    seen = looker.look(pixels)
    return None if face_quality.problems(pixels, seen) else looker.embedding(pixels, seen.faces[0])


def _groups(names: list[str], values: list[str]) -> dict[str, str]:
    return {name: _tens(value.strip()) for name, value in zip(names, values, strict=False) if value.strip()}


def _tens(value: str) -> str:
    return f"{int(value) // 10 * 10}-{int(value) // 10 * 10 + 9}" if value.isdecimal() else value
