"""What callers hand to the vault and get back: plain values, no keys."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Subject:
    """A person as the vault knows them. The salt is the person's row's: it dies with the row."""

    programme_id: UUID
    id: UUID
    salt: bytes


@dataclass(frozen=True, slots=True)
class NewSubject:
    """What to keep in the new person's row. The keys are public; the pseudonym names their access log."""

    id: UUID
    salt: bytes
    pseudonym: UUID
    hpke_x25519: bytes
    hpke_p256: bytes


@dataclass(frozen=True, slots=True)
class SealItem:
    subject: Subject
    field: str
    row_id: UUID
    value: str | bytes | None
    version: int = 1


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A sealed value. For one sealed on a phone, `row_id` is the client id the phone gave it."""

    subject: Subject
    field: str
    row_id: UUID
    blob: bytes | None
    version: int = 1


@dataclass(frozen=True, slots=True)
class LogRecord:
    """One line of a person's access log, opened."""

    at: datetime
    asked_at: datetime
    action: str
    actor_kind: str
    actor_id: UUID
    roles: tuple[str, ...]
    purpose: str
    fields: tuple[str, ...]
    request_id: UUID | None
