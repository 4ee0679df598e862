"""Reads about hearings that more than one caller needs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from amparo.directory import queries as directory
from amparo.directory.models import Court
from amparo.foundation.errors import Refused
from amparo.hearings.models import Hearing, Question, Source
from amparo.hearings.rules import State

# A cancelled hearing is expected by nobody; one that is in question is, until somebody has looked.
EXPECTED = (State.SCHEDULED, State.IN_QUESTION, State.GONE_FROM_FEED)


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go. `words`: as the source wrote it. `ask_court`: nobody knows the address, and none is guessed."""

    court: str
    address: str
    words: str
    room: str
    ask_court: bool

    def in_a_line(self) -> str:
        """For a message; empty if there is nothing to say."""
        parts = (self.court, self.address, self.room) if self.court else (self.words, self.room)
        return ", ".join(part for part in parts if part)


def by_id(hearing_id: UUID) -> Hearing:
    """The hearing with its person. Code: "no_such_hearing", for another programme's too."""
    found = Hearing.objects.select_related("person", "court", "source").filter(id=hearing_id).first()
    if found is None:
        raise Refused("no_such_hearing")
    return found


def mode_of(hearing_id: UUID) -> str:
    """How it is held; empty for what is no hearing, or none of whoever looks."""
    return Hearing.objects.filter(id=hearing_id).values_list("mode", flat=True).first() or ""


def next_of(person_id: UUID, at: datetime) -> Hearing | None:
    """The person's next hearing, if one is expected."""
    return upcoming(at).filter(person=person_id).first()


def of_person(person_id: UUID) -> list[Hearing]:
    """All the person's hearings, the latest first."""
    rows = Hearing.objects.filter(person=person_id).select_related("court", "source")
    return list(rows.order_by("-starts_at"))


def upcoming(at: datetime, *, days: int | None = None) -> QuerySet[Hearing]:
    """Hearings that are expected, soonest first."""
    rows = Hearing.objects.filter(starts_at__gt=at, state__in=EXPECTED)
    if days is not None:
        rows = rows.filter(starts_at__lt=at + timedelta(days=days))
    return rows.select_related("person", "court", "source").order_by("starts_at")


def open_questions(hearing_id: UUID | None = None) -> QuerySet[Question]:
    """What a human must still decide, the nearest hearing first."""
    rows = Question.objects.filter(decided_at=None)
    if hearing_id is not None:
        rows = rows.filter(hearing=hearing_id)
    return rows.select_related("person", "hearing", "hearing__court", "source").order_by("hearing__starts_at")


def sources() -> list[Source]:
    """Where dates come from."""
    return list(Source.objects.order_by("name"))


def sources_to_read(at: datetime) -> list[UUID]:
    """Feeds whose time has come."""
    due = Source.objects.filter(read_next_at__lte=at, kind=Source.Kind.FEED)
    return list(due.order_by("read_next_at").values_list("id", flat=True))


def court_of(hearing: Hearing) -> Court | None:
    """The court by today's list; None where only the source's words say where it is."""
    return directory.successor_of(hearing.court) if hearing.court else None


def place_of(hearing: Hearing) -> Place:
    """Where the hearing is, by today's list of courts."""
    court = court_of(hearing)
    if court is None:
        return Place("", "", hearing.place, hearing.room, ask_court=not hearing.place)
    return Place(court.name, court.address, hearing.place, hearing.room, ask_court=not court.address)
