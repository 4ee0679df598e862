"""Whichever way somebody shows that it is them, everything else is the same; sent without, a human looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.access.rows import acting
from amparo.casework import today, urgency
from amparo.checkins import actions, queries, receipt, rules, unconfirmed
from amparo.checkins.clock_evidence import Standing
from amparo.checkins.models import Checkin, Schedule, Submission
from amparo.checkins.rules import CheckinState, Look
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.identity import ways
from amparo.identity.ways import Way
from amparo.reminders.models import Reminder
from tests.checkins.test_submitting import capture_of, send
from tests.conftest import enrol, person_actor
from tests.contracts import source
from tests.households import conftest as households
from tests.participant.conftest import open_window

OPENS = datetime(2027, 5, 5, 16, tzinfo=UTC)
CONFIRMING = [way for way in Way if ways.confirms(way)]
HOUR = timedelta(hours=1)


# --- rules ---


MOMENTS = st.integers(-100 * 60, 150 * 60).map(lambda minutes: OPENS + timedelta(minutes=minutes))
facts = st.fixed_dictionaries(
    {
        "said_at": st.none() | MOMENTS,
        "received_at": MOMENTS,
        "clock": st.sampled_from(Standing),
        "done_already": st.booleans(),
        "has_place": st.booleans(),
        "wants_help": st.booleans(),
        "says_changed": st.booleans(),
        "by_voice": st.booleans(),
    }
)


@given(facts)
def test_sent_without_differs_by_one_look_and_nothing_else(known: dict[str, Any]) -> None:
    window = {"opens_at": OPENS, "closes_at": OPENS + 48 * HOUR}
    shown = rules.verify(**window, **known, identity_confirmed=True)
    without = rules.verify(**window, **known, identity_confirmed=False)
    assert without.on_time == shown.on_time
    if known["done_already"]:
        assert without == shown
    else:
        assert without.to is CheckinState.NEEDS_LOOK
        assert set(without.looks) == {*shown.looks, Look.IDENTITY_NOT_CONFIRMED}


@given(st.sampled_from(CheckinState), facts)
def test_what_nobody_confirmed_never_closes_a_window_nor_makes_a_silence_smaller(
    before: CheckinState, known: dict[str, Any]
) -> None:
    done = before is CheckinState.DONE
    verdict = rules.verify(
        opens_at=OPENS, closes_at=OPENS + 48 * HOUR, **known | {"done_already": done}, identity_confirmed=False
    )
    after = rules.state_after(before, verdict)
    assert (after is CheckinState.DONE) == done
    assert before is not CheckinState.UNANSWERED or after is CheckinState.UNANSWERED


@given(
    st.lists(st.tuples(st.sampled_from(urgency.Kind), st.integers(0, 90), st.integers(0, 90)), max_size=8),
    st.sampled_from(Way),
)
def test_the_order_of_a_workers_day_knows_no_ways(needs: list[tuple[Any, int, int]], way: Way) -> None:
    """Whatever a need says of the way, its rank is the same."""
    at, row = OPENS, ids.new()
    for kind, since, due in needs:
        begun, over = at - since * HOUR, at + due * HOUR
        plain = urgency.Need(kind, row, begun, over)
        told = urgency.Need(kind, row, begun, over, facts={"identity": way.value})
        assert urgency.rank(plain, at) == urgency.rank(told, at)


@pytest.mark.parametrize(
    "module",
    [
        "casework/urgency.py",
        "casework/today.py",
        "checkins/windows.py",
        "checkins/planning.py",
        "checkins/jobs.py",
        "reminders/rules.py",
        "reminders/planning.py",
        "reminders/moments.py",
        "reminders/sending.py",
        "programme/rules.py",
    ],
)
def test_what_decides_when_and_in_which_order_never_reads_the_way(module: str) -> None:
    text = (source.PACKAGE / module).read_text()
    # That two pictures wait for a worker's eyes is on the day; how anybody showed who they are is not.
    # So does that their page is locked, which somebody must open.
    text = text.replace("from amparo.identity.models import FaceTry, Lock\n", "")
    text = text.replace("from amparo.identity.models import FaceTry\n", "")
    assert "ways" not in text and "identity" not in text


# --- whole ---


def after(casa: Any, way: Way, *, first: Any = None, then: Any = None, **changes: Any) -> dict[str, Any]:
    """Everything that may follow from a check-in in this way, for a person like any other; `first` and `then` are done
    before and after it, with (person, window)."""
    person = enrol(casa, case_number=f"A{ids.new().int % 10**9:09}", contacts=[])
    window = open_window(casa, person)
    if first:
        first(person, window)
    if way is Way.FAMILY:
        signed = by_the_head(casa, person, window)
    else:
        signed, _ = send(person, window, capture_of(identity=way, **changes), clock.now())
    if then:
        then(person, window)
    with acting(casa.luz):
        now = queries.one(window.id)
        needs = [n for n in today.needs(by=casa.luz, at=clock.now()) if n.person and n.person.id == person.id]
        schedule = Schedule.objects.get(person=person, ended_at=None)
        later = Checkin.objects.filter(person=person, state=CheckinState.PLANNED).order_by("opens_at")
        return {
            "on_time": receipt.read(signed).on_time,
            "state": now.state,
            "looks": now.looks,
            "length": now.closes_at - now.opens_at,
            "cadence": (schedule.weeks, schedule.weekday, schedule.opens, schedule.hours),
            "coming": list(later.values_list("opens_at", flat=True)),
            "reminders": Reminder.objects.filter(about_id=window.id).count(),
            "reminders of the others": Reminder.objects.filter(person=person).exclude(about_id=window.id).count(),
            "needs": [(need.kind, urgency.WEIGHT[need.kind]) for need in needs],
        }


def by_the_head(casa: Any, person: Any, window: Any) -> bytes:
    """The head of a family sends it, as the person has agreed."""
    head = enrol(casa, case_number=f"A{ids.new().int % 10**9:09}", contacts=[])
    households.made(casa, head, person)
    households.says_yes(head, person)
    assert households.sends(head, households.part(casa, person).id, window.id)
    with acting(casa.luz):
        return bytes(Submission.objects.get(person=person).receipt)


def test_every_way_is_followed_by_exactly_the_same(casa: Any) -> None:
    for changes in ({}, {"wants_help": True}, {"says_changed": True}):
        # The head of a family says nothing of how somebody is: only they themselves ask for help, or say what changed.
        said = [way for way in CONFIRMING if not changes or way is not Way.FAMILY]
        first, *others = [after(casa, way, **changes) for way in said]
        assert first["state"] == CheckinState.DONE
        assert others == [first] * len(others)


def test_sent_without_a_human_looks_and_the_person_is_still_asked(casa: Any) -> None:
    shown, without = after(casa, Way.PIN), after(casa, Way.NONE)
    assert (without["state"], without["looks"]) == (CheckinState.NEEDS_LOOK, ["identity_not_confirmed"])
    assert without["needs"] == [(urgency.Kind.TO_LOOK_AT, urgency.WEIGHT[urgency.Kind.TO_LOOK_AT])]
    same = ("on_time", "length", "cadence", "coming", "reminders of the others")
    assert {name: without[name] for name in same} == {name: shown[name] for name in same}


def test_what_looks_strange_in_any_way_keeps_the_same_reminders(casa: Any, ana: Any) -> None:
    """A window that a human must look at goes on reminding, whatever the reason; the way adds none and takes none."""
    window = open_window(casa, ana)
    with acting(casa.luz):
        before = Reminder.objects.filter(about_id=window.id).count()
    send(ana, window, capture_of(identity=Way.NONE), clock.now())
    with acting(casa.luz):
        assert Reminder.objects.filter(about_id=window.id).count() == before


def test_shown_afterwards_it_is_the_checkin(casa: Any, ana: Any) -> None:
    window = open_window(casa, ana)
    send(ana, window, capture_of(identity=Way.NONE), clock.now())
    with acting(person_actor(ana)):
        assert queries.unconfirmed_of(ana.id, clock.now()).id == window.id
    send(ana, window, capture_of(identity=Way.PASSKEY), clock.now())
    with acting(person_actor(ana)):
        assert queries.unconfirmed_of(ana.id, clock.now()) is None
        assert queries.one(window.id).state == CheckinState.DONE


def test_a_way_that_nobody_knows_is_no_way(casa: Any, ana: Any) -> None:
    with pytest.raises(ValueError, match="horoscope"):
        send(ana, open_window(casa, ana), capture_of(identity="horoscope"), clock.now())


# --- with the link alone ---


def file_one(person: Any, at: Any = None, **changes: Any) -> bytes:
    by = person_actor(person)
    with acting(by):
        return unconfirmed.submit(person.id, capture=capture_of(**changes), by=by, at=at or clock.now())


def test_with_the_link_alone_it_is_kept_for_a_human_with_a_receipt(casa: Any, ana: Any) -> None:
    window = open_window(casa, ana)
    # Whatever the caller claims: this path confirms nothing.
    signed = file_one(ana, identity=Way.PASSKEY)
    said = receipt.verify(signed, bytes(casa.programme.receipt_key))
    with acting(casa.luz):
        kept, now = Submission.objects.get(checkin=window), queries.one(window.id)
        assert (kept.identity, now.state, now.looks) == ("none", "needs_look", ["identity_not_confirmed"])
        assert (said.number, said.checkin_id) == (kept.receipt_number, window.id)
        assert actions.look(now, by=casa.luz, at=clock.now()) is None
        assert queries.one(window.id).state == CheckinState.DONE


def test_once_an_hour_and_ten_times_a_window(casa: Any, ana: Any) -> None:
    window, at = open_window(casa, ana), clock.now()
    file_one(ana, at)
    with pytest.raises(Refused, match="not_taken_here"):
        file_one(ana, at + timedelta(minutes=59))
    for hour in range(1, unconfirmed.MOST_A_WINDOW):
        file_one(ana, at + hour * timedelta(minutes=61))
    with pytest.raises(Refused, match="not_taken_here"):
        file_one(ana, at + timedelta(hours=20))
    with acting(casa.luz):
        assert Submission.objects.filter(checkin=window).count() == unconfirmed.MOST_A_WINDOW
    # The person is never kept out by it.
    send(ana, window, capture_of(identity=Way.PIN), at + timedelta(hours=20))
    with acting(casa.luz):
        assert queries.one(window.id).state == CheckinState.DONE


def test_the_same_page_sent_twice_is_one_receipt_and_another_ones_is_not_given_out(casa: Any, ana: Any) -> None:
    window, client, own = open_window(casa, ana), ids.new(), ids.new()
    assert file_one(ana, client_id=client) == file_one(ana, client_id=client)
    send(ana, window, capture_of(client_id=own, identity=Way.PIN), clock.now())
    with pytest.raises(Refused, match="not_taken_here"):
        file_one(ana, client_id=own)


def test_where_nothing_is_asked_nothing_is_taken(casa: Any, ana: Any) -> None:
    with pytest.raises(Refused, match="not_taken_here"):
        file_one(ana)
    window = open_window(casa, ana)
    send(ana, window, capture_of(), clock.now())
    with pytest.raises(Refused, match="not_taken_here"):
        file_one(ana)


def test_a_silence_stays_a_question_when_something_unconfirmed_comes(casa: Any, ana: Any) -> None:
    window = open_window(casa, ana, opened=timedelta(hours=60))
    assert window.state == CheckinState.UNANSWERED
    file_one(ana)
    with acting(casa.luz):
        now = queries.one(window.id)
        assert (now.state, "identity_not_confirmed" in now.looks) == (CheckinState.UNANSWERED, True)
        kinds = [need.kind for need in today.needs(by=casa.luz, at=clock.now()) if need.person.id == ana.id]
        assert kinds == [urgency.Kind.UNANSWERED]


def test_sending_without_fails_half_way_and_leaves_nothing(casa: Any, ana: Any) -> None:
    window = open_window(casa, ana)
    by = person_actor(ana)
    with pytest.raises(ZeroDivisionError), acting(by):
        unconfirmed.submit(ana.id, capture=replace(capture_of(), identity=Way.NONE), by=by, at=clock.now())
        1 / 0  # noqa: B018
    with acting(casa.luz):
        assert not Submission.objects.filter(checkin=window).exists()
        assert queries.one(window.id).state == CheckinState.DUE
