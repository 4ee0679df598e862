"""A tablet at the office: made, set up once, used by one after the other, taken back."""

from datetime import timedelta
from typing import Any

import pytest

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.identity import actions, cookie, kiosks, queries, rules, sessions
from amparo.identity.models import Kiosk, Session
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
