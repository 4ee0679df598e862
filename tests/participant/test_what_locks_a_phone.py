"""The key of what a phone keeps until it is sent: it outlives what happens by itself, and no end somebody meant."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from amparo.access import actor
from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.identity import actions, locks, sessions
from amparo.identity.checks import Check, LockedBy
from amparo.identity.models import PhoneKey, Session
from amparo.people import forgetting
from tests.conftest import enrol, person_actor

LOCK = re.compile(r'data-lock="([\w-]*)"')


def key(phone: Client) -> str:
    """What the page hands to this phone's script."""
    found = LOCK.findall(phone.get("/my/documents/new/").content.decode())
    return found[0] if found else ""


def sign_in(phone: Client, link: Any, **more: str) -> Client:
    assert phone.post(link.path, {"pin": link.pin} | more).status_code == 302
    return phone


def keys(casa: Any) -> int:
    with acting(casa.system):
        return PhoneKey.objects.count()


def over(casa: Any) -> None:
    """All sessions are over by their own time, as after a month."""
    with acting(casa.system):
        Session.objects.update(expires_at=clock.now() - timedelta(minutes=1))


def test_it_is_the_same_on_every_page_of_one_phone_and_another_on_another(phone: Client, link: Any) -> None:
    first = key(phone)
    assert len(first) == 43 and key(phone) == first
    assert LOCK.findall(phone.get("/my/messages/").content.decode()) == [first]
    assert key(sign_in(Client(), link)) not in ("", first)


def test_a_session_that_is_over_keeps_it_for_the_same_person_on_the_same_phone(
    casa: Any, phone: Client, link: Any
) -> None:
    before = key(phone)
    over(casa)
    assert phone.get("/my/documents/new/").status_code == 401
    assert key(sign_in(phone, link)) == before


def test_signing_in_anew_without_going_out_keeps_it_and_going_out_then_ends_both(
    casa: Any, phone: Client, link: Any
) -> None:
    before = key(phone)
    assert key(sign_in(phone, link)) == before
    phone.post("/my/sign-out/")
    with acting(casa.system):
        assert not Session.objects.filter(ended_at=None).exists()
    assert keys(casa) == 0 and key(sign_in(phone, link)) not in ("", before)


def test_after_signing_out_the_old_key_never_comes_again(casa: Any, phone: Client, link: Any) -> None:
    before = key(phone)
    for _ in range(2):
        phone.post("/my/sign-out/")
        assert keys(casa) == 0
    assert key(sign_in(phone, link)) not in ("", before)


def test_whoever_signs_out_of_a_session_that_was_over_is_out_all_the_same(casa: Any, phone: Client, link: Any) -> None:
    before = key(phone)
    over(casa)
    assert phone.post("/my/sign-out/")["Location"].endswith("?left")
    assert keys(casa) == 0 and key(sign_in(phone, link)) not in ("", before)


def test_signing_out_on_one_phone_takes_nothing_from_the_other(phone: Client, link: Any) -> None:
    other = sign_in(Client(), link)
    before = key(other)
    phone.post("/my/sign-out/")
    assert key(other) == before


def test_a_page_that_was_locked_opens_again_with_another_key(casa: Any, ana: Any, phone: Client, link: Any) -> None:
    before, at = key(phone), clock.now()
    with acting(casa.luz):
        locks.lock(ana.id, LockedBy.MEMBER, by=casa.luz, at=at)
    assert keys(casa) == 0
    with acting(casa.luz):
        locks.unlock(ana.id, check=Check.PAPER, by=casa.luz, at=at)
    assert key(sign_in(phone, link)) not in ("", before)


def test_a_new_link_brings_another_key(casa: Any, ana: Any, phone: Client, link: Any) -> None:
    key(phone)
    over(casa)  # the phone was lost weeks ago
    with acting(casa.luz):
        actions.issue_link_and_pin(ana.id, by=casa.luz, at=clock.now())
    assert keys(casa) == 0


def test_ending_all_sessions_ends_all_keys(casa: Any, ana: Any, phone: Client, link: Any) -> None:
    key(phone), key(sign_in(Client(), link))
    assert keys(casa) == 2
    with acting(casa.luz):
        actions.end_all_sessions(ana.id, by=casa.luz, at=clock.now())
    assert keys(casa) == 0


def test_it_goes_with_a_key_whose_session_is_long_deleted(casa: Any, ana: Any, phone: Client, link: Any) -> None:
    key(phone)
    with acting(casa.system):
        Session.objects.all().delete()
    other = sign_in(Client(), link)
    key(other)
    other.post("/my/sign-out/")
    assert keys(casa) == 0


def test_whoever_is_forgotten_takes_it_along(casa: Any, ana: Any, phone: Client) -> None:
    key(phone)
    forgetting.forget(ana.id, by=actor.system(casa.id), at=clock.now())
    assert keys(casa) == 0


def test_a_phone_that_is_not_theirs_has_none(casa: Any, link: Any) -> None:
    assert key(sign_in(Client(), link, borrowed="on")) == "" and keys(casa) == 0


def test_another_person_on_the_same_phone_has_another(casa: Any, phone: Client) -> None:
    before = key(phone)
    eva = enrol(casa, name="Eva")
    with acting(casa.luz):
        token, pin = actions.issue_link_and_pin(eva.id, by=casa.luz, at=clock.now())
    assert phone.post(f"/my/hello/{casa.programme.slug}/{token}/", {"pin": pin}).status_code == 302
    assert key(phone) not in ("", before) and keys(casa) == 2


def test_nobody_reads_it_under_a_persons_own_name(ana: Any, phone: Client) -> None:
    key(phone)
    with acting(person_actor(ana)):
        assert not PhoneKey.objects.exists()


def test_what_was_locked_before_this_table_came_still_opens(casa: Any, ana: Any, phone: Client) -> None:
    from importlib import import_module

    migration = import_module("amparo.identity.migrations.0015_what_locks_a_phone")
    with acting(casa.system):
        session = Session.objects.get()
        as_owner = migration.AS_BEFORE.splitlines()
        insert = " ".join(line for line in as_owner if not line.startswith("ALTER"))
        with connection.cursor() as cursor:
            cursor.execute(insert)
        assert sessions.phone_seed(session.id) == ana.id.bytes


def test_signing_out_that_fails_half_way_ends_nothing(
    casa: Any, phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = key(phone)
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(actor, "system", lambda programme_id: 1 / 0)
        phone.post("/my/sign-out/")
    assert key(phone) == before
