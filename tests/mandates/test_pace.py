"""Whoever floods the page of an invitation uses no vault up, learns nothing, and shuts out nobody who was invited."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from amparo.mandates import accounts
from amparo.representative import pace
from tests import counts
from tests.mandates.conftest import Browser, invited


@pytest.fixture(autouse=True)
def _from_the_start(casa: Any) -> None:
    counts.begin_anew()


def look(casa: Any, token: str, address: str, **more: str) -> Any:
    return Client(REMOTE_ADDR=address).get(f"/rep/invitation/{casa.programme.slug}/{token}/", **more)


def test_one_address_asks_so_often_and_no_oftener(casa: Any, ana: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    right = accounts.secret_of
    monkeypatch.setattr(accounts, "secret_of", lambda *given: asked.append(1) or right(*given))
    codes = [look(casa, "a" * 26, "198.51.100.7").status_code for _ in range(pace.FROM_ONE + 3)]
    assert codes == [200] * pace.FROM_ONE + [429] * 3
    assert len(asked) == pace.FROM_ONE
    # A form that is sent is a look too: it shows the page again.
    path = f"/rep/invitation/{casa.programme.slug}/{'a' * 26}/"
    assert Client(REMOTE_ADDR="198.51.100.7").post(path, {"code": "0000"}).status_code == 429


def test_a_living_link_and_one_of_nobody_are_refused_alike(casa: Any, ana: Any) -> None:
    for _ in range(pace.FROM_ONE):
        look(casa, "a" * 26, "198.51.100.7")
    said = {look(casa, token, "198.51.100.7").status_code for token in (invited(ana).token, "b" * 26, "x")}
    assert said == {429}


def test_a_flood_from_everywhere_shuts_out_nobody_who_was_invited(
    casa: Any, ana: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "FROM_ALL", 4)
    for n in range(3):
        for _ in range(pace.ITS_OWN + 3):
            look(casa, "a" * 26, f"198.51.100.{n}")
    assert look(casa, "a" * 26, "198.51.100.0").status_code == 429
    invitation, rita = invited(ana), Browser()
    rita.client = Client(REMOTE_ADDR="203.0.113.9", headers={"accept-language": "en"})
    assert rita.accept(casa, invitation).status_code == 200


def test_behind_a_proxy_each_visitor_counts_alone(casa: Any, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for _ in range(pace.FROM_ONE):
        look(casa, "a" * 26, "127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.1, 198.51.100.7")
    told = [
        look(casa, "a" * 26, "127.0.0.1", HTTP_X_FORWARDED_FOR=f"203.0.113.2, {address}").status_code
        for address in ("198.51.100.7", "198.51.100.8")
    ]
    assert told == [429, 200]


def test_without_a_proxy_nobody_says_where_they_are(casa: Any, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    for n in range(pace.FROM_ONE):
        look(casa, "a" * 26, "198.51.100.7", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}")
    assert look(casa, "a" * 26, "198.51.100.7", HTTP_X_FORWARDED_FOR="203.0.113.99").status_code == 429


def test_whoever_is_signed_in_is_not_counted(casa: Any, ana: Any, rita: Any) -> None:
    path = rita.browser.path(casa, "a" * 26)
    assert {rita.browser.client.get(path).status_code for _ in range(pace.FROM_ONE + 2)} == {200}


def test_the_count_keeps_no_address(casa: Any) -> None:
    import psycopg

    from amparo.machine import secrets

    look(casa, "a" * 26, "198.51.100.7")
    with psycopg.connect(secrets.dsn("super")) as beside:
        keys = [row[0] for row in beside.execute("SELECT cache_key FROM cache_entry").fetchall()]
    assert any("invitation-guess" in one for one in keys) and not any("198.51" in one for one in keys)


def test_behind_two_proxies_the_first_of_ours_says_who_asked(casa: Any, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    for _ in range(pace.FROM_ONE + 1):
        look(casa, "a" * 26, "127.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.1, 198.51.100.7, 10.0.0.2")
    said = {
        one: look(casa, "a" * 26, "127.0.0.1", HTTP_X_FORWARDED_FOR=f"192.0.2.1, {one}, 10.0.0.2").status_code
        for one in ("198.51.100.7", "203.0.113.9")
    }
    assert said == {"198.51.100.7": 429, "203.0.113.9": 200}
