"""Notifications to browsers by Web Push (RFC 8030), unreadable to the push service.

A push service cannot be asked. Instead, the reference is the message's Topic, so that a repeat replaces one
that still waits, and its tag, so that on the phone it replaces the notification already shown.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from amparo.channels.adapters import endpoints, http
from amparo.channels.adapters.push import encryption, vapid
from amparo.channels.outcomes import Kind, Outcome, Push, Verdict, Why
from amparo.foundation import base64url

LONGEST_WAIT = timedelta(days=28)
DEFAULT_WAIT = timedelta(days=1)

STATUSES: dict[int, Verdict] = {
    200: Verdict(Kind.SENT),
    201: Verdict(Kind.SENT),
    202: Verdict(Kind.SENT),
    # Refused for our signature, or for keys that this subscription was not made with.
    401: Verdict(Kind.PERMANENT, Why.OURS),
    403: Verdict(Kind.PERMANENT, Why.OURS),
    404: Verdict(Kind.PERMANENT, Why.GONE),
    # Windows says 406 where RFC 8030 has 429.
    406: Verdict(Kind.RETRY_LATER, Why.BUSY),
    408: Verdict(Kind.RETRY_LATER, Why.OUTAGE),
    410: Verdict(Kind.PERMANENT, Why.GONE),
    413: Verdict(Kind.PERMANENT, Why.TOO_LARGE),
    429: Verdict(Kind.RETRY_LATER, Why.BUSY),
}
FAILURES = {
    http.Failure.NOT_SENT: Verdict(Kind.RETRY_LATER, Why.OUTAGE),
    http.Failure.IN_DOUBT: Verdict(Kind.UNKNOWN, Why.OUTAGE),
    http.Failure.REFUSED: Verdict(Kind.PERMANENT, Why.BAD_ADDRESS),
}


class WebPush:
    can_be_asked = False
    repeats_are_harmless = True

    def __init__(self, sender: vapid.Sender, *, line: http.Line | None = None) -> None:
        self._sender = sender
        self._line = line or http.Line(guarded=True)
        self._pump = http.Pump(self._line)

    def send(self, batch: Iterable[Push], *, at: datetime) -> Iterator[Outcome]:
        unsendable: list[Outcome] = []
        for response in self._pump.post_many(self._requests(batch, at, unsendable)):
            yield _outcome(response)
        yield from unsendable

    def seen(self, batch: Sequence[Push], *, since: datetime, claimed: Collection[str] = ()) -> dict[UUID, Outcome]:
        """Nobody can tell: every message stays in doubt."""
        return {push.reference: Outcome(push.reference, Kind.UNKNOWN) for push in batch}

    def close(self) -> None:
        self._pump.close()

    def _requests(self, batch: Iterable[Push], at: datetime, unsendable: list[Outcome]) -> Iterator[http.Request]:
        for push in batch:
            try:
                yield self._request(push, at)
            except _UnsendableError as refused:
                unsendable.append(Outcome(push.reference, Kind.PERMANENT, code=refused.code, why=refused.why))

    def _request(self, push: Push, at: datetime) -> http.Request:
        if not self._line.allow_local and not endpoints.acceptable(push.address):
            raise _UnsendableError("endpoint", Why.BAD_ADDRESS)
        body = _sealed(push)
        headers = (
            "Content-Encoding: aes128gcm",
            "Content-Type: application/octet-stream",
            f"Authorization: {self._sender.authorization(endpoints.origin(push.address), at)}",
            f"TTL: {_wait(push, at)}",
            f"Urgency: {push.urgency}",
            f"Topic: {topic(push.reference)}",
        )
        return http.Request(push.reference, push.address, body, headers)


def topic(reference: UUID) -> str:
    """22 signs of the URL-safe alphabet, the same for the same message (RFC 8030 allows 32)."""
    return base64url.encode(reference.bytes)


def payload(push: Push) -> bytes:
    """What the service worker reads: the notification's words, where a tap leads, and its tag."""
    told = {"tag": topic(push.reference), "title": push.title, "body": push.text, "url": push.link}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


class _UnsendableError(Exception):
    def __init__(self, code: str, why: Why) -> None:
        super().__init__(code)
        self.code, self.why = code, why


def _sealed(push: Push) -> bytes:
    plain = payload(push)
    if len(plain) > encryption.LARGEST:
        raise _UnsendableError("payload", Why.TOO_LARGE)
    try:
        return encryption.seal(plain, encryption.unbase64(push.p256dh), encryption.unbase64(push.auth))
    except ValueError:
        raise _UnsendableError("subscription_keys", Why.BAD_ADDRESS) from None


def _wait(push: Push, at: datetime) -> int:
    wait = push.expires_at - at if push.expires_at else DEFAULT_WAIT
    return int(max(timedelta(0), min(wait, LONGEST_WAIT)).total_seconds())


def _outcome(response: http.Response) -> Outcome:
    if response.failure:
        verdict = FAILURES[response.failure]
        return Outcome(response.reference, verdict.kind, code=response.code, why=verdict.why)
    verdict = STATUSES.get(response.status) or _unlisted(response.status)
    wait = timedelta(seconds=response.retry_after) if response.retry_after else None
    code = "" if verdict.kind is Kind.SENT else f"http_{response.status}"
    return Outcome(response.reference, verdict.kind, "", code, wait, verdict.why)


def _unlisted(status: int) -> Verdict:
    if status >= 500:
        return Verdict(Kind.RETRY_LATER, Why.OUTAGE)
    return Verdict(Kind.PERMANENT, Why.MALFORMED)
