"""A push service, checking what RFC 8030 and 8292 ask for, and browsers behind it that decrypt (RFC 8291).

Checked: TTL is required (8030, 5.2); Topic has at most 32 signs of the URL-safe alphabet and replaces a
message that waits (5.4); Urgency is one of four words (5.3); the signed statement is for this origin, ends
within 24 hours and verifies with the key beside it (8292, 2 and 3); 413 above 4,096 bytes; 404 or 410 once a
subscription has ended.
"""

from __future__ import annotations

import base64
import collections
import contextlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from amparo.channels.adapters import http
from amparo.foundation import clock
from tests.outside import web_server
from tests.outside.certificates import Certificates
from tests.outside.web_server import Asked, Told

STATEMENT = re.compile(r"vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)")


@dataclass
class Browser:
    """A subscription, what waits for it by topic, and all it was ever sent."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey
    auth: bytes = field(default_factory=lambda: os.urandom(16))
    waiting: dict[str, dict[str, Any]] = field(default_factory=dict)
    received: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    gone: bool = False

    @property
    def subscription(self) -> dict[str, str]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"address": self.endpoint, "p256dh": _text(point), "auth": _text(self.auth)}


class PushService:
    def __init__(self) -> None:
        self.origin = ""
        self.browsers: dict[str, Browser] = {}
        self.faults: collections.deque[int | str] = collections.deque()
        self.authorities = ""

    def line(self, **changes: object) -> http.Line:
        known = {
            "allow_local": True,
            "guarded": True,
            "parallel": 4,
            "authorities": self.authorities,
            "timeout": 0.6,
        }
        return http.Line(**(known | changes))  # type: ignore[arg-type]

    def subscribe(self) -> Browser:
        path = f"/push/{len(self.browsers)}"
        self.browsers[path] = Browser(self.origin + path, ec.generate_private_key(ec.SECP256R1()))
        return self.browsers[path]

    def answer(self, asked: Asked) -> Told:
        browser = self.browsers.get(asked.path)
        if browser is None:
            return Told(404)
        status = 410 if browser.gone else _fault_in(asked, self.origin)
        return Told(status) if status else self._take(browser, asked)

    def _take(self, browser: Browser, asked: Asked) -> Told:
        opened = http_ece.decrypt(asked.body, private_key=browser.key, auth_secret=browser.auth)
        message = json.loads(opened)
        browser.headers.append(asked.headers)
        browser.received.append(message)
        browser.waiting[asked.headers.get("topic", str(len(browser.received)))] = message
        return Told(201, headers={"Location": f"/message/{len(browser.received)}"})


def _fault_in(asked: Asked, origin: str) -> int:
    headers = asked.headers
    if not headers.get("ttl", "").isdecimal() or headers.get("content-encoding") != "aes128gcm":
        return 400
    if not re.fullmatch(r"[\w-]{1,32}", headers.get("topic", "x")):
        return 400
    if headers.get("urgency", "normal") not in ("very-low", "low", "normal", "high"):
        return 400
    if len(asked.body) > 4096:
        return 413
    return 0 if _stated(headers.get("authorization", ""), origin) else 403


def _stated(authorization: str, origin: str) -> bool:
    match = STATEMENT.fullmatch(authorization)
    if not match:
        return False
    head, claims, signed, key = match.groups()
    told, number = json.loads(_bytes(claims)), _bytes(signed)
    ends_in = told["exp"] - clock.now().timestamp()
    if told["aud"] != origin or not 0 < ends_in <= 86400 or not told["sub"].startswith(("mailto:", "https:")):
        return False
    der = encode_dss_signature(int.from_bytes(number[:32]), int.from_bytes(number[32:]))
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(key))
        point.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return json.loads(_bytes(head)) == {"typ": "JWT", "alg": "ES256"}


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@contextlib.contextmanager
def running(certificates: Certificates) -> Iterator[PushService]:
    service = PushService()
    service.authorities = str(certificates.authority)
    with web_server.serving(service, certificates.server()) as port:
        service.origin = f"https://localhost:{port}"
        yield service
