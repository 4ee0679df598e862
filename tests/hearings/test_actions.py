"""What a source says about Ana's hearing, and what becomes of it."""

# ruff: noqa: DTZ001 - what a wall clock shows has no zone of its own.

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.access.rows import acting
from amparo.foundation.errors import Refused
from amparo.hearings import actions, promises, queries, sources
from amparo.hearings.models import Hearing, Question, Sighting, Source
from amparo.hearings.rules import Mode, Notice, State, Verdict
from amparo.reminders.models import Reminder
from tests.conftest import enrol, make_programme

AT = datetime(2027, 1, 5, 17, tzinfo=UTC)
MARCH = datetime(2027, 3, 9, 9)
HEARING = Notice("A123456789", MARCH, "America/New_York", external_key="uid-1", kind="Master", court_text="Newark")
DAY = timedelta(days=1)


def said(**changes: Any) -> Notice:
    return replace(HEARING, **changes)


@contextmanager
def system(casa: Any) -> Iterator[None]:
    with acting(casa.system):
        yield


def source(casa: Any, name: str = "Court", kind: str = Source.Kind.FEED) -> Source:
    with system(casa):
        return Source.objects.get_or_create(programme_id=casa.id, name=name, defaults={"kind": kind, "zone": "UTC"})[0]


def record(casa: Any, person: Any, notice: Notice, at: datetime = AT, name: str = "Court") -> Verdict:
    where = source(casa, name)
    with system(casa):
        return actions.record(notice, person=person, source=where, by=casa.system, at=at)


def held(casa: Any, person: Any) -> Hearing:
    with system(casa):
        return Hearing.objects.select_related("court", "source").get(person=person)


def promised(casa: Any, person: Any) -> dict[str, Any]:
    """Each planned step with the moment that it names."""
    with system(casa):
        return dict(Reminder.objects.filter(person=person, state="planned").values_list("step", "starts_at"))


def asked(casa: Any, person: Any) -> list[Question]:
    with system(casa):
        return list(Question.objects.filter(person=person, decided_at=None).select_related("hearing"))


def decide(casa: Any, question: Question, decision: str, at: datetime = AT) -> Hearing:
    with acting(casa.luz):
        return actions.decide(question, decision, "The court said so.", by=casa.luz, at=at)


def test_a_new_hearing_is_known_and_promised(casa, ana) -> None:
    assert record(casa, ana, HEARING) is Verdict.NEW
    hearing = held(casa, ana)
    assert (hearing.state, hearing.sequence, hearing.starts_at) == (State.SCHEDULED, 0, HEARING.starts_at)
    assert set(promised(casa, ana)) == {"scheduled", "-7d", "-3d", "-1d", "-2h"}
    with system(casa):
        key = bytes(Sighting.objects.get(person=ana).key)
    assert len(key) == 8 and b"uid" not in key


def test_the_same_notice_again_only_confirms(casa, ana) -> None:
    record(casa, ana, HEARING)
    assert record(casa, ana, HEARING, at=AT + DAY) is Verdict.SAME
    hearing = held(casa, ana)
    assert (hearing.sequence, hearing.last_confirmed_at) == (0, AT + DAY)
    with system(casa):
        planned = Reminder.objects.filter(person=ana, state="planned")
        assert set(planned.values_list("confirmed_at", flat=True)) == {AT + DAY}


def test_a_later_date_moves_the_hearing_and_its_reminders(casa, ana) -> None:
    record(casa, ana, HEARING)
    later = said(wall=MARCH + 30 * DAY)
    assert record(casa, ana, later) is Verdict.CHANGED
    assert (held(casa, ana).starts_at, held(casa, ana).sequence) == (later.starts_at, 1)
    assert promised(casa, ana) == dict.fromkeys(("moved", "-7d", "-3d", "-1d", "-2h"), later.starts_at)


def test_another_building_is_told_and_another_judge_is_not(casa, ana) -> None:
    record(casa, ana, HEARING)
    assert record(casa, ana, said(judge="Solomon")) is Verdict.CHANGED
    assert set(promised(casa, ana)) == {"-7d", "-3d", "-1d", "-2h"}
    assert record(casa, ana, said(judge="Solomon", court_text="Elizabeth")) is Verdict.CHANGED
    assert set(promised(casa, ana)) == {"scheduled", "-7d", "-3d", "-1d", "-2h"}


def test_what_a_source_leaves_unsaid_does_not_erase_what_is_known(casa, ana) -> None:
    record(casa, ana, said(room="5", mode=Mode.VIDEO))
    assert record(casa, ana, HEARING) is Verdict.SAME
    assert (held(casa, ana).room, held(casa, ana).mode) == ("5", "video")


def test_a_cancellation_is_the_only_thing_still_said(casa, ana) -> None:
    record(casa, ana, HEARING)
    assert record(casa, ana, said(cancelled=True)) is Verdict.CANCELLED
    assert held(casa, ana).state == State.CANCELLED
    assert set(promised(casa, ana)) == {"cancelled"}
    assert record(casa, ana, said(cancelled=True)) is Verdict.SAME


def test_a_cancellation_taken_back_is_a_hearing_again(casa, ana) -> None:
    record(casa, ana, HEARING)
    record(casa, ana, said(cancelled=True))
    assert record(casa, ana, HEARING) is Verdict.CHANGED
    assert held(casa, ana).state == State.SCHEDULED
    assert "scheduled" in promised(casa, ana)


def test_an_earlier_date_goes_to_a_human_and_ana_is_reminded_of_the_earlier(casa, ana) -> None:
    record(casa, ana, HEARING)
    earlier = said(wall=MARCH - 10 * DAY)
    assert record(casa, ana, earlier) is Verdict.MOVED_EARLIER
    hearing, [question] = held(casa, ana), asked(casa, ana)
    assert (hearing.state, hearing.starts_at) == (State.IN_QUESTION, HEARING.starts_at)
    assert (question.kind, question.day) == ("moved_earlier", earlier.wall.date())
    assert promised(casa, ana) == dict.fromkeys(("question", "-7d", "-3d", "-1d", "-2h"), earlier.starts_at)


def test_a_question_is_asked_once_and_says_the_latest_word(casa, ana) -> None:
    record(casa, ana, HEARING)
    for days in (10, 10, 12):
        record(casa, ana, said(wall=MARCH - days * DAY))
    [question] = asked(casa, ana)
    assert question.day == (MARCH - 12 * DAY).date()
    assert set(promised(casa, ana).values()) == {said(wall=MARCH - 12 * DAY).starts_at}


def test_kept_as_it_was_ana_hears_the_old_date_and_the_source_may_repeat_itself(casa, ana) -> None:
    record(casa, ana, HEARING)
    earlier = said(wall=MARCH - 10 * DAY)
    record(casa, ana, earlier)
    hearing = decide(casa, asked(casa, ana)[0], "keep")
    assert (hearing.state, hearing.confirmed_by) == (State.SCHEDULED, casa.luz.id)
    assert promised(casa, ana) == dict.fromkeys(("moved", "-7d", "-3d", "-1d", "-2h"), HEARING.starts_at)
    assert record(casa, ana, earlier, at=AT + DAY) is Verdict.SAME
    assert asked(casa, ana) == []
    assert held(casa, ana).last_confirmed_at == AT


def test_the_new_date_taken_is_the_date(casa, ana) -> None:
    record(casa, ana, said(room="5"))
    earlier = said(wall=MARCH - 10 * DAY)
    record(casa, ana, earlier)
    hearing = decide(casa, asked(casa, ana)[0], "take")
    assert (hearing.starts_at, hearing.room, hearing.state) == (earlier.starts_at, "", State.SCHEDULED)
    assert set(promised(casa, ana).values()) == {earlier.starts_at}
    assert record(casa, ana, earlier, at=AT + DAY) is Verdict.SAME


def test_asking_the_court_first_keeps_the_question_open(casa, ana) -> None:
    record(casa, ana, HEARING)
    record(casa, ana, said(wall=MARCH - DAY))
    decide(casa, asked(casa, ana)[0], "ask")
    [question] = asked(casa, ana)
    assert (question.decision, question.reason) == ("ask", "The court said so.")
    assert held(casa, ana).state == State.IN_QUESTION


def test_a_question_is_decided_once(casa, ana) -> None:
    record(casa, ana, HEARING)
    record(casa, ana, said(wall=MARCH - DAY))
    [question] = asked(casa, ana)
    decide(casa, question, "keep")
    with pytest.raises(Refused, match="already_decided"):
        decide(casa, question, "take")


@pytest.mark.parametrize(
    ("decision", "reason", "code"), [("burn", "x", "no_such_decision"), ("keep", " ", "reason_missing")]
)
def test_a_decision_needs_a_choice_and_a_reason(casa, ana, decision, reason, code) -> None:
    record(casa, ana, HEARING)
    record(casa, ana, said(wall=MARCH - DAY))
    with acting(casa.luz), pytest.raises(Refused, match=code):
        actions.decide(asked(casa, ana)[0], decision, reason, by=casa.luz, at=AT)


def test_only_anas_worker_decides(casa, ana) -> None:
    record(casa, ana, HEARING)
    record(casa, ana, said(wall=MARCH - DAY))
    with acting(casa.teo), pytest.raises(Refused, match="not_allowed"):
        question = queries.open_questions().get(person=ana)
        actions.decide(question, "keep", "x", by=casa.teo, at=AT)


def test_a_source_that_takes_back_what_it_said_leaves_no_question(casa, ana) -> None:
    record(casa, ana, HEARING)
    record(casa, ana, said(wall=MARCH - DAY))
    assert record(casa, ana, HEARING) is Verdict.SAME
    assert (held(casa, ana).state, asked(casa, ana)) == (State.SCHEDULED, [])
    assert promised(casa, ana) == dict.fromkeys(("moved", "-7d", "-3d", "-1d", "-2h"), HEARING.starts_at)


def test_two_sources_at_one_moment_know_one_hearing(casa, ana) -> None:
    record(casa, ana, HEARING)
    other = said(external_key="other", kind="MASTER CALENDAR", court_text="NEWARK COURT", judge="X")
    assert record(casa, ana, other, name="Clinic") is Verdict.SAME
    assert (held(casa, ana).judge, held(casa, ana).sequence) == ("", 0)


def test_two_sources_that_disagree_go_to_a_human(casa, ana) -> None:
    record(casa, ana, HEARING)
    later = said(wall=MARCH + DAY, external_key="other")
    assert record(casa, ana, later, name="Clinic") is Verdict.SOURCES_DISAGREE
    [question] = asked(casa, ana)
    assert (question.kind, question.day) == ("sources_disagree", later.wall.date())
    assert set(promised(casa, ana).values()) == {HEARING.starts_at}


def test_sources_that_agree_again_need_no_human(casa, ana) -> None:
    record(casa, ana, HEARING)
    later = said(wall=MARCH + DAY)
    record(casa, ana, replace(later, external_key="other"), name="Clinic")
    assert record(casa, ana, later) is Verdict.CHANGED
    assert (held(casa, ana).starts_at, held(casa, ana).state) == (later.starts_at, State.SCHEDULED)
    assert asked(casa, ana) == []


def test_one_sources_cancellation_does_not_send_ana_home(casa, ana) -> None:
    record(casa, ana, HEARING)
    record(casa, ana, said(external_key="other"), name="Clinic")
    off = said(external_key="other", cancelled=True)
    assert record(casa, ana, off, name="Clinic") is Verdict.SOURCES_DISAGREE
    assert "cancelled" not in promised(casa, ana)
    hearing = decide(casa, asked(casa, ana)[0], "take")
    assert (hearing.state, set(promised(casa, ana))) == (State.CANCELLED, {"cancelled"})


def test_other_kinds_are_other_hearings(casa, ana) -> None:
    record(casa, ana, HEARING)
    bond = said(wall=MARCH + 5 * DAY, external_key="b", kind="Bond")
    assert record(casa, ana, bond, name="Clinic") is Verdict.NEW
    with system(casa):
        assert Hearing.objects.filter(person=ana).count() == 2


def test_a_past_hearing_is_not_recorded_and_the_next_one_is_new(casa, ana) -> None:
    assert record(casa, ana, said(wall=datetime(2026, 12, 1, 9))) is Verdict.IN_THE_PAST
    record(casa, ana, HEARING)
    after = HEARING.starts_at + DAY
    assert record(casa, ana, HEARING, at=after) is Verdict.SAME
    assert record(casa, ana, said(wall=MARCH + 60 * DAY), at=after) is Verdict.NEW
    with system(casa):
        assert Hearing.objects.filter(person=ana).count() == 2
        assert Sighting.objects.filter(person=ana).count() == 1


def test_a_date_moved_into_the_past_is_asked_about(casa, ana) -> None:
    record(casa, ana, HEARING)
    assert record(casa, ana, said(wall=datetime(2026, 3, 9, 9))) is Verdict.IN_THE_PAST
    [question] = asked(casa, ana)
    assert set(promised(casa, ana).values()) == {HEARING.starts_at}
    with pytest.raises(Refused, match="in_the_past"):
        decide(casa, question, "take")


def test_a_date_many_years_ahead_is_told_to_nobody_before_a_human_looked(casa, ana) -> None:
    assert record(casa, ana, said(wall=datetime(2050, 12, 6, 15))) is Verdict.TOO_FAR
    assert (held(casa, ana).state, promised(casa, ana)) == (State.IN_QUESTION, {})
    assert asked(casa, ana)[0].kind == "too_far"


def test_a_hearing_cancelled_before_it_was_known_is_not_recorded(casa, ana) -> None:
    assert record(casa, ana, said(cancelled=True)) is Verdict.CANCELLED
    with system(casa):
        assert not Hearing.objects.filter(person=ana).exists()


def test_an_older_version_that_arrives_late_changes_nothing(casa, ana) -> None:
    where = source(casa, "File", Source.Kind.CALENDAR)
    with system(casa):
        for notice in (said(sequence=3), said(sequence=2, wall=MARCH + DAY)):
            verdict = actions.record(notice, person=ana, source=where, by=casa.system, at=AT)
    assert (verdict, held(casa, ana).starts_at) == (Verdict.SAME, HEARING.starts_at)


def test_whoever_is_not_of_the_programme_records_nothing(casa, ana, elsewhere) -> None:
    where = source(casa)
    with acting(elsewhere.luz):
        actions.record(HEARING, person=ana, source=where, by=elsewhere.luz, at=AT)
    with system(casa):
        assert not Hearing.objects.filter(person=ana).exists()
    with acting(casa.paz), pytest.raises(Refused, match="not_allowed"):
        actions.record(HEARING, person=ana, source=where, by=casa.paz, at=AT)


def test_what_fails_half_way_leaves_nothing(casa, ana, monkeypatch) -> None:
    record(casa, ana, HEARING)
    before = promised(casa, ana)

    def stop(self: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(promises.Promises, "keep", stop)
    with pytest.raises(RuntimeError):
        record(casa, ana, said(wall=MARCH + DAY))
    assert (held(casa, ana).starts_at, promised(casa, ana)) == (HEARING.starts_at, before)


def test_nothing_is_said_to_somebody_who_has_left(casa, ana) -> None:
    from amparo.people import actions as people

    with acting(casa.luz):
        people.close(ana.id, why="case_ended", by=casa.luz, at=AT)
    record(casa, ana, HEARING)
    with system(casa):
        assert not Hearing.objects.filter(person=ana).exists()


def by_hand(casa: Any, person: Any, **changes: Any) -> Hearing:
    facts = {"day": MARCH.date(), "time": time(9), "zone": "America/New_York", "place": "Newark"} | changes
    with acting(casa.luz):
        return actions.add_by_hand(person, **facts, by=casa.luz, at=AT)


def test_a_paper_is_written_down_and_promised(casa, ana) -> None:
    hearing = by_hand(casa, ana, room="3", judge="Solomon", mode="video", kind="Master")
    assert (hearing.confirmed_by, hearing.source.kind) == (casa.luz.id, Source.Kind.HAND)
    assert "scheduled" in promised(casa, ana)


def test_written_down_twice_it_is_one_hearing(casa, ana) -> None:
    assert by_hand(casa, ana).id == by_hand(casa, ana).id
    assert held(casa, ana).sequence == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"day": datetime(2026, 3, 9).date()}, "in_the_past"),
        ({"day": datetime(2050, 3, 9).date()}, "too_far"),
        ({"day": datetime(2027, 3, 14).date(), "time": time(2, 30)}, "no_such_time"),
        ({"zone": "Mars/Olympus"}, "unknown_zone"),
        ({"mode": "dream"}, "unknown_mode"),
        ({"court_code": "QQQ"}, "unknown_court"),
    ],
)
def test_a_date_that_cannot_be_is_refused(casa, ana, changes, code) -> None:
    with pytest.raises(Refused, match=code):
        by_hand(casa, ana, **changes)


def test_only_anas_worker_writes_down_her_hearing(casa, ana) -> None:
    with acting(casa.teo), pytest.raises(Refused, match="not_allowed"):
        actions.add_by_hand(ana, day=MARCH.date(), time=time(9), zone="UTC", by=casa.teo, at=AT)


def test_a_feed_that_says_the_same_speaks_for_what_was_written_by_hand(casa, ana) -> None:
    by_hand(casa, ana)
    assert record(casa, ana, HEARING) is Verdict.CHANGED  # it knows the kind, too
    assert held(casa, ana).source.name == "Court"
    assert record(casa, ana, said(wall=MARCH + DAY)) is Verdict.CHANGED


def test_a_feed_that_says_otherwise_than_the_paper_goes_to_a_human(casa, ana) -> None:
    by_hand(casa, ana)
    assert record(casa, ana, said(wall=MARCH + DAY)) is Verdict.SOURCES_DISAGREE


def test_a_confirmed_date_is_said_to_be_so(casa, ana) -> None:
    record(casa, ana, HEARING)
    with acting(casa.luz):
        hearing = actions.confirm(held(casa, ana).id, by=casa.luz, at=AT + 9 * DAY)
    assert (hearing.last_confirmed_at, hearing.confirmed_by) == (AT + 9 * DAY, casa.luz.id)


def test_only_what_is_certain_and_ahead_can_be_confirmed(casa, ana) -> None:
    record(casa, ana, HEARING)
    hearing_id = held(casa, ana).id
    with acting(casa.luz):
        with pytest.raises(Refused, match="in_the_past"):
            actions.confirm(hearing_id, by=casa.luz, at=HEARING.starts_at)
    with acting(casa.teo), pytest.raises(Refused, match="not_allowed"):
        actions.confirm(hearing_id, by=casa.teo, at=AT)
    record(casa, ana, said(wall=MARCH - DAY))
    with acting(casa.luz), pytest.raises(Refused, match="question_open"):
        actions.confirm(hearing_id, by=casa.luz, at=AT)


def test_a_hearing_that_was_held_is_over(casa, ana) -> None:
    record(casa, ana, HEARING)
    hearing_id = held(casa, ana).id
    with acting(casa.luz):
        with pytest.raises(Refused, match="not_yet"):
            actions.record_outcome(hearing_id, by=casa.luz, at=AT)
        for _ in range(2):
            actions.record_outcome(hearing_id, by=casa.luz, at=HEARING.starts_at + DAY)
    assert (held(casa, ana).state, promised(casa, ana)) == (State.HELD, {})


def test_the_next_hearing_is_the_soonest_that_is_expected(casa, ana) -> None:
    record(casa, ana, HEARING)
    record(casa, ana, said(external_key="b", kind="Bond", wall=MARCH - 20 * DAY))
    with system(casa):
        assert queries.next_of(ana.id, AT).kind == "Bond"
        assert [one.kind for one in queries.of_person(ana.id)] == ["Master", "Bond"]
        assert queries.upcoming(AT, days=50).count() == 1


def test_a_place_nobody_knows_is_asked_of_the_court(casa, ana) -> None:
    record(casa, ana, said(court_text="", room="5"))
    place = queries.place_of(held(casa, ana))
    assert (place.ask_court, place.in_a_line()) == (True, "5")


MOVES = st.one_of(
    st.integers(-60, 300).map(lambda days: ("Court", said(wall=MARCH + days * DAY))),
    st.integers(-60, 300).map(lambda days: ("Clinic", said(wall=MARCH + days * DAY, external_key="c"))),
    st.sampled_from(["Court", "Clinic"]).map(lambda name: (name, said(cancelled=True, external_key=name))),
    st.sampled_from([("Court", said(room="7")), ("Court", said(wall=datetime(2050, 1, 3, 9)))]),
    st.sampled_from(["keep", "take", "ask"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=st.lists(MOVES, min_size=1, max_size=7))
def test_any_sequence_of_moves_leaves_one_hearing_and_one_set_of_reminders(db, moves) -> None:
    casa, ana = _cast()
    for number, move in enumerate(moves):
        at = AT + timedelta(hours=number)
        if isinstance(move, str):
            for question in asked(casa, ana)[:1]:
                _try(lambda q=question, m=move, t=at: decide(casa, q, m, t))
        else:
            record(casa, ana, replace(move[1], external_key=move[0]), at, move[0])
    with system(casa):
        live = list(Hearing.objects.filter(person=ana, state__in=queries.EXPECTED))
        planned = list(Reminder.objects.filter(person=ana, state="planned"))
        questions = Question.objects.filter(person=ana, decided_at=None)
        assert len(live) <= 1
        assert len({(one.about_id, one.sequence, one.starts_at) for one in planned}) <= 1
        assert all(Hearing.objects.get(id=one.about_id).sequence == one.sequence for one in planned)
        assert questions.exists() == any(one.state == State.IN_QUESTION for one in live)
        assert not live or live[0].state == State.IN_QUESTION or len(planned) >= 2


_ONE: list[Any] = []


def _cast() -> tuple[Any, Any]:
    """One programme for all examples, a new person for each."""
    if not _ONE:
        _ONE.append(make_programme())
    return _ONE[0], enrol(_ONE[0])


def _try(verb: Any) -> None:
    try:
        verb()
    except Refused as refused:
        assert refused.code in ("in_the_past", "no_such_move")


def test_sources_are_named_once(casa) -> None:
    with acting(casa.sol):
        assert sources.by_hand(casa.id) == sources.by_hand(casa.id)
