"""Sealing and opening, given the share. Pure: no files, no sockets, no clock.

share       32 random bytes per person
main key    HKDF-Extract(salt = the person's salt, share)
record key  HKDF-Expand(main key, "amparo/v1" | context), one for each version of each value
context     programme(16) | subject(16) | row(16) | version(4) | field
blob        0x01 | alg(1) | kek_id(2) | nonce(12) | AES-256-GCM(record key, padded value, AAD = head|context)
"""

import hmac
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SEALED_HERE, SEALED_X25519, SEALED_P256 = 1, 2, 3
AES_256_GCM = 1
HEAD, NONCE = 4, 12
# AES-GCM shows the length of what it hides: "yes" and "no" must look alike.
PADDED_TO = 16
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

_X25519 = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
_P256 = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)


class CannotOpen(Exception):
    """The blob is damaged, or belongs to another person, row, field or version."""


def extract(key: bytes, salt: bytes) -> bytes:
    """HKDF-Extract with SHA-256."""
    return hmac.digest(salt, key, "sha256")


def expand(main_key: bytes, info: bytes, length: int = 32) -> bytes:
    """HKDF-Expand with SHA-256."""
    made = block = b""
    counter = 0
    while len(made) < length:
        counter += 1
        block = hmac.digest(main_key, block + info + bytes([counter]), "sha256")
        made += block
    return made[:length]


def derive(key: bytes, info: bytes, length: int = 32) -> bytes:
    """HKDF-SHA256 without a salt, for keys that are already random."""
    return expand(extract(key, bytes(32)), info, length)


def context(programme: bytes, subject: bytes, row: bytes, version: int, field: str) -> bytes:
    """What a sealed value is bound to. Fixed lengths first, so that no two contexts read the same."""
    return programme + subject + row + version.to_bytes(4) + field.encode()


def seal(main_key: bytes, bound_to: bytes, value: bytes, *, kek_id: int, nonce: bytes) -> bytes:
    """The value, readable only with this main key and in this context."""
    head = bytes((SEALED_HERE, AES_256_GCM)) + kek_id.to_bytes(2)
    key = AESGCM(expand(main_key, b"amparo/v1" + bound_to))
    return head + nonce + key.encrypt(nonce, _pad(value), head + bound_to)


def open_here(main_key: bytes, bound_to: bytes, blob: bytes) -> bytes:
    """The value of a blob made by `seal`."""
    head, nonce, hidden = blob[:HEAD], blob[HEAD : HEAD + NONCE], blob[HEAD + NONCE :]
    if len(hidden) < PADDED_TO or head[1] != AES_256_GCM:
        raise CannotOpen
    key = AESGCM(expand(main_key, b"amparo/v1" + bound_to))
    try:
        return _unpad(key.decrypt(nonce, hidden, head + bound_to))
    except InvalidTag:
        raise CannotOpen from None


def open_from_phone(share: bytes, blob: bytes, info: bytes) -> bytes:
    """The value of a blob sealed by HPKE to the person's public key."""
    suite, key = (_X25519, x25519_key(share)) if blob[0] == SEALED_X25519 else (_P256, p256_key(share))
    try:
        return suite.decrypt(blob[1:], key, info)
    except (InvalidTag, ValueError):
        raise CannotOpen from None


def phone_info(field: str, programme: UUID, subject: UUID, client_id: UUID) -> bytes:
    """What a phone binds its blob to."""
    return f"amparo/phone/1|{field}|{programme}|{subject}|{client_id}".encode()


def x25519_key(share: bytes) -> x25519.X25519PrivateKey:
    return x25519.X25519PrivateKey.from_private_bytes(derive(share, b"hpke-x25519"))


def p256_key(share: bytes) -> ec.EllipticCurvePrivateKey:
    """The person's P-256 key; 16 more bytes than needed keep the remainder even (FIPS 186-5, A.2.1)."""
    wide = int.from_bytes(derive(share, b"hpke-p256", 48))
    return ec.derive_private_key(wide % (P256_ORDER - 1) + 1, ec.SECP256R1())


def public_keys(share: bytes) -> tuple[bytes, bytes]:
    """X25519 (32 bytes) and P-256 (65 bytes, uncompressed)."""
    point = p256_key(share).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return x25519_key(share).public_key().public_bytes_raw(), point


def pseudonym(share: bytes) -> UUID:
    """The name of the person's access log. Nobody can compute it once the share is gone."""
    noise = int.from_bytes(derive(share, b"log-pseudonym", 16))
    return UUID(int=noise & ~(0xF << 76) & ~(0b11 << 62) | 0x8 << 76 | 0b10 << 62)  # version 8, RFC 9562


def blind(key: bytes, field: str, value: str) -> bytes:
    """Eight bytes that are equal for equal values of one field in one programme."""
    return hmac.digest(key, (field + "|" + value).encode(), "sha256")[:8]


def _pad(value: bytes) -> bytes:
    return value + b"\x80" + bytes(-(len(value) + 1) % PADDED_TO)


def _unpad(padded: bytes) -> bytes:
    return padded[: padded.rindex(b"\x80")]
