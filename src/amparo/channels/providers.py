"""The providers this installation speaks to, made from its settings; one set a thread."""

import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from amparo.channels.adapters import http
from amparo.channels.adapters.email.letter import From
from amparo.channels.adapters.email.smtp import Server, Smtp
from amparo.channels.adapters.outbox import Outbox
from amparo.channels.adapters.push.vapid import Sender
from amparo.channels.adapters.push.webpush import WebPush
from amparo.channels.adapters.sms import callbacks
from amparo.channels.adapters.sms.twilio import Account, Twilio


@dataclass(frozen=True, slots=True)
class House:
    """In whose name messages leave: the programme's short name, and the neutral one that may be shown."""

    slug: str
    name: str


def able() -> tuple[str, ...]:
    """The channels that can be used: those with settings. Push needs nobody's account."""
    if settings.OUTBOX:
        return ("sms", "email", "push")
    return (
        *(("sms",) if settings.SMS_ACCOUNT else ()),
        *(("email",) if settings.SMTP_URL else ()),
        "push",
    )


def adapter(channel: str, house: House) -> Any:
    """The adapter of a channel, kept open for this thread of this process."""
    return _made(channel, *_differs(channel, house), (os.getpid(), threading.get_ident()))


def status_url(slug: str) -> str:
    """Where the provider of texts tells us what became of a message; `?ref=` follows."""
    return f"{settings.SMS_CALLBACK_URL}status/{slug}/"


def incoming_url(slug: str) -> str:
    """Where the provider of texts tells us what somebody wrote."""
    return f"{settings.SMS_CALLBACK_URL}incoming/{slug}/"


def said_by_sms_provider(url: str, fields: Iterable[tuple[str, str]], signature: str) -> bool:
    """Whether the call-back to this very address was signed with our account's secret."""
    return callbacks.genuine(url, fields, signature, [settings.SMS_TOKEN])


def forget() -> None:
    """The next message goes out by the settings as they are then."""
    _made.cache_clear()


def _differs(channel: str, house: House) -> tuple[str, str]:
    """What of the house an adapter depends on: programmes share connections where they can."""
    return {"sms": (house.slug, ""), "email": ("", house.name)}.get(channel, ("", ""))


@lru_cache(maxsize=64)
def _made(channel: str, slug: str, name: str, _whose: tuple[int, int]) -> Any:
    if settings.OUTBOX:
        return Outbox(Path(settings.OUTBOX))
    line = http.Line(allow_local=settings.ALLOW_LOCAL_PROVIDERS)
    if channel == "sms":
        return Twilio(_account(slug), line=line)
    if channel == "email":
        return Smtp(_server(), From(settings.MAIL_FROM, name))
    guarded = http.Line(guarded=True, allow_local=settings.ALLOW_LOCAL_PROVIDERS)
    return WebPush(Sender(settings.PUSH_PRIVATE_KEY, settings.PUSH_CONTACT), line=guarded)


def _account(slug: str) -> Account:
    return Account(
        sid=settings.SMS_ACCOUNT,
        secret=settings.SMS_TOKEN,
        sender=settings.SMS_FROM,
        base_url=settings.SMS_URL,
        callback_url=status_url(slug),
        idempotent=settings.SMS_IDEMPOTENT,
    )


def _server() -> Server:
    """smtp://user:password@host:port?security=starttls, smtps://… for TLS from the start."""
    url = urlsplit(settings.SMTP_URL)
    asked = parse_qs(url.query).get("security", [""])[0]
    security: Any = asked or ("tls" if url.scheme == "smtps" else "starttls")
    return Server(
        host=url.hostname or "localhost",
        port=url.port or (465 if security == "tls" else 587),
        security=security,
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
    )
