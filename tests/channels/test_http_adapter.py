"""Requests are made at most once, to whom they were meant for, and each gets its answer."""

from __future__ import annotations

import collections
import socket
from collections.abc import Iterator
from uuid import UUID

import pytest

from amparo.channels.adapters import endpoints, http
from amparo.channels.adapters.http import Failure, Line, Pump, Request, Response
from amparo.foundation import ids
from tests.outside import certificates, web_server
from tests.outside.web_server import Asked, Told


class Echo:
    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.faults: collections.deque[int | str] = collections.deque()
        self.url = ""

    def answer(self, asked: Asked) -> Told:
        self.asked.append(asked)
        return Told(200, asked.body)


@pytest.fixture
def echo() -> Iterator[Echo]:
    server = Echo()
    with web_server.serving(server) as port:
        server.url = f"http://127.0.0.1:{port}/"
        yield server


def posts(url: str, number: int) -> list[Request]:
    return [Request(ids.new(), url, f"body {n}".encode()) for n in range(number)]


def pumped(requests: list[Request], **line: object) -> dict[UUID, Response]:
    pump = Pump(Line(**({"allow_local": True, "parallel": 4, "timeout": 0.6} | line)))  # type: ignore[arg-type]
    try:
        return {response.reference: response for response in pump.post_many(requests)}
    finally:
        pump.close()


def test_every_request_gets_its_own_answer(echo: Echo) -> None:
    requests = posts(echo.url, 50)
    responses = pumped(requests)
    assert all(responses[request.reference].body == request.body for request in requests)


def test_requests_are_taken_only_when_there_is_room(echo: Echo) -> None:
    taken: list[Request] = []
    pump = Pump(Line(allow_local=True, parallel=3))
    running = pump.post_many(taken.append(one) or one for one in posts(echo.url, 20))  # type: ignore[func-returns-value]
    next(running)
    assert len(taken) <= 3
    running.close()
    pump.close()


def test_a_pump_serves_batch_after_batch_but_never_two_at_once(echo: Echo) -> None:
    pump = Pump(Line(allow_local=True))
    assert len(list(pump.post_many(posts(echo.url, 3)))) == len(list(pump.post_many(posts(echo.url, 3)))) == 3
    running = pump.post_many(posts(echo.url, 3))
    next(running)
    with pytest.raises(RuntimeError):
        next(pump.post_many(posts(echo.url, 1)))
    running.close()
    pump.close()


def test_a_lost_answer_on_a_used_connection_is_never_repeated_behind_our_back(echo: Echo) -> None:
    requests = posts(echo.url, 6)
    echo.faults.extend([*[""] * 3, "drop after"])
    responses = pumped(requests, parallel=1, connections=1)
    assert sorted(asked.body for asked in echo.asked) == [request.body for request in requests]
    doubtful = [one.reference for one in responses.values() if one.failure is Failure.IN_DOUBT]
    assert doubtful == [requests[3].reference]


def test_a_slow_answer_is_in_doubt(echo: Echo) -> None:
    echo.faults.append("slow")
    [response] = pumped(posts(echo.url, 1)).values()
    assert response.failure is Failure.IN_DOUBT


def test_where_nobody_listens_nothing_was_sent() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    [response] = pumped(posts(url, 1)).values()
    assert response.failure is Failure.NOT_SENT


def test_waiting_for_a_connection_is_not_sending() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        crowd = [socket.socket() for _ in range(3)]
        for one in crowd:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        url = f"http://127.0.0.1:{full.getsockname()[1]}/"
        [response] = pumped(posts(url, 1), connect_timeout=0.2).values()
        for one in crowd:
            one.close()
    assert response.failure is Failure.NOT_SENT


def test_retry_after_is_read(echo: Echo) -> None:
    echo.faults.append(429)
    [response] = pumped(posts(echo.url, 1)).values()
    assert (response.status, response.retry_after) == (429, 7)


def test_a_private_address_is_refused_before_a_byte_is_sent(echo: Echo) -> None:
    url = echo.url.replace("http:", "https:")
    [response] = pumped(posts(url, 1), guarded=True, allow_local=False).values()
    assert response.failure is Failure.REFUSED
    assert not echo.asked


def test_a_guarded_line_speaks_to_an_address_that_was_judged_public(
    localhost_certificates: certificates.Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[str] = []
    monkeypatch.setattr(endpoints, "public", lambda address: judged.append(address) or True)
    echo, trust = Echo(), str(localhost_certificates.authority)
    with web_server.serving(echo, localhost_certificates.server()) as port:
        requests = posts(f"https://localhost:{port}/", 8)
        responses = pumped(requests, guarded=True, allow_local=False, authorities=trust)
    assert {(one.status, one.body) for one in responses.values()} == {(200, b"")}
    assert set(judged) <= {"127.0.0.1", "::1"} and "127.0.0.1" in judged


def test_plain_http_is_refused_without_leave(echo: Echo) -> None:
    [response] = pumped(posts(echo.url, 1), allow_local=False).values()
    assert response.failure is Failure.NOT_SENT
    assert not echo.asked


def test_a_server_nobody_vouches_for_is_not_spoken_to(
    localhost_certificates: certificates.Certificates,
) -> None:
    echo = Echo()
    with web_server.serving(echo, localhost_certificates.server()) as port:
        [stranger] = pumped(posts(f"https://localhost:{port}/", 1)).values()
        trust = str(localhost_certificates.authority)
        [friend] = pumped(posts(f"https://localhost:{port}/", 1), authorities=trust).values()
        [other] = pumped(posts(f"https://127.0.0.2:{port}/", 1), authorities=trust).values()
    assert (stranger.failure, friend.status, other.failure) == (Failure.NOT_SENT, 200, Failure.NOT_SENT)


def test_this_machine_knows_whom_to_trust() -> None:
    assert http.authorities()
