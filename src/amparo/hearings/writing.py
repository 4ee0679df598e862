"""Writing down what was judged: hearings move, and people are told."""

from collections.abc import Callable, Iterable
from typing import Any

from amparo.directory.queries import CourtBook
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.hearings import noting, promises, rules
from amparo.hearings.judging import Entry
from amparo.hearings.models import Hearing, Sighting, Source
from amparo.hearings.noting import Pen
from amparo.hearings.rules import Notice, State, Verdict


def write(entries: Iterable[Entry], pen: Pen) -> None:
    """What the entries say is so: all of it, or with the surrounding transaction nothing."""
    for entry in entries:
        if entry.hearing is None:
            _first_word(entry, pen)
        elif entry.notice is None:
            _no_word(entry, pen)
        elif not entry.stale:
            _HANDLERS[entry.verdict](entry, entry.hearing, entry.notice, pen)
            noting.see(entry, entry.hearing, pen)
    pen.put_down()


def move(hearing: Hearing, to: State, **facts: Any) -> None:
    """The hearing's next version. Code: "somebody_was_faster", if it is no longer what was read."""
    if not rules.may_move(State(hearing.state), to):
        raise Refused("no_such_move")
    as_read = Hearing.objects.filter(id=hearing.id, sequence=hearing.sequence, state=hearing.state)
    if not as_read.update(state=to, sequence=hearing.sequence + 1, **facts):
        raise Refused("somebody_was_faster")
    for name, value in facts.items():
        setattr(hearing, name, value)
    hearing.state, hearing.sequence = to, hearing.sequence + 1


def facts_of(notice: Notice, courts: CourtBook) -> dict[str, Any]:
    """The columns of a hearing that a notice fills."""
    return {
        "kind": notice.kind,
        "court": courts.resolve(notice.court_code) if notice.court_code else None,
        "place": notice.court_text,
        "room": notice.room,
        "judge": notice.judge,
        "mode": notice.mode.value,
        "day": notice.wall.date(),
        "time": notice.wall.time(),
        "zone": notice.zone,
        "starts_at": notice.starts_at,
    }


def made(person_id: Any, notice: Notice, to: State, pen: Pen) -> Hearing:
    """A hearing that nobody knew, not yet written."""
    return Hearing(
        id=ids.new(),
        programme_id=pen.source.programme_id,
        person_id=person_id,
        state=to,
        source=pen.source,
        last_confirmed_at=pen.at,
        made_at=pen.at,
        **facts_of(notice, pen.courts),
    )


def _first_word(entry: Entry, pen: Pen) -> None:
    """A hearing that nobody knew. Past and cancelled ones help nobody: they are only counted."""
    to = rules.state_after(entry.verdict)
    if to not in (State.SCHEDULED, State.IN_QUESTION) or entry.notice is None:
        return
    hearing = made(entry.person_id, entry.notice, to, pen)
    pen.made.append(hearing)
    noting.see(entry, hearing, pen)
    if to is State.SCHEDULED:
        pen.promises.tell_new(hearing)
    else:
        pen.asked.append(noting.question(entry.verdict, hearing, entry.notice, pen))


def _no_word(entry: Entry, pen: Pen) -> None:
    """No longer listed: not a cancellation, but a human must ask."""
    assert entry.hearing is not None and entry.own is not None
    Sighting.objects.filter(id=entry.own.id, gone_at=None).update(gone_at=pen.at)
    if entry.verdict is Verdict.GONE:
        move(entry.hearing, State.GONE_FROM_FEED)
        noting.ask(entry, pen, moment=None)


def _same(entry: Entry, hearing: Hearing, notice: Notice, pen: Pen) -> None:
    if not entry.confirms:
        return
    pen.confirmed.append(hearing.id)
    if hearing.source.kind == Source.Kind.HAND:
        pen.taken_over.append(hearing.id)
    told, _ = promises.earliest(hearing, list(entry.questions), pen.at)
    left = noting.close_overtaken(entry, pen)
    if hearing.state == State.IN_QUESTION and len(left) < len(entry.questions) and not left:
        # The source takes back what it said: our date holds, and the person was told to be unsure.
        move(hearing, State.SCHEDULED, last_confirmed_at=pen.at)
        pen.promises.tell(hearing, promises.SCHEDULED if told == hearing.starts_at else promises.MOVED)


def _changed(entry: Entry, hearing: Hearing, notice: Notice, pen: Pen) -> None:
    told, _ = promises.earliest(hearing, list(entry.questions), pen.at)
    before = (*_where(hearing), hearing.state)
    left = noting.close_overtaken(entry, pen)
    to = State.IN_QUESTION if left else State.SCHEDULED
    facts = facts_of(notice, pen.courts)
    move(hearing, to, source=pen.source, last_confirmed_at=pen.at, confirmed_by=None, **facts)
    if left:
        pen.promises.tell_checking(hearing, left)
    elif hearing.starts_at != told:
        pen.promises.tell(hearing, promises.MOVED)
    elif (*_where(hearing), hearing.state) != before:
        pen.promises.tell(hearing, promises.SCHEDULED)
    else:
        pen.promises.tell(hearing)


def _cancelled(entry: Entry, hearing: Hearing, notice: Notice, pen: Pen) -> None:
    noting.close(entry.questions, pen.at)
    move(hearing, State.CANCELLED)
    pen.promises.tell_off(hearing)


def _in_question(entry: Entry, hearing: Hearing, notice: Notice, pen: Pen) -> None:
    """Nobody is told to come later, or not at all, before a human has looked."""
    move(hearing, State.IN_QUESTION)
    noting.ask(entry, pen, moment=entry.said)


_HANDLERS: dict[Verdict, Callable[[Entry, Hearing, Notice, Pen], None]] = {
    Verdict.SAME: _same,
    Verdict.CHANGED: _changed,
    Verdict.CANCELLED: _cancelled,
    Verdict.MOVED_EARLIER: _in_question,
    Verdict.SOURCES_DISAGREE: _in_question,
    Verdict.IN_THE_PAST: _in_question,
    Verdict.TOO_FAR: _in_question,
}


def _where(hearing: Hearing) -> tuple[object, ...]:
    """What a person must know to be there."""
    return (hearing.court_id, hearing.place.casefold(), hearing.mode)
