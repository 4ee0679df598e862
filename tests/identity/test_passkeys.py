"""A person's passkeys: made, used, taken away; and everything a stranger may try with one."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.identity import actions, cookie, passkeys, queries
from amparo.identity.models import Passkey, Pin, Session, SpentChallenge
from amparo.identity.ways import Way
from amparo.people import actions as people
from amparo.people import references
from tests.conftest import enrol, person_actor
from tests.identity.soft_passkey import SoftPasskey, turned

AT = clock.now().replace(hour=1)
MINUTE = timedelta(minutes=1)


def signed_in(casa: Any, person: Any, at: Any = AT) -> SimpleNamespace:
    """A person with a link, a PIN, and a phone on which they have just typed it."""
    with acting(casa.luz):
        token, pin = actions.issue_link_and_pin(person.id, by=casa.luz, at=at)
    signed = actions.sign_in(casa.id, token=token, pin=pin, device=None, at=at)
    me = person_actor(person)
    return SimpleNamespace(
        casa=casa, token=token, pin=pin, device=signed.device, session=signed.session_id, me=me, cookie=signed.cookie
    )


def make(who: Any, key: SoftPasskey, at: Any = AT, **spoil: Any) -> Passkey:
    with acting(who.me):
        asked = passkeys.invite_to_add(who.session, site_name="Casa", by=who.me, at=at)
        return passkeys.add(who.session, said=key.make(asked, **spoil), device="phone", by=who.me, at=at)


def come_in(who: Any, key: SoftPasskey, at: Any = AT, **spoil: Any) -> Any:
    asked = passkeys.invite_to_sign_in(who.casa.id, token=who.token, device=who.device, at=at)
    said = key.sign(asked, **spoil)
    return passkeys.sign_in(who.casa.id, token=who.token, said=said, device=who.device, at=at)


def show(who: Any, key: SoftPasskey, at: Any = AT, **spoil: Any) -> None:
    with acting(who.me):
        asked = passkeys.invite_to_show(who.session, by=who.me, at=at)
        passkeys.show(who.session, said=key.sign(asked, **spoil), by=who.me, at=at)


def living(who: Any, value: str = "", at: Any = AT) -> Any:
    held = cookie.read(value or who.cookie)
    with acting(who.me):
        return queries.living_session(held.session_id, held.key_hash, at=at)


@pytest.fixture
def phone(casa: Any, ana: Any) -> SimpleNamespace:
    return signed_in(casa, ana)


@pytest.fixture
def key(phone: SimpleNamespace) -> SoftPasskey:
    """Ana's passkey."""
    made = SoftPasskey()
    make(phone, made)
    return made


# --- making one ---


def test_a_passkey_is_made_on_a_phone_that_has_just_shown_who_it_is(casa, ana, phone) -> None:
    kept = make(phone, SoftPasskey(counts=False))
    with acting(phone.me):
        assert [one.id for one in queries.passkeys_of(ana.id)] == [kept.id]
    assert (kept.device, kept.is_shared, kept.added_at) == ("phone", False, AT)


def test_a_phone_that_was_left_signed_in_makes_none(casa, ana, phone) -> None:
    with pytest.raises(Refused, match="show_it_is_you"):
        make(phone, SoftPasskey(), at=AT + 11 * MINUTE)
    actions.show_pin(phone.session, pin=phone.pin, device=phone.device, by=phone.me, at=AT + 12 * MINUTE)
    assert make(phone, SoftPasskey(), at=AT + 13 * MINUTE)


def test_the_same_answer_makes_one_passkey(casa, ana, phone) -> None:
    with acting(phone.me):
        asked = passkeys.invite_to_add(phone.session, site_name="Casa", by=phone.me, at=AT)
        said = SoftPasskey().make(asked)
        passkeys.add(phone.session, said=said, device="phone", by=phone.me, at=AT)
    with pytest.raises(Refused, match="passkey_not_taken"), acting(phone.me):
        passkeys.add(phone.session, said=said, device="phone", by=phone.me, at=AT)
    with acting(casa.system):
        assert Passkey.objects.filter(person=ana).count() == 1


def test_making_one_fails_half_way_and_nothing_is_left(casa, ana, phone) -> None:
    with pytest.raises(ZeroDivisionError), acting(phone.me):
        asked = passkeys.invite_to_add(phone.session, site_name="Casa", by=phone.me, at=AT)
        passkeys.add(phone.session, said=SoftPasskey().make(asked), device="phone", by=phone.me, at=AT)
        1 / 0  # noqa: B018
    with acting(casa.system):
        assert not Passkey.objects.exists() and not SpentChallenge.objects.exists()


def test_nobody_makes_one_for_her(casa, ana, phone) -> None:
    bea = signed_in(casa, enrol(casa, name="Bea", case_number="A222222222", contacts=[]))
    with pytest.raises(Session.DoesNotExist), acting(bea.me):
        asked = passkeys.invite_to_add(phone.session, site_name="Casa", by=bea.me, at=AT)
        passkeys.add(phone.session, said=SoftPasskey().make(asked), device="phone", by=bea.me, at=AT)
    with acting(casa.luz), pytest.raises(Refused, match="not_allowed"):
        kept = Passkey(programme_id=casa.id, person=ana)
        from amparo.access import gate
        from amparo.access.rules import Permission

        gate.require(casa.luz, Permission.PASSKEY_CHANGE, kept)


SPOILED_MAKING = [
    pytest.param({"unlocked": False}, id="the device was not unlocked"),
    pytest.param({"origin": "https://amparo.example"}, id="made on another site"),
    pytest.param({"rp_id": "example.org"}, id="made for another site"),
    pytest.param({"type": "webauthn.get"}, id="an answer to another question"),
    pytest.param({"challenge": "AAAA"}, id="a question we did not ask"),
]


@pytest.mark.parametrize("spoil", SPOILED_MAKING)
def test_a_spoiled_passkey_is_not_made(casa, phone, spoil) -> None:
    with pytest.raises(Refused, match="passkey_not_taken"):
        make(phone, SoftPasskey(), **spoil)


def test_a_key_has_no_second_owner(casa, ana, phone, key) -> None:
    bea = signed_in(casa, enrol(casa, name="Bea", case_number="A222222222", contacts=[]))
    with pytest.raises(Refused, match="passkey_not_taken"):
        make(bea, key)


def test_there_are_at_most_ten(casa, ana, phone) -> None:
    for _ in range(passkeys.MOST):
        make(phone, SoftPasskey())
    with pytest.raises(Refused, match="too_many_passkeys"):
        make(phone, SoftPasskey())


def test_what_a_phone_lists_names_nobody(casa, ana, phone) -> None:
    with acting(phone.me):
        asked = passkeys.invite_to_add(phone.session, site_name="Casa", by=phone.me, at=AT)
    assert asked["user"]["name"] == asked["user"]["displayName"] == asked["rp"]["name"] == "Casa"
    assert ana.id.hex not in str(asked) and str(ana.id) not in str(asked)


# --- coming in ---


def test_link_and_passkey_open_a_session(casa, ana, phone, key) -> None:
    signed = come_in(phone, key, at=AT + MINUTE)
    now = living(phone, signed.cookie, at=AT + MINUTE)
    assert (signed.person_id, now.shown.way, now.shown.at) == (ana.id, Way.PASSKEY, AT + MINUTE)


SPOILED_SIGNING = [
    pytest.param({"unlocked": False}, id="the device was not unlocked"),
    pytest.param({"origin": "http://localhost:8081"}, id="signed on another site"),
    pytest.param({"rp_id": "example.org"}, id="signed for another site"),
    pytest.param({"type": "webauthn.create"}, id="an answer to another question"),
    pytest.param({"challenge": "AAAA"}, id="a question we did not ask"),
    pytest.param({"framed": True}, id="signed in somebody's frame"),
    pytest.param({"count": 0}, id="a count that fell: a copied key"),
]


@pytest.mark.parametrize("spoil", SPOILED_SIGNING)
def test_a_spoiled_answer_opens_nothing(casa, ana, phone, key, spoil) -> None:
    come_in(phone, key)
    with pytest.raises(Refused, match="not_signed_in"):
        come_in(phone, key, **spoil)


def test_a_false_signature_opens_nothing(casa, phone, key) -> None:
    asked = passkeys.invite_to_sign_in(casa.id, token=phone.token, device=phone.device, at=AT)
    said = SoftPasskey(credential_id=key.credential_id).sign(asked)
    with pytest.raises(Refused, match="not_signed_in"):
        passkeys.sign_in(casa.id, token=phone.token, said=said, device=phone.device, at=AT)


def test_an_answer_is_worth_something_once(casa, phone, key) -> None:
    asked = passkeys.invite_to_sign_in(casa.id, token=phone.token, device=phone.device, at=AT)
    # A synced key counts nothing: then only the spent question stands against a replay.
    said = key.sign(asked, count=9)
    assert passkeys.sign_in(casa.id, token=phone.token, said=said, device=phone.device, at=AT)
    with pytest.raises(Refused, match="not_signed_in"):
        passkeys.sign_in(casa.id, token=phone.token, said=said, device=phone.device, at=AT)
    with acting(casa.system):
        Passkey.objects.update(sign_count=0)
    with pytest.raises(Refused, match="not_signed_in"):
        passkeys.sign_in(casa.id, token=phone.token, said=said, device=phone.device, at=AT)


def test_many_with_the_same_answer_at_once_open_one_session(casa, ana, phone, key) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    with acting(casa.system):
        before = Session.objects.count()
    asked = passkeys.invite_to_sign_in(casa.id, token=phone.token, device=phone.device, at=AT)
    said = key.sign(asked)

    def enter(_: int) -> str:
        try:
            passkeys.sign_in(casa.id, token=phone.token, said=said, device=phone.device, at=AT)
            return "in"
        except Refused as no:
            return no.code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as many:
        assert sorted(many.map(enter, range(6))) == ["in"] + ["not_signed_in"] * 5
    with acting(casa.system):
        assert Session.objects.count() == before + 1


def test_a_question_is_over_after_five_minutes(casa, phone, key) -> None:
    asked = passkeys.invite_to_sign_in(casa.id, token=phone.token, device=phone.device, at=AT)
    with pytest.raises(Refused, match="not_signed_in"):
        later = AT + 6 * MINUTE
        passkeys.sign_in(casa.id, token=phone.token, said=key.sign(asked), device=phone.device, at=later)


def test_a_question_belongs_to_the_phone_that_was_asked(casa, phone, key) -> None:
    asked = passkeys.invite_to_sign_in(casa.id, token=phone.token, device=phone.device, at=AT)
    with pytest.raises(Refused, match="not_signed_in"):
        other = cookie.new_device()
        passkeys.sign_in(casa.id, token=phone.token, said=key.sign(asked), device=other, at=AT)


def test_an_answer_for_one_purpose_is_none_for_another(casa, ana, phone, key) -> None:
    with acting(phone.me):
        shows = passkeys.invite_to_show(phone.session, by=phone.me, at=AT)
        adds = passkeys.invite_to_add(phone.session, site_name="Casa", by=phone.me, at=AT)
    comes = passkeys.invite_to_sign_in(casa.id, token=phone.token, device=phone.device, at=AT)
    for asked in (shows, adds):
        with pytest.raises(Refused, match="not_signed_in"):
            passkeys.sign_in(casa.id, token=phone.token, said=key.sign(asked), device=phone.device, at=AT)
    for asked in (comes, adds):
        with pytest.raises(Refused, match="passkey_not_taken"), acting(phone.me):
            passkeys.show(phone.session, said=key.sign(asked), by=phone.me, at=AT)


def test_another_persons_passkey_opens_nothing_of_hers(casa, ana, phone, key) -> None:
    bea = signed_in(casa, enrol(casa, name="Bea", case_number="A222222222", contacts=[]))
    hers = SoftPasskey()
    make(bea, hers)
    with pytest.raises(Refused, match="not_signed_in"):
        come_in(phone, hers)
    with pytest.raises(Refused, match="passkey_not_taken"):
        show(phone, hers)


def test_a_programme_elsewhere_knows_neither_link_nor_passkey(elsewhere, phone, key) -> None:
    asked = passkeys.invite_to_sign_in(elsewhere.id, token=phone.token, device=phone.device, at=AT)
    with pytest.raises(Refused, match="not_signed_in"):
        passkeys.sign_in(elsewhere.id, token=phone.token, said=key.sign(asked), device=phone.device, at=AT)


def test_nobody_learns_whether_a_link_names_somebody_or_has_passkeys(casa, ana, phone) -> None:
    def asked(token: str) -> dict[str, Any]:
        return passkeys.invite_to_sign_in(casa.id, token=token, device=phone.device, at=AT)

    nobody = references.token()
    some, none, again = asked(phone.token), asked(nobody), asked(nobody)
    assert some.keys() == none.keys() and none["known"] == again["known"]
    assert [len(one) for one in some["known"]] == [len(one) for one in none["known"]] == [43]
    with acting(casa.system):
        assert not SpentChallenge.objects.exists(), "asking keeps nothing"
    for token in (nobody, phone.token, "x"):
        with pytest.raises(Refused) as refused:
            said = SoftPasskey().sign(asked(token))
            passkeys.sign_in(casa.id, token=token, said=said, device=phone.device, at=AT)
        assert (refused.value.code, refused.value.details) == ("not_signed_in", {"other_ways": True})


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"id": 1},
        {"id": "!", "response": []},
        {"id": "AAAA", "response": {"clientDataJSON": "W10"}},
        {"id": "AAAA", "response": {"clientDataJSON": "eyJjaGFsbGVuZ2UiOiAxfQ"}},
    ],
    ids=str,
)
def test_anything_else_is_refused_in_the_same_words(casa, phone, key, said) -> None:
    with pytest.raises(Refused, match="not_signed_in"):
        passkeys.sign_in(casa.id, token=phone.token, said=said, device=phone.device, at=AT)


def test_every_part_of_an_answer_matters(casa, phone, key) -> None:
    for part in ("clientDataJSON", "authenticatorData", "signature"):
        asked = passkeys.invite_to_sign_in(casa.id, token=phone.token, device=phone.device, at=AT)
        said = key.sign(asked)
        said["response"][part] = turned(said["response"][part])
        with pytest.raises(Refused, match="not_signed_in"):
            passkeys.sign_in(casa.id, token=phone.token, said=said, device=phone.device, at=AT)


# --- in a session ---


def test_a_passkey_shows_anew_who_it_is(casa, ana, phone, key) -> None:
    show(phone, key, at=AT + 60 * MINUTE)
    now = living(phone, at=AT + 60 * MINUTE).shown
    assert (now.way, now.at) == (Way.PASSKEY, AT + 60 * MINUTE)


def test_wrong_pins_in_a_session_count_as_at_the_door(casa, ana, phone) -> None:
    wrong, codes = f"{(int(phone.pin) + 1) % 10**6:06}", []
    for _ in range(4):
        with pytest.raises(Refused) as refused:
            actions.show_pin(phone.session, pin=wrong, device=phone.device, by=phone.me, at=AT)
        codes.append(refused.value.code)
    assert codes == ["not_signed_in"] * 3 + ["wait"]
    with pytest.raises(Refused, match="wait"):
        actions.sign_in(casa.id, token=phone.token, pin=phone.pin, device=phone.device, at=AT)


def test_a_fault_of_ours_uses_up_nobodys_tries(casa, ana, phone, monkeypatch) -> None:
    def away(*_: Any, **__: Any) -> bool:
        raise Refused("vault_unavailable")

    with monkeypatch.context() as patch:
        patch.setattr("amparo.identity.actions.vault.pin_check", away)
        for _ in range(8):
            with pytest.raises(Refused, match="vault_unavailable"):
                actions.show_pin(phone.session, pin=phone.pin, device=phone.device, by=phone.me, at=AT)
    actions.show_pin(phone.session, pin=phone.pin, device=phone.device, by=phone.me, at=AT)
    assert actions.sign_in(casa.id, token=phone.token, pin=phone.pin, device=phone.device, at=AT)


# --- taking one away ---


def test_a_removed_passkey_and_what_it_opened_end(casa, ana, phone, key) -> None:
    opened = come_in(phone, key)
    with acting(phone.me):
        passkey = queries.passkeys_of(ana.id).get()
        passkeys.remove(passkey.id, phone.session, by=phone.me, at=AT)
        passkeys.remove(passkey.id, phone.session, by=phone.me, at=AT)
    assert living(phone, opened.cookie) is None and living(phone) is not None
    with pytest.raises(Refused, match="not_signed_in"):
        come_in(phone, key)


def test_removing_asks_for_a_fresh_look_and_is_the_persons_own(casa, ana, phone, key) -> None:
    bea = signed_in(casa, enrol(casa, name="Bea", case_number="A222222222", contacts=[]))
    with acting(phone.me):
        passkey = queries.passkeys_of(ana.id).get()
        with pytest.raises(Refused, match="show_it_is_you"):
            passkeys.remove(passkey.id, phone.session, by=phone.me, at=AT + 60 * MINUTE)
    with acting(bea.me):
        passkeys.remove(passkey.id, bea.session, by=bea.me, at=AT)
    with acting(casa.luz), pytest.raises(Refused, match="not_allowed"):
        passkeys.remove(passkey.id, phone.session, by=casa.luz, at=AT)
    assert come_in(phone, key)


def test_every_other_phone_tells_of_a_new_passkey_until_it_was_seen_there(casa, ana, phone) -> None:
    other = actions.sign_in(casa.id, token=phone.token, pin=phone.pin, device=None, at=AT)
    made = make(phone, SoftPasskey())

    def told(session: Any, at: Any = AT) -> Any:
        with acting(phone.me):
            row = Session.objects.get(id=session)
            found = queries.untold(ana.id, queries.Living(row.id, None, row.told_at), at=at)
            return found and found.id

    assert told(phone.session) is None
    assert told(other.session_id) == made.id
    with acting(phone.me):
        passkeys.tell(phone.session, by=phone.me, at=AT)
    assert told(other.session_id) == made.id, "seen on the phone that made it, it is not seen on the other"
    with acting(phone.me):
        passkeys.tell(other.session_id, by=phone.me, at=AT)
    assert told(other.session_id) is None
    later = actions.sign_in(casa.id, token=phone.token, pin=phone.pin, device=None, at=AT + MINUTE)
    assert told(later.session_id) == made.id, "and a phone that signs in afterwards is told too"
    assert told(later.session_id, AT + timedelta(days=15)) is None


# --- what staff gave anew ---


def test_a_new_link_from_staff_ends_every_passkey(casa, ana, phone, key) -> None:
    with acting(casa.luz):
        token, _ = actions.issue_link_and_pin(ana.id, by=casa.luz, at=AT)
    phone.token = token
    with pytest.raises(Refused, match="not_signed_in"):
        come_in(phone, key)


def test_what_staff_gave_anew_makes_no_passkey_for_three_days(casa, ana, phone) -> None:
    again = signed_in(casa, ana)
    with pytest.raises(Refused, match="not_settled"):
        make(again, SoftPasskey())
    later = AT + timedelta(hours=72)
    actions.show_pin(again.session, pin=again.pin, device=again.device, by=again.me, at=later)
    assert make(again, SoftPasskey(), at=later)


def test_the_first_link_and_one_that_nobody_asked_staff_for_are_settled(casa, ana) -> None:
    first = signed_in(casa, ana)
    with acting(casa.system):
        assert Pin.objects.get(person=ana).settles_at is None
        actions.issue_link_and_pin(ana.id, by=casa.system, at=AT)
        assert Pin.objects.get(person=ana).settles_at is None
    assert first


def test_a_forgotten_person_has_no_passkeys(casa, ana, phone, key) -> None:
    people.forget(ana.id, by=casa.system, at=AT)
    with acting(casa.system):
        assert not Passkey.objects.exists()
    with pytest.raises(Refused, match="not_signed_in"):
        come_in(phone, key)
