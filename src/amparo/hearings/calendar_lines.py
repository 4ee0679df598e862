"""The lines of an iCalendar file: unfolded, numbered, gathered into their components."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from icalendar.parser import Contentline

from amparo.foundation.errors import Refused

MAX_BYTES = 10 * 1024 * 1024
MAX_COMPONENTS = 50_000
DEEPEST = 8
# Pictures are attached in one line; what we read is short.
LONGEST_READ = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """One unfolded line and the number of its first physical one."""

    number: int
    text: str = field(repr=False)

    @property
    def name(self) -> str:
        """The property's name, in capitals."""
        return self.text.split(":", 1)[0].split(";", 1)[0].strip().upper()

    @property
    def is_private(self) -> bool:
        """True for a line of some maker's own (X-...), which nobody else needs to understand."""
        return self.name.startswith("X-")

    def parts(self) -> tuple[dict[str, str], str]:
        """Parameters and value; the code "line_unreadable" with the line."""
        if len(self.text) > LONGEST_READ:
            raise Refused("line_too_long", line=self.number)
        try:
            _, params, value = Contentline(self.text).parts()  # type: ignore[no-untyped-call]
            return {str(key).upper(): _first(said) for key, said in params.items()}, str(value).strip()
        # The library fails in several ways on a broken line, and quotes it in the message: keep only where.
        except Exception:
            raise Refused("line_unreadable", line=self.number) from None


@dataclass(slots=True)
class Component:
    """What stands between BEGIN and END."""

    name: str
    number: int
    lines: list[Line] = field(default_factory=list, repr=False)
    children: list["Component"] = field(default_factory=list, repr=False)

    def first(self, name: str) -> Line | None:
        """The first line of that name."""
        return next((line for line in self.lines if line.name == name), None)

    def text(self) -> str:
        """The component as it would stand in a file."""
        inner = [line.text for line in self.lines] + [child.text() for child in self.children]
        return "\r\n".join((f"BEGIN:{self.name}", *inner, f"END:{self.name}"))


def components(data: bytes) -> list[Component]:
    """The outermost components of a file.

    Codes: file_empty, file_too_large, not_a_calendar, too_many_events; with the line: not_closed,
    end_without_begin, nested_too_deep, line_unreadable.
    """
    if len(data) > MAX_BYTES:
        raise Refused("file_too_large", limit_mb=MAX_BYTES // 1024 // 1024)
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Refused("file_empty")
    outermost: list[Component] = []
    open_ones: list[Component] = []
    count = 0
    for line in _unfolded(_decoded(data)):
        count += line.name == "BEGIN"
        if count > MAX_COMPONENTS:
            raise Refused("too_many_events", limit=MAX_COMPONENTS)
        _take(line, open_ones, outermost)
    if open_ones:
        raise Refused("not_closed", line=open_ones[-1].number)
    return outermost


def _take(line: Line, open_ones: list[Component], outermost: list[Component]) -> None:
    if line.name == "BEGIN":
        _begin(line, open_ones, outermost)
    elif line.name == "END":
        _end(line, open_ones)
    elif open_ones:
        # A broken line inside an event breaks that event alone; elsewhere the calendar's own lines matter.
        if ":" not in line.text and open_ones[-1].name == "VCALENDAR" and not line.is_private:
            raise Refused("line_unreadable", line=line.number)
        open_ones[-1].lines.append(line)
    elif not line.is_private:
        raise Refused("not_a_calendar", line=line.number)


def _begin(line: Line, open_ones: list[Component], outermost: list[Component]) -> None:
    name = line.text.partition(":")[2].strip().upper()
    if not name.replace("-", "").isalnum():
        raise Refused("line_unreadable", line=line.number)
    if len(open_ones) >= DEEPEST:
        raise Refused("nested_too_deep", line=line.number)
    begun = Component(name, line.number)
    (open_ones[-1].children if open_ones else outermost).append(begun)
    open_ones.append(begun)


def _end(line: Line, open_ones: list[Component]) -> None:
    name = line.text.partition(":")[2].strip().upper()
    if not open_ones:
        raise Refused("end_without_begin", line=line.number)
    if open_ones[-1].name != name:
        raise Refused("not_closed", line=open_ones[-1].number)
    open_ones.pop()


def _decoded(data: bytes) -> str:
    for encoding in (
        "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig",
        "cp1252",
        "latin-1",
    ):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("not_a_calendar")


def _unfolded(text: str) -> Iterator[Line]:
    """Whole lines. A blank line says nothing; a line that begins with a blank continues the one before."""
    number, gathered = 0, [""]
    for at, physical in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if physical[:1] in (" ", "\t") and number:
            gathered.append(physical[1:])
        elif physical.strip():
            if number:
                yield Line(number, "".join(gathered))
            number, gathered = at, [physical]
    if number:
        yield Line(number, "".join(gathered))


def _first(said: object) -> str:
    return str(said[0]) if isinstance(said, list | tuple) and said else str(said)
