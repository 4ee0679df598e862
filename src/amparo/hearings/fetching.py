"""Fetching a calendar or list from an address that staff wrote down: no private network, no endless answers."""

import io
import socket
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pycurl
from django.conf import settings

from amparo.channels.adapters import endpoints, http
from amparo.foundation.errors import Refused

LONGEST = 25 * 1024 * 1024
MOST_REDIRECTS = 5
CONNECT_SECONDS, SECONDS = 10, 60
# The answers that say why; any other status is "source_answered_badly".
STATUS_CODES = {
    401: "source_not_allowed",
    403: "source_not_allowed",
    404: "source_not_found",
    410: "source_not_found",
}


def normal_url(text: str) -> str:
    """The address as it is fetched: webcal means https. Codes: "bad_url", "private_address"."""
    url = text.strip()
    if url[:9].lower() == "webcal://":
        url = f"https://{url[9:]}"
    parts = _parts(url)
    if len(url) > 500 or not url.isascii() or any(sign <= " " for sign in url) or "\\" in url:
        raise Refused("bad_url")
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise Refused("bad_url")
    if not settings.ALLOW_LOCAL_PROVIDERS and not endpoints.acceptable(f"https://{parts.hostname}/"):
        raise Refused("private_address")
    return url


def fetch(address: str) -> bytes:
    """What stands at the address now. No transaction may be open.

    Codes: those of `normal_url`, "unreachable", "too_slow", "file_too_large", "source_not_found",
    "source_not_allowed", "source_answered_badly".
    """
    url = normal_url(address)
    call = _Call()
    curl = _curl(url, call)
    try:
        curl.perform()
    except pycurl.error as trouble:
        # libcurl's words quote the address, which may hold a key: only the reason is kept.
        raise Refused(call.code(trouble.args[0])) from None
    else:
        status = curl.getinfo(pycurl.RESPONSE_CODE)
    finally:
        curl.close()
    if not 200 <= status < 300:
        raise Refused(STATUS_CODES.get(status, "source_answered_badly"))
    return call.body.getvalue()


def _parts(url: str) -> Any:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise Refused("bad_url") from None
    return parts


@dataclass(slots=True)
class _Call:
    """One request under way."""

    body: io.BytesIO = field(default_factory=io.BytesIO)
    is_private: bool = False
    is_too_long: bool = False

    def take(self, some: bytes) -> int:
        """Keeps a piece; libcurl stops when told that fewer bytes were taken."""
        if self.body.tell() + len(some) > LONGEST:
            self.is_too_long = True
            return 0
        return self.body.write(some)

    def open(self, purpose: int, address: tuple[Any, ...]) -> Any:
        """A socket to exactly the address that was judged, also after a redirection."""
        family, kind, protocol, where = address
        host = where[0].decode() if isinstance(where[0], bytes) else where[0]
        if not endpoints.public(host):
            self.is_private = True
            return pycurl.SOCKET_BAD
        return socket.socket(family, kind, protocol)

    def code(self, number: int) -> str:
        if self.is_private:
            return "private_address"
        if self.is_too_long or number == pycurl.E_FILESIZE_EXCEEDED:
            return "file_too_large"
        return "too_slow" if number == pycurl.E_OPERATION_TIMEDOUT else "unreachable"


def _curl(url: str, call: _Call) -> Any:
    schemes = pycurl.PROTO_HTTPS | (pycurl.PROTO_HTTP if url.startswith("http:") else 0)
    curl = pycurl.Curl()
    options: dict[int, object] = {
        pycurl.URL: url,
        pycurl.PROTOCOLS: schemes,
        pycurl.REDIR_PROTOCOLS: pycurl.PROTO_HTTPS | schemes,
        pycurl.FOLLOWLOCATION: 1,
        pycurl.MAXREDIRS: MOST_REDIRECTS,
        pycurl.NOSIGNAL: 1,
        pycurl.CONNECTTIMEOUT: CONNECT_SECONDS,
        pycurl.TIMEOUT: SECONDS,
        pycurl.MAXFILESIZE: LONGEST,
        pycurl.ACCEPT_ENCODING: "",
        pycurl.CAINFO: http.authorities(),
        pycurl.SSLVERSION: pycurl.SSLVERSION_TLSv1_2,
        pycurl.PROXY: "",
        pycurl.USERAGENT: "Amparo",
        pycurl.WRITEFUNCTION: call.take,
    }
    if not settings.ALLOW_LOCAL_PROVIDERS:
        options[pycurl.OPENSOCKETFUNCTION] = call.open
    for option, value in options.items():
        curl.setopt(option, value)
    return curl
