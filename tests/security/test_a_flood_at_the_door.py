"""Strangers who keep trying to sign in neither stop people from checking in nor use up anybody's tries."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from amparo.access.rows import acting
from amparo.cli import serving
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.identity import actions, places
from amparo.identity.models import AttemptPool
from amparo.people import references
from amparo.privacy import vault


def attempt(casa: Any, token: str, pin: str = "123456", device: str | None = None) -> str:
    try:
        actions.sign_in(casa.id, token=token, pin=pin, device=device, at=clock.now())
    except Refused as no:
        return no.code
    finally:
        connection.close()
    return "signed_in"


@pytest.mark.parametrize("fault", ["vault_busy", "vault_unavailable"])
def test_a_pin_that_could_not_be_looked_at_is_not_counted(fault: str, casa: Any, link: Any, monkeypatch: Any) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(vault, "pin_check", lambda *_: (_ for _ in ()).throw(Refused(fault)))
        assert [attempt(casa, link.token, link.pin) for _ in range(12)] == [fault] * 12
    with acting(casa.system):
        assert [(pool.wrong, pool.wait_until) for pool in AttemptPool.objects.all()] == [(0, None)]
    assert attempt(casa, link.token, link.pin) == "signed_in"


def test_a_flood_takes_two_threads_and_her_own_phone_gets_in(casa: Any, link: Any, monkeypatch: Any) -> None:
    device = actions.sign_in(casa.id, token=link.token, pin=link.pin, device=None, at=clock.now()).device
    slow, looking, check = threading.Event(), [], vault.pin_check

    def slowly(programme_id: Any, who: Any, pin: str, tag: bytes) -> bool:
        looking.append(pin)
        return check(programme_id, who, pin, tag) if pin == link.pin else slow.wait(10) and False

    monkeypatch.setattr(vault, "pin_check", slowly)
    with ThreadPoolExecutor(8) as strangers:
        asked = [strangers.submit(attempt, casa, references.token()) for _ in range(8)]
        refused = [one.result(10) for one in asked if one.done() or not _waits(one)]
        assert attempt(casa, link.token, link.pin, device) == "signed_in"
        slow.set()
    assert refused == ["vault_busy"] * 6
    assert looking.count("123456") == places.STRANGERS == 2


def _waits(one: Any) -> bool:
    try:
        one.result(3)
    except TimeoutError:
        return True
    return False


def test_sign_in_can_never_take_all_threads_of_a_web_process() -> None:
    argv = serving.web("127.0.0.1", 1, 2).argv
    threads = int(argv[argv.index("--blocking-threads") + 1])
    assert places.STRANGERS + places.KNOWN < threads
