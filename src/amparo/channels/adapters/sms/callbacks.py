"""What Twilio calls us back for: what became of a message, what somebody wrote, and was it Twilio at all."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from amparo.channels.adapters.sms import codes
from amparo.channels.outcomes import Why
from amparo.channels.receipts import Event, Receipt

EVENTS = {
    "accepted": Event.TAKEN,
    "scheduled": Event.TAKEN,
    "queued": Event.TAKEN,
    "sending": Event.TAKEN,
    "sent": Event.TAKEN,
    "delivered": Event.DELIVERED,
    "read": Event.DELIVERED,
    "undelivered": Event.UNDELIVERED,
    "failed": Event.FAILED,
    "canceled": Event.FAILED,
}
OptOut = Literal["", "stop", "start", "help"]
OPT_OUTS: dict[str, OptOut] = {"STOP": "stop", "START": "start", "HELP": "help"}


@dataclass(frozen=True, slots=True)
class Incoming:
    """A text somebody wrote to us. `opt_out` is what Twilio itself understood and acted on, if anything."""

    provider_ref: str
    address: str = field(repr=False)
    to: str = field(repr=False)
    text: str = field(repr=False)
    opt_out: OptOut = ""


def genuine(url: str, params: Iterable[tuple[str, str]], given: str, secrets: Iterable[str]) -> bool:
    """Whether one of our account's secrets signed this call-back.

    `url` is the address Twilio called, as we gave it, query included; `params` are all fields of the form,
    also those we do not know. Several secrets may be valid while one replaces another.
    """
    fields, offered = list(params), given.encode()
    made = [signature(way, fields, secret).encode() for secret in secrets if secret for way in _spellings(url)]
    # No early exit: every comparison takes its time.
    return any([hmac.compare_digest(offered, one) for one in made])


def signature(url: str, params: Iterable[tuple[str, str]], secret: str) -> str:
    """Base64 of HMAC-SHA1 over the address and each name and value, sorted; a repeated pair counts once."""
    signed = url + "".join(name + value for name, value in sorted(set(params)))
    return base64.b64encode(hmac.digest(secret.encode(), signed.encode(), "sha1")).decode()


def receipt(params: Mapping[str, str], ref: str | None) -> Receipt | None:
    """What a status call-back says; None when nothing we know. `ref` is the address's own parameter."""
    event = EVENTS.get(params.get("MessageStatus", "").lower())
    provider_ref = params.get("MessageSid", "")[:80]
    if event is None or not provider_ref:
        return None
    code = params.get("ErrorCode", "")
    code = code if code.isdecimal() and len(code) < 10 else ""
    why = codes.of_error(int(code)).why if code else Why.NONE
    return Receipt(_reference(ref), provider_ref, event, code, why)


def incoming(params: Mapping[str, str]) -> Incoming | None:
    """A text that came in; None when it lacks an id or a sender."""
    provider_ref, address = params.get("MessageSid", "")[:80], params.get("From", "")
    if not provider_ref or not address:
        return None
    opt_out = OPT_OUTS.get(params.get("OptOutType", "").upper(), "")
    return Incoming(provider_ref, address, params.get("To", ""), params.get("Body", ""), opt_out)


def _reference(ref: str | None) -> UUID | None:
    try:
        return UUID(ref) if ref else None
    except ValueError:
        return None


def _spellings(url: str) -> list[str]:
    """The address with and without its usual port: Twilio has signed either, depending on the product."""
    parts = urlsplit(url)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    host = parts.netloc.rpartition("@")[2]
    if parts.port is None:
        return [url, urlunsplit(parts._replace(netloc=f"{parts.netloc}:{usual}"))]
    bare = parts.netloc[: -len(host)] + host.rpartition(":")[0]
    return [url, urlunsplit(parts._replace(netloc=bare))] if parts.port == usual else [url]
