"""A file that somebody sent may hold anything: reading it ends, soon, and holds up nobody else."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest

from amparo.foundation import table_workbook
from amparo.foundation.errors import Refused

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
NAMED = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{STRINGS}"/></Types>'.encode()
WORD = b"<si><t>Ana</t></si>"


def workbook(words: bytes, before: bytes = b"") -> bytes:
    """A workbook of one cell that points to the first of these shared words."""
    plain, made = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["name"])
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            content = source.read(part).replace(b"</Types>", NAMED)
            target.writestr(part, content.replace(b't="inlineStr"><is><t>name</t></is>', b't="s"><v>0</v>'))
        target.writestr("xl/sharedStrings.xml", before + f'<sst xmlns="{SHEET}">'.encode() + words + b"</sst>")
    return made.getvalue()


def test_shared_words_are_read() -> None:
    assert table_workbook.read(workbook(WORD)).lines == [(1, ("Ana",))]


def test_a_million_words_that_nobody_sees_come_to_an_end(monkeypatch: Any) -> None:
    bomb = workbook(WORD * 400_000)
    assert len(bomb) < 100_000
    monkeypatch.setattr(table_workbook, "MOST_SECONDS", 0.1)
    with pytest.raises(Refused, match="file_unpacks_too_large"):
        table_workbook.read(bomb)


TEN = b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8))
DOCTYPES = {
    "entities in entities": (b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + TEN + b"]>", b"<si><t>&i;</t></si>"),
    "a file of this machine": (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', b"<si><t>&a;</t></si>"),
}


@pytest.mark.parametrize(("before", "words"), DOCTYPES.values(), ids=DOCTYPES.keys())
def test_nothing_is_looked_up_or_multiplied(before: bytes, words: bytes) -> None:
    with pytest.raises(Refused, match="file_damaged"):
        table_workbook.read(workbook(words, before))
