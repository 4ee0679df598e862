"""The source of the Amparo that runs here, as one file for whoever uses it over a network (AGPL, section 13)."""

import gzip
import hashlib
import io
import os
import tarfile
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

from amparo import __version__
from amparo.machine import paths

PACKAGE = Path(__file__).parents[1]
# What a file of the package can be. Anything else that lies there is not the package's, and stays.
ENDINGS = frozenset(".css .html .js .mjs .png .po .py .sql .svg .txt .webmanifest".split())
# What it is built and understood with, where the package lies in a checkout.
BESIDE = ("LICENSE", "README.md", "pyproject.toml", "requirements.lock")
NAME = f"amparo-{__version__}"


def archive() -> Path:
    """The file with the source, made once for each state of the source and kept in AMPARO_HOME."""
    target = paths.home() / "source" / f"{NAME}-{_digest()}.tar.gz"
    if not target.exists():
        paths.make(target.parent)
        # Beside, then renamed: whoever asks meanwhile gets a whole file or makes their own.
        beside = target.with_suffix(f".{os.getpid()}.new")
        beside.write_bytes(packed(files(PACKAGE)))
        beside.replace(target)
    return target


def files(package: Path) -> list[tuple[str, Path]]:
    """(name in the archive, file) of everything that belongs to the package, and nothing else."""
    found = [(f"src/amparo/{path.relative_to(package).as_posix()}", path) for path in _of_package(package)]
    root = package.parents[1]
    if (root / "pyproject.toml").is_file() and package == root / "src" / "amparo":
        found += [(name, root / name) for name in BESIDE if _is_plain(root / name)]
    elif licence := _installed_licence():
        found.append(("LICENSE", licence))
    return sorted(found)


def packed(found: list[tuple[str, Path]]) -> bytes:
    """The same files give the same bytes, whenever and by whomever they are packed."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, path in found:
            data = path.read_bytes()
            entry = tarfile.TarInfo(f"{NAME}/{name}")
            entry.size, entry.mode = len(data), 0o644
            tar.addfile(entry, io.BytesIO(data))
    return gzip.compress(plain.getvalue(), mtime=0)


def _of_package(package: Path) -> Iterator[Path]:
    home = paths.home()
    for folder, below, names in os.walk(package, followlinks=False):
        here = Path(folder)
        # An installation's own folder may lie below whatever folder it was started in.
        below[:] = [one for one in below if not one.startswith((".", "__pycache__")) and here / one != home]
        for name in names:
            path = here / name
            if not name.startswith(".") and path.suffix in ENDINGS and _is_plain(path):
                yield path


def _is_plain(path: Path) -> bool:
    """A file itself, and no link to something elsewhere."""
    return path.is_file() and not path.is_symlink()


def _installed_licence() -> Path | None:
    try:
        listed = metadata.files("amparo") or []
    except metadata.PackageNotFoundError:
        return None
    return next((Path(str(one.locate())) for one in listed if one.name == "LICENSE"), None)


@cache
def _digest() -> str:
    """The state of the source when this process began to offer it."""
    whole = hashlib.sha256()
    for name, path in files(PACKAGE):
        whole.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]
