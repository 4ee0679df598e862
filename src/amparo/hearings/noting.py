"""What is kept beside a hearing: what each source says of it, and what a human must decide."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from amparo.directory.queries import CourtBook
from amparo.foundation import ids
from amparo.hearings.judging import Entry
from amparo.hearings.models import Hearing, Question, Sighting, Source
from amparo.hearings.promises import Promises
from amparo.hearings.rules import Notice, State, Verdict
from amparo.reminders import actions as reminders

# Why a question was closed without a human: a later word of the source, or all sources agree.
OVERTAKEN = "overtaken"
_SAID = ("hearing_id", "day", "time", "zone", "court_code", "kind", "cancelled", "sequence", "gone_at")


@dataclass(slots=True)
class Pen:
    """One writing: rows that can wait are collected and written many at once."""

    source: Source
    courts: CourtBook
    at: datetime
    promises: Promises
    made: list[Hearing] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    seen: list[UUID] = field(default_factory=list)
    confirmed: list[UUID] = field(default_factory=list)
    # Written by hand until now; from now on this source speaks for them.
    taken_over: list[UUID] = field(default_factory=list)

    def put_down(self) -> None:
        """What was collected is written, and what was promised is kept."""
        Hearing.objects.bulk_create(self.made, batch_size=2_000)
        Question.objects.bulk_create(self.asked, batch_size=2_000)
        _write_sightings(self.sightings, self.source)
        Sighting.objects.filter(id__in=self.seen).update(seen_at=self.at)
        Hearing.objects.filter(id__in=self.confirmed).update(last_confirmed_at=self.at)
        Hearing.objects.filter(id__in=self.taken_over).update(source=self.source)
        self.promises.keep()
        reminders.confirm(self.confirmed, at=self.at)


def see(entry: Entry, hearing: Hearing, pen: Pen) -> None:
    """What the source says now is kept beside the hearing, once."""
    own = entry.own
    assert entry.said is not None
    row = sighting(entry.said, hearing, pen.source, pen.at, row_id=own.id if own else None)
    if own is not None and _is_as_before(row, own):
        pen.seen.append(own.id)
    else:
        pen.sightings.append(row)


def sighting(said: Notice, hearing: Hearing, source: Source, at: datetime, *, row_id: UUID | None = None) -> Sighting:
    """What a source says of a hearing, not yet written."""
    return Sighting(
        id=row_id or ids.new(),
        programme_id=source.programme_id,
        person_id=hearing.person_id,
        hearing=hearing,
        source=source,
        key=bytes.fromhex(said.external_key) or hearing.id.bytes,
        day=said.wall.date(),
        time=said.wall.time(),
        zone=said.zone,
        court_code=said.court_code,
        kind=said.kind,
        cancelled=said.cancelled,
        sequence=said.sequence,
        seen_at=at,
    )


def question(verdict: Verdict, hearing: Hearing, moment: Notice | None, pen: Pen) -> Question:
    """What a human must decide about a hearing, not yet written."""
    return Question(
        id=ids.new(),
        programme_id=hearing.programme_id,
        person_id=hearing.person_id,
        hearing=hearing,
        source=pen.source,
        kind=verdict.value,
        day=moment.wall.date() if moment else None,
        time=moment.wall.time() if moment else None,
        zone=moment.zone if moment else "",
        opened_at=pen.at,
    )


def ask(entry: Entry, pen: Pen, *, moment: Notice | None) -> None:
    """A human is asked, once; a question that is open already says the source's latest word."""
    hearing = entry.hearing
    assert hearing is not None
    asked = question(entry.verdict, hearing, moment, pen)
    before = next((one for one in entry.questions if one.kind == asked.kind), None)
    if before is None:
        asked.save(force_insert=True)
    else:
        asked.id = before.id
        Question.objects.filter(id=before.id, decided_at=None).update(
            source=pen.source, day=asked.day, time=asked.time, zone=asked.zone
        )
    others = [one for one in entry.questions if one.id != asked.id]
    pen.promises.tell_checking(hearing, [*others, asked])


def close_overtaken(entry: Entry, pen: Pen) -> list[Question]:
    """Questions that the source itself has answered, or whose answer is what it says now. Returns those left."""
    hearing, notice = entry.hearing, entry.notice
    assert hearing is not None and notice is not None
    shown = (notice.wall.date(), notice.wall.time())
    is_back = hearing.state == State.GONE_FROM_FEED
    over = [
        one
        for one in entry.questions
        if one.source_id == pen.source.id or (one.day, one.time) == shown or (is_back and one.kind == Verdict.GONE)
    ]
    close(over, pen.at)
    return [one for one in entry.questions if one not in over]


def close(questions: Iterable[Question], at: datetime) -> None:
    """Nobody needs to decide these any more."""
    open_ones = Question.objects.filter(id__in=[one.id for one in questions], decided_at=None)
    open_ones.update(decided_at=at, decision=OVERTAKEN)


def _is_as_before(row: Sighting, own: Sighting) -> bool:
    return bytes(row.key) == bytes(own.key) and all(getattr(row, name) == getattr(own, name) for name in _SAID)


def _write_sightings(sightings: list[Sighting], source: Source) -> None:
    """The last word for a key wins; a key that named a hearing of the past names the next one now."""
    rows = {(row.person_id, bytes(row.key)): row for row in sightings}
    people = {row.person_id for row in rows.values()}
    before = Sighting.objects.filter(source=source, person_id__in=people).values_list("id", "person_id", "key")
    written = {row.id for row in rows.values()}
    old = [row_id for row_id, who, key in before if row_id in written or (who, bytes(key)) in rows]
    Sighting.objects.filter(id__in=old).delete()
    Sighting.objects.bulk_create(rows.values(), batch_size=2_000)
