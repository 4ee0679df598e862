"""Who acts: made once at the door, handed down as `by=`."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    PERSON = "person"
    MEMBER = "member"
    SYSTEM = "system"


class Role(StrEnum):
    """What a staff member does in a programme; one may hold several."""

    CASE_WORKER = "case_worker"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    PRIVACY_OFFICER = "privacy_officer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Actor:
    """One somebody, in one programme. `id` is the member's, the person's, or for the system a fixed one per job."""

    kind: Kind
    id: UUID
    programme_id: UUID
    roles: frozenset[Role] = field(default_factory=frozenset)
    # Members whose caseload this one covers today, themselves included.
    covers: frozenset[UUID] = field(default_factory=frozenset)

    @property
    def person_id(self) -> UUID | None:
        """The participant who acts, None for everybody else."""
        return self.id if self.kind is Kind.PERSON else None


def is_outside_the_team(actor: Actor) -> bool:
    """A privacy officer who works on nobody's case: whoever wears both hats would read complaints about themselves."""
    return Role.PRIVACY_OFFICER in actor.roles and not actor.roles & {Role.CASE_WORKER, Role.SUPERVISOR}


SYSTEM_ID = UUID(int=0)


def system(programme_id: UUID) -> Actor:
    """Amparo itself, in one programme: sweeps, sending, planning."""
    return Actor(Kind.SYSTEM, SYSTEM_ID, programme_id)
