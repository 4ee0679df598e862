"""Messages: kept once and sealed, read by those whom they concern, answered, and told of in neutral words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from amparo.access.rows import acting
from amparo.conversations import actions, queries, rules
from amparo.conversations.models import Message
from amparo.conversations.rules import Written
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.people.models import Person
from amparo.programme.models import Member
from amparo.reminders.models import Reminder
from tests.conftest import enrol, person_actor, role
from tests.conversations.conftest import AT

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
Writes = Callable[..., Any]
HOSTILE = {
    "right to left in left to right": "Hello שלום, call 305 مرحبا now",
    "every script": "Hola, alo, olá, bonjour, مرحبا, привет, 你好, ᏣᎳᎩ, ñandú, ꞌ",
    "emoji with joiners": "👩🏽‍👩🏽‍👧🏽‍👦🏽 🏳️‍🌈 👍🏿 e\u0301 क्षि",
    "invisible signs that turn others around": "pay \u202e001 \u2066x\u2069 \u200b\ufeff\u200f now",
    "markup": "<script>alert(1)</script> {{ x }} %(x)s '; DROP TABLE x; --",
    "spaces and lines": "  first\n\n\tsecond  \n",
    "a nothing inside": "a\0b",
    "as long as it may be": "ñ" * rules.LONGEST_WORDS,
}


def opened(casa: Any, ana: Any, by: Any = None, at: Any = AT) -> list[str]:
    who = by or casa.luz
    with acting(who):
        talk = queries.conversation(ana.id, at=at)
        rows, _ = queries.thread(ana.id)
        said = queries.words(talk, rows, by=who, at=at)
        actions.mark_read(talk, rows, by=who, at=at)
    return [said[row.id] for row in rows]


def rows(casa: Any) -> list[Message]:
    with acting(casa.luz):
        return list(Message.objects.order_by("received_at", "id"))


@pytest.mark.parametrize("words", HOSTILE.values(), ids=list(HOSTILE))
def test_words_come_out_exactly_as_they_were_written(casa: Any, ana: Any, says: Writes, words: str) -> None:
    says(words)
    assert opened(casa, ana) == [words] == opened(casa, ana, person_actor(ana))


def test_no_word_lies_in_the_database_in_clear(casa: Any, ana: Any, says: Writes, answers: Writes) -> None:
    says("mi madre esta enferma")
    answers("lo siento mucho")
    with acting(casa.luz), connection.cursor() as cursor:
        cursor.execute("SELECT m::text, encode(body, 'escape') FROM conversations_message m")
        everything = str(cursor.fetchall())
    assert "madre" not in everything and "siento" not in everything


def test_the_same_key_any_number_of_times_is_one_message(casa: Any, says: Writes) -> None:
    key = ids.new()
    told = [says("Hola", key=key, at=AT + n * MINUTE) for n in range(5)]
    assert [new for _, new in told] == [True, False, False, False, False]
    assert {row.id for row, _ in told} == {row.id for row in rows(casa)}


@pytest.mark.parametrize("other", [{"words": "Adiós"}, {"urgent": True}, {"promised": 2}])
def test_the_same_key_with_another_message_is_refused(says: Writes, other: dict[str, Any]) -> None:
    key = ids.new()
    says(key=key)
    with pytest.raises(Refused, match="key_used_differently"):
        says(key=key, **other)


def test_a_form_sent_changed_and_sent_again_is_two_messages_and_never_three(casa: Any, ana: Any) -> None:
    me, first = person_actor(ana), Written(ids.new(), AT, "one")
    for written in (first, replace(first, words="two"), replace(first, words="two"), first):
        with acting(me):
            actions.write_from_page(ana.id, written=written, by=me, at=AT)
    assert opened(casa, ana) == ["one", "two"]


def test_two_devices_that_send_the_same_at_once_make_one_message(casa: Any, ana: Any, says: Writes) -> None:
    key, told = ids.new(), []

    def send() -> None:
        told.append(says("Hola", key=key))
        connection.close()

    both = [Thread(target=send) for _ in range(4)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(new for _, new in told) == [False, False, False, True]
    assert len(rows(casa)) == 1


def test_what_fails_half_way_leaves_nothing_and_can_be_sent_again(casa: Any, ana: Any) -> None:
    me, written = person_actor(ana), Written(ids.new(), AT, "Hola")
    with pytest.raises(RuntimeError), acting(me):
        actions.write(ana.id, written=written, by=me, at=AT)
        raise RuntimeError
    assert rows(casa) == []
    with acting(me):
        assert actions.write(ana.id, written=written, by=me, at=AT)[1]


def test_killed_between_storing_and_the_answer_the_next_try_is_told_that_it_is_here(casa: Any, says: Writes) -> None:
    key = ids.new()
    says(key=key)  # kept; whoever sent it never heard
    again, new = says(key=key, at=AT + DAY)
    assert (again.received_at, new) == (AT, False)


@pytest.mark.parametrize(
    ("words", "code"), [("", "words_missing"), (" \n\u2003", "words_missing"), ("x" * 10_001, "too_long")]
)
def test_nothing_and_too_much_are_refused(says: Writes, words: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        says(words)


def test_beyond_what_anybody_in_danger_writes_it_is_kept_and_calls_nobody_more(
    says: Writes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_URGENT_AN_HOUR", 2)
    key = ids.new()
    rows = [says(f"{n}", urgent=True, key=key if n == 2 else None)[0] for n in range(3)]
    assert [row.urgent for row in rows] == [True, True, False]
    # The phone did not hear that it is here, and sends it again.
    assert not says("2", urgent=True, key=key)[1]


def test_a_flood_is_slowed_and_what_is_urgent_never_is(
    casa: Any, says: Writes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_AN_HOUR", 3)
    key = ids.new()
    for n in range(3):
        says(f"{n}", key=key if n == 0 else None)
    with pytest.raises(Refused, match="many_messages"):
        says("one more")
    assert says("help", urgent=True)[1] and says("help again", urgent=True)[1]
    # What is here already is told to be here.
    assert not says("0", key=key)[1]
    assert says("an hour later", at=AT + HOUR + MINUTE)[1]


def test_a_phone_cannot_say_that_it_wrote_later_than_we_had_it(says: Writes) -> None:
    assert says(said_at=AT + DAY)[0].said_at == AT
    assert says(said_at=AT - DAY)[0].said_at == AT - DAY


def test_nobody_else_writes_in_the_persons_name(casa: Any, ana: Any, elsewhere: Any) -> None:
    eva = enrol(elsewhere)
    for who in (casa.luz, casa.sol, casa.teo, casa.system, person_actor(eva), elsewhere.luz):
        with acting(who), pytest.raises((Refused, Person.DoesNotExist)):
            actions.write(ana.id, written=Written(ids.new(), AT, "x"), by=who, at=AT)
    assert rows(casa) == []


def test_only_those_whom_it_concerns_read_and_answer(casa: Any, ana: Any, elsewhere: Any, says: Writes) -> None:
    says("Hola")
    bea = enrol(casa, worker="teo", case_number="A123456780")
    for who in (casa.teo, casa.paz, casa.ada, casa.system, elsewhere.luz, elsewhere.sol, person_actor(bea)):
        with pytest.raises(Refused):
            opened(casa, ana, who)
        with acting(who), pytest.raises(Refused):
            actions.answer(ana.id, written=Written(ids.new(), AT, "x"), by=who, at=AT)
    assert opened(casa, ana, casa.sol) == ["Hola"]


def test_another_persons_messages_do_not_exist(casa: Any, ana: Any, says: Writes) -> None:
    says("Hola")
    bea = person_actor(enrol(casa, worker="teo", case_number="A123456780"))
    with acting(bea):
        assert Message.objects.count() == 0


def test_what_was_written_cannot_be_changed_by_anybody(casa: Any, says: Writes) -> None:
    says("Hola")
    for wrong in ({"body": b"x"}, {"urgent": True}, {"said_at": AT - DAY}, {"writer": "member"}):
        with pytest.raises(ProgrammingError), acting(casa.luz):
            Message.objects.update(**wrong)


def test_the_writer_sees_that_it_was_read_both_ways(casa: Any, ana: Any, says: Writes, answers: Writes) -> None:
    says("Hola")
    opened(casa, ana, at=AT + MINUTE)
    answers(at=AT + HOUR)
    opened(casa, ana, person_actor(ana), at=AT + 2 * HOUR)
    mine, theirs = rows(casa)
    assert (mine.read_at, mine.read_by) == (AT + MINUTE, casa.luz.id)
    assert (theirs.read_at, theirs.read_by) == (AT + 2 * HOUR, None)


def test_an_answer_answers_what_was_read_and_nothing_that_came_meanwhile(
    casa: Any, ana: Any, says: Writes, answers: Writes
) -> None:
    says("one")
    opened(casa, ana)
    says("two", at=AT + MINUTE)
    answers(at=AT + 2 * MINUTE)
    with acting(casa.luz):
        assert [row.received_at for row in queries.unanswered()] == [AT + MINUTE]


def test_what_needs_no_answer_is_let_rest_once_it_was_read(casa: Any, ana: Any, says: Writes) -> None:
    says("Gracias")
    with acting(casa.luz):
        assert actions.let_rest(ana.id, by=casa.luz, at=AT) == 0
    opened(casa, ana)
    with acting(casa.luz):
        assert [actions.let_rest(ana.id, by=casa.luz, at=AT) for _ in range(2)] == [1, 0]


def test_of_many_answers_the_person_is_told_once(casa: Any, ana: Any, answers: Writes) -> None:
    for n in range(5):
        answers(f"{n}", at=AT + n * MINUTE)
    with acting(casa.luz):
        [told] = Reminder.objects.filter(kind="message")
    assert (told.step, told.place, told.send_at) == ("new_message", "", AT)


def test_who_has_read_is_told_no_more_and_of_the_next_again(casa: Any, ana: Any, answers: Writes) -> None:
    night = AT + 13 * HOUR  # one in the morning: the notice waits for eight
    answers("at night", at=night)
    with acting(casa.luz):
        assert Reminder.objects.get(kind="message").send_at == night + 7 * HOUR
    opened(casa, ana, person_actor(ana), at=night + HOUR)
    with acting(casa.luz):
        assert not Reminder.objects.filter(kind="message").exists()
    answers("another", at=night + 10 * HOUR)
    with acting(casa.luz):
        assert Reminder.objects.filter(kind="message").count() == 1


def test_a_worker_away_without_cover_calls_everybody_to_what_is_urgent_and_to_nothing_else(
    casa: Any, ana: Any, says: Writes, answers: Writes
) -> None:
    says("Hola")
    with role("owner"), acting(casa.system):
        Member.objects.filter(id=casa.luz.id).update(away_from=AT - DAY, away_until=AT + DAY)
    with pytest.raises(Refused):
        opened(casa, ana, casa.teo)
    says("ayuda", urgent=True)
    assert opened(casa, ana, casa.teo) == ["Hola", "ayuda"]
    answers(by=casa.teo)
    with pytest.raises(Refused):
        opened(casa, ana, casa.teo)


def test_while_a_cover_is_there_only_the_cover_is_called(casa: Any, ana: Any, says: Writes) -> None:
    with role("owner"), acting(casa.system):
        Member.objects.filter(id=casa.luz.id).update(
            away_from=AT - DAY, away_until=AT + DAY, cover=casa.members["sol"].id
        )
    says("ayuda", urgent=True)
    with pytest.raises(Refused):
        opened(casa, ana, casa.teo)


def test_what_a_broken_phone_sealed_wrongly_hides_no_other_message(casa: Any, ana: Any, says: Writes) -> None:
    says("one")
    says("", sealed=b"\x02" + b"x" * 90, digest=b"d" * 32, at=AT + MINUTE)
    says("three", at=AT + 2 * MINUTE)
    with acting(casa.luz):
        talk, (found, _) = queries.conversation(ana.id, at=AT), queries.thread(ana.id)
        said = queries.words(talk, found, by=casa.luz, at=AT)
    assert [said.get(row.id) for row in found] == ["one", None, "three"]


def test_a_page_of_the_thread_holds_the_newest_and_says_that_there_are_older(says: Writes, casa: Any, ana: Any) -> None:
    for n in range(queries.AT_ONCE + 2):
        says(f"{n}", at=AT + n * MINUTE)
    with acting(casa.luz):
        newest, older = queries.thread(ana.id)
        oldest, none = queries.thread(ana.id, page=2)
    assert (len(newest), older, len(oldest), none) == (queries.AT_ONCE, True, 2, False)
    assert [row.received_at for row in oldest] == [AT, AT + MINUTE]


def test_of_whoever_is_forgotten_nobody_can_open_a_word_any_more(casa: Any, ana: Any, says: Writes) -> None:
    from amparo.privacy import vault

    says("Hola")
    with acting(casa.luz):
        talk, (found, _) = queries.conversation(ana.id, at=AT), queries.thread(ana.id)
    vault.forget(casa.id, [ana.id], by=casa.system, at=AT)
    with acting(casa.luz):
        assert queries.words(talk, found, by=casa.luz, at=AT) == {}


def test_a_message_goes_after_a_year(casa: Any, says: Writes) -> None:
    from amparo.privacy import retention

    says("old", at=AT - 366 * DAY)
    says("young", at=AT - 364 * DAY)
    retention.sweep(casa.id, AT)
    assert [row.received_at for row in rows(casa)] == [AT - 364 * DAY]
