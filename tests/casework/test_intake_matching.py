"""Every line of a list is decided exactly once, and nobody is taken for somebody else. Pure."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as some

from amparo.casework import people_matching, people_rows
from amparo.casework.people_matching import Known
from amparo.people import case_numbers, found_by, names
from amparo.people.enrolment import NewPerson
from amparo.people.queries import Facts

NAMES = ("Ana Pérez", "Perez, Ana", "Eva Gómez", "José", "王伟")
CASES = ("", "A1000001", "A 1000-002", "X-3")
PHONES = ((), (("sms", "+13055550101"),), (("sms", "+13055550102"), ("email", "a@example.org")))


@some.composite
def lines(draw) -> list[people_rows.Line]:
    found = []
    for number in range(2, 2 + draw(some.integers(0, 12))):
        name, case, contacts = (
            draw(some.sampled_from(NAMES)),
            draw(some.sampled_from(CASES)),
            draw(some.sampled_from(PHONES)),
        )
        row = people_rows.digest({"name": name, "case_number": case, "phone": str(contacts)})
        person = NewPerson(name, "es", "UTC", "zip", case, contacts=contacts, row=row)
        found.append(people_rows.Line(number, person, frozenset({"name", "language"})))
    return found


@some.composite
def known(draw) -> Known:
    tagged: dict[str, dict[str, set[UUID]]] = {tag: {} for tag in ("row", "case", "phone", "email", "namekey", "name")}
    facts = {}
    for number in range(draw(some.integers(0, 4))):
        who = UUID(int=number + 1)
        name, case, contacts = (
            draw(some.sampled_from(NAMES)),
            draw(some.sampled_from(CASES)),
            draw(some.sampled_from(PHONES)),
        )
        sought = found_by.of_name(name) | found_by.of_case_number(case) | found_by.of_contacts(contacts)
        for tag, value in sought:
            if tag in tagged:
                tagged[tag].setdefault(value, set()).add(who)
        facts[who] = Facts("es", "UTC", "zip", None, None, bool(case))
    return Known(tagged, facts)


def plan(some_lines, what_is_known, other_people=frozenset()):
    return people_matching.plan(some_lines, known=what_is_known, other_people=other_people, case_column="A#")


def decided(made) -> list[int]:
    by_line = [*made.new, *made.changed, *made.duplicates, *made.problems]
    return sorted([*made.same, *(getattr(one, "number", None) or one.line for one in by_line)])


@given(some_lines=lines(), what_is_known=known())
def test_every_line_is_decided_exactly_once(some_lines, what_is_known) -> None:
    assert decided(plan(some_lines, what_is_known)) == [line.number for line in some_lines]


@given(some_lines=lines(), what_is_known=known())
def test_no_case_number_is_ever_given_to_two_people(some_lines, what_is_known) -> None:
    made = plan(some_lines, what_is_known, frozenset(range(100)))
    fresh = [case_numbers.key(line.person.case_number) for line in made.new if line.person.case_number]
    assert len(set(fresh)) == len(fresh) and not any(what_is_known.having("case", case) for case in fresh)


@given(some_lines=lines(), what_is_known=known())
def test_a_known_person_is_changed_by_one_line_at_most_and_keeps_a_word_of_their_name(
    some_lines, what_is_known
) -> None:
    made = plan(some_lines, what_is_known)
    assert len({change.person_id for change in made.changed}) == len(made.changed)
    for change in made.changed:
        words = people_matching.whole_words(change.to)
        key = names.same_person_key(change.to.name)
        held = any(change.person_id in what_is_known.having("name", word) for word in words)
        assert held or change.person_id in what_is_known.having("namekey", key)


@given(some_lines=lines())
def test_what_was_applied_before_changes_nothing(some_lines) -> None:
    who = UUID(int=1)
    seen = Known({tag: {} for tag in ("case", "phone", "email", "namekey", "name")} | {
        "row": {line.person.row: {who} for line in some_lines}
    }, {})  # fmt: skip
    assert plan(some_lines, seen).same == [line.number for line in some_lines]
