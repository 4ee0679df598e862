"""What is signed, and how anybody checks a pack without us: needs no database, no vault, no network.

signature.txt is the statement, one fact a line, and a last line with the signature of all bytes before it:

    amparo/evidence/1
    programme 0197…
    made 2026-11-25T04:10:00Z
    evidence.json 64 hexadecimal digits
    evidence.pdf 64 hexadecimal digits
    signature 128 hexadecimal digits

The key is that of the programme's receipts. A receipt begins with "AMP1" and has 148 bytes; a statement begins with
"amparo/": no bytes are ever both, so neither signature can be shown as the other.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from amparo.casework.evidence.written import VERSION, moment
from amparo.checkins import receipt
from amparo.foundation.errors import Refused

JSON, PDF, HTML, SIGNATURE = "evidence.json", "evidence.pdf", "evidence.html", "signature.txt"
LONGEST_SIGNATURE = 2048
SIGNED = b"signature "


@dataclass(frozen=True, slots=True)
class Genuine:
    """What was checked and found true."""

    programme_id: UUID
    made_at: datetime
    begins: str
    ends: str
    person_ref: str
    receipts: int


def statement(programme_id: UUID, files: Mapping[str, bytes], *, at: datetime) -> bytes:
    """The bytes that are signed."""
    made = moment(at.replace(microsecond=0))
    lines = [VERSION, f"programme {programme_id}", f"made {made}"]
    lines += [f"{name} {digest(files[name])}" for name in sorted(files)]
    return "".join(f"{line}\n" for line in lines).encode()


def signed(said: bytes, signature: bytes) -> bytes:
    """The file signature.txt."""
    return said + SIGNED + signature.hex().encode() + b"\n"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def programme_of(files: Mapping[str, bytes]) -> UUID:
    """The programme that a pack says it is of; not yet whether it is true."""
    return _programme(_stated(_split(files)[0]))


def verify(files: Mapping[str, bytes], public_key: bytes) -> Genuine:
    """Everything in the pack is as the programme with this key signed it.

    Codes: "pack_unreadable"; "pack_forged" (another key, or the statement was changed); "json_changed",
    "document_changed", "document_missing"; "receipt_forged", "receipt_of_another" (`number` says which).
    """
    said, signature = _split(files)
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, said)
    except (InvalidSignature, ValueError):
        raise Refused("pack_forged") from None
    stated = _stated(said)
    if stated.get(JSON) != digest(files[JSON]):
        raise Refused("json_changed")
    document = next((name for name in (PDF, HTML) if name in stated), None)
    if document is None or document not in files:
        raise Refused("document_missing")
    if stated[document] != digest(files[document]):
        raise Refused("document_changed")
    return _genuine(stated, files[JSON], public_key)


def _genuine(stated: Mapping[str, str], data: bytes, public_key: bytes) -> Genuine:
    try:
        facts, programme = json.loads(data), _programme(stated)
        if facts["format"] != VERSION or facts["programme"]["id"] != str(programme):
            raise Refused("pack_unreadable")
        receipts = [
            _receipt(row, one["checkin"], facts, public_key) for one in facts["checkins"] for row in one["receipts"]
        ]
        made = datetime.fromisoformat(stated["made"])
        period, ref = facts["period"], facts["person"]["ref"]
        return Genuine(programme, made, period["begins"], period["ends"], ref, len(receipts))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Refused("pack_unreadable") from None


def _receipt(row: Mapping[str, Any], checkin: str, facts: Mapping[str, Any], public_key: bytes) -> receipt.Receipt:
    """A receipt of the pack: genuine, of this person and window, and saying what the pack says."""
    try:
        said = receipt.verify(receipt.from_text(row["signed"]), public_key)
    except Refused:
        raise Refused("receipt_forged", number=row["number"]) from None
    same = {
        "programme": str(said.programme_id) == facts["programme"]["id"],
        "person": said.person_ref.hex() == facts["person"]["ref"],
        "checkin": str(said.checkin_id) == checkin,
        "number": said.number == row["number"],
        "said": moment(said.said_at) == row["said_at"],
        "received": moment(said.received_at) == row["received_at"],
        "on_time": said.on_time is row["on_time"],
    }
    if not all(same.values()):
        raise Refused("receipt_of_another", number=row["number"])
    return said


def _split(files: Mapping[str, bytes]) -> tuple[bytes, bytes]:
    """The statement and its signature."""
    whole = files.get(SIGNATURE, b"")
    said, found, signature = whole.rpartition(b"\n" + SIGNED)
    if (
        JSON not in files
        or not found
        or len(whole) > LONGEST_SIGNATURE
        or not said.startswith(VERSION.encode() + b"\n")
    ):
        raise Refused("pack_unreadable")
    try:
        return said + b"\n", bytes.fromhex(signature.decode("ascii").strip())
    except ValueError:
        raise Refused("pack_unreadable") from None


def _stated(said: bytes) -> dict[str, str]:
    try:
        lines = said.decode("ascii").splitlines()[1:]
    except ValueError:
        raise Refused("pack_unreadable") from None
    return dict(line.split(" ", 1) for line in lines if " " in line)


def _programme(stated: Mapping[str, str]) -> UUID:
    try:
        return UUID(stated["programme"])
    except (KeyError, ValueError):
        raise Refused("pack_unreadable") from None
