"""Twilio as far as Amparo speaks to it.

Checked against https://www.twilio.com/docs (messaging/api/message-resource, usage/security, api/errors, and
iam/test-credentials for the numbers with fixed meanings), November 2026:
* POST …/Messages.json, a form, basic authentication; 201 with a sid; refusals: 4xx, `code`, `status`;
* To and one of From or MessagingServiceSid, Body up to 1,600 signs, StatusCallback, ValidityPeriod 1–36,000;
* GET …/Messages.json?To=…&PageSize=… lists newest first; dates as in e-mail; nothing in it is our reference;
* call-backs are forms signed with X-Twilio-Signature; none is made for a message's first status.
Not imitated: paging, prices, media.
"""

from __future__ import annotations

import base64
import collections
import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

from amparo.channels.adapters import http
from amparo.channels.adapters.sms import callbacks, twilio
from amparo.foundation import clock
from tests.outside import web_server
from tests.outside.web_server import Asked, Told

SID, SECRET = "AC" + "0" * 32, "a-secret-of-tests"
# Numbers with which Twilio's test credentials always fail in the same way.
REFUSED_NUMBERS = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}


@dataclass
class Message:
    sid: str
    to: str
    body: str
    callback: str
    key: str
    form: dict[str, str]
    status: str = "queued"
    error_code: str = ""
    made_at: str = field(default_factory=lambda: format_datetime(clock.now()))


class SmsProvider:
    def __init__(self, *, idempotent: bool = False) -> None:
        self.idempotent = idempotent
        self.messages: list[Message] = []
        self.faults: collections.deque[int | str] = collections.deque()
        self.base_url = ""

    def account(self, **changes: object) -> twilio.Account:
        known = {"sid": SID, "secret": SECRET, "sender": "+15550000000", "base_url": self.base_url}
        known |= {"callback_url": "https://amparo.example/api/callbacks/sms", "idempotent": self.idempotent}
        return twilio.Account(**(known | changes))  # type: ignore[arg-type]

    def line(self, **changes: object) -> http.Line:
        return http.Line(**({"allow_local": True, "parallel": 4, "timeout": 0.6} | changes))  # type: ignore[arg-type]

    def answer(self, asked: Asked) -> Told:
        expected = base64.b64encode(f"{SID}:{SECRET}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {expected}":
            return _refuse(20003, 401)
        if asked.method == "GET":
            return self._list(parse_qs(urlsplit(asked.path).query)["To"][0])
        form = {name: values[0] for name, values in parse_qs(asked.body.decode(), strict_parsing=True).items()}
        return self._create(form, asked.headers.get("idempotency-key", ""))

    def call_back(self, message: Message, status: str, error_code: str = "") -> tuple[str, dict[str, str], str]:
        """The address, form and signature with which Twilio would tell this news; the message now has it."""
        message.status, message.error_code = status, error_code
        form = {"MessageSid": message.sid, "MessageStatus": status, "To": message.to, "AccountSid": SID}
        form |= {"ErrorCode": error_code} if error_code else {}
        return message.callback, form, callbacks.signature(message.callback, form.items(), SECRET)

    def _create(self, form: dict[str, str], key: str) -> Told:
        code = _fault_in(form)
        if code:
            return _refuse(code, 400)
        known = next((one for one in self.messages if self.idempotent and one.key == key), None)
        message = known or self._keep(form, key)
        return Told(201, json.dumps({"sid": message.sid, "status": "queued", "num_segments": "1"}).encode())

    def _keep(self, form: dict[str, str], key: str) -> Message:
        sid = f"SM{len(self.messages):032x}"
        message = Message(sid, form["To"], form["Body"], form.get("StatusCallback", ""), key, form)
        self.messages.append(message)
        return message

    def _list(self, to: str) -> Told:
        listed = [
            {
                "sid": one.sid,
                "to": one.to,
                "body": one.body,
                "status": one.status,
                "direction": "outbound-api",
            }
            | {"error_code": int(one.error_code or 0) or None, "date_created": one.made_at}
            for one in reversed(self.messages)
            if one.to == to
        ]
        return Told(200, json.dumps({"messages": listed, "next_page_uri": None}).encode())


def _fault_in(form: dict[str, str]) -> int:
    if not form.get("To"):
        return 21604
    if not form.get("From") and not form.get("MessagingServiceSid"):
        return 21603
    if not form.get("Body"):
        return 21602
    return 21617 if len(form["Body"]) > 1600 else REFUSED_NUMBERS.get(form["To"], 0)


def _refuse(code: int, status: int) -> Told:
    told = {"code": code, "message": "words that may repeat the number", "status": status}
    return Told(status, json.dumps(told).encode())


@contextlib.contextmanager
def running(*, idempotent: bool = False) -> Iterator[SmsProvider]:
    provider = SmsProvider(idempotent=idempotent)
    with web_server.serving(provider) as port:
        provider.base_url = f"http://127.0.0.1:{port}"
        yield provider
