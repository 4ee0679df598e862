"""Ana invites Rita, a lawyer; both as they meet it: Ana with a session, Rita with a browser and a telephone."""

from __future__ import annotations

import re
import secrets
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.identity import sessions
from amparo.identity.ways import Way
from amparo.mandates import accounts, cookie, inviting, totp
from amparo.mandates.inviting import Invitation
from tests.conftest import person_actor

ALL = ["hearings", "checkins", "notices", "documents"]


def invited(person: Any, *, areas: list[str] | None = None, days: int = 180, at: Any = None) -> Invitation:
    """An invitation by this person, who has just shown that it is them."""
    at, me = at or clock.now(), person_actor(person)
    with acting(me):
        session = sessions.begin(me.programme_id, person.id, way=Way.PIN, device=None, settles_at=None, at=at)
        return inviting.invite(session.session_id, kind="lawyer", areas=areas or ALL, days=days, by=me, at=at)


def secret_in(made: str, programme_id: Any) -> bytes:
    """The key of the telephone that scanned the page's square code."""
    set_up = cookie.read_set_up(made)
    assert set_up is not None
    return accounts.secret_of(programme_id, set_up.seed)


class Browser:
    """A representative's browser, and the telephone that makes their codes."""

    def __init__(self) -> None:
        # Each from an address of its own.
        self.client = Client(headers={"accept-language": "en"}, REMOTE_ADDR=f"2001:db8::{secrets.token_hex(2)}")
        self.secret, self.name, self.steps = b"", "", 0

    def phone_code(self) -> str:
        """What the telephone shows; the next one each time, as a patient hand would type it."""
        step = totp.step_of(clock.now()) + self.steps
        self.steps = 1
        return totp.code(self.secret, step)

    def path(self, casa: Any, token: str) -> str:
        return f"/rep/invitation/{casa.programme.slug}/{token}/"

    def accept(self, casa: Any, invitation: Any, **changes: str) -> Any:
        path = self.path(casa, invitation.token)
        page = self.client.get(path).content.decode()
        found = re.search(r'name="made" value="([^"]+)"', page)
        said = {"code": invitation.code, "name": "Rita Robles", "organisation": "Robles Law", "address": ""}
        if found:
            self.secret = secret_in(found[1], casa.id)
            said |= {"made": found[1], "phone_code": self.phone_code()}
        answer = self.client.post(path, said | changes)
        shown = re.search(r'<p class="num" dir="ltr">([^<]+)</p>', answer.content.decode())
        if answer.status_code == 200 and shown:
            self.name = shown[1]
        return answer

    def see(self, mandate_id: Any, what: str = "") -> Any:
        return self.client.get(f"/rep/people/{mandate_id}/{what}")


@pytest.fixture
def rita(casa: Any, ana: Any) -> SimpleNamespace:
    """Rita has accepted Ana's invitation and is signed in; `rita.mandate` is what she holds."""
    invitation, browser = invited(ana), Browser()
    assert browser.accept(casa, invitation).status_code == 200
    return SimpleNamespace(browser=browser, mandate=invitation.mandate_id, invitation=invitation)
