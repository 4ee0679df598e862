"""What rooms and doors ask of the vault: plain functions, safe from any thread. No keys on this side."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from amparo.access.actor import Actor
from amparo.foundation.errors import Refused
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import line
from amparo.privacy.vault.values import LogRecord, NewSubject, OpenItem, SealItem, Subject


def new_subjects(programme_id: UUID, ids: Sequence[UUID]) -> list[NewSubject]:
    """Each person has a key share on the vault's disk. Asked again for an id, only the salt is a new one."""
    question = {"programme": programme_id.bytes, "ids": [i.bytes for i in ids]}
    return [
        NewSubject(UUID(bytes=i), salt, UUID(bytes=pseudonym), x25519, p256)
        for i, salt, pseudonym, x25519, p256 in line.ask("new_subjects", question)
    ]


def seal(subject: Subject, field: str, row_id: UUID, value: str | bytes, *, version: int = 1) -> bytes:
    """The value, sealed: readable only as this field, in this row and version, of this person."""
    sealed = seal_many([SealItem(subject, field, row_id, value, version)])[0]
    assert sealed is not None  # noqa: S101  a value was given  # nosec B101
    return sealed


def seal_many(items: Sequence[SealItem]) -> list[bytes | None]:
    """The values of one programme's people, sealed in one round trip; None stays None."""
    if not items:
        return []
    blobs: list[bytes | None] = line.ask("seal", _sealing(items))
    return blobs


def seal_and_sign(items: Sequence[SealItem], payload: bytes, *, programme_id: UUID) -> tuple[list[bytes | None], bytes]:
    """The values sealed and the payload signed with the programme's receipt key, in one round trip."""
    question = _sealing(items) if items else {"programme": programme_id.bytes, "subjects": [], "items": []}
    if question["programme"] != programme_id.bytes:
        raise Refused("wrong_programme")
    blobs, signature = line.ask("seal_and_sign", question | {"payload": payload})
    return blobs, signature


def open_sealed(
    items: Sequence[OpenItem], *, by: Actor, why: Purpose, at: datetime, request_id: UUID | None = None
) -> list[bytes | None]:
    """The values, after the look has been written into each person's access log.

    None where nothing was sealed or the person has been forgotten. Places come one at a time, counted.
    """
    # An erased row has lost its salt: whatever was left behind cannot be read.
    present = [item for item in items if item.blob and item.subject.salt]
    if not present:
        return [None] * len(items)
    question = _subjects_and(present, [(i.field, i.row_id.bytes, i.version, i.blob) for i in present])
    clear = iter(line.ask("open", question | _reason(by, why, at, request_id)))
    return [next(clear) if item.blob and item.subject.salt else None for item in items]


def open_text(
    items: Sequence[OpenItem], *, by: Actor, why: Purpose, at: datetime, request_id: UUID | None = None
) -> list[str | None]:
    """As `open_sealed`, for values that are words."""
    values = open_sealed(items, by=by, why=why, at=at, request_id=request_id)
    return [None if value is None else value.decode() for value in values]


def forget(programme_id: UUID, ids: Sequence[UUID], *, by: Actor, at: datetime) -> int:
    """Nothing sealed for these people can be opened again, by anybody. Returns how many were still known."""
    question = {"programme": programme_id.bytes, "ids": [i.bytes for i in ids]}
    known: int = line.ask("forget", question | _reason(by, Purpose.ERASURE, at, None))
    return known


def blind(programme_id: UUID, values: Sequence[tuple[str, str]]) -> list[bytes]:
    """Eight bytes for each (field, normalised value), equal for equal values of one programme."""
    if not values:
        return []
    tags: list[bytes] = line.ask("blind", {"programme": programme_id.bytes, "values": list(values)})
    return tags


def pin_new(programme_id: UUID, subject_id: UUID, pin: str) -> bytes:
    """The tag to keep instead of the PIN."""
    question = {"programme": programme_id.bytes, "subject": subject_id.bytes, "pin": pin}
    tag: bytes = line.ask("pin_new", question)
    return tag


def pin_check(programme_id: UUID, subject_id: UUID, pin: str, tag: bytes) -> bool:
    """Whether the tag was made of this PIN for this person."""
    question = {"programme": programme_id.bytes, "subject": subject_id.bytes, "pin": pin, "tag": tag}
    right: bool = line.ask("pin_check", question)
    return right


def receipt_sign(programme_id: UUID, payload: bytes) -> bytes:
    """The programme's Ed25519 signature of the payload, 64 bytes."""
    signature: bytes = line.ask("receipt_sign", {"programme": programme_id.bytes, "payload": payload})
    return signature


def receipt_public_key(programme_id: UUID) -> bytes:
    """The key that checks the programme's receipts, 32 bytes."""
    key: bytes = line.ask("receipt_public_key", {"programme": programme_id.bytes})
    return key


def log_read(
    subject: Subject, bodies: Sequence[bytes], *, by: Actor, at: datetime, request_id: UUID | None = None
) -> list[LogRecord]:
    """One person's access log, opened for the person or for a privacy officer, whose look is logged."""
    question = {
        "programme": subject.programme_id.bytes,
        "subject": subject.id.bytes,
        "bodies": list(bodies),
    }
    lines = line.ask("log_read", question | _reason(by, Purpose.LOG_REVIEW, at, request_id))
    return [_log_record(json.loads(line)) for line in lines]


def health() -> dict[str, Any]:
    """`isolation` ("own user" or "same user"), `log` (it can be written), `kek` (where the key is from)."""
    answer: dict[str, Any] = line.ask("health", {})
    return answer


def _sealing(items: Sequence[SealItem]) -> dict[str, Any]:
    values = [i.value.encode() if isinstance(i.value, str) else i.value for i in items]
    return _subjects_and(items, [(i.field, i.row_id.bytes, i.version, v) for i, v in zip(items, values, strict=True)])


def _subjects_and(items: Sequence[SealItem | OpenItem], rests: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    """Each person is named once; the items point to them by number."""
    programme = items[0].subject.programme_id
    numbers: dict[Subject, int] = {}
    pointing: list[tuple[Any, ...]] = []
    for item, rest in zip(items, rests, strict=True):
        if item.subject.programme_id != programme:
            raise Refused("wrong_programme")
        pointing.append((numbers.setdefault(item.subject, len(numbers)), *rest))
    return {
        "programme": programme.bytes,
        "subjects": [(s.id.bytes, s.salt) for s in numbers],
        "items": pointing,
    }


def _reason(by: Actor, why: Purpose, at: datetime, request_id: UUID | None) -> dict[str, Any]:
    return {
        "by": (by.kind.value, by.id.bytes, by.programme_id.bytes, sorted(by.roles)),
        "why": why.value,
        "at": at.isoformat(),
        "request": request_id.bytes if request_id else None,
    }


def _log_record(said: dict[str, Any]) -> LogRecord:
    return LogRecord(
        at=datetime.fromisoformat(said["at"]),
        asked_at=datetime.fromisoformat(said["asked_at"]),
        action=said["action"],
        actor_kind=said["kind"],
        actor_id=UUID(said["actor"]),
        roles=tuple(said["roles"]),
        purpose=said["purpose"],
        fields=tuple(said["fields"]),
        request_id=UUID(said["request"]) if said["request"] else None,
    )
