"""Visits: offered with notice, moved by the person as they like, called off with a word; and refused otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.reminders.models import Reminder
from amparo.visits import actions, queries, rules
from amparo.visits.models import Visit
from amparo.visits.rules import MOVES, Mover, State
from tests.conftest import enrol, person_actor
from tests.visits.conftest import PHOENIX, in_days, moment, offer


def said(visit: Visit, by: Any) -> list[tuple[str, int]]:
    with acting(by):
        rows = Reminder.objects.filter(about_id=visit.id, state="planned")
        return sorted(rows.values_list("step", "sequence"))


def now(visit: Visit, by: Any) -> Visit:
    with acting(by):
        return Visit.objects.select_related("person").get(id=visit.id)


def ask(visit: Visit, person: Any, *wanted: Any, note: str = "", at: Any = None) -> Visit:
    by = person_actor(person)
    with acting(by):
        return actions.ask_for_another_time(
            visit.id, wanted=wanted, zone=PHOENIX, note=note, by=by, at=at or clock.now()
        )


def code(call: Any) -> str:
    with pytest.raises(Refused) as no:
        call()
    return no.value.code


# --- offered ---


def test_an_offered_visit_is_told_and_reminded_of(casa: Any, visit: Visit) -> None:
    assert (visit.state, visit.sequence, visit.starts_at) == ("offered", 0, moment(5))
    assert [step for step, _ in said(visit, casa.luz)] == ["-1d", "-2h", "-3d", "scheduled"]


def test_what_it_is_about_is_sealed_and_opened_by_its_people_only(casa: Any, ana: Any, visit: Visit) -> None:
    assert b"letters" not in bytes(visit.words)
    for by in (casa.luz, person_actor(ana)):
        with acting(by):
            assert queries.words(queries.visit(visit.id, by=by), by=by, at=clock.now()) == {
                "words": "Bring your letters."
            }
    with acting(casa.teo):
        assert code(lambda: queries.visit(visit.id, by=casa.teo)) == "not_allowed"


def test_offered_twice_it_is_one_visit(casa: Any, ana: Any, visit: Visit) -> None:
    assert offer(casa, ana).id == visit.id
    assert len(said(visit, casa.luz)) == 4


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        pytest.param({"starts": in_days(1)}, "too_soon", id="less than two days ahead"),
        pytest.param({"starts": in_days(-1)}, "in_the_past", id="yesterday"),
        pytest.param({"starts": in_days(400)}, "too_far", id="in more than a year"),
        pytest.param({"minutes": 121}, "bad_length", id="longer than two hours"),
        pytest.param({"minutes": 0}, "bad_length", id="no time at all"),
        pytest.param({"starts": in_days(5, 6, 59)}, "not_by_night", id="before seven"),
        pytest.param({"starts": in_days(5, 20, 30)}, "not_by_night", id="ends after nine at night"),
        pytest.param({"starts": in_days(5, 23, 30)}, "not_by_night", id="ends tomorrow"),
        pytest.param({"kind": "raid"}, "unknown_kind", id="no such kind"),
        pytest.param({"zone": "Mars/Base"}, "unknown_zone", id="no such zone"),
        pytest.param({"words": "x" * 2001}, "too_long", id="too many words"),
        pytest.param({"where": "a\0b"}, "unreadable_words", id="a zero byte"),
    ],
)
def test_what_no_visit_may_be(casa: Any, ana: Any, changes: dict[str, Any], refused: str) -> None:
    assert code(lambda: offer(casa, ana, **changes)) == refused
    with acting(casa.luz):
        assert not Visit.objects.filter(person=ana).exists()


@pytest.mark.parametrize("kind", rules.Kind)
def test_no_kind_of_visit_comes_unannounced_not_even_past_the_verbs(casa: Any, ana: Any, kind: str) -> None:
    """PostgreSQL holds it too: a home visit without two days of notice cannot be written down."""
    assert code(lambda: offer(casa, ana, kind=kind, starts=in_days(1))) == "too_soon"
    visit = offer(casa, ana, kind=kind)
    with acting(casa.luz), pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(id=visit.id).update(starts_at=visit.said_at + timedelta(hours=47))


def test_another_worker_and_another_programme_offer_nothing(casa: Any, elsewhere: Any, ana: Any) -> None:
    for by, refused in ((casa.teo, "not_allowed"), (elsewhere.luz, "unknown_person"), (casa.paz, "not_allowed")):
        with acting(by):
            facts = {"kind": "home", "starts": in_days(5), "zone": PHOENIX, "minutes": 30}
            assert code(lambda by=by, facts=facts: actions.offer(ana.id, **facts, by=by, at=clock.now())) == refused


def test_what_fails_half_way_leaves_nothing(casa: Any, ana: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("amparo.visits.telling.tell", breaks)
    with pytest.raises(RuntimeError):
        offer(casa, ana)
    with acting(casa.luz):
        assert not Visit.objects.filter(person=ana).exists()


# --- the person answers ---


def test_the_person_agrees_and_saying_it_twice_changes_nothing(casa: Any, ana: Any, visit: Visit) -> None:
    by = person_actor(ana)
    for _ in range(2):
        with acting(by):
            agreed = actions.agree(visit.id, by=by, at=clock.now())
    assert (agreed.state, agreed.sequence) == ("agreed", 1)
    assert [step for step, _ in said(visit, casa.luz)] == ["-1d", "-2h", "-3d"]


def test_asking_for_another_time_ends_the_old_one_and_its_reminders(casa: Any, ana: Any, visit: Visit) -> None:
    asked = ask(visit, ana, in_days(6, 9), in_days(7, 15), note="I work in the morning.")
    assert (asked.state, asked.moved, asked.wanted) == ("asked", 1, [moment(6, 9), moment(7, 15)])
    assert said(visit, casa.luz) == []


def test_a_wish_may_be_for_tomorrow_and_a_worker_takes_it(casa: Any, ana: Any, visit: Visit) -> None:
    ask(visit, ana, in_days(1, 9))
    with acting(casa.luz):
        taken = actions.accept(visit.id, moment=moment(1, 9), by=casa.luz, at=clock.now())
    assert (taken.state, taken.starts_at, taken.wanted, taken.note) == ("agreed", moment(1, 9), [], None)
    assert "moved" in [step for step, _ in said(visit, casa.luz)]


def test_only_a_time_that_was_named_is_taken(casa: Any, ana: Any, visit: Visit) -> None:
    ask(visit, ana, in_days(6, 9))
    with acting(casa.luz):
        taking = {"moment": moment(6, 10), "by": casa.luz, "at": clock.now()}
        assert code(lambda: actions.accept(visit.id, **taking)) == "not_wanted"


def test_twice_without_a_reason_then_a_few_words(casa: Any, ana: Any, visit: Visit) -> None:
    for n in (6, 7):
        ask(visit, ana, in_days(n))
        with acting(casa.luz):
            actions.accept(visit.id, moment=moment(n), by=casa.luz, at=clock.now())
    assert code(lambda: ask(visit, ana, in_days(8))) == "reason_missing"
    assert ask(visit, ana, in_days(8), note="My child is ill.").moved == 3


def test_asking_the_same_again_counts_once(ana: Any, visit: Visit) -> None:
    ask(visit, ana, in_days(6))
    assert ask(visit, ana, in_days(6)).moved == 1


def test_what_is_asked_for_can_be_changed_also_when_the_old_time_has_passed(casa: Any, ana: Any, visit: Visit) -> None:
    ask(visit, ana, in_days(8))
    later = moment(5, 12)
    assert ask(visit, ana, in_days(9), at=later).wanted == [moment(9)]
    with acting(casa.luz):
        assert [one.id for one in queries.to_settle(ana.id, later)] == [visit.id]


@pytest.mark.parametrize(
    ("wanted", "refused"),
    [
        pytest.param([], "time_missing", id="none"),
        pytest.param([in_days(n) for n in (6, 7, 8, 9)], "too_many_times", id="four"),
        pytest.param([in_days(-1)], "in_the_past", id="yesterday"),
        pytest.param([in_days(500)], "too_far", id="in years"),
    ],
)
def test_which_times_may_be_named(ana: Any, visit: Visit, wanted: Any, refused: str) -> None:
    assert code(lambda: ask(visit, ana, *wanted)) == refused


def test_a_time_that_clocks_jump_over_is_no_wish() -> None:
    at = datetime(2027, 3, 1, tzinfo=UTC)
    night = datetime.combine(date(2027, 3, 14), time(2, 30))
    assert code(lambda: rules.require_wanted([night], "America/New_York", at)) == "no_such_time"
    assert code(lambda: rules.require_slot(night, "America/New_York", 30, at)) == "no_such_time"


def test_the_question_is_taken_back_and_the_old_time_holds(casa: Any, ana: Any, visit: Visit) -> None:
    ask(visit, ana, in_days(6))
    by = person_actor(ana)
    with acting(by):
        again = actions.take_back(visit.id, by=by, at=clock.now())
    assert (again.state, again.starts_at) == ("agreed", moment(5))
    assert [step for step, _ in said(visit, casa.luz)] == ["-1d", "-2h", "-3d"]


def test_nobody_answers_for_another(casa: Any, ana: Any, visit: Visit) -> None:
    bea = person_actor(enrol(casa, name="Bea", case_number="A123456780", contacts=[]))
    with acting(bea):
        assert code(lambda: actions.agree(visit.id, by=bea, at=clock.now())) == "no_such_visit"
    with acting(casa.luz):
        assert code(lambda: actions.agree(visit.id, by=casa.luz, at=clock.now())) == "not_allowed"


# --- the worker moves it, or calls it off ---


def test_another_offer_moves_it_and_says_so(casa: Any, ana: Any, visit: Visit) -> None:
    ask(visit, ana, in_days(6))
    with acting(casa.luz):
        again = {"starts": in_days(8), "zone": PHOENIX, "minutes": 30, "by": casa.luz, "at": clock.now()}
        moved = actions.offer_again(visit.id, **again)
    assert (moved.state, moved.starts_at, moved.sequence) == ("offered", moment(8), 2)
    assert ("moved", 2) in said(visit, casa.luz)


def test_a_move_by_the_worker_needs_the_notice_too(casa: Any, visit: Visit) -> None:
    with acting(casa.luz):
        soon = {"starts": in_days(1), "zone": PHOENIX, "minutes": 30, "by": casa.luz, "at": clock.now()}
        assert code(lambda: actions.offer_again(visit.id, **soon)) == "too_soon"


def test_called_off_it_is_told_once_and_nothing_follows(casa: Any, ana: Any, visit: Visit) -> None:
    for _ in range(2):
        with acting(casa.luz):
            actions.cancel(visit.id, by=casa.luz, at=clock.now())
    assert said(visit, casa.luz) == [("cancelled", 1)]
    assert code(lambda: ask(visit, ana, in_days(6))) == "no_such_move"


def test_it_took_place_only_after_it_began(casa: Any, visit: Visit) -> None:
    with acting(casa.luz):
        assert code(lambda: actions.held(visit.id, by=casa.luz, at=clock.now())) == "not_yet"
        assert actions.held(visit.id, by=casa.luz, at=moment(5, 11)).state == "held"
    assert said(visit, casa.luz) == []


def test_when_support_ends_no_visit_is_to_come(casa: Any, ana: Any, visit: Visit) -> None:
    from amparo.casework import support

    with acting(casa.luz):
        support.close(ana.id, why="case_ended", by=casa.luz, at=clock.now())
    assert now(visit, casa.sol).state == "cancelled"
    assert said(visit, casa.sol) == []


# --- what may follow what ---


def test_what_is_over_stays_over() -> None:
    assert not [pair for pair in MOVES if pair[0] in (State.CANCELLED, State.HELD)]


def test_no_machine_moves_a_visit_but_to_end_it() -> None:
    assert {after for (_, after), movers in MOVES.items() if Mover.SYSTEM in movers} == {State.CANCELLED}


def test_only_the_person_asks_for_another_time() -> None:
    assert {frozenset(movers) for (_, after), movers in MOVES.items() if after is State.ASKED} == {
        frozenset({Mover.PERSON})
    }
