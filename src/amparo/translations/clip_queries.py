"""Which pages are read aloud in which language, and what is played to a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from amparo.foundation import languages
from amparo.foundation.errors import Refused
from amparo.translations import clip_rules as rules
from amparo.translations import spoken_pages
from amparo.translations.clip_rules import State
from amparo.translations.models import Clip, SpokenLanguage


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language in which pages can be heard: one of ours, or one that is only spoken here."""

    code: str
    name: str
    direction: str
    read_from: str
    only_spoken: bool

    @property
    def tag(self) -> str:
        """What a page says of the language of this name; nothing, where we know only the name."""
        return "" if self.only_spoken else self.code


@dataclass(frozen=True, slots=True)
class Page:
    """One page in one language, and its clip, if there is one."""

    page: str
    state: State
    clip: Any

    @property
    def title(self) -> str:
        return spoken_pages.title(self.page)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many pages of a language are played, and what keeps the others."""

    spoken: Spoken
    pages: int
    plays: int
    waits: int
    changed: int

    @property
    def missing(self) -> int:
        return self.pages - self.plays - self.waits - self.changed


def spoken() -> list[Spoken]:
    """Every language in which pages can be heard here: ours, then those that are only spoken, by name."""
    ours = [Spoken(one.code, one.endonym, one.direction, one.code, False) for one in languages.LANGUAGES.values()]
    rows = SpokenLanguage.objects.order_by("endonym")
    return ours + [Spoken(row.endonym, row.endonym, "auto", row.read_from, True) for row in rows]


def one_spoken(code: str) -> Spoken:
    """Code: "no_such_spoken"."""
    found = next((one for one in spoken() if one.code == code), None)
    if found is None:
        raise Refused("no_such_spoken")
    return found


def to_choose() -> list[Spoken]:
    """What a person may ask to hear: each language in which some page is played."""
    played = {row.language for row in _rows() if _state(row) is State.PLAYS}
    return [one for one in spoken() if one.code in played]


def coverage() -> list[Coverage]:
    """Of each language, how much of the app is read aloud in it."""
    states: dict[str, list[State]] = {}
    for row in _rows():
        states.setdefault(row.language, []).append(_state(row))
    return [_covered(one, states.get(one.code, [])) for one in spoken()]


def pages_of(language: str) -> list[Page]:
    """Every page, and where its clip stands in this language."""
    rows = {row.page: row for row in _rows().filter(language=language)}
    return [Page(page, _state(rows.get(page)), rows.get(page)) for page in spoken_pages.PAGES]


def to_play(page: str, *, written: str, said: str | None) -> list[tuple[Any, Spoken]]:
    """The clips to offer on this page; `said` is what the person wants to hear: None if nobody is known, "" if nothing.

    One question, and none more where nothing was recorded.
    """
    rows = {row.language: row for row in _rows().filter(page=page) if _state(row) is State.PLAYS}
    if not rows:
        return []
    every = {one.code: one for one in spoken()}
    extra = [code for code in rows if code in every and every[code].only_spoken]
    return _first(rules.wanted(written, said, extra), rows, every)


def heard(clip_id: UUID) -> Any:
    """The clip with its sound, if it is played: its words stand as they were read, and somebody else listened."""
    row = Clip.objects.filter(id=clip_id).first()
    return row if row is not None and _state(row) is State.PLAYS else None


def any_of(clip_id: UUID) -> Any:
    """The clip with its sound, for colleagues who listen before anybody else does; None if it is gone."""
    return Clip.objects.filter(id=clip_id).first()


def _rows() -> Any:
    return Clip.objects.defer("sound").filter(page__in=spoken_pages.PAGES)


def _state(row: Any) -> State:
    if row is None:
        return State.NONE
    now = spoken_pages.read(row.page, row.read_from)
    return rules.state(read=row.read, now=now, heard=row.heard_at is not None)


def _covered(one: Spoken, states: Sequence[State]) -> Coverage:
    count = states.count
    return Coverage(one, len(spoken_pages.PAGES), count(State.PLAYS), count(State.WAITS), count(State.CHANGED))


def _first(wanted: list[list[str]], rows: dict[str, Any], every: dict[str, Spoken]) -> list[tuple[Any, Spoken]]:
    for together in wanted:
        found = [(rows[code], every[code]) for code in together if code in rows and code in every]
        if found:
            return found
    return []
