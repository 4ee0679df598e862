"""Whoever can be shown to be this person in a new way, this person hears of it: it may not have been them."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from amparo.access.rows import acting
from amparo.casework import jobs, ways_in
from amparo.foundation import wall
from amparo.foundation.errors import Refused
from amparo.identity import actions, faces, passkeys
from amparo.identity.face_rules import What
from amparo.identity.models import FaceMove, Passkey
from amparo.reminders import moments, replies, sending, wording
from amparo.reminders.models import Reminder
from tests.conftest import person_actor
from tests.identity.soft_passkey import SoftPasskey
from tests.identity.test_faces import Stand, sweep
from tests.identity.test_passkeys import AT, MINUTE, signed_in
from tests.outside.fixtures import sms
from tests.reminders.conftest import at_noon, hearing, texts

__all__ = ["sms", "texts"]


@pytest.fixture
def phone(casa: Any, ana: Any) -> SimpleNamespace:
    return signed_in(casa, ana)


def add(who: Any, at: Any = AT, **spoil: Any) -> Passkey:
    with acting(who.me):
        asked = passkeys.invite_to_add(who.session, site_name="Casa", by=who.me, at=at)
        said = SoftPasskey().make(asked, **spoil)
        return ways_in.add_passkey(who.session, said=said, device="phone", by=who.me, at=at)


def words(who: Any, at: Any = AT) -> tuple[str, ...]:
    with acting(who.me):
        return ways_in.give_words(who.session, language="es", by=who.me, at=at)


def promised(casa: Any) -> list[Reminder]:
    with acting(casa.system):
        return list(Reminder.objects.filter(kind="way_in").order_by("send_at", "id"))


def test_a_new_passkey_is_told_of_at_once_or_in_the_morning(casa: Any, ana: Any, phone: Any) -> None:
    made = add(phone)
    [told] = promised(casa)
    assert (told.about_id, told.person_id, told.step) == (made.id, ana.id, "new_passkey")
    assert told.send_at == moments.next_allowed(AT, ana.zone) and not moments.is_quiet(told.send_at, ana.zone)
    assert told.not_after == AT + ways_in.WORTH_TELLING


def test_at_night_it_waits_for_the_morning_where_they_live(casa: Any, ana: Any) -> None:
    midnight = wall.instant(wall.shown(AT, ana.zone).replace(hour=23, minute=30, second=0, microsecond=0), ana.zone)
    add(signed_in(casa, ana, midnight), midnight)
    [told] = promised(casa)
    assert wall.shown(told.send_at, ana.zone).hour == 8


def test_it_arrives_in_their_language_and_says_nothing_to_a_stranger(
    casa: Any, ana: Any, phone: Any, texts: Any
) -> None:
    add(phone)
    at = max(at_noon(ana), promised(casa)[0].send_at)
    assert sending.send_due(casa.id, at=at) == 1
    (message,) = texts.messages
    assert message.to == "+13055550123" and "forma nueva de entrar" in message.body and "Fue usted?" in message.body
    assert wording.reveals(message.body) == [] and ana.reference not in message.body


def test_what_was_not_added_is_not_told(casa: Any, phone: Any) -> None:
    with pytest.raises(Refused, match="passkey_not_taken"):
        add(phone, origin="https://elsewhere.example")
    with pytest.raises(Refused, match="show_it_is_you"):
        words(phone, AT + 11 * MINUTE)
    assert promised(casa) == []


def test_half_way_there_is_neither_the_passkey_nor_the_promise(casa: Any, phone: Any) -> None:
    with pytest.raises(ZeroDivisionError), acting(phone.me):
        asked = passkeys.invite_to_add(phone.session, site_name="Casa", by=phone.me, at=AT)
        said = SoftPasskey().make(asked)
        ways_in.add_passkey(phone.session, said=said, device="phone", by=phone.me, at=AT)
        1 / 0  # noqa: B018
    with acting(casa.system):
        assert not Passkey.objects.exists()
    assert promised(casa) == []


def test_whoever_removes_it_before_the_morning_is_told_of_all_the_same(casa: Any, phone: Any) -> None:
    made = add(phone)
    with acting(phone.me):
        passkeys.remove(made.id, phone.session, by=phone.me, at=AT)
    assert [told.about_id for told in promised(casa)] == [made.id]


def test_two_passkeys_are_two_messages_and_words_taken_anew_are_one(casa: Any, phone: Any) -> None:
    add(phone), add(phone)
    first, second, third = (words(phone, AT + n * MINUTE) for n in range(3))
    assert first and second and third
    assert sorted(told.step for told in promised(casa)) == ["new_passkey", "new_passkey", "new_words"]


def test_words_that_were_told_of_are_told_of_again_when_there_are_new_ones(
    casa: Any, ana: Any, phone: Any, texts: Any
) -> None:
    noon = at_noon(ana)
    words(phone)
    sending.send_due(casa.id, at=noon)
    actions.show_pin(phone.session, pin=phone.pin, device=phone.device, by=phone.me, at=noon)
    words(phone, noon)
    sending.send_due(casa.id, at=noon + MINUTE)
    assert len(texts.messages) == 2


def test_no_word_of_theirs_is_in_any_message(casa: Any, ana: Any, phone: Any, texts: Any) -> None:
    said = words(phone)
    sending.send_due(casa.id, at=at_noon(ana))
    (message,) = texts.messages
    assert not any(word in message.body.casefold().split() for word in said)


def test_a_face_that_was_set_up_is_told_of_once(casa: Any, ana: Any) -> None:
    by = person_actor(ana)
    with acting(by):
        faces.agree(ana.id, language="es", by=by, at=AT)
        faces.send(ana.id, client_id=ana.id, what=What.ENROL, picture=b"x", by=by, at=AT)
    assert jobs.tell_new_faces(casa.id, AT) == 0
    assert sweep(casa, Stand(), AT) == 1
    assert [jobs.tell_new_faces(casa.id, AT + n * MINUTE) for n in range(3)] == [1, 0, 0]
    with acting(casa.system):
        made = FaceMove.objects.get(after="made")
    assert [(told.step, told.about_id) for told in promised(casa)] == [("new_face", made.id)]
    assert jobs.tell_new_faces(casa.id, AT + timedelta(days=2)) == 0


def test_a_face_is_told_of_after_days_in_which_nothing_ran(casa: Any, ana: Any) -> None:
    by = person_actor(ana)
    with acting(by):
        faces.agree(ana.id, language="es", by=by, at=AT)
        faces.send(ana.id, client_id=ana.id, what=What.ENROL, picture=b"x", by=by, at=AT)
    assert sweep(casa, Stand(), AT) == 1
    assert [jobs.tell_new_faces(casa.id, AT + days * timedelta(days=1)) for days in (3, 4)] == [1, 0]


def test_a_digit_sent_after_it_still_answers_the_appointment(casa: Any, ana: Any, phone: Any, texts: Any) -> None:
    at = at_noon(ana)
    appointment = hearing(casa, ana, at)
    add(phone)
    sending.send_due(casa.id, at=at)
    sending.send_due(casa.id, at=at + MINUTE)
    assert len(texts.messages) == 2
    with acting(casa.system):
        Reminder.objects.filter(kind="way_in").update(send_at=at + MINUTE)
        assert replies.latest_to([ana.id], at + 2 * MINUTE).id == appointment.id


def test_another_persons_session_adds_and_tells_nothing(casa: Any, phone: Any) -> None:
    with pytest.raises(Refused), acting(casa.luz):
        ways_in.give_words(phone.session, language="es", by=casa.luz, at=AT)
    assert promised(casa) == []
