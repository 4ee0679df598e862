"""A tablet at the office: made, set up once, used by one after the other, taken back."""

from datetime import timedelta
from typing import Any

import pytest

from amparo.access.rows import acting
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.identity import actions, attempts, cookie, kiosks, queries, rules, sessions
from amparo.identity.models import AttemptPool, Kiosk, PersonalLink, Session
from tests.conftest import enrol

AT = clock.now().replace(hour=1)


def made(casa: Any, at: Any = AT) -> tuple[Kiosk, str]:
    with acting(casa.sol):
        return kiosks.make(casa.office.id, "Waiting room", by=casa.sol, at=at)


@pytest.fixture
def tablet(casa: Any) -> cookie.Tablet:
    done = kiosks.set_up(casa.id, token=made(casa)[1], at=AT)
    found = cookie.read_tablet(done.cookie)
    assert found is not None
    return found


def given(casa: Any, person: Any) -> tuple[str, str]:
    with acting(casa.luz):
        return actions.issue_link_and_pin(person.id, by=casa.luz, at=AT)


def come_in(casa: Any, tablet: Any, token: str, pin: str, at: Any = AT) -> Any:
    return actions.sign_in(casa.id, token=token, pin=pin, device=None, at=at, tablet=tablet)


def refused(call: Any, *args: Any, **said: Any) -> str:
    with pytest.raises(Refused) as no:
        call(*args, **said)
    return no.value.code


def living(casa: Any, signed: Any, at: Any) -> Any:
    held = cookie.read(signed.cookie)
    assert held is not None
    with acting(queries.actor_of(held)):
        return queries.living_session(held.session_id, held.key_hash, at=at)


def test_a_supervisor_makes_one_and_its_link_works_once(casa: Any) -> None:
    row, token = made(casa)
    assert kiosks.can_be_set_up(casa.id, token=token, at=AT)
    first = kiosks.set_up(casa.id, token=token, at=AT)
    tablet = cookie.read_tablet(first.cookie)
    assert tablet is not None and tablet.kiosk_id == row.id and kiosks.lives(tablet, at=AT)
    assert refused(kiosks.set_up, casa.id, token=token, at=AT) == "kiosk_link_used"
    assert first.expires_at - AT <= timedelta(days=366)


def test_its_link_is_worth_nothing_after_a_day_nor_in_another_programme(casa: Any, elsewhere: Any) -> None:
    token = made(casa)[1]
    assert refused(kiosks.set_up, elsewhere.id, token=token, at=AT) == "kiosk_link_used"
    assert refused(kiosks.set_up, casa.id, token=token, at=AT + timedelta(hours=25)) == "kiosk_link_used"


@pytest.mark.parametrize("who", ["luz", "ada", "paz"])
def test_nobody_else_makes_or_ends_one(casa: Any, who: str) -> None:
    row, by = made(casa)[0], getattr(casa, who)
    with acting(by):
        assert refused(kiosks.make, casa.office.id, "Mine", by=by, at=AT) == "not_allowed"
        assert refused(kiosks.end, row.id, by=by, at=AT) == "not_allowed"


@pytest.mark.parametrize(("name", "code"), [("  ", "name_missing"), ("x" * 61, "too_long")])
def test_a_name_that_cannot_be_one_makes_nothing(casa: Any, name: str, code: str) -> None:
    with acting(casa.sol):
        assert refused(kiosks.make, casa.office.id, name, by=casa.sol, at=AT) == code
        assert not Kiosk.objects.exists()


def test_neither_link_nor_key_is_kept_readably(casa: Any, tablet: cookie.Tablet) -> None:
    token = made(casa)[1]
    with acting(casa.sol):
        kept = [bytes(value or b"") for row in Kiosk.objects.all() for value in (row.setup_hash, row.key_hash)]
    assert tablet.secret not in kept and token.encode() not in kept and tablet.secret.hex() not in repr(tablet)


def test_a_session_on_it_lasts_minutes_and_its_receipt_ends_it_sooner(casa: Any, ana: Any, tablet: Any) -> None:
    signed = come_in(casa, tablet, *given(casa, ana))
    session = living(casa, signed, AT)
    assert session.kiosk_id == tablet.kiosk_id and session.shown.at_kiosk
    assert living(casa, signed, AT + sessions.AT_KIOSK) is None
    later = AT + timedelta(minutes=9)
    with acting(casa.system):
        sessions.still_at_kiosk(session.id, at=later)
    assert living(casa, signed, later + timedelta(minutes=9))
    with acting(casa.system):
        sessions.done_at_kiosk(session.id, at=later)
    assert living(casa, signed, later + timedelta(minutes=2)) is None


def test_no_session_stays_however_long_somebody_types(casa: Any, ana: Any, tablet: Any) -> None:
    signed = come_in(casa, tablet, *given(casa, ana))
    with acting(casa.system):
        for minutes in range(5, 200, 5):
            sessions.still_at_kiosk(signed.session_id, at=AT + timedelta(minutes=minutes))
    assert living(casa, signed, AT + sessions.LONGEST_AT_KIOSK) is None


def test_guessing_one_person_there_slows_neither_others_nor_their_own_phone(casa: Any, ana: Any, tablet: Any) -> None:
    bea = enrol(casa)
    (token, pin), of_bea = given(casa, ana), given(casa, bea)
    wrong = f"{(int(pin) + 1) % 10**6:06d}"
    codes = []
    for n in range(rules.KNOWN_DEVICE + 1):
        codes.append(refused(come_in, casa, tablet, token, wrong, at=AT + timedelta(minutes=10 * n)))
    assert codes == ["not_signed_in"] * rules.KNOWN_DEVICE + ["wait"]
    later = AT + timedelta(hours=2)
    assert come_in(casa, tablet, *of_bea, at=later).person_id == bea.id
    assert actions.sign_in(casa.id, token=token, pin=pin, device=None, at=later).person_id == ana.id


def test_a_number_of_nobody_looks_like_a_wrong_pin(casa: Any, tablet: Any) -> None:
    assert refused(come_in, casa, tablet, "0" * 26, "123456") == "not_signed_in"


def test_taken_back_it_opens_nothing_and_signs_out_whoever_is_there(casa: Any, ana: Any, tablet: Any) -> None:
    link = given(casa, ana)
    signed = come_in(casa, tablet, *link)
    for _ in range(2):
        with acting(casa.sol):
            kiosks.end(tablet.kiosk_id, by=casa.sol, at=AT)
    assert living(casa, signed, AT) is None and not kiosks.lives(tablet, at=AT)
    assert refused(come_in, casa, tablet, *link) == "kiosk_ended"


def test_another_key_is_no_kiosk(casa: Any, ana: Any, tablet: Any) -> None:
    forged = cookie.Tablet(casa.id, tablet.kiosk_id, cookie.new_secret())
    assert not kiosks.lives(forged, at=AT)
    assert refused(come_in, casa, forged, *given(casa, ana)) == "kiosk_ended"
    with acting(casa.system):
        assert not Session.objects.filter(person=ana.id).exists()


def test_another_programme_sees_and_ends_none_of_ours(casa: Any, elsewhere: Any) -> None:
    row = made(casa)[0]
    with acting(elsewhere.sol):
        assert kiosks.of_programme(by=elsewhere.sol) == []
        assert refused(kiosks.end, row.id, by=elsewhere.sol, at=AT) == "no_such_kiosk"


# ── by the short number ──


def by_number(casa: Any, tablet: Any, number: str, pin: str, at: Any = AT) -> Any:
    return actions.sign_in(casa.id, token="", pin=pin, device=None, at=at, tablet=tablet, number=number)


def wrong_of(pin: str) -> str:
    return f"{(int(pin) + 1) % 10**6:06d}"


def test_the_number_on_the_card_opens_what_the_link_would(casa: Any, ana: Any, tablet: Any) -> None:
    _token, pin = given(casa, ana)
    for typed in (ana.reference, ana.reference.lower().replace("-", " "), f" {ana.reference.replace('-', '')} "):
        signed = by_number(casa, tablet, typed, pin)
        session = living(casa, signed, AT)
        assert (signed.person_id, session.kiosk_id, session.shown.at_kiosk) == (ana.id, tablet.kiosk_id, True)


def test_it_opens_nothing_but_on_a_kiosk(casa: Any, ana: Any, tablet: Any) -> None:
    _token, pin = given(casa, ana)
    assert refused(by_number, casa, None, ana.reference, pin) == "not_signed_in"
    forged = cookie.Tablet(casa.id, tablet.kiosk_id, cookie.new_secret())
    assert refused(by_number, casa, forged, ana.reference, pin) == "kiosk_ended"


@pytest.mark.parametrize("number", ["000-000", "", "ABC", "K7M-3QD-1", "'; --"])
def test_a_number_of_nobody_and_a_wrong_pin_look_the_same(casa: Any, ana: Any, tablet: Any, number: str) -> None:
    _token, pin = given(casa, ana)
    assert refused(by_number, casa, tablet, number, pin) == "not_signed_in"
    assert refused(by_number, casa, tablet, ana.reference, wrong_of(pin)) == "not_signed_in"


def test_a_number_of_another_programme_is_nobodys(casa: Any, elsewhere: Any, tablet: Any) -> None:
    eva = enrol(elsewhere)
    _token, pin = given(elsewhere, eva)
    assert refused(by_number, casa, tablet, eva.reference, pin) == "not_signed_in"


def test_without_a_living_link_the_number_opens_nothing(casa: Any, ana: Any, tablet: Any) -> None:
    _token, pin = given(casa, ana)
    with acting(casa.system):
        PersonalLink.objects.filter(person=ana).update(expires_at=AT)
    assert refused(by_number, casa, tablet, ana.reference, pin) == "not_signed_in"
    _token, pin = given(casa, ana)
    assert by_number(casa, tablet, ana.reference, pin)
    with acting(casa.luz):
        actions.end_link(ana.id, by=casa.luz, at=AT)
    assert refused(by_number, casa, tablet, ana.reference, pin) == "not_signed_in"


def test_whoever_guesses_by_her_number_keeps_her_card_and_her_phone_open(casa: Any, ana: Any, tablet: Any) -> None:
    token, pin = given(casa, ana)
    codes = [
        refused(by_number, casa, tablet, ana.reference, wrong_of(pin), at=AT + timedelta(minutes=10 * n))
        for n in range(rules.KNOWN_DEVICE + 1)
    ]
    assert codes == ["not_signed_in"] * rules.KNOWN_DEVICE + ["wait"]
    later = AT + timedelta(hours=2)
    assert come_in(casa, tablet, token, pin, at=later).person_id == ana.id
    assert actions.sign_in(casa.id, token=token, pin=pin, device=None, at=later).person_id == ana.id


def guess(casa: Any, tablet: Any, how_many: int) -> None:
    """So many tries with numbers of nobody."""
    with acting(casa.system):
        for _ in range(how_many):
            attempt = attempts.by(casa.id, None, ids.new().bytes, None, at_kiosk=True, by_number=True)
            attempts.take_on_tablet(tablet, attempt, at=AT)


def test_a_tablet_takes_so_many_guesses_of_a_day_and_then_the_card(casa: Any, ana: Any, tablet: Any) -> None:
    """Whoever tries PINs on everybody's number has that many in a million, and closes nothing but the short way."""
    token, pin = given(casa, ana)
    guess(casa, tablet, rules.BY_NUMBER_ON_A_TABLET)
    with pytest.raises(Refused) as no:
        by_number(casa, tablet, ana.reference, pin)
    assert (no.value.code, no.value.details["by_link"]) == ("wait", True)
    assert come_in(casa, tablet, token, pin).person_id == ana.id
    another = cookie.read_tablet(kiosks.set_up(casa.id, token=made(casa)[1], at=AT).cookie)
    assert by_number(casa, another, ana.reference, pin).person_id == ana.id
    tomorrow = AT + timedelta(days=1)
    assert by_number(casa, tablet, ana.reference, pin, at=tomorrow).person_id == ana.id


def test_a_right_pin_counts_as_no_guess_and_wipes_no_other_out(casa: Any, ana: Any, tablet: Any) -> None:
    _token, pin = given(casa, ana)
    guess(casa, tablet, 7)
    for _ in range(3):
        by_number(casa, tablet, ana.reference, pin)
    with acting(casa.system):
        assert AttemptPool.objects.get(person=None, wrong__gt=0).wrong == 7


def test_a_fault_of_ours_uses_no_try_up(casa: Any, ana: Any, tablet: Any, monkeypatch: Any) -> None:
    _token, pin = given(casa, ana)

    def away(*_: Any, **__: Any) -> Any:
        raise Refused("vault_unavailable")

    with monkeypatch.context() as patch:
        patch.setattr("amparo.identity.actions.vault.pin_check", away)
        assert refused(by_number, casa, tablet, ana.reference, pin) == "vault_unavailable"
    with acting(casa.system):
        assert not AttemptPool.objects.filter(wrong__gt=0).exists()


def test_while_she_must_wait_her_tries_are_not_the_tablets(casa: Any, ana: Any, tablet: Any) -> None:
    _token, pin = given(casa, ana)
    for n in range(rules.KNOWN_DEVICE):
        refused(by_number, casa, tablet, ana.reference, wrong_of(pin), at=AT + timedelta(minutes=10 * n))
    for n in range(20):
        assert refused(by_number, casa, tablet, ana.reference, pin, at=AT + timedelta(minutes=60 + n)) == "wait"
    with acting(casa.system):
        assert AttemptPool.objects.get(person=None).wrong == rules.KNOWN_DEVICE
