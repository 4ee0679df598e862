"""A provider of texts and pushes on this machine, as fast as Python allows, with faults on demand.

It answers any POST as Twilio answers `Messages.json` (201 and a sid; below /push/ as a push service),
remembers how often each reference arrived, and tells: `GET /seen` in total, `GET /seen?ref=…` for one, `GET
/doubled`, and `GET …/Messages.json?To=…` as Twilio does (with --askable). `POST /reset` forgets everything, and from
`POST /fail?broken=1` on everything is answered 500.

    python bench/local_provider.py --port 8099 --drop 0.02 --seed 7
"""

from __future__ import annotations

import argparse
import collections
import heapq
import json
import os
import random
import select
import signal
import socket
import sys
import time
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from urllib.parse import parse_qs, urlsplit

REFERENCE_HEADER = b"\nidempotency-key: "
REFERENCE_QUERY = b"ref%3D"
SHORT = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s"
MESSAGE = (
    b'{"sid":"SM%032x","status":"queued","error_code":null,"error_message":null,"num_segments":"1",'
    b'"direction":"outbound-api","api_version":"2010-04-01"}'
)
TAKEN = (
    b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: "
    + str(len(MESSAGE % 0)).encode()
    + b"\r\n\r\n"
    + MESSAGE
)
PUSHED = b"HTTP/1.1 201 Created\r\nLocation: /message/%032x\r\nContent-Length: 0\r\n\r\n"


def _short(status: bytes, body: bytes = b"", headers: bytes = b"") -> bytes:
    return SHORT % (status, len(body), headers, body)


BUSY = _short(b"429 Too Many Requests", b'{"code":20429,"status":429}', b"Retry-After: 1\r\n")
BROKEN = _short(b"500 Internal Server Error", b'{"code":20500,"status":500}')


@dataclass(frozen=True, slots=True)
class Faults:
    """What share of requests is refused, fails, or is taken without a word; and how long answers take."""

    busy: float = 0.0
    broken: float = 0.0
    drop: float = 0.0
    latency: float = 0.0

    @property
    def any(self) -> bool:
        return bool(self.busy or self.broken or self.drop)


@dataclass(slots=True)
class Memory:
    """What arrived: how often by reference, and (if askable) what was said to which address."""

    idempotent: bool = False
    askable: bool = False
    accepted: int = 0
    refused: int = 0
    nameless: int = 0
    times: collections.Counter[bytes] = field(default_factory=collections.Counter)
    sids: dict[bytes, int] = field(default_factory=dict)
    said: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def take(self, reference: bytes, body: bytes) -> int:
        """The message counts as delivered once; the same reference again gets the same sid, if idempotent."""
        if reference and self.idempotent and reference in self.sids:
            return self.sids[reference]
        self.accepted += 1
        sid = self.accepted
        if reference:
            self.times[reference] += 1
            if self.idempotent:
                self.sids[reference] = sid
        else:
            self.nameless += 1
        if self.askable:
            self._remember(sid, body)
        return sid

    def _remember(self, sid: int, body: bytes) -> None:
        form = parse_qs(body.decode())
        said = {"sid": f"SM{sid:032x}", "status": "sent", "direction": "outbound-api", "error_code": ""}
        said |= {"to": form["To"][0], "body": form["Body"][0], "date_created": formatdate(usegmt=True)}
        self.said.setdefault(said["to"], []).insert(0, said)

    def answer(self, target: bytes) -> bytes:
        """What a GET is told."""
        where = urlsplit(target.decode())
        asked = parse_qs(where.query)
        if where.path == "/doubled":
            told: object = [ref.decode() for ref, times in self.times.items() if times > 1]
        elif where.path.endswith("/Messages.json"):
            told = {"messages": self.said.get(asked["To"][0], [])[:50], "next_page_uri": None}
        elif "ref" in asked:
            told = {"times": self.times[asked["ref"][0].encode()]}
        else:
            told = self.totals()
        return _short(b"200 OK", json.dumps(told).encode())

    def totals(self) -> dict[str, int]:
        doubled = sum(times - 1 for times in self.times.values())
        counted = {"accepted": self.accepted, "references": len(self.times), "doubled": doubled}
        return counted | {"nameless": self.nameless, "refused": self.refused}

    def forget(self) -> None:
        self.accepted = self.refused = self.nameless = 0
        for held in (self.times, self.sids, self.said):
            held.clear()


class Provider:
    """One epoll loop over kept-alive connections; a request in one piece costs one read and one write."""

    def __init__(self, listener: socket.socket, faults: Faults, memory: Memory, seed: int) -> None:
        self.listener, self.faults, self.memory = listener, faults, memory
        self.chance = random.Random(seed).random
        self.open: dict[int, socket.socket] = {}
        self.unread: dict[int, bytes] = {}
        self.later: list[tuple[float, int, bytes]] = []
        self.poll = select.epoll()

    def run(self) -> None:
        listening = self.listener.fileno()
        self.poll.register(listening, select.EPOLLIN)
        while True:
            for number, _ in self.poll.poll(self._patience()):
                if number == listening:
                    self._welcome()
                else:
                    self._serve(number)
            self._answer_late()

    def _patience(self) -> float:
        return max(0.0, self.later[0][0] - time.monotonic()) if self.later else -1

    def _welcome(self) -> None:
        peer, _ = self.listener.accept()
        peer.setblocking(False)
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.open[peer.fileno()] = peer
        self.poll.register(peer.fileno(), select.EPOLLIN)

    def _serve(self, number: int) -> None:
        try:
            data = self.open[number].recv(65536)
        except (BlockingIOError, ConnectionResetError):
            data = b""
        if not data:
            return self._close(number)
        if number in self.unread:
            data = self.unread.pop(number) + data
        answers = []
        while data:
            end = _length(data)
            if end > len(data):
                self.unread[number] = data
                break
            answer = self._respond(data[:end] if end < len(data) else data)
            if answer is None:
                return self._close(number)
            answers.append(answer)
            data = data[end:]
        self._answer(number, b"".join(answers))

    def _respond(self, request: bytes) -> bytes | None:
        if not request.startswith(b"POST "):
            return self.memory.answer(request.split(b" ", 2)[1])
        if request.startswith(b"POST /reset "):
            self.memory.forget()
            return _short(b"200 OK")
        if request.startswith(b"POST /fail?"):
            self.faults = replace(self.faults, broken=float(request.split(b"broken=", 1)[1].split(b" ", 1)[0]))
            return _short(b"200 OK")
        faults = self.faults
        if faults.any and self.chance() < faults.busy:
            self.memory.refused += 1
            return BUSY
        if faults.any and self.chance() < faults.broken:
            self.memory.refused += 1
            return BROKEN
        head, _, body = request.partition(b"\r\n\r\n")
        sid = self.memory.take(_reference(head, body), body)
        if faults.any and self.chance() < faults.drop:
            return None
        return (PUSHED if request.startswith(b"POST /push/") else TAKEN) % sid

    def _answer(self, number: int, answer: bytes) -> None:
        if self.faults.latency and answer:
            heapq.heappush(self.later, (time.monotonic() + self.faults.latency, number, answer))
        elif answer:
            self._write(number, answer)

    def _answer_late(self) -> None:
        while self.later and self.later[0][0] <= time.monotonic():
            _, number, answer = heapq.heappop(self.later)
            if number in self.open:
                self._write(number, answer)

    def _write(self, number: int, answer: bytes) -> None:
        try:
            self.open[number].sendall(answer)
        except OSError:
            self._close(number)

    def _close(self, number: int) -> None:
        self.unread.pop(number, None)
        if peer := self.open.pop(number, None):
            self.poll.unregister(number)
            peer.close()


def _length(data: bytes) -> int:
    """How many bytes the first request takes; more than there are when it is not whole yet."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return len(data) + 1
    head = data[:end].lower()
    at = head.find(b"\ncontent-length:")
    if at < 0:
        return end + 4
    stop = head.find(b"\r", at)
    return end + 4 + int(head[at + 16 : stop if stop > 0 else end])


def _reference(head: bytes, body: bytes) -> bytes:
    head = head.lower()
    at = head.find(REFERENCE_HEADER)
    if at >= 0:
        start = at + len(REFERENCE_HEADER)
        stop = head.find(b"\r", start)
        return head[start : stop if stop > 0 else len(head)]
    at = body.find(REFERENCE_QUERY)
    if at >= 0:
        return body[at + len(REFERENCE_QUERY) :][:36]
    at = head.find(b"\ntopic: ")
    return head[at + 8 :].split(b"\r", 1)[0] if at >= 0 else b""


def listen(port: int) -> socket.socket:
    """A socket that hears on the loopback address only; port 0 takes a free one."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(1024)
    return listener


def main() -> None:
    options = _options()
    faults = Faults(options.busy, options.broken, options.drop, options.latency_ms / 1000)
    memory = Memory(idempotent=options.idempotent, askable=options.askable)
    listener = listen(options.port)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(json.dumps({"port": listener.getsockname()[1], "pid": os.getpid()}), flush=True)
    try:
        Provider(listener, faults, memory, options.seed).run()
    except (KeyboardInterrupt, SystemExit):
        if options.dump:
            _dump(options.dump, memory)


def _dump(path: str, memory: Memory) -> None:
    with open(path, "w") as out:
        for reference, times in memory.times.items():
            out.write(f"{reference.decode()} {times}\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency-ms", type=float, default=0.0)
    parser.add_argument("--busy", type=float, default=0.0, help="share answered 429, not accepted")
    parser.add_argument("--broken", type=float, default=0.0, help="share answered 500, not accepted")
    parser.add_argument("--drop", type=float, default=0.0, help="share accepted without an answer")
    parser.add_argument("--idempotent", action="store_true", help="the same reference again is the same message")
    parser.add_argument("--askable", action="store_true", help="remember what was said, for GET …?To=")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dump", help="write every reference and its count here at the end")
    return parser.parse_args()


if __name__ == "__main__":
    main()
