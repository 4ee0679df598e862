"""Words of a person's own: drawn by chance, shown once, replaced and taken back at any time."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from amparo.access.actor import Kind
from amparo.access.rows import acting
from amparo.foundation import languages
from amparo.foundation.errors import Refused
from amparo.identity import actions, passkeys, phrases, word_lists
from amparo.identity.models import Phrase, Session
from amparo.people import queries as people
from amparo.privacy import purposes, vault
from amparo.privacy.purposes import FieldClass, Purpose
from amparo.reminders import decency
from tests.conftest import enrol, person_actor
from tests.identity.soft_passkey import SoftPasskey
from tests.identity.test_passkeys import AT, MINUTE, come_in, make, signed_in


@pytest.fixture
def phone(casa: Any, ana: Any) -> SimpleNamespace:
    return signed_in(casa, ana)


def given(who: Any, at: Any = AT, language: str = "es") -> tuple[str, ...]:
    with acting(who.me):
        return phrases.make(who.session, language=language, by=who.me, at=at)


def kept(casa: Any) -> list[Phrase]:
    with acting(casa.system):
        return list(Phrase.objects.all())


# ── words ──


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_list_holds_enough_plain_words(language: str) -> None:
    words = word_lists.LISTS[language]
    assert len({*words}) == len(words) and len(words) ** word_lists.HOW_MANY >= 10_000_000
    assert all(re.fullmatch(r"[a-záéíóúüñ]{3,14}", word) for word in words)
    assert [word for word in words if decency.reveals(word)] == []


def test_no_two_words_of_a_list_sound_alike_in_writing() -> None:
    """One letter apart, a bad line makes them the same word."""
    for words in word_lists.LISTS.values():
        patterns = [{word[:n] + "_" + word[n + 1 :] for n in range(len(word))} for word in words]
        close = [
            (words[a], words[b])
            for a in range(len(words))
            for b in range(a + 1, len(words))
            if patterns[a] & patterns[b]
        ]
        assert close == []


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_each_language_has_words_or_digits_of_a_million_at_least(language: str) -> None:
    drawn = word_lists.draw(language)
    words = word_lists.LISTS.get(language, tuple("0123456789"))
    assert len(words) ** len(drawn) >= 1_000_000 and {*drawn} <= {*words}


def test_they_are_drawn_anew_each_time() -> None:
    assert len({word_lists.draw("en") for _ in range(200)}) > 195


# ── given ──


def test_they_are_kept_sealed_and_end_by_themselves(casa: Any, ana: Any, phone: Any) -> None:
    words = given(phone)
    [row] = kept(casa)
    assert all(word.encode() not in bytes(row.words) for word in words)
    assert row.expires_at == AT + timedelta(days=365)
    with acting(phone.me):
        assert phrases.of(ana.id, at=AT).id == row.id
        assert phrases.of(ana.id, at=row.expires_at) is None


def test_given_again_the_old_ones_are_gone(casa: Any, ana: Any, phone: Any) -> None:
    given(phone)
    [before] = kept(casa)
    given(phone, AT + MINUTE)
    [now] = kept(casa)
    assert now.id != before.id and now.made_at == AT + MINUTE


def test_a_phone_that_was_left_signed_in_gets_none_and_removes_none(casa: Any, phone: Any) -> None:
    given(phone)
    late = AT + 11 * MINUTE
    with pytest.raises(Refused, match="show_it_is_you"):
        given(phone, late)
    with pytest.raises(Refused, match="show_it_is_you"), acting(phone.me):
        phrases.remove(phone.session, by=phone.me, at=late)
    assert len(kept(casa)) == 1


def test_with_a_link_given_anew_by_staff_not_before_it_has_settled(casa: Any, ana: Any, phone: Any) -> None:
    again = signed_in(casa, ana, AT + MINUTE)
    with pytest.raises(Refused, match="not_settled"):
        given(again, AT + MINUTE)


def test_they_are_taken_back_at_once_and_twice_changes_nothing(casa: Any, phone: Any) -> None:
    given(phone)
    for _ in range(2):
        with acting(phone.me):
            phrases.remove(phone.session, by=phone.me, at=AT)
        assert kept(casa) == []


def test_nothing_else_changes_with_them(casa: Any, phone: Any) -> None:
    key = SoftPasskey()
    make(phone, key)
    given(phone)
    with acting(phone.me):
        phrases.remove(phone.session, by=phone.me, at=AT)
        assert Session.objects.filter(ended_at=None).count() == 1
    assert come_in(phone, key).person_id == phone.me.id


def test_a_link_given_anew_ends_them(casa: Any, ana: Any, phone: Any) -> None:
    given(phone)
    with acting(casa.luz):
        actions.issue_link_and_pin(ana.id, by=casa.luz, at=AT + MINUTE)
    assert kept(casa) == []


def test_nobody_is_given_them_for_her(casa: Any, ana: Any, phone: Any) -> None:
    bea = signed_in(casa, enrol(casa, name="Bea", case_number="A222222222", contacts=[]))
    with pytest.raises(Session.DoesNotExist), acting(bea.me):
        phrases.make(phone.session, language="es", by=bea.me, at=AT)
    with pytest.raises(Refused), acting(casa.luz):
        phrases.make(phone.session, language="es", by=casa.luz, at=AT)
    assert kept(casa) == []


def test_it_fails_half_way_and_the_old_ones_stand(casa: Any, phone: Any) -> None:
    given(phone)
    before = kept(casa)
    with pytest.raises(ZeroDivisionError), acting(phone.me):
        phrases.make(phone.session, language="es", by=phone.me, at=AT + MINUTE)
        1 / 0  # noqa: B018
    assert kept(casa) == before


# ── opened ──


def test_they_open_for_one_reason_to_a_worker_and_to_nobody_else() -> None:
    may = {(why, kind) for why in Purpose for kind in Kind if purposes.may_open(why, kind, FieldClass.PHRASE)}
    assert may == {(Purpose.PHRASE_HEARD, Kind.MEMBER)} and purposes.class_of(phrases.WORDS) is FieldClass.PHRASE
    others = {*FieldClass} - {FieldClass.PHRASE}
    assert not [what for what in others if purposes.may_open(Purpose.PHRASE_HEARD, Kind.MEMBER, what)]


def test_not_even_the_person_reads_them_again_nor_anybody_two_at_once(casa: Any, ana: Any, phone: Any) -> None:
    given(phone)
    [row] = kept(casa)
    item = vault.OpenItem(people.subject_of(ana), phrases.WORDS, row.id, bytes(row.words))
    with acting(phone.me), pytest.raises(Refused, match="not_allowed"):
        vault.open_text([item], by=phone.me, why=Purpose.OWN_RECORD, at=AT)
    with acting(casa.luz), pytest.raises(Refused, match="one_at_a_time"):
        vault.open_text([item, item], by=casa.luz, why=Purpose.PHRASE_HEARD, at=AT)


def test_another_worker_opens_none(casa: Any, ana: Any, phone: Any) -> None:
    words = given(phone)
    [row] = kept(casa)
    with acting(casa.luz):
        assert phrases.opened(row, ana, by=casa.luz, at=AT) == " ".join(words)
    with acting(casa.teo), pytest.raises(Refused, match="not_allowed"):
        phrases.opened(row, ana, by=casa.teo, at=AT)
    with acting(phone.me), pytest.raises(Refused, match="not_allowed"):
        phrases.opened(row, ana, by=person_actor(ana), at=AT)


def test_passkeys_still_need_a_fresh_sign(phone: Any) -> None:
    with acting(phone.me), pytest.raises(Refused, match="show_it_is_you"):
        passkeys.add(phone.session, said={}, device="phone", by=phone.me, at=AT + 11 * MINUTE)
