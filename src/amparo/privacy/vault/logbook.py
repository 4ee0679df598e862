"""The body of an access log entry: one canonical record, sealed once for the person and once for oversight.

    body    0x01 | tag(16) | length of the person's copy(2) | the person's copy | the oversight copy
    copy    AES-256-GCM(HKDF-Expand(reader's key, "amparo/log/1" | tag), record, AAD = programme | pseudonym)

The tag is random and makes each key new, so the nonce can be zero. When the person is forgotten, their copy
can no longer be read. The oversight copy can, so that misuse cannot hide behind an erasure; nothing links its
pseudonym to anybody any more.
"""

import json
import os
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from amparo.access.actor import Actor
from amparo.privacy.vault import crypto

VERSION = 1
ZERO = bytes(12)


def record(
    action: str,
    *,
    by: Actor,
    why: str,
    fields: list[str],
    asked_at: datetime,
    now: datetime,
    request: UUID | None,
) -> bytes:
    """The canonical bytes. `at` is the vault's own clock: a caller cannot date a look into the past."""
    facts = {
        "action": action,
        "actor": str(by.id),
        "asked_at": asked_at.isoformat(),
        "at": now.isoformat(),
        "fields": fields,
        "kind": by.kind.value,
        "purpose": why,
        "request": str(request) if request else None,
        "roles": sorted(by.roles),
        "v": VERSION,
    }
    return json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()


def person_key(share: bytes) -> bytes:
    return crypto.derive(share, b"log-reader")


def seal(line: bytes, *, person: bytes, oversight: bytes, bound_to: bytes) -> bytes:
    """The entry's body."""
    tag = os.urandom(16)
    theirs = _cipher(person, tag).encrypt(ZERO, line, bound_to)
    ours = _cipher(oversight, tag).encrypt(ZERO, line, bound_to)
    return bytes((VERSION,)) + tag + len(theirs).to_bytes(2) + theirs + ours


def open_as_person(body: bytes, *, key: bytes, bound_to: bytes) -> bytes:
    return _open(body, key, bound_to, slice(19, 19 + _length(body)))


def open_as_oversight(body: bytes, *, key: bytes, bound_to: bytes) -> bytes:
    return _open(body, key, bound_to, slice(19 + _length(body), None))


def _length(body: bytes) -> int:
    if len(body) < 19 or body[0] != VERSION:
        raise crypto.CannotOpen
    return int.from_bytes(body[17:19])


def _open(body: bytes, key: bytes, bound_to: bytes, copy: slice) -> bytes:
    try:
        return _cipher(key, body[1:17]).decrypt(ZERO, body[copy], bound_to)
    except (InvalidTag, ValueError):
        raise crypto.CannotOpen from None


def _cipher(key: bytes, tag: bytes) -> AESGCM:
    return AESGCM(crypto.expand(key, b"amparo/log/1" + tag))
