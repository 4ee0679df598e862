"""What a notice means, by table."""

# ruff: noqa: DTZ001 - what a wall clock shows has no zone of its own.

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.hearings import pairing, rules
from amparo.hearings.rules import Known, Mode, Notice, State, Verdict

AT = datetime(2027, 1, 5, 12, tzinfo=UTC)
MARCH = datetime(2027, 3, 9, 9)
HEARING = Notice("A012345678", MARCH, "America/New_York", sequence=2, court_code="NYC", kind="Master")
KNOWN = Known(HEARING)


def said(**changes):
    return replace(HEARING, **changes)


@pytest.mark.parametrize(
    ("known", "notice", "others", "verdict"),
    [
        pytest.param(None, HEARING, [], Verdict.NEW, id="nobody knew"),
        pytest.param(None, HEARING, [HEARING], Verdict.NEW, id="two sources agree"),
        pytest.param(None, HEARING, [said(wall=MARCH + timedelta(days=1))], Verdict.SOURCES_DISAGREE, id="other day"),
        pytest.param(None, HEARING, [said(court_code="NYB")], Verdict.SOURCES_DISAGREE, id="other court"),
        pytest.param(None, HEARING, [said(cancelled=True)], Verdict.SOURCES_DISAGREE, id="cancelled elsewhere"),
        pytest.param(None, HEARING, [said(court_code="", judge="x")], Verdict.NEW, id="the other says less"),
        pytest.param(None, said(wall=datetime(2027, 1, 5, 6)), [], Verdict.IN_THE_PAST, id="this morning"),
        pytest.param(None, said(wall=datetime(2050, 12, 6, 15)), [], Verdict.TOO_FAR, id="2050"),
        pytest.param(None, said(cancelled=True), [], Verdict.CANCELLED, id="cancelled before it was known"),
        pytest.param(KNOWN, HEARING, [], Verdict.SAME, id="nothing new"),
        pytest.param(KNOWN, said(sequence=7), [], Verdict.SAME, id="a new version of the same words"),
        pytest.param(KNOWN, said(kind=" MASTER "), [], Verdict.SAME, id="capitals are no news"),
        pytest.param(KNOWN, said(wall=MARCH + timedelta(days=7)), [], Verdict.CHANGED, id="later"),
        pytest.param(KNOWN, said(room="3"), [], Verdict.CHANGED, id="another room"),
        pytest.param(KNOWN, said(mode=Mode.VIDEO), [], Verdict.CHANGED, id="by video now"),
        pytest.param(KNOWN, said(wall=MARCH - timedelta(days=1)), [], Verdict.MOVED_EARLIER, id="a day earlier"),
        pytest.param(KNOWN, said(wall=MARCH - timedelta(minutes=30)), [], Verdict.MOVED_EARLIER, id="half an hour"),
        pytest.param(KNOWN, said(zone="Europe/London"), [], Verdict.MOVED_EARLIER, id="the same time further east"),
        pytest.param(
            KNOWN,
            said(wall=MARCH - timedelta(days=1)),
            [HEARING],
            Verdict.MOVED_EARLIER,
            id="earlier comes first",
        ),
        pytest.param(KNOWN, said(room="3"), [said(court_code="NYB")], Verdict.SOURCES_DISAGREE, id="and they differ"),
        pytest.param(KNOWN, HEARING, [said(court_code="NYB")], Verdict.SAME, id="an old quarrel is not news"),
        pytest.param(KNOWN, said(cancelled=True), [], Verdict.CANCELLED, id="cancelled"),
        pytest.param(KNOWN, said(cancelled=True, sequence=1), [], Verdict.SAME, id="an old version arrives late"),
        pytest.param(KNOWN, said(wall=datetime(2026, 3, 9, 9)), [], Verdict.IN_THE_PAST, id="moved to last year"),
        pytest.param(KNOWN, None, [], Verdict.GONE, id="no longer listed"),
        pytest.param(Known(HEARING, State.CANCELLED), said(cancelled=True), [], Verdict.SAME, id="cancelled twice"),
        pytest.param(Known(HEARING, State.CANCELLED), HEARING, [], Verdict.CHANGED, id="cancellation taken back"),
        pytest.param(Known(HEARING, State.GONE_FROM_FEED), HEARING, [], Verdict.CHANGED, id="listed again"),
        pytest.param(Known(said(wall=datetime(2027, 1, 4, 9))), None, [], Verdict.SAME, id="its day has passed"),
        pytest.param(Known(HEARING, State.GONE_FROM_FEED), None, [], Verdict.SAME, id="still not listed"),
        pytest.param(Known(HEARING, State.CANCELLED), None, [], Verdict.SAME, id="cancelled, then dropped"),
        pytest.param(Known(HEARING, State.HELD), said(room="3"), [], Verdict.SAME, id="held stays held"),
    ],
)
def test_a_notice_means(known, notice, others, verdict):
    assert rules.compare(known, notice, others, AT) is verdict


@pytest.mark.parametrize(
    ("verdict", "human", "state"),
    [
        (Verdict.NEW, False, State.SCHEDULED),
        (Verdict.SAME, False, None),
        (Verdict.CHANGED, False, State.SCHEDULED),
        (Verdict.MOVED_EARLIER, True, State.IN_QUESTION),
        (Verdict.CANCELLED, False, State.CANCELLED),
        (Verdict.GONE, True, State.GONE_FROM_FEED),
        (Verdict.SOURCES_DISAGREE, True, State.IN_QUESTION),
        (Verdict.IN_THE_PAST, True, None),
        (Verdict.TOO_FAR, True, State.IN_QUESTION),
    ],
)
def test_each_verdict_has_its_consequence(verdict, human, state):
    assert (rules.needs_human(verdict), rules.state_after(verdict)) == (human, state)


def test_no_verdict_is_forgotten():
    assert all(rules.state_after(verdict) in {None, *State} for verdict in Verdict)
    assert set(rules.MOVES) == set(State)


def test_a_hearing_that_was_held_stays_held():
    assert rules.MOVES[State.HELD] == frozenset()
    assert rules.may_move(State.CANCELLED, State.SCHEDULED)
    assert not rules.may_move(State.CANCELLED, State.HELD)


def test_notices_with_keys_are_paired_by_key():
    keyed, moved = said(external_key="u1"), said(external_key="u1", wall=MARCH + timedelta(days=9), kind="x")

    assert pairing.pair([Known(keyed)], [moved]) == [(Known(keyed), moved)]
    assert pairing.pair([Known(keyed)], [said(external_key="u2")]) == [
        (Known(keyed), None),
        (None, said(external_key="u2")),
    ]


def test_without_keys_the_one_that_is_left_of_a_kind_has_moved():
    trial, status = said(kind="Trial"), said(kind="Status", wall=MARCH - timedelta(days=20))
    moved = said(kind="Trial", wall=MARCH + timedelta(days=9))

    assert pairing.pair([Known(trial), Known(status)], [status, moved]) == [
        (Known(status), status),
        (Known(trial), moved),
    ]


def test_two_that_are_left_are_never_paired_by_luck():
    one, two = Known(said(wall=MARCH)), Known(said(wall=MARCH + timedelta(days=1)))
    third = said(wall=MARCH + timedelta(days=9))

    assert pairing.pair([one, two], [third]) == [(one, None), (two, None), (None, third)]


def test_one_case_at_one_time_in_two_courts_stays_two_hearings():
    ada, boundary = said(court_text="Ada", court_code=""), said(court_text="Boundary", court_code="")

    assert pairing.pair([Known(ada), Known(boundary)], [boundary, ada]) == [
        (Known(ada), ada),
        (Known(boundary), boundary),
    ]


def test_hearings_without_key_and_number_are_never_paired():
    assert pairing.pair([Known(said(case_number=""))], [said(case_number="")])[0][1] is None


def test_a_long_feed_is_paired_in_a_moment():
    feed = [said(case_number=f"CR-{n}") for n in range(20_000)]
    begun = time.monotonic()

    assert all(known.notice == notice for known, notice in pairing.pair(map(Known, feed), reversed(feed)))
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("A 012-345-678", "A012345678"),
        ("a012345678", "A012345678"),
        ("12345678", "A012345678"),
        ("012345678", "A012345678"),
        ("A#12-345-678", "A012345678"),
        ("A012\u2011345\u2011678 ", "A012345678"),
        ("\u200eA\uff10\uff11\uff12345678", "A012345678"),
        ("A1234567", "A001234567"),
        ("1234567", "1234567"),
        (" cr-2026-000103 ", "CR-2026-000103"),
        ("26 CR 000111", "26CR000111"),
        ("000000", "000000"),
        ("", ""),
    ],
)
def test_one_number_has_one_writing(written, number):
    assert rules.normal_case_number(written) == number


@given(st.text(max_size=40))
def test_a_normal_number_is_normal_already(text):
    once = rules.normal_case_number(text)

    assert rules.normal_case_number(once) == once


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Webex hearing", Mode.VIDEO),
        ("TELEPHONIC", Mode.PHONE),
        ("In person", Mode.IN_PERSON),
        ("Room 3", Mode.UNKNOWN),
    ],
)
def test_how_one_attends_is_taken_from_words_or_left_open(text, mode):
    assert rules.mode_of(text) is mode


def test_a_notice_names_nobody_in_its_representation():
    assert "012345678" not in repr(HEARING)
