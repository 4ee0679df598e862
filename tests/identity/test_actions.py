"""Links, PINs and sessions; and what somebody who guesses learns: nothing."""

import time
from datetime import timedelta

import pytest

from amparo.access.rows import acting
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.identity import actions, cookie, queries
from amparo.identity.models import AttemptPool, PersonalLink, Pin, Session
from amparo.people import actions as people
from amparo.people import references
from amparo.privacy import vault
from tests.conftest import enrol, person_actor

AT = clock.now().replace(hour=1)


def given(casa, person, at=AT) -> tuple[str, str]:
    with acting(casa.luz):
        return actions.issue_link_and_pin(person.id, by=casa.luz, at=at)


def sign_in(casa, token, pin, device=None, at=AT):
    return actions.sign_in(casa.id, token=token, pin=pin, device=device, at=at)


def refusal(casa, token, pin, device=None, at=AT) -> tuple[str, dict]:
    with pytest.raises(Refused) as refused:
        sign_in(casa, token, pin, device, at)
    return refused.value.code, refused.value.details


def wrong(pin: str) -> str:
    return f"{(int(pin) + 1) % 10**6:06d}"


def living(casa, value: str, at=AT):
    held = cookie.read(value)
    with acting(queries.actor_of(held)):
        return queries.living_session(held.session_id, held.key_hash, at=at)


@pytest.fixture
def link(casa, ana) -> tuple[str, str]:
    return given(casa, ana)


def test_a_link_and_a_pin_open_a_session(casa, ana, link) -> None:
    signed_in = sign_in(casa, *link)
    held = cookie.read(signed_in.cookie)
    assert (held.person_id, held.programme_id) == (ana.id, casa.id)
    assert living(casa, signed_in.cookie).id == signed_in.session_id


def test_neither_link_nor_pin_is_kept_readably(casa, ana, link) -> None:
    token, pin = link
    with acting(casa.system):
        assert token.encode() not in bytes(PersonalLink.objects.get().token_hash)
        assert pin.encode() not in bytes(Pin.objects.get().tag) and len(pin) == 6


def test_only_her_worker_gives_them_out(casa, ana) -> None:
    for by in (casa.teo, casa.ada, person_actor(ana)):
        with acting(by), pytest.raises(Refused, match="not_allowed"):
            actions.issue_link_and_pin(ana.id, by=by, at=AT)


def test_new_ones_end_the_old_ones_everywhere(casa, ana, link) -> None:
    old = sign_in(casa, *link)
    new = given(casa, ana)
    assert refusal(casa, *link)[0] == "not_signed_in"
    assert refusal(casa, new[0], link[1])[0] == "not_signed_in"
    assert living(casa, old.cookie) is None
    assert sign_in(casa, *new)


def test_giving_out_fails_half_way_and_the_old_ones_stay(casa, ana, link) -> None:
    with pytest.raises(ZeroDivisionError), acting(casa.luz):
        actions.issue_link_and_pin(ana.id, by=casa.luz, at=AT)
        1 / 0  # noqa: B018
    assert sign_in(casa, *link)


def test_nobody_learns_whether_it_was_the_link_or_the_pin(casa, ana, link) -> None:
    token, pin = link
    answers = [
        refusal(casa, token, wrong(pin)),
        refusal(casa, references.token(), pin),
        refusal(casa, "not-a-token", pin),
        refusal(casa, "", ""),
        refusal(casa, token, "x"),
    ]
    assert answers == [("not_signed_in", {"other_ways": True})] * 5


def test_a_link_of_another_programme_is_no_link(casa, elsewhere, link) -> None:
    assert refusal(elsewhere, *link)[0] == "not_signed_in"


def test_an_expired_link_and_a_forgotten_person_sign_in_no_more(casa, ana, link) -> None:
    assert refusal(casa, *link, at=AT + timedelta(days=366))[0] == "not_signed_in"
    signed_in = sign_in(casa, *link)
    people.forget(ana.id, by=casa.system, at=AT)
    assert refusal(casa, *link)[0] == "not_signed_in" and living(casa, signed_in.cookie) is None


def guess_until_slowed(casa, token, pin, device=None) -> int:
    """How many PINs were looked at in one day by somebody who has all the time of it."""
    at, tried = AT, 0
    while at.date() == AT.date():
        code, details = refusal(casa, token, pin, device, at)
        tried += code == "not_signed_in"
        at += timedelta(seconds=int(details.get("seconds", 0)))
    return tried


def test_unknown_phones_together_have_ten_tries_a_day(casa, ana, link) -> None:
    assert guess_until_slowed(casa, link[0], wrong(link[1])) == 10


def test_a_link_that_names_nobody_is_slowed_in_the_same_way(casa, ana, link) -> None:
    assert guess_until_slowed(casa, references.token(), "123456") == 10


def test_a_known_phone_has_five_tries_of_its_own(casa, ana, link) -> None:
    device = sign_in(casa, *link).device
    assert guess_until_slowed(casa, link[0], wrong(link[1]), device) == 5


def test_the_owner_signs_in_on_her_phone_during_an_attack(casa, ana, link) -> None:
    device = sign_in(casa, *link).device
    guess_until_slowed(casa, link[0], wrong(link[1]))
    assert refusal(casa, *link)[0] == "wait"
    assert sign_in(casa, *link, device=device)
    assert sign_in(casa, *link, at=AT + timedelta(days=1)), "nor is the pool closed for ever"


def test_phones_made_known_by_an_old_pin_have_five_tries_together_at_the_new_one(casa, ana, link) -> None:
    made_known = [sign_in(casa, *link).device for _ in range(4)]
    later = AT + timedelta(hours=1)
    token, pin = given(casa, ana, later)
    own = sign_in(casa, token, pin, at=later).device
    tries = [
        refusal(casa, token, wrong(pin), device, later + timedelta(minutes=20 * n))[0]
        for n, device in enumerate(made_known * 2)
    ]
    assert tries == ["not_signed_in"] * 5 + ["wait"] * 3
    assert sign_in(casa, token, pin, own, later), "her phone is known since, and keeps a pool of its own"


def test_a_phone_from_before_is_known_again_once_the_new_pin_was_typed_on_it(casa, ana, link) -> None:
    device, later = sign_in(casa, *link).device, AT + timedelta(hours=1)
    token, pin = given(casa, ana, later)
    sign_in(casa, token, pin, device, later)
    guess_until_slowed(casa, token, wrong(pin), cookie.new_device())
    assert sign_in(casa, token, pin, device, later)


def test_a_made_up_phone_has_no_pool_of_its_own(casa, ana, link) -> None:
    tries = [refusal(casa, link[0], wrong(link[1]), cookie.new_device())[0] for _ in range(4)]
    assert tries == ["not_signed_in"] * 3 + ["wait"]


def test_the_right_pin_begins_the_pool_anew(casa, ana, link) -> None:
    for _ in range(8):
        refusal(casa, link[0], wrong(link[1]))
        assert sign_in(casa, *link)
    with acting(casa.system):
        assert [pool.wrong for pool in AttemptPool.objects.all()] == [0]


def test_guesses_at_once_are_counted_one_by_one(casa, ana, link) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    def guess(_: int) -> str:
        try:
            # Who finds all places taken has not been looked at, and comes back.
            while (said := refusal(casa, link[0], wrong(link[1]))[0]) == "vault_busy":
                time.sleep(0.01)
            return said
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as many:
        assert sorted(many.map(guess, range(24))).count("not_signed_in") == 3


def test_a_known_and_an_unknown_link_cost_the_vault_the_same_work(casa, monkeypatch) -> None:
    token, pin = given(casa, enrol(casa))
    looked: list[int] = []
    check = vault.pin_check

    def counting(programme_id, subject_id, pin, tag):
        looked.append(len(tag))
        return check(programme_id, subject_id, pin, tag)

    monkeypatch.setattr(vault, "pin_check", counting)
    refusal(casa, token, wrong(pin))
    refusal(casa, references.token(), wrong(pin))
    assert len(looked) == 2 and looked[0] == looked[1]


def test_signing_out_twice_is_signing_out_once(casa, ana, link) -> None:
    signed_in, me = sign_in(casa, *link), person_actor(ana)
    for at in (AT, clock.now()):
        with acting(me):
            actions.sign_out(cookie.read(signed_in.cookie), by=me, at=at)
    assert living(casa, signed_in.cookie) is None
    with acting(casa.system):
        assert Session.objects.get().ended_at == AT


def test_nobody_else_signs_her_out(casa, ana, link) -> None:
    signed_in = sign_in(casa, *link)
    eva = person_actor(enrol(casa, name="Eva"))
    with acting(eva):
        actions.sign_out(cookie.read(signed_in.cookie), by=eva, at=AT)
    with acting(casa.teo), pytest.raises(Refused, match="not_allowed"):
        actions.end_all_sessions(ana.id, by=casa.teo, at=AT)
    assert living(casa, signed_in.cookie)


def test_all_sessions_end_at_once(casa, ana, link) -> None:
    cookies = [sign_in(casa, *link).cookie for _ in range(3)]
    with acting(casa.luz):
        assert actions.end_all_sessions(ana.id, by=casa.luz, at=AT) == 3
        assert actions.end_all_sessions(ana.id, by=casa.luz, at=AT) == 0
    assert not any(living(casa, value) for value in cookies)


def test_a_session_ends_by_itself_and_only_with_its_own_key(casa, ana, link) -> None:
    signed_in = sign_in(casa, *link)
    assert living(casa, signed_in.cookie, AT + timedelta(days=31)) is None
    with acting(casa.system):
        assert queries.living_session(signed_in.session_id, b"x" * 32, at=AT) is None
        assert queries.living_session(ids.new(), b"x" * 32, at=AT) is None


def test_a_link_taken_back_opens_nothing(casa, ana, link) -> None:
    with acting(casa.luz):
        for _ in range(2):
            actions.end_link(ana.id, by=casa.luz, at=AT)
        assert not queries.has_link_and_pin(ana.id, at=AT)
    assert refusal(casa, *link)[0] == "not_signed_in"


def test_signing_in_fails_half_way_and_no_session_is_left(casa, ana, link, monkeypatch) -> None:
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(cookie, "write", lambda held: 1 / 0)
        sign_in(casa, *link)
    with acting(casa.system):
        assert not Session.objects.exists()
    assert sign_in(casa, *link)
