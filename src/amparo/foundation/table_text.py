"""Text files to rows: which encoding, which delimiter, and where each row began."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

import charset_normalizer

from amparo.foundation.errors import Refused
from amparo.foundation.table_rows import Raw, Warned, cell, trimmed

DELIMITERS = (",", "\t", ";", "|")
# Service directories hold cells of a hundred lines; more than this is a quote that was never closed.
LONGEST_CELL = 100_000
# One more than a header and the most rows a table may have: enough to know that there are too many.
MOST_LINES = 100_002 + 10
_SAMPLE = 64 * 1024


def read(data: bytes, filename: str) -> Raw:
    """Rows, or the code that says what the file is instead."""
    _refuse_other_kinds(data)
    text, encoding, doubts = _decoded(data)
    delimiter, text, skipped = _delimiter(text, filename)
    lines, strays = _rows(text, delimiter, skipped)
    warnings = (*doubts, *strays, *_mojibake(lines))
    return Raw(lines=lines, encoding=encoding, delimiter=delimiter, warnings=warnings)


def mended(text: str) -> str | None:
    """What a text says whose UTF-8 was once read as Western European; None if that is not what happened."""
    if not _MOJIBAKE.search(text):
        return None
    try:
        return text.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


_MOJIBAKE = re.compile(
    "[ÃÂÄÅÐÑØÙ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€|\ufffd"
)

_KINDS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"{\\rtf", "document"),
    (b"SQLite format 3", "database"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _refuse_other_kinds(data: bytes) -> None:
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, kind in _KINDS:
        if start.startswith(magic):
            raise Refused("not_a_table", kind=kind)
    if start.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise Refused("not_a_table", kind="locked_workbook" if locked else "old_workbook")
    lower = start.lower()
    if lower.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise Refused("not_a_table", kind="web_page")
    if lower.startswith(b"begin:vcalendar"):
        raise Refused("not_a_table", kind="calendar")


def _decoded(data: bytes) -> tuple[str, str, tuple[Warned, ...]]:
    for bom, name in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(bom):
            return _strictly(data, name), name, ()
    if b"\x00" in data[:_SAMPLE]:
        name = _utf16_without_mark(data[:_SAMPLE])
        return _strictly(data, name), name, ()
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        return _guessed(data)


def _strictly(data: bytes, name: str) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        raise Refused("file_damaged") from None
    if "\x00" in text:
        raise Refused("not_a_table", kind="binary")
    return text


def _utf16_without_mark(sample: bytes) -> str:
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.1:
        return "utf-16-be"
    raise Refused("not_a_table", kind="binary")


def _guessed(data: bytes) -> tuple[str, str, tuple[Warned, ...]]:
    if len(re.findall(rb"[\x01-\x08\x0e-\x19\x1c-\x1f]", data[:_SAMPLE])) > len(data[:_SAMPLE]) // 100:
        raise Refused("not_a_table", kind="binary")
    best = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    name = best.encoding if best is not None else "cp1252"
    # Among the Western encodings only one is met in practice; the guess between them is noise.
    if best is None or set(best.alphabets) <= _WESTERN:
        name = "cp1252"
    for attempt in (name, "latin-1"):
        try:
            return data.decode(attempt), attempt, (Warned("encoding_guessed"),)
        except UnicodeDecodeError:
            continue
    raise Refused("not_a_table", kind="binary")


_WESTERN = frozenset(
    {
        "Basic Latin",
        "Control character",
        "Latin-1 Supplement",
        "Latin Extended-A",
        "Latin Extended-B",
        "General Punctuation",
        "Currency Symbols",
        "Letterlike Symbols",
        "Spacing Modifier Letters",
        "Mathematical Operators",
        "Geometric Shapes",
        "IPA Extensions",
    }
)


def _delimiter(text: str, filename: str) -> tuple[str, str, int]:
    """The delimiter, the text below a "sep=;" line, and how many lines that took."""
    if said := re.match(r"sep=([,;|\t])\r?\n", text):
        return said[1], text[said.end() :], 1
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    likely = "\t" if filename.lower().endswith((".tsv", ".tab")) else ","
    return max(DELIMITERS, key=lambda mark: (*_score(sample, mark), mark == likely)), text, 0


def _score(sample: str, delimiter: str) -> tuple[float, int]:
    """How many rows agree on a width above one, then that width."""
    widths: Counter[int] = Counter()
    try:
        for at, row in enumerate(
            csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, skipinitialspace=True)
        ):
            if row and at < 200:
                widths[len(row)] += 1
    except csv.Error:
        return 0.0, 0
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return 0.0, 0
    width, count = max(several.items(), key=lambda item: (item[1], item[0]))
    return round(count / widths.total(), 1), width


def _rows(text: str, delimiter: str, skipped: int) -> tuple[list[tuple[int, tuple[str, ...]]], tuple[Warned, ...]]:
    try:
        return list(_parsed(text, delimiter, skipped, strict=True)), ()
    except csv.Error:
        # A quote in the middle of a cell: read it leniently, and say where the trouble began.
        lines = list(_parsed(text, delimiter, skipped, strict=False))
    _refuse_an_open_quote(text, lines, skipped)
    return lines, (Warned("stray_quotes"),)


def _parsed(text: str, delimiter: str, skipped: int, *, strict: bool) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=strict)
    begun = 1
    try:
        for count, row in enumerate(reader):
            line = begun + skipped
            if any(len(said) > LONGEST_CELL for said in row):
                raise Refused("cell_too_long", line=line)
            begun = reader.line_num + 1
            yield line, trimmed([cell(said) for said in row])
            if count > MOST_LINES:
                return
    except csv.Error as error:
        if "field larger" in str(error):
            raise Refused("cell_too_long", line=begun + skipped) from None
        if "unexpected end" in str(error):
            raise Refused("quote_not_closed", line=begun + skipped) from None
        raise


def _refuse_an_open_quote(text: str, lines: list[tuple[int, tuple[str, ...]]], skipped: int) -> None:
    """Read leniently, a quote left open at the end swallows the last rows: their quotes do not pair."""
    if not lines or len(lines) > MOST_LINES:
        return
    last = text.splitlines()[lines[-1][0] - 1 - skipped :]
    if len(last) > 1 and "".join(last).count('"') % 2:
        raise Refused("quote_not_closed", line=lines[-1][0])


def _mojibake(lines: list[tuple[int, tuple[str, ...]]]) -> tuple[Warned, ...]:
    marked = [line for line, cells in lines if any(not c.isascii() and _MOJIBAKE.search(c) for c in cells)]
    return tuple(Warned("mojibake", line) for line in marked[:20])
