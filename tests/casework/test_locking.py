"""A lost phone: nobody gets in any more, whoever should hears of it, and it costs the person nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from amparo.access.rows import acting
from amparo.casework import fault_check, locking, today
from amparo.casework.urgency import Kind
from amparo.checkins import actions as checkins
from amparo.checkins.models import Checkin
from amparo.faults.rules import Cause
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.identity import actions, locks, passkeys, recovery
from amparo.identity.checks import LockedBy
from amparo.identity.models import Lock, Session
from amparo.people import contacts
from amparo.people.models import ContactPoint
from amparo.reminders import sending, wording
from amparo.reminders.models import Reminder
from tests.conftest import enrol, person_actor
from tests.identity.soft_passkey import SoftPasskey
from tests.identity.test_actions import given, refusal, sign_in, wrong
from tests.outside.fixtures import sms
from tests.participant.conftest import open_window
from tests.reminders.conftest import at_noon, texts

__all__ = ["sms", "texts"]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEW_NUMBER = "+13055550166"


def lock(casa: Any, person: Any, how: LockedBy = LockedBy.APP, *, by: Any = None, at: Any = None, **more: Any) -> bool:
    by = by or person_actor(person)
    with acting(by):
        return locking.lock(person.id, how, by=by, at=at or clock.now(), **more)


def unlock(casa: Any, person: Any, check: str = "call_back", *, by: Any = None, at: Any = None) -> bool:
    by = by or casa.luz
    with acting(by):
        return locking.unlock(person.id, check=check, by=by, at=at or clock.now())


def told(casa: Any, person: Any) -> list[tuple[str, Any]]:
    with acting(casa.system):
        rows = Reminder.objects.filter(person=person.id, kind="way_in").order_by("send_at", "sequence")
        return [(row.step, row.only_to) for row in rows]


def points(casa: Any, person: Any) -> list[Any]:
    with acting(casa.system):
        return list(ContactPoint.objects.filter(person=person.id).order_by("position").values_list("id", flat=True))


@pytest.fixture
def two_ways(casa: Any) -> Any:
    """Somebody with a telephone and an e-mail address, who has checked in before and is signed in."""
    return enrol(casa, name="Ada Q", contacts=[("sms", "+13055550145"), ("email", "ada@example.org")])


def test_everybody_is_out_and_nobody_comes_in(casa: Any, ana: Any) -> None:
    link = given(casa, ana)
    signed = sign_in(casa, *link)
    assert lock(casa, ana)
    with acting(casa.system):
        assert Session.objects.get(id=signed.session_id).ended_at is not None
    assert refusal(casa, *link)[0] == "locked"
    assert refusal(casa, link[0], wrong(link[1]))[0] == "not_signed_in"


def test_without_the_pin_nobody_learns_that_it_is_locked(casa: Any, ana: Any) -> None:
    token, pin = given(casa, ana)
    before = refusal(casa, token, wrong(pin))
    lock(casa, ana)
    assert refusal(casa, token, wrong(pin)) == before


def test_a_passkey_opens_nothing_until_it_is_unlocked(casa: Any, ana: Any) -> None:
    token, pin = given(casa, ana)
    at = clock.now()
    signed = sign_in(casa, token, pin, at=at)
    me, phone = person_actor(ana), SoftPasskey()
    with acting(me):
        asked = passkeys.invite_to_add(signed.session_id, site_name="Casa", by=me, at=at)
        passkeys.add(signed.session_id, said=phone.make(asked), device="phone", by=me, at=at)
    lock(casa, ana, at=at)

    def try_it() -> Any:
        asked = passkeys.invite_to_sign_in(casa.id, token=token, device=signed.device, at=at)
        return passkeys.sign_in(casa.id, token=token, said=phone.sign(asked), device=signed.device, at=at)

    with pytest.raises(Refused, match="locked"):
        try_it()
    unlock(casa, ana)
    assert try_it().person_id == ana.id


def test_locked_twice_is_locked_once_and_told_once(casa: Any, two_ways: Any) -> None:
    assert [lock(casa, two_ways), lock(casa, two_ways)] == [True, False]
    assert len(told(casa, two_ways)) == 2


def test_each_contact_point_is_told_but_the_one_that_said_it(casa: Any, two_ways: Any) -> None:
    phone, mail = points(casa, two_ways)
    with acting(casa.system):
        locking.lock_all([two_ways.id], told=[phone], by=casa.system, at=clock.now())
    assert told(casa, two_ways) == [("locked", mail)]


def test_what_is_told_goes_there_and_nowhere_else(casa: Any, two_ways: Any, texts: Any) -> None:
    phone, mail = points(casa, two_ways)
    with acting(casa.system):
        locking.lock_all([two_ways.id], told=[phone], by=casa.system, at=clock.now())
    sending.send_due(casa.id, at=at_noon(two_ways))
    # There is no server for e-mail here: it does not go to the telephone instead, and wakes no worker either.
    assert texts.messages == []
    with acting(casa.system):
        assert Reminder.objects.get(person=two_ways.id, kind="way_in").unheard_at is None


def test_the_message_says_nothing_to_a_stranger(casa: Any, ana: Any, texts: Any) -> None:
    lock(casa, ana)
    sending.send_due(casa.id, at=at_noon(ana))
    (message,) = texts.messages
    assert wording.reveals(message.body) == [] and ana.reference not in message.body
    assert "siguen" in message.body and "bloque" in message.body


def test_a_failure_half_way_leaves_neither_lock_nor_promise(casa: Any, ana: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(locking.reminders, "plan", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        lock(casa, ana)
    with acting(casa.system):
        assert not Lock.objects.filter(person=ana.id).exists()


@pytest.mark.parametrize("who", ["luz", "sol"])
def test_her_workers_lock_and_unlock(casa: Any, ana: Any, who: str) -> None:
    by = getattr(casa, who)
    assert lock(casa, ana, LockedBy.MEMBER, by=by) and unlock(casa, ana, by=by)
    with acting(casa.system):
        held = Lock.objects.get(person=ana.id)
    assert (held.member_id, held.unlocked_by, held.check_done) == (by.id, by.id, "call_back")


def test_others_do_not_and_she_does_not_unlock_herself(casa: Any, ana: Any) -> None:
    with acting(casa.teo), pytest.raises(Refused, match="not_allowed"):
        locking.lock(ana.id, LockedBy.MEMBER, by=casa.teo, at=clock.now())
    lock(casa, ana)
    for by in (person_actor(ana), casa.teo, casa.ada):
        with acting(by), pytest.raises(Refused, match="not_allowed"):
            locking.unlock(ana.id, check="paper", by=by, at=clock.now())
    with acting(casa.luz), pytest.raises(Refused, match="check_missing"):
        locking.unlock(ana.id, check="a feeling", by=casa.luz, at=clock.now())


def test_another_person_locks_nothing_of_hers(casa: Any, ana: Any) -> None:
    bea = person_actor(enrol(casa, worker="teo", name="Bea"))
    with acting(bea), pytest.raises(Refused, match="no_such_person"):
        locking.lock(ana.id, LockedBy.APP, by=bea, at=clock.now())


def test_unlocked_the_same_link_and_pin_open_it_again(casa: Any, ana: Any) -> None:
    link = given(casa, ana)
    lock(casa, ana)
    assert [unlock(casa, ana), unlock(casa, ana)] == [True, False]
    assert sign_in(casa, *link).person_id == ana.id
    each = len(points(casa, ana))
    assert sorted(step for step, _ in told(casa, ana)) == ["locked"] * each + ["unlocked"] * each


# --- it costs nothing ---


def test_a_window_that_it_touches_is_open_for_two_more_days(casa: Any, ana: Any) -> None:
    window = open_window(casa, ana, opened=47 * HOUR)
    at = clock.now()
    lock(casa, ana, at=at)
    with acting(casa.system):
        after = Checkin.objects.get(id=window.id)
    assert after.closes_at == at + 2 * DAY > window.closes_at


def test_a_window_that_closed_meanwhile_is_open_again_when_it_is_unlocked(casa: Any, ana: Any) -> None:
    window = open_window(casa, ana, opened=47 * HOUR)
    at = clock.now()
    lock(casa, ana, at=at)
    later = at + 3 * DAY
    with acting(casa.system):
        checkins.mark_unanswered(casa.id, at=later)
    unlock(casa, ana, at=later)
    with acting(casa.system):
        after = Checkin.objects.get(id=window.id)
    assert (after.state, after.closes_at) == ("due", later + 2 * DAY)


def test_a_later_window_knows_of_the_lock_before_anybody_asks(casa: Any, ana: Any) -> None:
    lock(casa, ana)
    with acting(casa.luz):
        opens = clock.now() + 20 * DAY
        found = fault_check.evidence(ana.id, ana.id, opens_at=opens, closes_at=opens + 2 * DAY)
    assert [(one.cause, one.code) for one in found] == [(Cause.DEVICE, "phone_lost")]


def test_her_worker_sees_it_on_the_day_until_it_is_opened(casa: Any, ana: Any) -> None:
    def seen() -> list[Kind]:
        with acting(casa.luz):
            return [need.kind for need in today.needs(by=casa.luz, at=clock.now())]

    lock(casa, ana)
    assert seen().count(Kind.PAGE_LOCKED) == 1
    unlock(casa, ana)
    assert Kind.PAGE_LOCKED not in seen()


# --- signing in anew ---


def ask(casa: Any, person: Any, check: str = "paper", number: str = "", *, by: Any = None, at: Any = None) -> None:
    by = by or casa.luz
    with acting(by):
        recovery.ask(person.id, check=check, number=number, by=by, at=at or clock.now())


def confirm(casa: Any, person: Any, check: str = "words", *, by: Any = None, at: Any = None) -> None:
    by = by or casa.sol
    with acting(by):
        recovery.confirm(person.id, check=check, by=by, at=at or clock.now())


def give(casa: Any, person: Any, *, by: Any = None, at: Any = None) -> tuple[str, str]:
    by = by or casa.luz
    with acting(by):
        return locking.recover(person.id, by=by, at=at or clock.now())


def test_two_checks_by_two_members_open_it_with_a_new_number(casa: Any, two_ways: Any) -> None:
    old, before = given(casa, two_ways), points(casa, two_ways)
    lock(casa, two_ways)
    ask(casa, two_ways, number="305 555 0166")
    confirm(casa, two_ways)
    link = give(casa, two_ways)
    assert refusal(casa, *old)[0] == "not_signed_in"
    signed = sign_in(casa, *link)
    with acting(casa.system):
        assert Session.objects.get(id=signed.session_id).settles_at is not None
        assert locks.living(two_ways.id) is None
        (new,) = contacts.queries.contacts_at(NEW_NUMBER, kinds=("sms",), by=casa.system, at=clock.now())
    # The channels from before are told, and not the one that somebody has just brought.
    assert [one for one in told(casa, two_ways) if one[0] == "new_link"] == [("new_link", each) for each in before]
    assert new.id not in before


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("second_signature", {"by": "luz"}),
        ("same_check", {"check": "paper"}),
        ("check_missing", {"check": ""}),
    ],
)
def test_one_member_or_one_kind_of_check_is_not_enough(casa: Any, ana: Any, code: str, spoil: dict[str, str]) -> None:
    given(casa, ana)
    lock(casa, ana)
    ask(casa, ana)
    more = {"by": getattr(casa, spoil.pop("by"))} if "by" in spoil else {}
    with pytest.raises(Refused, match=code):
        confirm(casa, ana, **(more | spoil))
    with pytest.raises(Refused, match="not_confirmed"):
        give(casa, ana)


def test_an_ordinary_new_link_is_refused_while_locked_and_for_days_after(casa: Any, ana: Any) -> None:
    given(casa, ana)
    at = clock.now()
    lock(casa, ana, at=at)
    for moment in (at, at + DAY):
        with pytest.raises(Refused, match="two_checks"):
            given(casa, ana, at=moment)
    unlock(casa, ana, at=at + DAY)
    with pytest.raises(Refused, match="two_checks"):
        given(casa, ana, at=at + 2 * DAY)
    assert given(casa, ana, at=at + 5 * DAY)


def test_and_while_a_number_is_new(casa: Any, ana: Any) -> None:
    given(casa, ana)
    at = clock.now()
    with acting(casa.luz):
        contacts.add_contact(ana.id, "sms", NEW_NUMBER, by=casa.luz, at=at)
    with pytest.raises(Refused, match="two_checks"):
        given(casa, ana, at=at + HOUR)
    assert given(casa, ana, at=at + 4 * DAY)


def test_the_first_link_and_an_ordinary_one_need_one_member(casa: Any, ana: Any) -> None:
    assert given(casa, ana, at=clock.now()) and given(casa, ana, at=clock.now())


def test_it_is_used_once_and_not_when_it_is_old(casa: Any, ana: Any) -> None:
    given(casa, ana)
    at = clock.now()
    ask(casa, ana, at=at)
    with pytest.raises(Refused, match="not_asked"):
        confirm(casa, ana, at=at + 4 * DAY)
    ask(casa, ana, at=at + 4 * DAY)
    with pytest.raises(Refused, match="already_asked"):
        ask(casa, ana, at=at + 4 * DAY)
    confirm(casa, ana, at=at + 4 * DAY)
    with pytest.raises(Refused, match="not_asked"):
        give(casa, ana, at=at + 6 * DAY)
    ask(casa, ana, at=at + 6 * DAY), confirm(casa, ana, at=at + 6 * DAY)
    assert give(casa, ana, at=at + 6 * DAY)
    with pytest.raises(Refused, match="not_asked"):
        give(casa, ana, at=at + 6 * DAY)


def test_taken_back_nothing_is_given(casa: Any, ana: Any) -> None:
    ask(casa, ana)
    with acting(casa.sol):
        recovery.take_back(ana.id, by=casa.sol, at=clock.now())
    with pytest.raises(Refused, match="not_asked"):
        confirm(casa, ana)


def test_a_failure_while_giving_leaves_the_lock_and_the_old_link(casa: Any, ana: Any, monkeypatch: Any) -> None:
    given(casa, ana)
    lock(casa, ana)
    ask(casa, ana, number="305 555 0166"), confirm(casa, ana)
    monkeypatch.setattr(actions.vault, "pin_new", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        give(casa, ana)
    with acting(casa.system):
        assert locks.living(ana.id) is not None
        assert not contacts.queries.contacts_at(NEW_NUMBER, kinds=("sms",), by=casa.system, at=clock.now())


def test_others_ask_for_nothing(casa: Any, ana: Any) -> None:
    for by in (casa.teo, casa.ada, casa.paz, person_actor(ana)):
        with pytest.raises(Refused, match="not_allowed"):
            ask(casa, ana, by=by)
