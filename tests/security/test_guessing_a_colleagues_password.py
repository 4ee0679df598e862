"""Wrong passwords of one account are counted together, whatever else a guesser changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.staff.conftest import PASSWORD


def guess(email: str, n: int, **headers: str) -> bytes:
    # Each from an address of its own: only the account's own count is looked at here.
    client = Client(REMOTE_ADDR=f"10.1.{n // 250}.{n % 250 + 1}", headers=headers)
    return bytes(client.post("/staff/account/login/", {"login": email, "password": f"wrong password {n}"}).content)


def is_slowed(email: str) -> bool:
    client = Client(REMOTE_ADDR="10.9.9.9")
    return client.post("/staff/account/login/", {"login": email, "password": PASSWORD}).status_code != 302


@pytest.mark.parametrize("host", ["localhost:{}", "127.0.0.1:{}"])
def test_another_port_in_the_hosts_name_is_no_other_account(host: str, casa: Any, luz: Any) -> None:
    email = casa.members["luz"].account.email
    for n in range(6):
        guess(email, n, host=host.format(1000 + n))
    assert is_slowed(email)


def test_nobody_pushes_the_count_out_by_asking_for_other_things(casa: Any, luz: Any) -> None:
    email = casa.members["luz"].account.email
    for n in range(6):
        guess(email, n)
    for n in range(700):
        cache.add(f"reply-guess-{n}", 0, timeout=600)
    assert is_slowed(email)
