"""The files of a pack in one .zip, and out of it or a folder again, within bounds."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from amparo.casework.evidence.signing import HTML, JSON, PDF, SIGNATURE
from amparo.foundation.errors import Refused

# Two years of one person are far below.
LARGEST = 16 * 1024 * 1024
KNOWN = (JSON, PDF, HTML, SIGNATURE)
# What the library raises for an archive that is none, is cut or damaged (the last four come from its insides), and
# RuntimeError for one that is encrypted or of a kind it does not know.
BROKEN = (zipfile.BadZipFile, RuntimeError, zlib.error, EOFError, OSError, ValueError)
# A pack is its content: when it was zipped says nothing.
DAY_ONE = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """All of them in one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, DAY_ONE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, files[name])
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """What of a pack is in it; other names are left alone. Codes: "pack_unreadable", "pack_too_large"."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if entry.filename in KNOWN]
            if len({entry.filename for entry in entries}) != len(entries):
                # Two files of one name: which of them was checked, and which one will be read?
                raise Refused("pack_unreadable")
            return {entry.filename: _read(archive, entry) for entry in entries}
    except BROKEN:
        raise Refused("pack_unreadable") from None


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as file:
        # One byte more than allowed tells, whatever the entry says of its own size.
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Refused("pack_too_large")
    return data


def read(place: Path) -> dict[str, bytes]:
    """A pack on disk: a .zip, or the folder it was unpacked into. Codes: "pack_unreadable", "pack_too_large"."""
    if place.is_dir():
        there = [place / name for name in KNOWN if (place / name).is_file()]
        if any(file.stat().st_size > LARGEST for file in there):
            raise Refused("pack_too_large")
        return {file.name: file.read_bytes() for file in there}
    if place.stat().st_size > 4 * LARGEST:
        raise Refused("pack_too_large")
    return unzipped(place.read_bytes())
