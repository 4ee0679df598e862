"""What is said to people about a hearing: old promises taken back and new ones made, many at once."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from amparo.foundation import wall
from amparo.hearings import queries
from amparo.hearings.models import Hearing, Question
from amparo.people.models import Person
from amparo.programme import queries as programmes
from amparo.programme.rules import Rules
from amparo.reminders import actions as reminders
from amparo.reminders import rules as reminder_rules
from amparo.reminders.actions import Occasion

SCHEDULED, MOVED, CANCELLED, QUESTION = "scheduled", "moved", "cancelled", "question"


@dataclass(slots=True)
class Promises:
    """Collected while hearings are written, kept in one go at the end, in the same transaction."""

    programme_id: UUID
    at: datetime
    policy: Rules
    _taken_back: set[UUID] = field(default_factory=set)
    _made: dict[tuple[str, ...], list[Occasion]] = field(default_factory=lambda: defaultdict(list))

    def tell(self, hearing: Hearing, first: str = "") -> None:
        """The person hears of the hearing now (with `first`) and is reminded of it."""
        self._plan(hearing, hearing.starts_at, hearing.zone, (*((first,) if first else ()), *self._regular()))

    def tell_new(self, hearing: Hearing) -> None:
        """As the programme's policy says for a hearing that nobody knew."""
        self._plan(hearing, hearing.starts_at, hearing.zone, self.policy.hearing_steps)

    def tell_off(self, hearing: Hearing) -> None:
        """The person hears that they need not go, and nothing else."""
        self._plan(hearing, hearing.starts_at, hearing.zone, (CANCELLED,))

    def tell_checking(self, hearing: Hearing, questions: list[Question]) -> None:
        """The person hears that the date is being checked, and is reminded of the earliest that may hold."""
        starts_at, zone = earliest(hearing, questions, self.at)
        self._plan(hearing, starts_at, zone, (QUESTION, *self._regular()))

    def take_back(self, hearing: Hearing) -> None:
        """Nothing more is said about it."""
        self._taken_back.add(hearing.id)

    def keep(self) -> None:
        """What was collected is so."""
        reminders.cancel(list(self._taken_back))
        zones = self._zones()
        for steps, occasions in self._made.items():
            there = [replace(one, lives_in=zones[one.person_id]) for one in occasions if one.person_id in zones]
            reminders.plan(self.programme_id, there, steps=steps, policy=self.policy, at=self.at)

    def _plan(self, hearing: Hearing, starts_at: datetime, zone: str, steps: tuple[str, ...]) -> None:
        self.take_back(hearing)
        self._made[steps].append(
            Occasion(
                "hearing",
                hearing.id,
                hearing.person_id,
                starts_at,
                zone,
                place=queries.place_of(hearing).in_a_line()[:400],
                sequence=hearing.sequence,
                confirmed_at=hearing.last_confirmed_at,
            )
        )

    def _zones(self) -> dict[UUID, str]:
        """Where the people live whom we still speak to."""
        wanted = {one.person_id for occasions in self._made.values() for one in occasions}
        active = Person.objects.filter(id__in=wanted, state=Person.State.ACTIVE)
        return dict(active.values_list("id", "zone"))

    def _regular(self) -> tuple[str, ...]:
        return tuple(step for step in self.policy.hearing_steps if step not in reminder_rules.AT_ONCE)


def begin(programme_id: UUID, at: datetime) -> Promises:
    """Promises by the rules of the day."""
    return Promises(programme_id, at, programmes.rules_at(programme_id, at))


def earliest(hearing: Hearing, questions: list[Question], at: datetime) -> tuple[datetime, str]:
    """The first coming moment that somebody says, and its zone: whoever comes too early misses nothing."""
    said = [(hearing.starts_at, hearing.zone)]
    for question in questions:
        if question.day is not None and question.time is not None:
            zone = question.zone or hearing.zone
            said.append((wall.instant(datetime.combine(question.day, question.time), zone), zone))
    # A date in the past, or many years ahead, is a slip: nobody is told to keep it.
    return min(one for one in said if one[0] > at or one == said[0])
