"""Text messages by Twilio's REST interface, which many providers copy.

Twilio keeps no reference of ours and promises no idempotency for new messages: its own `I-Twilio-
Idempotency-Token` is documented for the call-backs it makes, not for the requests it gets. So a message in
doubt is looked for among those sent to its number: same words, created since, and not already known to
belong to another message. The reference rides in the call-back's address, so that receipts find their
delivery even if no answer ever came. `Idempotency-Key` is sent for compatible providers that honour it; say
so with `Account.idempotent`.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus, urlencode
from uuid import UUID

from amparo.channels.adapters import http
from amparo.channels.adapters.sms import codes
from amparo.channels.outcomes import Kind, Outcome, Text, Verdict, Why

LONGEST_VALIDITY = 36_000
# The clocks of two organisations differ; Twilio writes whole seconds.
CLOCK_SLACK = timedelta(minutes=2)
NEWEST = 200

STATUSES = {
    "failed": Kind.PERMANENT,
    "undelivered": Kind.PERMANENT,
    "canceled": Kind.PERMANENT,
    "sent": Kind.SENT,
    "delivered": Kind.SENT,
    "read": Kind.SENT,
}


@dataclass(frozen=True, slots=True)
class Account:
    """`sender` is a number, a name, or a messaging service (MG…); `user` and `secret` may be an API key."""

    sid: str
    secret: str = field(repr=False)
    sender: str
    callback_url: str = ""
    user: str = ""
    base_url: str = "https://api.twilio.com"
    idempotent: bool = False


class Twilio:
    can_be_asked = True

    def __init__(self, account: Account, *, line: http.Line | None = None) -> None:
        self.repeats_are_harmless = account.idempotent
        self._pump = http.Pump(line or http.Line())
        self._url = f"{account.base_url.rstrip('/')}/2010-04-01/Accounts/{account.sid}/Messages.json"
        credentials = base64.b64encode(f"{account.user or account.sid}:{account.secret}".encode()).decode()
        self._authorization = f"Authorization: Basic {credentials}"
        self._common = _common(account)
        self._callback = _callback(account)

    def send(self, batch: Iterable[Text], *, at: datetime) -> Iterator[Outcome]:
        for response in self._pump.post_many(self._posting(text, at) for text in batch):
            yield _outcome(response)

    def seen(self, batch: Sequence[Text], *, since: datetime, claimed: Collection[str] = ()) -> dict[UUID, Outcome]:
        """What became of these messages, first tried at `since` or later; one left out never arrived there.

        `claimed` are the provider's ids already known, so that two equal texts are not taken for one.
        """
        asked = {text.reference: text for text in batch}
        by_address: dict[str, list[Text]] = {}
        for text in asked.values():
            by_address.setdefault(text.address, []).append(text)
        questions = [self._asking(texts[0]) for texts in by_address.values()]
        found: dict[UUID, Outcome] = {}
        for response in self._pump.post_many(questions):
            texts = by_address[asked[response.reference].address]
            found |= _matches(texts, response, since - CLOCK_SLACK, set(claimed))
        return found

    def close(self) -> None:
        self._pump.close()

    def _posting(self, text: Text, at: datetime) -> http.Request:
        reference = str(text.reference)
        form = f"{self._common}&To={_quoted(text.address)}&Body={_quoted(text.text)}"
        if self._callback:
            form = f"{form}{self._callback}{reference}"
        if text.expires_at:
            form = f"{form}&ValidityPeriod={_validity(text.expires_at, at)}"
        key = f"Idempotency-Key: {reference}"
        kind = "Content-Type: application/x-www-form-urlencoded"
        return http.Request(text.reference, self._url, form.encode(), (self._authorization, kind, key))

    def _asking(self, text: Text) -> http.Request:
        # The number stands in this address because Twilio offers no other filter. No date: `DateSent`
        # would leave out messages that wait in Twilio's queue.
        query = urlencode({"To": text.address, "PageSize": NEWEST})
        return http.Request(text.reference, f"{self._url}?{query}", None, (self._authorization,))


UNSAFE = re.compile("[^A-Za-z0-9_.~ -]")


def _quoted(words: str) -> str:
    """As `quote_plus`, which looks at every letter: a text is mostly letters that stay."""
    return UNSAFE.sub(_code, words).replace(" ", "+")


def _code(found: re.Match[str]) -> str:
    return _code_of(found[0])


@lru_cache(maxsize=4096)
def _code_of(sign: str) -> str:
    return quote_plus(sign)


def _common(account: Account) -> str:
    name = "MessagingServiceSid" if account.sender.startswith("MG") else "From"
    return urlencode({name: account.sender})


def _callback(account: Account) -> str:
    if not account.callback_url:
        return ""
    mark = "&" if "?" in account.callback_url else "?"
    return f"&StatusCallback={quote_plus(f'{account.callback_url}{mark}ref=')}"


def _validity(expires_at: datetime, at: datetime) -> int:
    return max(1, min(int((expires_at - at).total_seconds()), LONGEST_VALIDITY))


def _outcome(response: http.Response) -> Outcome:
    if response.failure:
        return _failed(response)
    told = _json(response.body)
    if response.status in (200, 201) and told.get("sid"):
        segments = _number(told.get("num_segments"))
        return Outcome(response.reference, Kind.ACCEPTED, str(told["sid"])[:80], segments=segments)
    code = _number(told.get("code"))
    verdict = _refusal(code, response.status)
    wait = timedelta(seconds=response.retry_after) if response.retry_after else None
    shown = str(code or f"http_{response.status}")
    return Outcome(response.reference, verdict.kind, "", shown, wait, verdict.why)


def _refusal(code: int, status: int) -> Verdict:
    # 2xx without a message's id: somebody answered, but did the provider take it?
    return Verdict(Kind.UNKNOWN, Why.OUTAGE) if status < 300 else codes.of_error(code, status)


def _failed(response: http.Response) -> Outcome:
    kind = Kind.UNKNOWN if response.failure is http.Failure.IN_DOUBT else Kind.RETRY_LATER
    return Outcome(response.reference, kind, code=response.code, why=Why.OUTAGE)


def _matches(texts: list[Text], response: http.Response, since: datetime, claimed: set[str]) -> dict[UUID, Outcome]:
    if response.status != 200:
        code = response.code or f"http_{response.status}"
        return {text.reference: Outcome(text.reference, Kind.UNKNOWN, code=code, why=Why.OUTAGE) for text in texts}
    messages = _json(response.body).get("messages", [])
    known = [message for message in messages if _ours(message, since)]
    found: dict[UUID, Outcome] = {}
    for text in texts:
        match = next((m for m in known if _same(m, text) and m["sid"] not in claimed), None)
        if match:
            claimed.add(match["sid"])
            found[text.reference] = _known(text.reference, match)
    return found


def _ours(message: dict[str, Any], since: datetime) -> bool:
    if not str(message.get("direction", "")).startswith("outbound"):
        return False
    try:
        return parsedate_to_datetime(str(message.get("date_created"))) >= since
    except (TypeError, ValueError):
        return True  # a copy of Twilio without dates: better to find too much than to send twice


def _same(message: dict[str, Any], text: Text) -> bool:
    return _plain(str(message.get("body", ""))) == _plain(text.text)


# Twilio's "smart encoding" replaces typographic signs by simple ones before it stores the text.
SIMPLER = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "})


def _plain(words: str) -> str:
    return " ".join(words.translate(SIMPLER).split())


def _known(reference: UUID, message: dict[str, Any]) -> Outcome:
    kind = STATUSES.get(str(message.get("status")), Kind.ACCEPTED)
    code = _number(message.get("error_code"))
    verdict = codes.of_error(code) if kind is Kind.PERMANENT and code else Verdict(kind)
    return Outcome(reference, verdict.kind, str(message["sid"])[:80], str(code or ""), None, verdict.why)


def _json(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _number(value: Any) -> int:
    return int(value) if str(value or "").isdecimal() else 0
