"""Who acts: made once at the door, handed down as `by=`."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    PERSON = "person"
    MEMBER = "member"
    SYSTEM = "system"
    REPRESENTATIVE = "representative"
    HEAD = "head"


class Role(StrEnum):
    """What a staff member does in a programme; one may hold several."""

    CASE_WORKER = "case_worker"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    PRIVACY_OFFICER = "privacy_officer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Actor:
    """One somebody, in one programme. `id` is the member's, the person's, or for the system a fixed one per job.

    A representative acts under one mandate at a time, and `id` is the mandate's: of whoever they are elsewhere,
    nothing is known here. The head of a family acts for one member at a time, and `id` is that member's row in the
    household: it may send one thing, and nothing else.
    """

    kind: Kind
    id: UUID
    programme_id: UUID
    roles: frozenset[Role] = field(default_factory=frozenset)
    # Members whose caseload this one covers today, themselves included.
    covers: frozenset[UUID] = field(default_factory=frozenset)
    # For a representative: whom they see, and what of them. For the head of a family: for whom they send.
    represents: UUID | None = None
    areas: frozenset[str] = field(default_factory=frozenset)

    @property
    def person_id(self) -> UUID | None:
        """The participant who acts, None for everybody else."""
        return self.id if self.kind is Kind.PERSON else None

    @property
    def row_id(self) -> UUID | None:
        """What stands in the row token in a person's place: they themselves, a mandate, or a row of a household."""
        return self.id if self.kind in (Kind.PERSON, Kind.REPRESENTATIVE, Kind.HEAD) else None


def is_outside_the_team(actor: Actor) -> bool:
    """A privacy officer who works on nobody's case: whoever wears both hats would read complaints about themselves."""
    return Role.PRIVACY_OFFICER in actor.roles and not actor.roles & {Role.CASE_WORKER, Role.SUPERVISOR}


SYSTEM_ID = UUID(int=0)


def system(programme_id: UUID) -> Actor:
    """Amparo itself, in one programme: sweeps, sending, planning."""
    return Actor(Kind.SYSTEM, SYSTEM_ID, programme_id)
