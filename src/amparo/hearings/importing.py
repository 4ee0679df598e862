"""A whole file or feed: which rows concern somebody we support, what they mean, and bringing them in.

Rows about anybody else are counted and not kept in any form.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.directory.queries import CourtBook
from amparo.foundation.table_rows import RowProblem
from amparo.hearings import held, judging, promises, rules, writing
from amparo.hearings.held import Held
from amparo.hearings.judging import Entry
from amparo.hearings.models import Source
from amparo.hearings.noting import Pen
from amparo.hearings.rules import Notice, Verdict
from amparo.people import queries as people
from amparo.people.models import Person


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says, before anybody is looked up."""

    notices: Sequence[Notice] = field(repr=False)
    problems: tuple[RowProblem, ...] = ()
    # Case numbers of rows that could not be read: they are not gone from the list.
    unsure: frozenset[str] = field(default=frozenset(), repr=False)
    # False if a row could not even be said to be about somebody else.
    whole: bool = True
    # Set if everything in the file is about one person, whatever number it names.
    about: UUID | None = None


@dataclass(slots=True)
class Judgement:
    """What bringing in a file would do."""

    entries: list[Entry]
    # Rows about nobody we support.
    not_ours: int
    problems: tuple[RowProblem, ...]
    # Coming hearings that the file does not name, though its source named them before.
    unlisted: list[Entry]
    # So many are unlisted at once that the source, not the court, is to be asked.
    suspicious: bool = False

    def counts(self) -> dict[str, int]:
        """How many of each verdict; `problems` counts lines."""
        gone = [entry for entry in self.unlisted if entry.verdict is Verdict.GONE]
        each = Counter(str(entry.verdict) for entry in [*self.entries, *gone])
        said = {str(verdict): each[str(verdict)] for verdict in Verdict}
        return said | {"not_ours": self.not_ours, "problems": len({one.line for one in self.problems})}


def judge(read: Read, *, source: Source, courts: CourtBook, complete: bool, by: Actor, at: datetime) -> Judgement:
    """What the file means, person by person; nothing is written.

    `complete`: the source lists all it knows, so that what it does not name is gone from it.
    """
    gate.require_any(by, Permission.HEARING_IMPORT)
    ours, not_ours = _ours(read, source)
    unsure = _unsure(read, source)
    wanted = {*ours, *(_expected_of(source) if complete else ())}
    facts = held.read(wanted, source)
    entries: list[Entry] = []
    for person_id in sorted(wanted):
        fits = [held.fitted(notice, courts) for notice in ours.get(person_id, ())]
        entries += judging.judged(person_id, fits, source, facts, at)
    said = [entry for entry in entries if entry.notice is not None]
    sure = complete and read.whole
    unlisted = [one for one in entries if one.notice is None and one.person_id not in unsure] if sure else []
    expected = _still_listed(facts, at)
    doubtful = rules.is_suspicious(expected=expected, vanished=len(unlisted), read=len(read.notices))
    return Judgement(said, not_ours, read.problems, [] if doubtful else unlisted, doubtful)


def bring_in(read: Read, *, source: Source, courts: CourtBook, complete: bool, by: Actor, at: datetime) -> Judgement:
    """What the file says is so. Brought in again, nothing changes."""
    gate.require_any(by, Permission.HEARING_IMPORT)
    held.one_at_a_time(source.programme_id)
    found = judge(read, source=source, courts=courts, complete=complete, by=by, at=at)
    pen = Pen(source, courts, at, promises.begin(source.programme_id, at))
    writing.write([*found.entries, *found.unlisted], pen)
    return found


def _ours(read: Read, source: Source) -> tuple[dict[UUID, list[Notice]], int]:
    """The notices of each person we support, and how many rows are about nobody we know."""
    whose = _people_of(source.programme_id, [one.case_number for one in read.notices], read.about)
    notices = [one for one in read.notices if whose.get(one.case_number)]
    found: dict[UUID, list[Notice]] = {}
    for before, notice in zip(notices, held.keyed(source, notices), strict=True):
        for person_id in whose[before.case_number]:
            found.setdefault(person_id, []).append(notice)
    lines = {one.line for one in read.notices}
    return found, len(lines - {one.line for one in notices})


def _unsure(read: Read, source: Source) -> set[UUID]:
    whose = _people_of(source.programme_id, sorted(read.unsure), None)
    return {person_id for people_of in whose.values() for person_id in people_of}


def _people_of(programme_id: UUID, numbers: Iterable[str], about: UUID | None) -> dict[str, set[UUID]]:
    """For each case number the active people who have it."""
    wanted = list(dict.fromkeys(numbers))
    if about is not None:
        found = {number: {about} for number in wanted}
    else:
        found = people.by_case_numbers(programme_id, [number for number in wanted if number])
    everybody = {person_id for some in found.values() for person_id in some}
    active = set(Person.objects.filter(id__in=everybody, state=Person.State.ACTIVE).values_list("id", flat=True))
    return {number: some & active for number, some in found.items() if some & active}


def _expected_of(source: Source) -> set[UUID]:
    """People about whom the source said something that it has not stopped saying."""
    said = source.sighting_set.filter(gone_at=None, person__state=Person.State.ACTIVE)
    return set(said.values_list("person_id", flat=True))


def _still_listed(facts: Held, at: datetime) -> int:
    """How many coming hearings the source named when it was last read."""
    ahead = {one.id for some in facts.hearings.values() for one in some if held.is_ahead(one, at)}
    said = [one for some in facts.own.values() for one in some if one.gone_at is None]
    return sum(one.hearing_id in ahead for one in said)
