"""Checks what a browser says that a passkey said: right site, right question, device unlocked, signature true."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import webauthn
from django.conf import settings
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import CredentialDeviceType

from amparo.foundation.errors import Refused

LONGEST = 16 * 1024
ALGORITHMS = (
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
)
# The library meets strangers' bytes: whatever it stumbles over is a passkey that is not taken.
UNREADABLE = (WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Site:
    """Whose passkeys these are: a browser signs for no other."""

    origin: str
    rp_id: str


@dataclass(frozen=True, slots=True)
class Made:
    """A new key, as its device described it."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    is_shared: bool


@cache
def site() -> Site | None:
    """This site, by its public address; None where browsers allow no passkeys (a bare number, no https)."""
    where = urlsplit(settings.PUBLIC_URL)
    host = where.hostname or ""
    local = host == "localhost" or host.endswith(".localhost")
    if _is_number(host) or not (where.scheme == "https" or local):
        return None
    default = {"https": 443, "http": 80}.get(where.scheme)
    port = "" if where.port in (None, default) else f":{where.port}"
    return Site(f"{where.scheme}://{host}{port}", host)


def here() -> Site:
    """This site. Refused("no_passkeys_here") where browsers allow none."""
    found = site()
    if found is None:
        raise Refused("no_passkeys_here")
    return found


def challenge_in(said: Mapping[str, Any]) -> bytes:
    """The question that the browser says was answered; whether it is ours is asked elsewhere."""
    try:
        return bytes(base64url_to_bytes(_told(said)["challenge"]))
    except UNREADABLE:
        raise Refused("passkey_not_taken") from None


def credential_in(said: Mapping[str, Any]) -> bytes:
    """The key's name, as the browser says it."""
    try:
        return bytes(base64url_to_bytes(said["id"]))
    except UNREADABLE:
        raise Refused("passkey_not_taken") from None


def handle_in(said: Mapping[str, Any]) -> bytes:
    """Whose key it is, as the device that keeps it says; empty if it keeps nothing."""
    try:
        return bytes(base64url_to_bytes(said["response"].get("userHandle") or ""))
    except UNREADABLE:
        raise Refused("passkey_not_taken") from None


def read(text: str) -> dict[str, Any]:
    """What a page's script sent. Refused("passkey_not_taken") if it is nothing of the kind."""
    try:
        said = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise Refused("passkey_not_taken")
    return said


def made(said: dict[str, Any], *, challenge: bytes, at: Site) -> Made:
    """The new key, if everything about it is in order."""
    _require_own_page(said)
    try:
        found = webauthn.verify_registration_response(
            credential=said,
            expected_challenge=challenge,
            expected_rp_id=at.rp_id,
            expected_origin=at.origin,
            require_user_verification=True,
            supported_pub_key_algs=list(ALGORITHMS),
        )
    except UNREADABLE:
        raise Refused("passkey_not_taken") from None
    shared = found.credential_device_type is CredentialDeviceType.MULTI_DEVICE
    return Made(found.credential_id, found.credential_public_key, found.sign_count, shared)


def used(said: dict[str, Any], *, challenge: bytes, at: Site, public_key: bytes, sign_count: int) -> int:
    """The key's new count, if it signed this question here, after its device was unlocked, and is no copy."""
    _require_own_page(said)
    try:
        found = webauthn.verify_authentication_response(
            credential=said,
            expected_challenge=challenge,
            expected_rp_id=at.rp_id,
            expected_origin=at.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except UNREADABLE:
        raise Refused("passkey_not_taken") from None
    return found.new_sign_count


def to_make(
    *, challenge: bytes, at: Site, site_name: str, handle: bytes, known: Sequence[bytes], found_by_itself: bool = False
) -> dict[str, Any]:
    """What a browser needs to make a key. The names in it are the programme's: a phone shows them to whoever looks.

    `found_by_itself`: the device keeps the handle beside the key, so that nobody need say first who they are.
    """
    return {
        "challenge": bytes_to_base64url(challenge),
        "rp": {"id": at.rp_id, "name": site_name},
        "user": {"id": bytes_to_base64url(handle), "name": site_name, "displayName": site_name},
        "algorithms": [int(one) for one in ALGORITHMS],
        "known": [bytes_to_base64url(one) for one in known],
        "found": found_by_itself,
    }


def to_use(*, challenge: bytes, at: Site, known: Sequence[bytes]) -> dict[str, Any]:
    """What a browser needs to have a key sign."""
    return {
        "challenge": bytes_to_base64url(challenge),
        "rp": at.rp_id,
        "known": [bytes_to_base64url(one) for one in known],
    }


def _told(said: Mapping[str, Any]) -> dict[str, Any]:
    try:
        told = json.loads(base64url_to_bytes(said["response"]["clientDataJSON"]))
    except (*UNREADABLE, RecursionError):
        raise Refused("passkey_not_taken") from None
    if not isinstance(told, dict):
        raise Refused("passkey_not_taken")
    return told


def _require_own_page(said: Mapping[str, Any]) -> None:
    """Our pages stand in nobody's frame: an answer from inside one was asked for by somebody else."""
    if _told(said).get("crossOrigin", False) is not False:
        raise Refused("passkey_not_taken")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
