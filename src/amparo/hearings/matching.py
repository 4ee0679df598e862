"""Which notice of a source is about which hearing of a person: its own first, then those of others."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from amparo.hearings import held, pairing
from amparo.hearings.held import Held
from amparo.hearings.models import Hearing, Sighting
from amparo.hearings.rules import Known, Notice


@dataclass(slots=True)
class Match:
    """A hearing and a notice about it; one of the two may be missing. `own` is what the source said before."""

    person_id: UUID
    hearing: Hearing | None
    notice: Notice | None
    own: Sighting | None = None


def match(person_id: UUID, notices: list[Notice], facts: Held, at: datetime) -> list[Match]:
    """Every notice about a person with its hearing, and the hearings of which the source says nothing more."""
    found = _Matching(person_id, facts, at)
    left = found.own(_distinct(notices))
    left = found.pair(left, _same_moment_and_kind)
    left = found.pair(left, _same_moment)
    left = found.pair(left, _other_moment, only=found.untouched)
    return [*found.matches, *(Match(person_id, None, notice) for notice in left), *found.silent()]


class _Matching:
    """The matching of one person's notices while it goes on."""

    def __init__(self, person_id: UUID, facts: Held, at: datetime) -> None:
        self.person_id, self.at = person_id, at
        self.hearings = {hearing.id: hearing for hearing in facts.hearings.get(person_id, ())}
        self.said = [one for one in facts.own.get(person_id, ()) if one.hearing_id in self.hearings]
        self.matches: list[Match] = []

    def own(self, notices: list[Notice]) -> list[Notice]:
        """Pairs notices with what the same source said before; returns those left over."""
        left = self._over(notices)
        known = {}
        for sighting in self.said:
            hearing = self.hearings[sighting.hearing_id]
            if held.is_ahead(hearing, self.at):
                said = _last_said(sighting, hearing)
                known[id(said)] = (said, hearing, sighting)
        # A past date is no news about a coming hearing, unless the source itself says that it is the same.
        may_pair = [one for one in left if one.external_key or one.starts_at >= self.at]
        paired: set[Notice] = set()
        for one, notice in pairing.pair([said for said, _, _ in known.values()], [_ours(n) for n in may_pair]):
            if one is not None and notice is not None:
                _, hearing, sighting = known[id(one)]
                self.matches.append(Match(self.person_id, hearing, notice, sighting))
                paired.add(notice)
        return [notice for notice in left if _ours(notice) not in paired]

    def pair(
        self,
        notices: list[Notice],
        same: Callable[[Hearing, Notice], bool],
        *,
        only: Callable[[Hearing], bool] = lambda hearing: True,
    ) -> list[Notice]:
        """Pairs notices with hearings that this source has not spoken about in this file."""
        left = list(notices)
        for notice in notices:
            if same is _other_moment and notice.starts_at < self.at:
                continue
            fits = [one for one in self._free() if only(one) and same(one, notice)]
            rivals = sum(same(one, other) for one in fits[:1] for other in left)
            # At one moment any pairing is right; at different ones two are never paired by luck.
            if fits and (same is not _other_moment or (len(fits) == 1 and rivals == 1)):
                self.matches.append(Match(self.person_id, fits[0], notice, self._said_of(fits[0])))
                left.remove(notice)
        return left

    def untouched(self, hearing: Hearing) -> bool:
        """True for a hearing that only other sources have spoken about."""
        return self._said_of(hearing) is None

    def silent(self) -> Iterator[Match]:
        """Coming hearings that the source named before and does not name now."""
        named = {match.hearing.id for match in self.matches if match.hearing}
        for sighting in self.said:
            hearing = self.hearings[sighting.hearing_id]
            if hearing.id not in named and sighting.gone_at is None and held.is_ahead(hearing, self.at):
                yield Match(self.person_id, hearing, None, sighting)

    def _over(self, notices: list[Notice]) -> list[Notice]:
        """Sources list a hearing for a while after it has been: that is no news. Returns the others."""
        past = {}
        for sighting in self.said:
            hearing = self.hearings[sighting.hearing_id]
            if not held.is_ahead(hearing, self.at):
                past[sighting.day, sighting.time] = (hearing, sighting)
        left = []
        for notice in notices:
            before = past.get((notice.wall.date(), notice.wall.time()))
            if before is None:
                left.append(notice)
            else:
                self.matches.append(Match(self.person_id, before[0], notice, before[1]))
        return left

    def _free(self) -> list[Hearing]:
        named = {match.hearing.id for match in self.matches if match.hearing}
        ahead = (one for one in self.hearings.values() if held.is_ahead(one, self.at) and one.id not in named)
        return sorted(ahead, key=lambda one: (one.starts_at, one.id))

    def _said_of(self, hearing: Hearing) -> Sighting | None:
        return next((one for one in self.said if one.hearing_id == hearing.id), None)


def _last_said(sighting: Sighting, hearing: Hearing) -> Known:
    """What the source said of the hearing; where it also gave our words, in them."""
    said = replace(held.said_by(sighting), external_key=held.key_of(sighting), case_number="ours")
    if hearing.source_id == sighting.source_id:
        ours = held.notice_of(hearing)
        words = {name: getattr(ours, name) for name in ("court_text", "room", "judge", "mode", "court_code")}
        said = replace(said, **words)
    return Known(said)


def _ours(notice: Notice) -> Notice:
    """All notices and hearings here are one person's: one case."""
    return replace(notice, case_number="ours")


def _distinct(notices: list[Notice]) -> list[Notice]:
    """Each thing once; a key that stands at several things is none."""
    once = list({(notice.says(), notice.cancelled): notice for notice in notices}.values())
    count = Counter(notice.external_key for notice in once)
    return [one if count[one.external_key] == 1 else replace(one, external_key="") for one in once]


def _same_moment(hearing: Hearing, notice: Notice) -> bool:
    return bool(hearing.starts_at == notice.starts_at)


def _same_moment_and_kind(hearing: Hearing, notice: Notice) -> bool:
    return _same_moment(hearing, notice) and _kind(hearing.kind) == _kind(notice.kind)


def _other_moment(hearing: Hearing, notice: Notice) -> bool:
    """One hearing at two dates: of the same kind, or one source does not say which kind."""
    kinds = {_kind(hearing.kind), _kind(notice.kind)} - {""}
    # A cancelled date beside another cancels nothing.
    return len(kinds) < 2 and not notice.cancelled


def _kind(text: str) -> str:
    return " ".join(text.casefold().split())
