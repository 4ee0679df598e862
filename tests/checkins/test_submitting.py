"""A capture arrives: once, twice, late, early, from a clock that lies, from the wrong person."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection

from amparo.access.rows import acting
from amparo.checkins import actions, capture, clock_evidence, planning, queries, receipt
from amparo.checkins.models import Checkin, CheckinMove, Submission
from amparo.checkins.rules import Cause, CheckinState
from amparo.checkins.windows import Cadence
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.identity.ways import Way
from amparo.reminders.models import Reminder
from tests.conftest import enrol, person_actor

WEEKLY = Cadence(1, 0, time(9), 48)


@pytest.fixture
def window(casa: Any, ana: Any) -> Checkin:
    """Ana's first window, as its hour comes."""
    with acting(casa.luz):
        actions.choose_schedule(ana, WEEKLY, by=casa.luz, at=clock.now())
        first = Checkin.objects.order_by("opens_at").first()
    with acting(casa.system):
        actions.open_windows(casa.id, at=first.opens_at)
        return Checkin.objects.get(id=first.id)


def capture_of(**changes: Any) -> capture.Capture:
    base = capture.Capture(
        client_id=ids.new(),
        channel=capture.Channel.FORM,
        identity=Way.PIN,
        language="es",
        body_hash=capture.hash_of(b"how=well"),
        answers={"how": "well"},
        place_cause=capture.PlaceCause.NOT_ASKED,
    )
    return replace(base, **changes)


def send(person: Any, checkin: Checkin, cap: capture.Capture, at: Any) -> tuple[bytes, bool]:
    with acting(person_actor(person)):
        return actions.submit(checkin.id, capture=cap, by=person_actor(person), at=at)


def test_a_capture_in_its_window_is_the_checkin(casa, ana, window) -> None:
    signed, new = send(ana, window, capture_of(), window.opens_at + timedelta(hours=1))
    said = receipt.verify(signed, bytes(casa.programme.receipt_key))
    assert (new, said.on_time, said.checkin_id) == (True, True, window.id)
    with acting(casa.luz):
        assert queries.one(window.id).state == CheckinState.DONE
        assert not Reminder.objects.filter(about_id=window.id).exists()


def test_the_same_key_any_number_of_times_is_one_receipt(casa, ana, window) -> None:
    cap, at = capture_of(), window.opens_at + timedelta(hours=1)
    first, _ = send(ana, window, cap, at)
    again = [send(ana, window, cap, at + timedelta(hours=n)) for n in range(3)]
    assert again == [(first, False)] * 3
    with acting(casa.luz):
        assert Submission.objects.get().replays == 3


def test_the_same_key_with_other_words_is_noticed(ana, window) -> None:
    cap, at = capture_of(), window.opens_at + timedelta(hours=1)
    send(ana, window, cap, at)
    with pytest.raises(Refused, match="key_used_differently"):
        send(ana, window, replace(cap, body_hash=capture.hash_of(b"other")), at)


def test_captured_in_time_and_received_late_is_on_time(casa, ana, window) -> None:
    captured = window.closes_at - timedelta(minutes=1)
    received = captured + timedelta(hours=47)
    evidence = clock_evidence.Evidence(
        captured_at=captured,
        device_now=received,
        last_server_at=captured - timedelta(hours=3),
        device_at_last_server=captured - timedelta(hours=3),
    )
    with acting(casa.system):
        actions.mark_unanswered(casa.id, at=window.closes_at + timedelta(hours=1))
    signed, _ = send(ana, window, capture_of(evidence=evidence), received)
    assert receipt.read(signed).on_time is True
    with acting(casa.luz):
        assert queries.one(window.id).state == CheckinState.DONE


def test_a_doubtful_clock_goes_to_a_human_and_never_to_unanswered(casa, ana, window) -> None:
    received = window.closes_at + timedelta(hours=5)
    evidence = clock_evidence.Evidence(captured_at=received.replace(year=2012), device_now=received)
    signed, _ = send(ana, window, capture_of(evidence=evidence), received)
    assert receipt.read(signed).on_time is None
    with acting(casa.luz):
        assert queries.one(window.id).state == CheckinState.NEEDS_LOOK
    with acting(casa.system):
        assert actions.mark_unanswered(casa.id, at=received) == 0


def test_a_late_checkin_is_kept_and_flagged(casa, ana, window) -> None:
    late = window.closes_at + timedelta(days=3)
    with acting(casa.system):
        actions.mark_unanswered(casa.id, at=late)
    signed, _ = send(ana, window, capture_of(), late)
    assert receipt.read(signed).on_time is False
    with acting(casa.luz):
        now = queries.one(window.id)
        assert (now.state, now.looks) == (CheckinState.DONE, ["late"])


def test_asking_for_help_reaches_the_workers_day(casa, ana, window) -> None:
    send(ana, window, capture_of(wants_help=True), window.opens_at + timedelta(hours=1))
    with acting(casa.luz):
        assert Checkin.objects.filter(wants_help=True, help_handled_at=None).count() == 1


def test_another_person_cannot_answer_for_ana(casa, ana, window) -> None:
    other = enrol(casa, name="Berta", case_number="A222222222", contacts=[])
    with pytest.raises(Checkin.DoesNotExist):
        send(other, window, capture_of(), window.opens_at)


def test_a_worker_elsewhere_does_not_even_see_it(elsewhere, ana, window) -> None:
    with acting(elsewhere.luz), pytest.raises(Checkin.DoesNotExist):
        actions.submit(window.id, capture=capture_of(), by=elsewhere.luz, at=window.opens_at)


def test_a_colleague_without_the_caseload_is_refused(casa, ana, window) -> None:
    with acting(casa.teo), pytest.raises(Refused, match="not_allowed"):
        actions.submit(window.id, capture=capture_of(), by=casa.teo, at=window.opens_at)


def test_a_failure_half_way_leaves_nothing(casa, ana, window, monkeypatch) -> None:
    def broken(*_: Any, **__: Any) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr("amparo.checkins.submitting.reminders.cancelled", broken)
    with pytest.raises(ZeroDivisionError):
        send(ana, window, capture_of(), window.opens_at + timedelta(hours=1))
    with acting(casa.luz):
        assert not Submission.objects.exists()
        assert queries.one(window.id).state == CheckinState.DUE


def test_two_tabs_at_once_give_one_submission(casa, ana, window) -> None:
    cap, at, got = capture_of(), window.opens_at + timedelta(hours=1), []

    def tab() -> None:
        try:
            got.append(send(ana, window, cap, at)[0])
        finally:
            connection.close()

    tabs = [threading.Thread(target=tab) for _ in range(4)]
    [t.start() for t in tabs]
    [t.join() for t in tabs]
    assert len(got) == 4 and len(set(got)) == 1
    with acting(casa.luz):
        assert Submission.objects.count() == 1


def test_answers_are_opened_for_the_worker_and_show_in_the_log(casa, ana, window) -> None:
    send(ana, window, capture_of(answers={"how": "bad"}), window.opens_at + timedelta(hours=1))
    with acting(casa.luz):
        before = _entries(ana)
        said = queries.answers(Submission.objects.get(), ana, by=casa.luz, at=clock.now())
        assert said == {"how": "bad"}
        assert _entries(ana) == before + 1


def test_a_closed_window_is_a_question_and_nothing_more(casa, ana, window) -> None:
    with acting(casa.system):
        assert actions.mark_unanswered(casa.id, at=window.closes_at) == 1
        assert actions.mark_unanswered(casa.id, at=window.closes_at) == 0
        assert CheckinMove.objects.filter(after=CheckinState.UNANSWERED, by_kind="system").count() == 1


def test_a_worker_explains_with_a_cause_and_not_without(casa, ana, window) -> None:
    with acting(casa.system):
        actions.mark_unanswered(casa.id, at=window.closes_at)
    with acting(casa.luz):
        checkin = queries.one(window.id)
        with pytest.raises(Refused, match="no_such_cause"):
            actions.explain(checkin, cause="", note="", by=casa.luz, at=clock.now())  # type: ignore[arg-type]
        actions.explain(checkin, cause=Cause.CARRIER, note="No signal all week", by=casa.luz, at=clock.now())
        with pytest.raises(Refused, match="no_such_move"):
            actions.explain(checkin, cause=Cause.CARRIER, note="", by=casa.luz, at=clock.now())


def test_an_outage_gives_the_window_its_full_length_again(casa, ana, window) -> None:
    down = (window.closes_at - timedelta(hours=2), window.closes_at + timedelta(hours=1))
    with acting(casa.system):
        actions.mark_unanswered(casa.id, at=down[1])
        helped = actions.extend_for_outage(casa.id, began=down[0], ended=down[1], by=casa.system, at=down[1])
        now = queries.one(window.id)
        actions.extend_for_outage(casa.id, began=down[0], ended=down[1], by=casa.system, at=down[1])
        assert queries.one(window.id).closes_at == now.closes_at
    assert [one.person_id for one in helped] == [ana.id]
    assert (now.state, now.closes_at - down[1]) == (CheckinState.DUE, window.closes_at - window.opens_at)


def test_planning_ahead_twice_changes_nothing_and_after_a_pause_catches_up(casa, ana, window) -> None:
    later = clock.now() + timedelta(days=90)
    with acting(casa.system):
        planning.plan_ahead(casa.id, at=later)
        first = set(Checkin.objects.values_list("opens_at", flat=True))
        assert planning.plan_ahead(casa.id, at=later) == 0
        assert set(Checkin.objects.values_list("opens_at", flat=True)) == first
        assert max(first) > later + timedelta(days=27)


def test_another_cadence_replaces_what_has_not_begun(casa, ana, window) -> None:
    with acting(person_actor(ana)):
        at = window.opens_at + timedelta(hours=2)
        actions.choose_schedule(ana, Cadence(4, 2, time(12), 24), by=person_actor(ana), at=at)
        kept = Checkin.objects.filter(opens_at__lte=at)
        assert [c.id for c in kept] == [window.id]
        assert {c.closes_at - c.opens_at for c in Checkin.objects.filter(opens_at__gt=at)} == {timedelta(hours=24)}


def _entries(person: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit.entry WHERE subject = %s", [person.pseudonym])
        return int(cursor.fetchone()[0])


def test_sent_again_without_confirmation_a_silence_is_as_old_as_it_was(casa, ana, window) -> None:
    with acting(casa.system):
        assert actions.mark_unanswered(casa.id, at=window.closes_at + timedelta(minutes=1)) == 1
    with acting(casa.luz):
        since = queries.one(window.id).state_at
    for hour in range(3):
        send(ana, window, capture_of(identity=Way.NONE), window.closes_at + timedelta(hours=5 + hour))
    with acting(casa.luz):
        now = queries.one(window.id)
    # Else the whole reaching out would begin anew each time.
    assert (now.state, now.state_at) == (CheckinState.UNANSWERED, since)
