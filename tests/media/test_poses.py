"""Turns of the head that were asked for."""

from __future__ import annotations

from itertools import product

import pytest

from amparo.media import poses
from amparo.media.poses import Frame, Turn, Turns

L, R = Turn.LEFT, Turn.RIGHT
LEAN = {L: 0.3, R: -0.3, None: 0.0}
SAME = {L: 0.6, R: 0.6, None: 0.9}


def film(*seen: Turn | None, every: float = 0.3) -> list[Frame]:
    """Two frames of each pose, and one on the way."""
    leans = [(LEAN[pose] * part, SAME[pose]) for pose in seen for part in (0.5, 1.0, 1.0)]
    return [Frame(place * every, lean, same) for place, (lean, same) in enumerate(leans)]


@pytest.mark.parametrize("asked", [*product((L, R), repeat=2), *product((L, R), repeat=3)])
def test_every_order_is_seen_and_no_other_is_taken_for_it(asked: tuple[Turn, ...]) -> None:
    shown = film(None, *(pose for turn in asked for pose in (turn, None)))
    for other in [*product((L, R), repeat=2), *product((L, R), repeat=3)]:
        assert (poses.watch(other, shown).turns is Turns.SEEN) is (other == asked)


def test_the_last_turn_need_not_come_back() -> None:
    assert poses.watch([L, R], film(None, L, None, R)).turns is Turns.SEEN


def _without_face(frames: list[Frame], *places: int) -> list[Frame]:
    return [Frame(f.at, None, None) if place in places else f for place, f in enumerate(frames)]


def _with(frames: list[Frame], place: int, same: float) -> list[Frame]:
    return [Frame(f.at, f.lean, same) if at == place else f for at, f in enumerate(frames)]


GOOD = film(None, L, None, R, None)
NOT_SEEN = [
    pytest.param([], "too_few_frames", id="nothing"),
    pytest.param(GOOD[:4], "too_few_frames", id="hardly anything"),
    pytest.param([GOOD[0]] * 9, "out_of_time", id="one moment many times"),
    pytest.param(GOOD[::-1], "out_of_time", id="backwards"),
    pytest.param([Frame(f.at * float("nan"), f.lean, f.same) for f in GOOD], "out_of_time", id="no time at all"),
    pytest.param(film(None, L, None, R, None, every=5.0), "out_of_time", id="too long"),
    pytest.param(film(None, L, None, R, None, every=2.5), "a_gap", id="time for somebody else to sit down"),
    pytest.param(_without_face(GOOD, 5, 6, 7, 8, 9), "face_lost", id="nobody there for a while"),
    pytest.param(_with(GOOD, 7, 0.45), "another_face", id="somebody else facing the camera"),
    pytest.param(_with(GOOD, 4, 0.1), "another_face", id="somebody else turned"),
    pytest.param(film(None, None, None), "turned_otherwise", id="a photograph"),
    pytest.param(film(None, L, None, L, None), "turned_otherwise", id="another order"),
    pytest.param(film(None, L, R, None), "not_frontal", id="straight from one side to the other"),
    pytest.param(film(L, None, R, None), "not_frontal", id="turned already"),
]


@pytest.mark.parametrize(("frames", "reason"), NOT_SEEN)
def test_what_was_not_seen_has_a_reason(frames: list[Frame], reason: str) -> None:
    watched = poses.watch([L, R], frames)
    assert (watched.turns, watched.reason) == (Turns.NOT_SEEN, reason)


def test_a_blink_of_the_detector_does_no_harm() -> None:
    assert poses.watch([L, R], _without_face(GOOD, 4, 9)).turns is Turns.SEEN


def test_what_is_asked_is_by_chance_and_of_both_sides() -> None:
    asked = {poses.ask(3) for _ in range(400)}
    assert asked == set(product((L, R), repeat=3))


@pytest.mark.parametrize("turns", [0, 1, 5])
def test_too_few_or_many_turns_are_not_asked(turns: int) -> None:
    with pytest.raises(ValueError):
        poses.ask(turns)
    with pytest.raises(ValueError):
        poses.watch([L] * turns, GOOD)
