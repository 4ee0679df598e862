"""A selfie that was taken for a check-in shows who sent it, before or after; one that says nothing changes nothing."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from amparo.access.rows import acting
from amparo.casework import today, urgency
from amparo.checkins import confirming, jobs, queries, rules, unconfirmed
from amparo.checkins.models import Checkin, CheckinMove, Submission
from amparo.checkins.rules import CheckinState, Look
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.identity import face_review, faces
from amparo.identity.face_review import Said
from amparo.identity.face_rules import What
from amparo.identity.models import FaceTry
from amparo.identity.ways import Way
from tests.checkins.test_submitting import capture_of
from tests.checkins.test_submitting import send as submit
from tests.checkins.test_ways import OPENS, after, facts
from tests.conftest import enrol, person_actor
from tests.identity.test_faces import ANOTHER, Stand, sweep
from tests.participant.conftest import open_window

AT = clock.now()
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def window(casa: Any, ana: Any) -> Checkin:
    return open_window(casa, ana)


@pytest.fixture
def face(casa: Any, ana: Any) -> None:
    set_up(casa, ana)


def set_up(casa: Any, person: Any) -> None:
    by = person_actor(person)
    with acting(by):
        faces.agree(person.id, language="es", by=by, at=AT)
        faces.send(person.id, client_id=ids.new(), what=What.ENROL, picture=b"x", by=by, at=AT)
    assert sweep(casa, Stand(), AT) == 1


def selfie(casa: Any, person: Any, about: Any, at: Any, reader: Any = None) -> FaceTry:
    by = person_actor(person)
    with acting(by):
        row = faces.send(person.id, client_id=ids.new(), what=What.COMPARE, picture=b"x", about_id=about, by=by, at=at)
    assert sweep(casa, reader or Stand(), at) == 1
    jobs.confirm(casa.id, at)
    return row


def stands(casa: Any, window: Any) -> tuple[str, list[str], list[str]]:
    with acting(casa.luz):
        now = queries.one(window.id)
        arrived = Submission.objects.filter(checkin=window).order_by("received_at")
        return now.state, now.looks, [row.identity for row in arrived]


def waits(casa: Any, person: Any) -> list[Any]:
    with acting(casa.luz):
        return [need.kind for need in today.needs(by=casa.luz, at=clock.now()) if need.person.id == person.id]


# ── rules ──


@given(facts, st.sampled_from([CheckinState.DUE, CheckinState.UNANSWERED, CheckinState.PLANNED]))
def test_shown_later_stands_where_shown_at_once_would(known: dict[str, Any], before: CheckinState) -> None:
    window = {"opens_at": OPENS, "closes_at": OPENS + 48 * HOUR}
    known = known | {"done_already": False}
    shown = rules.verify(**window, **known, identity_confirmed=True)
    without = rules.verify(**window, **known, identity_confirmed=False)
    now = rules.state_after(before, without)
    assert rules.once_shown(now, without.looks) == (rules.state_after(before, shown), sorted(shown.looks))


@given(st.sampled_from(CheckinState), st.sets(st.sampled_from(Look)))
def test_nothing_that_was_done_is_undone_by_it(before: CheckinState, looks: set[Look]) -> None:
    to, left = rules.once_shown(before, looks)
    assert to in (before, CheckinState.DONE, CheckinState.NEEDS_LOOK) and {*left} <= {*looks}
    assert to == before or rules.may_move(before, to, "person")
    assert before is not CheckinState.DONE or to is CheckinState.DONE


# ── whole ──


def test_taken_before_it_shows_who_sends(casa: Any, ana: Any, window: Any, face: Any) -> None:
    selfie(casa, ana, window.id, AT)
    submit(ana, window, capture_of(identity=Way.NONE), AT + 5 * MINUTE)
    assert stands(casa, window) == (CheckinState.DONE, [], ["selfie"])


def test_taken_after_it_shows_who_sent_and_leaves_the_queue(casa: Any, ana: Any, window: Any, face: Any) -> None:
    submit(ana, window, capture_of(identity=Way.NONE), AT)
    assert waits(casa, ana) == [urgency.Kind.TO_LOOK_AT]
    selfie(casa, ana, window.id, AT + 5 * MINUTE)
    assert stands(casa, window) == (CheckinState.DONE, [], ["selfie"]) and waits(casa, ana) == []
    with acting(casa.luz):
        move = CheckinMove.objects.filter(checkin=window).order_by("at").last()
    assert (move.before, move.after, move.by_kind) == ("needs_look", "done", "person")


def test_it_leaves_the_queue_only_if_that_was_the_only_reason(casa: Any, ana: Any, window: Any, face: Any) -> None:
    early = AT - 2 * HOUR
    with acting(casa.system):
        Checkin.objects.filter(id=window.id).update(opens_at=early + 30 * HOUR, closes_at=early + 80 * HOUR)
    submit(ana, window, capture_of(identity=Way.NONE), early)
    selfie(casa, ana, window.id, early + MINUTE)
    assert stands(casa, window) == (CheckinState.NEEDS_LOOK, ["too_early"], ["selfie"])
    assert waits(casa, ana) == [urgency.Kind.TO_LOOK_AT]


def test_a_call_for_help_is_still_heard(casa: Any, ana: Any, window: Any, face: Any) -> None:
    submit(ana, window, capture_of(identity=Way.NONE, wants_help=True), AT)
    selfie(casa, ana, window.id, AT + MINUTE)
    assert stands(casa, window) == (CheckinState.DONE, ["wants_help"], ["selfie"])
    assert waits(casa, ana) == [urgency.Kind.ASKED_FOR_HELP]


def test_a_silence_is_answered_once_it_is_shown(casa: Any, ana: Any, face: Any) -> None:
    window = open_window(casa, ana, opened=60 * HOUR)
    submit(ana, window, capture_of(identity=Way.NONE), AT)
    assert stands(casa, window)[0] == CheckinState.UNANSWERED
    selfie(casa, ana, window.id, AT + MINUTE)
    assert stands(casa, window) == (CheckinState.DONE, ["late"], ["selfie"])


def test_one_that_waits_to_be_settled_holds_the_window_open(casa: Any, ana: Any, window: Any, face: Any) -> None:
    later = window.closes_at + MINUTE
    row = selfie(casa, ana, window.id, later - HOUR, Stand(embedding=ANOTHER))
    assert jobs.mark_unanswered(casa.id, later) == 0
    with acting(casa.system):
        FaceTry.objects.filter(id=row.id).update(picture=None)
    assert jobs.mark_unanswered(casa.id, later) == 1


@pytest.mark.parametrize("wants_help", [False, True])
def test_a_selfie_before_or_after_is_followed_by_exactly_what_a_pin_is(casa: Any, wants_help: bool) -> None:
    """Cadence, windows, reminders, needs and their order: a selfie is required for none and changes none."""

    def taken(person: Any, window: Checkin) -> None:
        set_up(casa, person)
        selfie(casa, person, window.id, clock.now())

    plain = after(casa, Way.PIN, wants_help=wants_help)
    assert after(casa, Way.PIN, first=taken, wants_help=wants_help) == plain
    for way in (Way.NONE, Way.PIN, Way.PASSKEY):
        assert after(casa, way, then=taken, wants_help=wants_help) == plain


@pytest.mark.parametrize(
    ("taken", "way"),
    [
        pytest.param(-61 * MINUTE, "none", id="too long before"),
        pytest.param(-59 * MINUTE, "selfie", id="before"),
        pytest.param(24 * HOUR, "selfie", id="a day after"),
        pytest.param(24 * HOUR + MINUTE, "none", id="too long after"),
    ],
)
def test_within_a_set_time(casa: Any, ana: Any, window: Any, face: Any, taken: timedelta, way: str) -> None:
    if taken < timedelta(0):
        selfie(casa, ana, window.id, AT + taken)
    submit(ana, window, capture_of(identity=Way.NONE), AT)
    if taken > timedelta(0):
        selfie(casa, ana, window.id, AT + taken)
    assert stands(casa, window)[2] == [way]


def test_for_another_check_in_or_for_none_it_shows_nothing(casa: Any, ana: Any, window: Any, face: Any) -> None:
    submit(ana, window, capture_of(identity=Way.NONE), AT)
    for about in (ids.new(), None):
        selfie(casa, ana, about, AT + MINUTE)
    submit(ana, window, capture_of(identity=Way.NONE), AT + 2 * MINUTE)
    assert stands(casa, window) == (CheckinState.NEEDS_LOOK, ["identity_not_confirmed"], ["none", "none"])


def test_another_persons_selfie_shows_nothing_even_for_the_same_number(
    casa: Any, ana: Any, window: Any, face: Any
) -> None:
    bea = enrol(casa, name="Bea Quimbaya", case_number="A987654321", contacts=[])
    set_up(casa, bea)
    submit(ana, window, capture_of(identity=Way.NONE), AT)
    row = selfie(casa, bea, window.id, AT + MINUTE)
    assert stands(casa, window)[0] == CheckinState.NEEDS_LOOK
    submit(ana, window, capture_of(identity=Way.NONE), AT + 2 * MINUTE)
    assert stands(casa, window)[2] == ["none", "none"]
    with acting(person_actor(ana)), pytest.raises((Refused, FaceTry.DoesNotExist)):
        confirming.confirm(row, by=person_actor(ana), at=AT)


def test_what_came_with_the_link_alone_is_shown_by_nobodys_selfie(casa: Any, ana: Any, window: Any, face: Any) -> None:
    by = person_actor(ana)
    with acting(by):
        unconfirmed.submit(ana.id, capture=capture_of(), by=by, at=AT)
    selfie(casa, ana, window.id, AT + MINUTE)
    assert stands(casa, window) == (CheckinState.NEEDS_LOOK, ["identity_not_confirmed"], ["none"])
    with acting(by):
        unconfirmed.submit(ana.id, capture=capture_of(), by=by, at=AT + 2 * HOUR)
    assert stands(casa, window)[2] == ["none", "none"]
    # The person's own check-in is theirs.
    submit(ana, window, capture_of(identity=Way.NONE), AT + 3 * MINUTE)
    assert stands(casa, window)[0] == CheckinState.DONE and "selfie" in stands(casa, window)[2]


def test_one_that_could_not_be_told_changes_nothing(casa: Any, ana: Any, window: Any, face: Any) -> None:
    submit(ana, window, capture_of(identity=Way.NONE), AT)
    before = stands(casa, window)
    selfie(casa, ana, window.id, AT + MINUTE, Stand(embedding=ANOTHER))
    selfie(casa, ana, window.id, AT + 2 * MINUTE, Stand(problems=("too_dark",)))
    assert stands(casa, window) == before
    # Sent with another way it is the check-in, whatever the selfie said.
    submit(ana, window, capture_of(), AT + 3 * MINUTE)
    assert stands(casa, window)[0] == CheckinState.DONE and stands(casa, window)[2] == ["none", "pin"]


def test_a_humans_word_counts_as_the_machines(casa: Any, ana: Any, window: Any, face: Any) -> None:
    submit(ana, window, capture_of(identity=Way.NONE), AT)
    rows = [selfie(casa, ana, window.id, AT + n * MINUTE, Stand(embedding=ANOTHER)) for n in (1, 2)]
    days = AT + timedelta(days=3)
    with acting(casa.luz):
        face_review.decide(rows[0].id, Said.IT_IS_THEM, by=casa.luz, at=days)
    jobs.confirm(casa.id, days)
    assert stands(casa, window) == (CheckinState.DONE, [], ["selfie"])


def test_what_a_worker_saw_or_heard_stays_their_word(casa: Any, ana: Any, window: Any, face: Any) -> None:
    selfie(casa, ana, window.id, AT)
    submit(ana, window, capture_of(identity=Way.KNOWN_VOICE), AT + MINUTE)
    assert stands(casa, window)[2] == ["known_voice"]


def test_it_counts_once_and_again_changes_nothing(casa: Any, ana: Any, window: Any, face: Any) -> None:
    submit(ana, window, capture_of(identity=Way.NONE), AT)
    row = selfie(casa, ana, window.id, AT + MINUTE)
    by = person_actor(ana)
    with acting(by):
        assert confirming.confirm(row, by=by, at=AT) == 0
    assert jobs.confirm(casa.id, AT) == 0
    with acting(casa.luz):
        assert CheckinMove.objects.filter(checkin=window, after="done").count() == 1


def test_nobody_else_may_have_it_count(casa: Any, ana: Any, window: Any, face: Any) -> None:
    submit(ana, window, capture_of(identity=Way.NONE), AT)
    with acting(casa.luz), pytest.raises(Refused, match="not_allowed"):
        confirming.confirm(FaceTry.objects.filter(what="enrol").get(), by=casa.luz, at=AT)


def test_half_way_it_leaves_nothing_and_is_done_next_time(casa: Any, ana: Any, window: Any, face: Any) -> None:
    submit(ana, window, capture_of(identity=Way.NONE), AT)
    by = person_actor(ana)
    with acting(by):
        faces.send(ana.id, client_id=ids.new(), what=What.COMPARE, picture=b"x", about_id=window.id, by=by, at=AT)
    sweep(casa, Stand(), AT)
    with acting(casa.system):
        [row] = confirming.waiting(casa.id)
    with pytest.raises(ZeroDivisionError), acting(by):
        confirming.confirm(row, by=by, at=AT)
        1 / 0  # noqa: B018
    assert stands(casa, window)[2] == ["none"]
    assert jobs.confirm(casa.id, AT) == 1
    assert stands(casa, window)[0] == CheckinState.DONE


def test_sent_and_told_at_the_same_moment_one_of_them_sees_the_other(
    casa: Any, ana: Any, window: Any, face: Any
) -> None:
    by = person_actor(ana)
    with acting(by):
        faces.send(ana.id, client_id=ids.new(), what=What.COMPARE, picture=b"x", about_id=window.id, by=by, at=AT)
    sweep(casa, Stand(), AT)

    def also() -> None:
        try:
            jobs.confirm(casa.id, AT)
        finally:
            connection.close()

    other = threading.Thread(target=also)
    other.start()
    submit(ana, window, capture_of(identity=Way.NONE), AT + MINUTE)
    other.join()
    assert stands(casa, window) == (CheckinState.DONE, [], ["selfie"])
