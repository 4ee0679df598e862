"""Staff at the door: signed in with a password and a second factor, as they are every morning."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

PASSWORD = "a long password of Luz"


def with_password(member: Any) -> Any:
    """The member, with a password they know."""
    member.account.set_password(PASSWORD)
    member.account.save(update_fields=["password"])
    return member


def second_factor(member: Any) -> str:
    """The member has set up their phone; returns its secret."""
    from allauth.mfa.totp.internal import auth

    secret = auth.generate_totp_secret()
    auth.TOTP.activate(member.account, secret)
    return secret


def at_the_door(member: Any, *, with_phone: bool = True) -> Any:
    """A browser in which this member is signed in."""
    from django.test import Client

    if with_phone:
        second_factor(member)
    client = Client()
    client.force_login(member.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def luz(casa: SimpleNamespace) -> Any:
    """Luz, a case worker, signed in."""
    return at_the_door(with_password(casa.members["luz"]))


@pytest.fixture
def teo(casa: SimpleNamespace) -> Any:
    return at_the_door(casa.members["teo"])


@pytest.fixture
def sol(casa: SimpleNamespace) -> Any:
    """Sol, a supervisor, signed in."""
    return at_the_door(casa.members["sol"])


@pytest.fixture
def omar(elsewhere: SimpleNamespace) -> Any:
    """A case worker of another programme, signed in."""
    return at_the_door(elsewhere.members["luz"])
