"""What goes wrong for whom: each crowd meets one kind of trouble, and half of it never gets a check-in through."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from drills import phones, scratch
from drills.fair_world import DAY, HOUR, Somebody, World, showing

CUTS = (0.10, 0.50, 0.99)
OFF = (DAY, -DAY, 365 * DAY, -365 * DAY)
BROKEN = "drills.no_such_tasks"  # a reading process that ends at once, each time


def comparator(world: World, some: list[Somebody]) -> None:
    """No selfie is ever compared; half of them check in without."""
    for who in some:
        _selfies(world, who, 1)
    _half(world, some, "our_outage", world.send)


def unsure(world: World, some: list[Somebody]) -> None:
    """The comparator cannot say of any selfie, not even of the second one; half of them check in all the same."""
    from amparo.access.rows import acting
    from amparo.identity import comparing
    from amparo.identity.face_rules import State

    for who in some:
        _selfies(world, who, 2)
    by, unclear = _system(world), comparing.Found(State.INCONCLUSIVE, clean=os.urandom(99))
    with scratch.role("worker"):
        while True:
            with acting(by):
                rows = comparing.claim(world.programme.id, by=by, at=world.at)
                for row in rows:
                    comparing.settle(row, unclear, by=by, at=world.at)
            if not rows:
                break
    _half(world, some, "comparator", world.send)


def _selfies(world: World, who: Somebody, count: int) -> None:
    """They agreed, have a template, and sent so many selfies about their check-in."""
    from amparo.access.actor import Actor, Kind
    from amparo.access.rows import acting
    from amparo.foundation import ids
    from amparo.identity import faces
    from amparo.identity.face_rules import What
    from amparo.identity.models import FaceTemplate

    me = Actor(Kind.PERSON, who.id, world.programme.id)
    with scratch.role("web"), acting(me):
        consent = faces.agree(who.id, language="es", by=me, at=world.at)
    with scratch.role("worker"), acting(_system(world)):
        FaceTemplate.objects.create(
            programme_id=world.programme.id, person_id=who.id, consent=consent, template=b"\x01" + os.urandom(64),
            made_at=world.at, used_at=world.at,
        )  # fmt: skip
    with scratch.role("web"), acting(me):
        for _ in range(count):
            faces.send(
                who.id, client_id=ids.new(), what=What.COMPARE, picture=b"\xff\xd8" + os.urandom(99),
                about_id=who.window, by=me, at=world.at,
            )  # fmt: skip


def denied(world: World, some: list[Somebody]) -> None:
    """Camera, microphone and place are refused to the page; half check in without them."""
    for who in some:
        world.trouble(who, "camera_denied", "microphone_denied", "place_permission")
    _half(world, some, "permission", lambda who: world.send(who, place_cause="permission"))


def cut(world: World, some: list[Somebody], port: int) -> None:
    """The line breaks at a tenth, at half, and one byte before the end; half of the phones come through later."""
    for number, who in enumerate(some):
        _send_part(who, port, CUTS[number % len(CUTS)])
        world.trouble(who, "upload_cut")

    def again(who: Somebody) -> None:
        phones.send_all([who.phone], f"http://127.0.0.1:{port}", at_once=1)
        (world.acknowledged if who.phone.receipt else world.refused).append(
            who.phone.client_id if who.phone.receipt else who.crowd  # type: ignore[arg-type]
        )

    _half(world, some, "carrier", again)


def wrong_clock(world: World, some: list[Somebody]) -> None:
    """Phones whose clocks are a day or a year off; some captured hours before they could send."""
    for number, who in enumerate(some):
        world.send(who, off=OFF[number % len(OFF)], ago=(number // len(OFF) % 2) * 3 * HOUR)


def leave(world: World, some: list[Somebody]) -> None:
    """Their worker is away for a month, Luz stands in, and nobody answers."""
    for who in some:
        who.silent = True
    with scratch.superuser() as db:
        member = [world.at - HOUR, world.at + 30 * DAY, world.staff["luz"].id, world.staff["teo"].id]
        db.execute("UPDATE programme_member SET away_from = %s, away_until = %s, cover_id = %s WHERE id = %s", member)


def nothing(_world: World, some: list[Somebody]) -> None:
    """They simply stay silent."""
    for who in some:
        who.silent = True


def reminded(world: World) -> None:
    """Everybody is to be reminded of their window now, as if it had just been extended."""
    from amparo.access.rows import acting
    from amparo.casework import silence
    from amparo.checkins.models import Checkin

    with scratch.role("worker"), showing(world.at), acting(by := _system(world)):
        for window in Checkin.objects.filter(programme_id=world.programme.id):
            silence.tell_time(window, "extended", by=by, at=world.at)


def _half(world: World, some: list[Somebody], cause: str, through: Callable[[Somebody], Any]) -> None:
    for number, who in enumerate(some):
        if number % 2:
            through(who)
        else:
            who.silent, who.cause = True, cause


def _send_part(who: Somebody, port: int, share: float) -> None:
    body = who.phone.body
    head = (
        f"POST {who.phone.path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Accept: application/json\r\nX-CSRFToken: {phones.CSRF}\r\n"
        f"Cookie: amparo_me={who.phone.cookie}; csrftoken={phones.CSRF}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(head.encode() + body[: int(len(body) * share)])
        line.shutdown(socket.SHUT_WR)
        line.settimeout(5)
        try:
            while line.recv(4096):
                pass
        except OSError:
            return


def broken_reader() -> Any:
    """A reader whose process never comes up."""
    from amparo.media.reader import Reader
    from amparo.media.sandbox import Sandbox

    reader = Reader()
    reader._sandbox = Sandbox(BROKEN, patience=timedelta(seconds=10).total_seconds())
    return reader


def _system(world: World) -> Any:
    from amparo.access.actor import system

    return system(world.programme.id)
