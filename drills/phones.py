"""Many phones at once: each has a check-in to send, sends it as the app does, and repeats it until it has a receipt."""

from __future__ import annotations

import base64
import json
import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from queue import Empty, SimpleQueue
from typing import Any
from uuid import UUID

import pycurl

from drills import crowd, scratch

CSRF = "abcdefghijklmnopqrstuvwxyz012345"


@dataclass(slots=True)
class Phone:
    """One person's phone with one capture, and what became of it."""

    checkin: UUID
    cookie: str
    body: bytes
    client_id: UUID
    tries: int = 0
    statuses: list[int] = field(default_factory=list)
    receipt: str = ""
    seconds: float = 0.0

    @property
    def path(self) -> str:
        return f"/my/check-in/{self.checkin}/"


def make(programme: Any, count: int, *, first: int = 0) -> list[Phone]:
    """So many people, each with an open window and a phone that is signed in; numbered from `first`."""
    from amparo.foundation import clock, ids
    from amparo.identity import cookie

    at = clock.now()
    people = crowd.people(programme, count, first=first)
    held = [cookie.Held(programme.id, person, ids.new(), cookie.new_secret()) for person in people]
    checkins = [ids.new() for _ in people]
    with scratch.superuser() as db, db.transaction(), db.cursor() as cursor:
        with cursor.copy(
            "COPY checkins_checkin (id, programme_id, person_id, opens_at, closes_at, zone, state, state_at, looks, "
            "wants_help) FROM STDIN"
        ) as rows:
            opened, closes = at - timedelta(hours=6), at + timedelta(hours=42)
            for checkin, person in zip(checkins, people, strict=True):
                rows.write_row((checkin, programme.id, person, opened, closes, "Etc/GMT", "due", opened, "{}", False))
        with cursor.copy(
            "COPY identity_session (id, programme_id, person_id, key_hash, device_hash, started_at, expires_at, way, "
            "shown_at, borrowed) FROM STDIN"
        ) as rows:
            for one in held:
                end = at + timedelta(days=30)
                rows.write_row(
                    (one.session_id, programme.id, one.person_id, one.key_hash, b"-", at, end, "pin", at, False)
                )
    with scratch.superuser() as db:
        db.execute("ANALYZE checkins_checkin, identity_session")
    return [_phone(c, cookie.write(h), at) for c, h in zip(checkins, held, strict=True)]


def _phone(checkin: UUID, cookie: str, at: Any) -> Phone:
    from amparo.foundation import ids

    client = ids.new()
    said = {
        "client_id": str(client),
        "captured_at": at.isoformat(),
        "clock": {},
        "sealed_answers": base64.urlsafe_b64encode(b"\x02" + os.urandom(320)).decode().rstrip("="),
        "sealed_place": None,
        "place_cause": "declined",
        "wants_help": False,
        "question_set": 1,
        "language": "es",
    }
    return Phone(checkin, cookie, json.dumps(said).encode(), client)


def send_all(
    phones: Sequence[Phone],
    address: str,
    *,
    at_once: int,
    until_received: bool = False,
    path: Callable[[Phone], str] = lambda phone: phone.path,
    done: Callable[[Phone], None] = lambda _: None,
) -> float:
    """All phones sent once (or, with `until_received`, until each has its receipt). Returns the seconds it took."""
    waiting: SimpleQueue[Phone] = SimpleQueue()
    for phone in phones:
        waiting.put(phone)
    began = time.perf_counter()
    hands = [
        threading.Thread(target=_hand, args=(waiting, address, until_received, path, done)) for _ in range(at_once)
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return time.perf_counter() - began


def _hand(
    waiting: SimpleQueue[Phone],
    address: str,
    until_received: bool,
    path: Callable[[Phone], str],
    done: Callable[[Phone], None],
) -> None:
    curl = pycurl.Curl()
    answer: list[bytes] = []
    curl.setopt(pycurl.WRITEFUNCTION, answer.append)
    curl.setopt(pycurl.NOSIGNAL, 1)
    curl.setopt(pycurl.TIMEOUT, 20)
    while True:
        try:
            phone = waiting.get_nowait()
        except Empty:
            return
        answer.clear()
        _send(curl, phone, address + path(phone))
        _read(phone, b"".join(answer))
        if phone.receipt or not until_received:
            done(phone)
        else:
            time.sleep(0.05)  # the app waits longer; a drill has less time
            waiting.put(phone)


def _send(curl: Any, phone: Phone, url: str) -> None:
    phone.tries += 1
    curl.setopt(pycurl.URL, url)
    curl.setopt(pycurl.POSTFIELDS, phone.body)
    curl.setopt(
        pycurl.HTTPHEADER,
        [
            "Content-Type: application/json",
            "Accept: application/json",
            f"X-CSRFToken: {CSRF}",
            f"Cookie: amparo_me={phone.cookie}; csrftoken={CSRF}",
            "Expect:",
        ],
    )
    began = time.perf_counter()
    try:
        curl.perform()
        phone.statuses.append(curl.getinfo(pycurl.RESPONSE_CODE))
    except pycurl.error:
        phone.statuses.append(0)  # the answer was lost, or nobody was there
    phone.seconds = time.perf_counter() - began


def _read(phone: Phone, body: bytes) -> None:
    if phone.statuses[-1] not in (200, 201):
        return
    told = json.loads(body).get("receipt")
    if isinstance(told, dict):
        phone.receipt = told["text"]
