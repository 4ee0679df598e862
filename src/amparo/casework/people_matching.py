"""Who in a file is new, who is known and unchanged, who has changed, and where a human must look.

Names and numbers are compared by their blind tags: nothing about anybody is opened.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from amparo.casework.people_rows import Line
from amparo.foundation.table_rows import RowProblem
from amparo.people import case_numbers, found_by, names
from amparo.people import queries as people
from amparo.people.enrolment import NewPerson

ROW, CASE, PHONE, EMAIL = found_by.ROW, found_by.CASE, found_by.PHONE, found_by.EMAIL
NAME, NAME_KEY = found_by.NAME, found_by.NAME_KEY


@dataclass(frozen=True, slots=True)
class Change:
    """A known person about whom a line says something else."""

    line: int
    person_id: UUID
    what: tuple[str, ...]
    to: NewPerson = field(repr=False)


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A line that may be somebody already known, or in the file: left out until a human says otherwise."""

    line: int
    code: str
    other_line: int = 0
    people: tuple[UUID, ...] = ()


@dataclass(slots=True)
class Plan:
    """What applying the file would do."""

    new: list[Line] = field(default_factory=list)
    same: list[int] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    duplicates: list[Lookalike] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """What the programme knows that could be meant by the lines, by the kind of tag and its value."""

    tagged: dict[str, dict[str, set[UUID]]]
    facts: dict[UUID, people.Facts]

    def having(self, tag: str, value: str) -> set[UUID]:
        return self.tagged[tag].get(value, set()) if value else set()


def plan(lines: Sequence[Line], *, known: Known, other_people: frozenset[int], case_column: str) -> Plan:
    """Every line is decided. Pure: what is known is passed in."""
    made, seen = Plan(), _Seen()
    for line in lines:
        _decide(line, made, seen, known, line.number in other_people, case_column)
    return made


def known_to(programme_id: UUID, lines: Sequence[Line]) -> Known:
    """What the programme knows about these lines."""
    seen_before = people.found_with(programme_id, ROW, [line.person.row for line in lines])
    # A line that was applied before is not compared any further.
    persons = [line.person for line in lines if line.person.row not in seen_before]
    wanted = {
        CASE: [case_numbers.key(p.case_number) for p in persons],
        PHONE: [address for p in persons for address in phones_of(p)],
        EMAIL: [address.casefold() for p in persons for kind, address in p.contacts if kind == "email"],
        NAME_KEY: [names.same_person_key(p.name) for p in persons],
    }
    found = {tag: people.found_with(programme_id, tag, values) for tag, values in wanted.items()}
    # Single words matter only where a case number is known under another name.
    words = {word for p in persons if _renamed(p, found) for word in whole_words(p)}
    found |= {ROW: seen_before, NAME: people.found_with(programme_id, NAME, sorted(words))}
    met: set[UUID] = set().union(*found[CASE].values(), *found[PHONE].values())
    return Known(found, people.facts_of(met))


def _renamed(person: NewPerson, found: dict[str, dict[str, set[UUID]]]) -> bool:
    holders = found[CASE].get(case_numbers.key(person.case_number), set())
    return bool(holders - found[NAME_KEY].get(names.same_person_key(person.name), set()))


def phones_of(person: NewPerson) -> list[str]:
    return [address for kind, address in person.contacts if kind in found_by.PHONE_KINDS]


def whole_words(person: NewPerson) -> set[str]:
    """The words of the name that tell somebody apart, as they are searched for."""
    return {word for word in names.same_person_key(person.name).split() if len(word) > 1}


@dataclass(slots=True)
class _Seen:
    """Which line said a thing first."""

    rows: dict[str, int] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)
    phones: dict[tuple[str, str], int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    people: dict[UUID, int] = field(default_factory=dict)


def _decide(line: Line, made: Plan, seen: _Seen, known: Known, vouched: bool, case_column: str) -> None:
    person = line.person
    if known.having(ROW, person.row):
        made.same.append(line.number)
        return
    case = case_numbers.key(person.case_number)
    if problem := _wrong_case(line, case, seen, known, case_column):
        made.problems.append(problem)
        return
    # Nobody can vouch for two people with one case number.
    twin = None if vouched and case not in seen.cases else _twin_in_file(line, seen)
    _remember(line, case, seen)
    if twin:
        made.duplicates.append(twin)
        return
    match, alike = _match(person, case, known)
    if vouched and not known.having(CASE, case):
        match = None
    if match and match in seen.people:
        made.duplicates.append(Lookalike(line.number, "same_person_twice", seen.people[match], (match,)))
    elif match:
        seen.people[match] = line.number
        _note_change(line, match, made, known)
    elif alike and not vouched:
        made.duplicates.append(Lookalike(line.number, "perhaps_known", people=tuple(sorted(alike))))
    else:
        made.new.append(line)


def _wrong_case(line: Line, case: str, seen: _Seen, known: Known, column: str) -> RowProblem | None:
    """A number that would overwrite one person with another is nobody's to guess."""
    if not case:
        return None
    holders = known.having(CASE, case)
    if len(holders) > 1:
        return RowProblem(line.number, "case_number_of_several", column)
    if case in seen.cases and seen.rows.get(line.person.row) is None:
        return RowProblem(line.number, "case_number_twice", column)
    if holders and not _may_be_the_same_name(line.person, next(iter(holders)), known):
        return RowProblem(line.number, "case_number_of_another_name", column)
    return None


def _may_be_the_same_name(person: NewPerson, holder: UUID, known: Known) -> bool:
    words = whole_words(person)
    if not words or holder in known.having(NAME_KEY, names.same_person_key(person.name)):
        return True
    return any(holder in known.having(NAME, word) for word in words)


def _twin_in_file(line: Line, seen: _Seen) -> Lookalike | None:
    person, key = line.person, names.same_person_key(line.person.name)
    if person.row in seen.rows:
        return Lookalike(line.number, "same_line_twice", seen.rows[person.row])
    for phone in phones_of(person):
        if key and (phone, key) in seen.phones:
            return Lookalike(line.number, "same_person_twice", seen.phones[phone, key])
    if not person.case_number and not phones_of(person) and key in seen.names:
        return Lookalike(line.number, "same_name_twice", seen.names[key])
    return None


def _remember(line: Line, case: str, seen: _Seen) -> None:
    person, key = line.person, names.same_person_key(line.person.name)
    seen.rows.setdefault(person.row, line.number)
    if case:
        seen.cases.setdefault(case, line.number)
    for phone in phones_of(person):
        seen.phones.setdefault((phone, key), line.number)
    if not person.case_number and not phones_of(person):
        seen.names.setdefault(key, line.number)


def _match(person: NewPerson, case: str, known: Known) -> tuple[UUID | None, set[UUID]]:
    """The known person a line is about; failing that, those it may be about."""
    if holders := known.having(CASE, case):
        return next(iter(holders)), set()
    key = names.same_person_key(person.name)
    named = known.having(NAME_KEY, key)
    reached = named & set().union(*(known.having(PHONE, phone) for phone in phones_of(person)))
    if len(reached) == 1:
        one = next(iter(reached))
        if not case or not known.facts[one].has_case_number:
            return one, set()
    if reached or case or phones_of(person):
        return None, reached
    return None, named


def _note_change(line: Line, person_id: UUID, made: Plan, known: Known) -> None:
    what = tuple(_differences(line, person_id, known))
    if what:
        made.changed.append(Change(line.number, person_id, what, line.person))
    else:
        made.same.append(line.number)


def _differences(line: Line, person_id: UUID, known: Known) -> Iterable[str]:
    new, facts = line.person, known.facts[person_id]
    key = names.same_person_key(new.name)
    if key and person_id not in known.having(NAME_KEY, key):
        yield "name"
    case = case_numbers.key(new.case_number)
    if case and person_id not in known.having(CASE, case):
        yield "case_number"
    if "language" in line.said and new.language != facts.language:
        yield "language"
    # What the person said about themselves outranks a list.
    if "zone" in line.said and new.zone != facts.zone and facts.zone_source != "person":
        yield "zone"
    if "office" in line.said and new.office_id != facts.office_id:
        yield "office"
    if "worker" in line.said and new.worker_id != facts.worker_id:
        yield "worker"
    if any(_is_new(contact, person_id, known) for contact in new.contacts):
        yield "contacts"


def _is_new(contact: tuple[str, str], person_id: UUID, known: Known) -> bool:
    kind, address = contact
    if kind == "email":
        return person_id not in known.having(EMAIL, address.casefold())
    return person_id not in known.having(PHONE, address)
