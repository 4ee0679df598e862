"""What each notice of a source means beside what is held: facts and a verdict, nothing written."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from amparo.hearings import held, matching, rules
from amparo.hearings.held import Held
from amparo.hearings.matching import Match
from amparo.hearings.models import Hearing, Question, Sighting, Source
from amparo.hearings.rules import Notice, State, Verdict

WORDS = ("court_text", "court_code", "room", "judge", "kind", "mode")


@dataclass(slots=True)
class Entry:
    """One notice (None: no longer listed) about one person, its hearing if it has one, and what that means."""

    person_id: UUID
    verdict: Verdict
    notice: Notice | None = field(repr=False)
    hearing: Hearing | None = None
    own: Sighting | None = None
    # As the source said it; `notice` has our words where theirs change nothing.
    said: Notice | None = field(default=None, repr=False)
    # The source says that our date holds; otherwise "same" means only that it says nothing new.
    confirms: bool = False
    # An older version that arrived late: not even a sighting.
    stale: bool = False
    sightings: Sequence[Sighting] = ()
    questions: Sequence[Question] = ()

    @property
    def line(self) -> int:
        return self.notice.line if self.notice else 0

    @property
    def moves(self) -> bool:
        """True if the notice names another moment than the hearing has."""
        return bool(self.notice and self.hearing and self.notice.starts_at != self.hearing.starts_at)


def judged(person_id: UUID, notices: list[Notice], source: Source, facts: Held, at: datetime) -> list[Entry]:
    """Every notice about a person (fitted, its key hashed), and every hearing the source is silent about."""
    return [_judged(found, source, facts, at) for found in matching.match(person_id, notices, facts, at)]


def _judged(found: Match, source: Source, facts: Held, at: datetime) -> Entry:
    if found.hearing is None:
        verdict = rules.compare(None, found.notice, [], at)
        return Entry(found.person_id, verdict, found.notice, said=found.notice)
    entry = Entry(found.person_id, Verdict.SAME, found.notice, found.hearing, found.own, found.notice)
    entry.sightings = facts.sightings[found.hearing.id]
    entry.questions = facts.questions[found.hearing.id]
    if found.notice is None:
        entry.verdict = _unlisted(entry, source, at)
    elif held.is_ahead(found.hearing, at):
        _judge(entry, source, at)
    return entry


def _judge(entry: Entry, source: Source, at: datetime) -> None:
    hearing, notice = entry.hearing, entry.notice
    assert hearing is not None and notice is not None
    known = held.known(hearing, sequence=_sequence(entry.own, source))
    if notice.sequence < known.notice.sequence:
        entry.stale = True
        return
    entry.notice = _in_our_words(notice, known.notice, leads=_leads(entry, source))
    if _repeats(notice, entry.own):
        entry.confirms = not entry.moves and not notice.cancelled and hearing.state != State.CANCELLED
        # The same moment in other words: only the source that we hold it from may change those.
        if entry.confirms and entry.notice.says() != known.notice.says():
            entry.verdict = Verdict.CHANGED
        return
    entry.verdict = rules.compare(known, entry.notice, _others(entry, source), at)
    entry.confirms = entry.verdict is Verdict.SAME and not notice.cancelled


def _unlisted(entry: Entry, source: Source, at: datetime) -> Verdict:
    """Gone, if no other source still lists it."""
    assert entry.hearing is not None
    if any(not other.cancelled for other in _others(entry, source)):
        return Verdict.SAME
    return rules.compare(held.known(entry.hearing), None, [], at)


def _leads(entry: Entry, source: Source) -> bool:
    """True for the source we hold the hearing from, for one that names a new date, and for any after a hand."""
    assert entry.hearing is not None
    by_hand = entry.hearing.source.kind == Source.Kind.HAND
    return entry.hearing.source_id == source.id or entry.moves or by_hand


def _in_our_words(notice: Notice, ours: Notice, *, leads: bool) -> Notice:
    """What a source leaves unsaid does not erase what is known of that date; others' words change nothing."""
    if not leads:
        court = notice.court_code or ours.court_code
        return replace(notice, **{name: getattr(ours, name) for name in WORDS} | {"court_code": court})
    silent = not notice.court_text and not notice.court_code
    kept: tuple[str, ...] = ("court_text", "court_code") if silent else ()
    if notice.starts_at == ours.starts_at:
        kept += tuple(name for name in ("room", "judge", "kind", "mode") if not getattr(notice, name))
    return replace(notice, **{name: getattr(ours, name) for name in kept})


def _repeats(notice: Notice, own: Sighting | None) -> bool:
    """What a source says again is no news, whatever was decided about it."""
    if own is None or own.gone_at is not None:
        return False
    before = held.said_by(own)
    courts = {before.court_code, notice.court_code} - {""}
    return (before.wall, before.zone, before.cancelled) == (notice.wall, notice.zone, notice.cancelled) and len(
        courts
    ) < 2


def _others(entry: Entry, source: Source) -> list[Notice]:
    """What other sources say now. What was written by hand counts until this source has said the same."""
    assert entry.hearing is not None
    return [
        held.said_by(one)
        for one in entry.sightings
        if one.source_id != source.id
        and one.gone_at is None
        and not (one.source.kind == Source.Kind.HAND and entry.own is not None)
    ]


def _sequence(own: Sighting | None, source: Source) -> int:
    """The version the source gave last. A feed is read whole: what it says now is the latest in any case."""
    return own.sequence if own is not None and source.kind != Source.Kind.FEED else 0
