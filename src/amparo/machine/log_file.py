"""What the programs of this installation say, one file each, readable by their owner only."""

import os
import shutil
from io import BufferedWriter
from pathlib import Path

from amparo.machine import paths

LARGEST = 10_000_000


def of(name: str) -> Path:
    return paths.logs() / f"{name}.log"


def open_for(name: str) -> BufferedWriter:
    """The file, open at its end; everything written goes to the end, whoever else writes."""
    paths.logs().mkdir(parents=True, exist_ok=True, mode=0o700)
    return os.fdopen(os.open(of(name), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def keep_small(name: str) -> None:
    """A file past LARGEST starts again; the lines so far are in `<name>.log.1`."""
    place = of(name)
    if not place.exists() or place.stat().st_size <= LARGEST:
        return
    # Copied, not renamed: the program keeps writing into the file it has.
    older = place.with_suffix(".log.1")
    shutil.copyfile(place, older)
    older.chmod(0o600)
    os.truncate(place, 0)
