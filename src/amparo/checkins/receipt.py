"""The receipt of a check-in: fixed bytes, signed with the programme's Ed25519 key, checkable by anyone offline.

    "AMP1" | programme 16 | number 7 | person 16 | check-in 16 | client id 16 | body hash 32
    | said 8 | received 8 | closes 8 (milliseconds since 1970, UTC; said 0 = unknown)
    | on time 1 (0 no, 1 yes, 2 unknown)
    | signature 64

As text: base64url without padding. `person` is a one-way reference: equal on all receipts of one person, and
says nothing to anybody else.
"""

import hashlib
import secrets
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from amparo.foundation import base64url
from amparo.foundation.errors import Refused

MAGIC = b"AMP1"
LAYOUT = struct.Struct(">4s16s7s16s16s16s32sQQQB")
SIGNATURE_BYTES = 64
# As text: MAGIC, whatever follows it, and how long the whole is.
BEGINNING, TEXT_LENGTH = "QU1QM", -(-(LAYOUT.size + SIGNATURE_BYTES) * 4 // 3)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Crockford's base 32: nothing that is mistaken for something else when read aloud.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ON_TIME = {0: False, 1: True, 2: None}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says."""

    programme_id: UUID
    number: str
    person_ref: bytes
    checkin_id: UUID
    client_id: UUID
    body_hash: bytes
    said_at: datetime | None
    received_at: datetime
    closes_at: datetime
    on_time: bool | None


def new_number() -> str:
    """A random number of ten signs, read as two groups of five."""
    drawn = int.from_bytes(secrets.token_bytes(7))  # each sign takes five bits of it
    signs = "".join(ALPHABET[drawn >> 5 * n & 31] for n in range(10))
    return f"{signs[:5]}-{signs[5:]}"


def person_ref(pseudonym: UUID) -> bytes:
    """The person on a receipt."""
    return hashlib.sha256(b"amparo-receipt/1" + pseudonym.bytes).digest()[:16]


def payload(receipt: Receipt) -> bytes:
    """The bytes that are signed."""
    return LAYOUT.pack(
        MAGIC,
        receipt.programme_id.bytes,
        _number_bytes(receipt.number),
        receipt.person_ref,
        receipt.checkin_id.bytes,
        receipt.client_id.bytes,
        receipt.body_hash,
        _millis(receipt.said_at) if receipt.said_at else 0,
        _millis(receipt.received_at),
        _millis(receipt.closes_at),
        next(code for code, value in _ON_TIME.items() if value is receipt.on_time),
    )


def read(signed: bytes) -> Receipt:
    """What the bytes say; not yet whether it is true. Raises Refused("receipt_unreadable")."""
    if len(signed) != LAYOUT.size + SIGNATURE_BYTES or not signed.startswith(MAGIC):
        raise Refused("receipt_unreadable")
    _, programme, number, person, checkin, client, body, said, received, closes, on_time = LAYOUT.unpack(
        signed[: LAYOUT.size]
    )
    try:
        return Receipt(
            UUID(bytes=programme),
            _number_text(number),
            person,
            UUID(bytes=checkin),
            UUID(bytes=client),
            body,
            _moment(said) if said else None,
            _moment(received),
            _moment(closes),
            _ON_TIME[on_time],
        )
    except (KeyError, OverflowError):
        raise Refused("receipt_unreadable") from None


def verify(signed: bytes, public_key: bytes) -> Receipt:
    """The receipt, if the programme with this key signed it; Refused("receipt_forged") otherwise."""
    receipt = read(signed)
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signed[LAYOUT.size :], signed[: LAYOUT.size])
    except InvalidSignature:
        raise Refused("receipt_forged") from None
    return receipt


def to_text(signed: bytes) -> str:
    return base64url.encode(signed)


def from_text(text: str) -> bytes:
    """The bytes of a receipt's text, of an address that ends in it, or of a saved receipt; white space is forgiven."""
    bare = "".join(text.split())
    if (begins := bare.find(BEGINNING)) > 0:
        bare = bare[begins : begins + TEXT_LENGTH]
    try:
        return base64url.decode(bare)
    except ValueError:
        raise Refused("receipt_unreadable") from None


def _number_bytes(number: str) -> bytes:
    value = 0
    for sign in number.replace("-", ""):
        value = value * 32 + ALPHABET.index(sign)
    return value.to_bytes(7)


def _number_text(data: bytes) -> str:
    value, signs = int.from_bytes(data), ""
    for _ in range(10):
        value, sign = divmod(value, 32)
        signs = ALPHABET[sign] + signs
    return f"{signs[:5]}-{signs[5:]}"


def _millis(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)


def _moment(millis: int) -> datetime:
    return EPOCH + timedelta(milliseconds=millis)
