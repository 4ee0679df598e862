"""Many HTTPS requests at once over few kept-alive connections, each surely made at most once.

libcurl sends a POST again, silently, when a connection it had used before closes without an answer. The
provider may have taken the first one: out of 60,000 texts with 2 % lost answers, 1,229 went out twice. So
the body is read through a callback that refuses to be rewound; such a request comes back as IN_DOUBT
instead.
"""

from __future__ import annotations

import io
import os
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import pycurl

from amparo.channels.adapters import endpoints

LONGEST_ANSWER = 1 << 20
IDLE_SECONDS = 30
CONNECTION_SECONDS = 300


class Failure(StrEnum):
    NOT_SENT = "not_sent"  # no byte of the request can have arrived
    IN_DOUBT = "in_doubt"  # it may have arrived; no answer did
    REFUSED = "refused"  # the name leads to an address we do not speak to


@dataclass(frozen=True, slots=True)
class Request:
    reference: UUID
    url: str
    body: bytes | None = None  # None asks (GET), bytes tell (POST)
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    reference: UUID
    status: int = 0
    body: bytes = b""
    retry_after: int = 0
    failure: Failure | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """How to speak: how many requests at once, how long to wait, whom to trust.

    `guarded` refuses private addresses and drops the answers' bodies: for hosts that strangers name. With a
    `proxy` the name is resolved there, and the proxy has to be the guard. `allow_local` lifts the guard and
    permits http: for providers on this machine.
    """

    parallel: int = 32
    connections: int = 32
    connect_timeout: float = 5.0
    timeout: float = 15.0
    guarded: bool = False
    allow_local: bool = False
    authorities: str = ""
    proxy: str = ""


# Errors of libcurl that happen before a request can leave.
BEFORE_SENDING = frozenset(
    {
        pycurl.E_UNSUPPORTED_PROTOCOL,
        pycurl.E_URL_MALFORMAT,
        pycurl.E_COULDNT_RESOLVE_PROXY,
        pycurl.E_COULDNT_RESOLVE_HOST,
        pycurl.E_COULDNT_CONNECT,
        pycurl.E_SSL_CONNECT_ERROR,
        pycurl.E_PEER_FAILED_VERIFICATION,
        pycurl.E_SSL_CERTPROBLEM,
        pycurl.E_SSL_CIPHER,
        pycurl.E_SSL_CACERT_BADFILE,
        pycurl.E_SSL_ISSUER_ERROR,
    }
)


class Pump:
    """Keeps connections open between batches; belongs to one thread of one process."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self._busy = False
        self._free: list[_Handle] = []
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, line.connections)
        self._multi.setopt(pycurl.M_MAX_TOTAL_CONNECTIONS, line.connections)
        self._multi.setopt(pycurl.M_PIPELINING, pycurl.PIPE_MULTIPLEX)

    def post_many(self, requests: Iterable[Request]) -> Iterator[Response]:
        """One response a request, in the order they arrive; the next request is taken when there is room.

        Take the responses without delay: the requests under way are served only while you do. Requests still
        under way when you stop taking are given up, and are in doubt.
        """
        if self._busy:
            raise RuntimeError("this pump is still running")
        self._busy, waiting, running = True, iter(requests), set[Any]()
        try:
            more = self._fill(waiting, running)
            while running:
                yield from self._finished(running)
                more = more and self._fill(waiting, running)
                self._wait(running)
        finally:
            self._give_up(running)
            self._busy = False

    def close(self) -> None:
        for handle in self._free:
            handle.curl.close()
        self._free.clear()
        self._multi.close()

    def _fill(self, waiting: Iterator[Request], running: set[Any]) -> bool:
        while len(running) < self.line.parallel:
            request = next(waiting, None)
            if request is None:
                return False
            handle = self._free.pop() if self._free else _Handle(self.line)
            handle.load(request)
            running.add(handle.curl)
            self._multi.add_handle(handle.curl)
        return True

    def _finished(self, running: set[Any]) -> Iterator[Response]:
        self._multi.perform()
        left = 1
        while left:
            left, done, failed = self._multi.info_read()
            for curl in done:
                yield self._release(curl, running).response()
            for curl, number, _ in failed:
                handle = self._release(curl, running, spoiled=True)
                response = handle.failed(number)
                curl.close()
                yield response

    def _release(self, curl: Any, running: set[Any], *, spoiled: bool = False) -> _Handle:
        self._multi.remove_handle(curl)
        running.discard(curl)
        handle: _Handle = curl.handle
        # libcurl remembers a refused rewind on the handle (curl issue 17139): never use it again.
        if not spoiled:
            self._free.append(handle)
        return handle

    def _wait(self, running: set[Any]) -> None:
        # -1: libcurl has no socket to wait for yet, for instance while it looks up a name.
        if running and self._multi.select(0.2) == -1:
            time.sleep(0.002)

    def _give_up(self, running: set[Any]) -> None:
        for curl in running:
            self._multi.remove_handle(curl)
            curl.close()
        running.clear()


class _Handle:
    """One of libcurl's easy handles, with what the request under way needs."""

    __slots__ = ("answer", "curl", "reference", "refused")

    def __init__(self, line: Line) -> None:
        self.curl = _curl(line)
        self.curl.handle = self
        self.refused = False
        self.answer: list[bytes] = []
        self.reference = UUID(int=0)
        if line.guarded:
            # No body is wanted from a stranger's host: it is read and dropped.
            self.curl.setopt(pycurl.WRITEFUNCTION, len)
            if not line.proxy and not line.allow_local:
                self.curl.setopt(pycurl.OPENSOCKETFUNCTION, self._socket)
        else:
            self.curl.setopt(pycurl.WRITEFUNCTION, self.answer.append)

    def load(self, request: Request) -> None:
        curl = self.curl
        self.reference, self.refused = request.reference, False
        self.answer.clear()
        curl.setopt(pycurl.URL, request.url)
        curl.setopt(pycurl.HTTPHEADER, ["Expect:", *request.headers])
        if request.body is None:
            curl.setopt(pycurl.HTTPGET, 1)
        else:
            curl.setopt(pycurl.POST, 1)
            curl.setopt(pycurl.POSTFIELDSIZE, len(request.body))
            curl.setopt(pycurl.READFUNCTION, io.BytesIO(request.body).read)

    def response(self) -> Response:
        curl = self.curl
        status = curl.getinfo(pycurl.RESPONSE_CODE)
        wait = 0 if status < 300 else curl.getinfo(pycurl.RETRY_AFTER)
        return Response(self.reference, status, b"".join(self.answer), wait)

    def failed(self, number: int) -> Response:
        if self.refused:
            return Response(self.reference, failure=Failure.REFUSED, code="private_address")
        silent = number == pycurl.E_OPERATION_TIMEDOUT and not self.curl.getinfo(pycurl.REQUEST_SIZE)
        surely = number in BEFORE_SENDING or silent
        failure = Failure.NOT_SENT if surely else Failure.IN_DOUBT
        return Response(self.reference, failure=failure, code=f"curl_{number}")

    def _socket(self, purpose: int, address: tuple[Any, ...]) -> Any:
        """A socket to exactly the address that was judged: no second look-up can put another in its place."""
        family, kind, protocol, where = address
        if not endpoints.public(_text(where[0])):
            self.refused = True
            return pycurl.SOCKET_BAD
        return socket.socket(family, kind, protocol)


def _curl(line: Line) -> Any:
    curl = pycurl.Curl()
    schemes = pycurl.PROTO_HTTPS | (pycurl.PROTO_HTTP if line.allow_local else 0)
    options: dict[int, object] = {
        pycurl.PROTOCOLS: schemes,
        pycurl.FOLLOWLOCATION: 0,
        pycurl.NOSIGNAL: 1,
        pycurl.TCP_NODELAY: 1,
        pycurl.HTTP_VERSION: pycurl.CURL_HTTP_VERSION_2TLS,
        pycurl.PIPEWAIT: 1,
        pycurl.CONNECTTIMEOUT_MS: int(line.connect_timeout * 1000),
        pycurl.TIMEOUT_MS: int(line.timeout * 1000),
        pycurl.MAXAGE_CONN: IDLE_SECONDS,
        pycurl.MAXLIFETIME_CONN: CONNECTION_SECONDS,
        pycurl.MAXFILESIZE: LONGEST_ANSWER,
        pycurl.SSL_VERIFYPEER: 1,
        pycurl.SSL_VERIFYHOST: 2,
        pycurl.SSLVERSION: pycurl.SSLVERSION_TLSv1_2,
        pycurl.CAINFO: line.authorities or authorities(),
        pycurl.PROXY: line.proxy,
        pycurl.USERAGENT: "Amparo",
        pycurl.SEEKFUNCTION: _refuse_to_rewind,
    }
    for option, value in options.items():
        curl.setopt(option, value)
    return curl


def authorities() -> str:
    """The file of the certificate authorities this machine trusts."""
    known = ssl.get_default_verify_paths()
    return os.environ.get("SSL_CERT_FILE") or known.cafile or known.openssl_cafile


def _refuse_to_rewind(offset: int, origin: int) -> int:
    return int(pycurl.SEEKFUNC_FAIL)


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value
