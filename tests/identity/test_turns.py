"""Turns of the head that a selfie is asked for: by chance, bound to one picture, judged in the reading process."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from hypothesis import assume, given
from hypothesis import strategies as st

from amparo.access.rows import acting
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.identity import faces, jobs, turns
from amparo.identity.face_rules import State, Turns, What, settled
from amparo.media import poses
from amparo.media.made import Film
from amparo.media.unusable import Unusable
from tests.identity.test_faces import (
    ABOUT,
    ANOTHER,
    AT,
    HERS,
    Stand,
    agreed,
    made,
    me,
    photographs,
    sweep,
    told,
)

__all__ = ["agreed", "made", "me", "photographs"]
FRAMES = [(600 * n / 1000, b"frame %d" % n) for n in range(6)]


class Watches(Stand):
    """Stands in for the reading process, also for a film."""

    def __init__(self, *, turns: str = "turns_seen", turned: Any = HERS, broken: str = "", **more: Any) -> None:
        super().__init__(**more)
        self.turns, self.turned, self.broken = turns, turned, broken
        self.asked: list[Any] = []

    def film(self, asked: Any, frames: Any) -> Film:
        self.asked.append((list(asked), list(frames)))
        if self.broken:
            raise Unusable(self.broken)
        return Film(self.turns, "", self.turned)


def send(ana: Any, me: Any, data: bytes, asked: str = "left,right,left", at: Any = AT) -> Any:
    with acting(me):
        return faces.send(
            ana.id,
            client_id=ids.new(),
            what=What.COMPARE,
            picture=data,
            about_id=ABOUT,
            turns_asked=asked,
            by=me,
            at=at,
        )


# ── the question ──


def test_the_answer_brings_back_what_was_asked() -> None:
    person = ids.new()
    question = turns.ask(person, sent=0, at=AT)
    assert len(question.turns) == 3 and {*question.turns} <= {"left", "right"}
    said = turns.answered(question.signed, person_id=person, client_id=question.client_id, at=AT + turns.LASTS)
    assert said == ",".join(question.turns)


def test_nobody_knows_it_before_and_it_is_for_one_picture() -> None:
    many = [turns.ask(ids.new(), sent=0, at=AT) for _ in range(200)]
    assert len({question.turns for question in many}) == 8 and len({q.client_id for q in many}) == 200


def test_whoever_has_a_film_cannot_ask_until_it_fits() -> None:
    person = ids.new()
    again = [turns.ask(person, sent=0, at=AT) for _ in range(50)]
    assert len({question.turns for question in again}) == 1 and len({q.client_id for q in again}) == 50
    assert len({turns.ask(person, sent=sent, at=AT).turns for sent in range(200)}) == 8


def test_it_is_worth_nothing_elsewhere_later_or_changed() -> None:
    person = ids.new()
    q = turns.ask(person, sent=0, at=AT)
    right = {"signed": q.signed, "person_id": person, "client_id": q.client_id, "at": AT}
    other = signing.Signer(salt="amparo.identity.session", algorithm="sha256").sign(q.signed.rpartition(":")[0])
    wrong: list[dict[str, Any]] = [
        {"person_id": ids.new()},
        {"client_id": ids.new()},
        {"at": AT + turns.LASTS + timedelta(seconds=1)},
        {"at": AT - turns.LASTS - timedelta(seconds=1)},
        {"signed": q.signed.replace(q.turns[0], "front", 1)},
        {"signed": other},
        {"signed": ""},
        {"signed": "x" * 500},
    ]
    assert turns.answered(**right)
    for change in wrong:
        with pytest.raises(Refused, match="turns_over"):
            turns.answered(**right | change)


# ── still and film as one ──


@given(
    st.binary(min_size=1, max_size=300), st.lists(st.tuples(st.integers(0, 60_000), st.binary(max_size=20)), max_size=8)
)
def test_what_is_packed_is_unpacked(still: bytes, frames: list[tuple[int, bytes]]) -> None:
    film = [(at / 1000, data) for at, data in frames]
    assert turns.unpacked(turns.packed(still, film)) == (still, film)


@given(st.binary(max_size=300))
def test_whatever_comes_there_is_no_trouble_but_a_retake(noise: bytes) -> None:
    assume(not noise.startswith(turns.MARK))
    assert turns.unpacked(noise) == (noise, [])
    still, frames = turns.unpacked(turns.MARK + noise)
    assert isinstance(still, bytes) and isinstance(frames, list)


def test_a_film_that_is_cut_off_is_no_picture() -> None:
    assert turns.unpacked(turns.packed(b"still", FRAMES)[:-3]) == (b"", [])


# ── what comes of it ──


@pytest.mark.parametrize("alike", [True, False])
@pytest.mark.parametrize("seen", list(Turns))
def test_turns_never_say_who_it_is_and_never_that_it_is_not(alike: bool, seen: Turns) -> None:
    state, code = settled(alike, seen)
    assert state in (State.MATCH, State.INCONCLUSIVE)
    assert (state is State.MATCH) == (alike and seen is not Turns.NOT_SEEN)
    assert (code == "turns_not_seen") == (seen is Turns.NOT_SEEN)


def test_seen_and_alike_is_a_match_and_nothing_is_kept(casa: Any, ana: Any, me: Any, made: Any) -> None:
    row, reader = send(ana, me, turns.packed(b"still", FRAMES)), Watches()
    assert sweep(casa, reader) == 1
    now = told(casa, row)
    assert (now.state, now.turns, now.picture) == ("match", "turns_seen", None)
    assert reader.asked == [(["left", "right", "left"], FRAMES)]


@pytest.mark.parametrize(
    "reader",
    [
        pytest.param(lambda: Watches(turns="turns_not_seen"), id="other turns"),
        pytest.param(lambda: Watches(turned=ANOTHER), id="another face turned"),
        pytest.param(lambda: Watches(turned=None), id="no face turned"),
        pytest.param(lambda: Watches(broken="damaged"), id="a film that is none"),
        pytest.param(lambda: Watches(broken="too_many_frames"), id="a very long film"),
    ],
)
def test_not_seen_is_inconclusive_for_a_human_after_a_second_one(
    casa: Any, ana: Any, me: Any, made: Any, reader: Any
) -> None:
    first = send(ana, me, turns.packed(b"still", FRAMES))
    sweep(casa, reader())
    now = told(casa, first)
    assert (now.state, now.code, now.turns, now.for_human_at) == (
        "inconclusive", "turns_not_seen", "turns_not_seen", None,
    )  # fmt: skip
    second = send(ana, me, turns.packed(b"still", FRAMES))
    sweep(casa, reader())
    assert [told(casa, row).for_human_at for row in (first, second)] == [AT, AT]


def test_a_retake_without_turning_the_head_counts(casa: Any, ana: Any, me: Any, made: Any) -> None:
    first = send(ana, me, turns.packed(b"still", FRAMES))
    sweep(casa, Watches(turns="turns_not_seen"))
    second = send(ana, me, b"still", asked="")
    sweep(casa, Watches())
    assert (told(casa, second).state, told(casa, second).turns) == ("match", "")
    assert told(casa, first).picture is None


def test_a_still_is_compared_as_ever_and_its_film_is_not_looked_at(casa: Any, ana: Any, me: Any, made: Any) -> None:
    for data in (b"still", turns.packed(b"still", FRAMES)):
        row, reader = send(ana, me, data, asked=""), Watches()
        sweep(casa, reader)
        assert (told(casa, row).state, told(casa, row).turns, reader.asked) == ("match", "", [])


def test_asked_for_and_only_a_still_came_is_not_seen(casa: Any, ana: Any, me: Any, made: Any) -> None:
    row, reader = send(ana, me, b"still"), Watches(turns="turns_not_seen")
    sweep(casa, reader)
    assert told(casa, row).turns == "turns_not_seen" and reader.asked[0][1] == []


def test_our_fault_with_a_film_is_looked_at_again_and_counts_for_nothing(
    casa: Any, ana: Any, me: Any, made: Any
) -> None:
    row = send(ana, me, turns.packed(b"still", FRAMES))
    sweep(casa, Watches(broken="too_slow"))
    assert (told(casa, row).state, told(casa, row).turns) == ("waiting", "")
    sweep(casa, Watches(), AT + timedelta(minutes=1))
    assert told(casa, row).state == "match"


def test_what_a_human_sees_is_the_still(casa: Any, ana: Any, me: Any, made: Any) -> None:
    seen: list[bytes] = []

    class Looks(Watches):
        def picture(self, data: bytes, *, longest: int) -> Any:
            seen.append(data)
            return super().picture(data, longest=longest)

    send(ana, me, turns.packed(b"still", FRAMES))
    sweep(casa, Looks(turns="turns_not_seen"))
    assert seen == [b"still"]


# ── truly read ──


def test_a_photograph_held_to_the_camera_does_not_turn(
    casa: Any, ana: Any, me: Any, agreed: Any, photographs: Any
) -> None:
    """Her own picture, over and over: alike, and nobody turned. No refusal: the next one is taken, or a human looks."""
    (hers, smiling), _ = photographs
    with acting(me):
        faces.send(ana.id, client_id=ids.new(), what=What.ENROL, picture=hers.read_bytes(), by=me, at=AT)
    jobs.compare_faces(casa.id, AT)
    still = smiling.read_bytes()
    row = send(ana, me, turns.packed(still, [(0.6 * n, still) for n in range(12)]))
    assert jobs.compare_faces(casa.id, AT) == 1
    now = told(casa, row)
    assert (now.state, now.code, now.turns) == ("inconclusive", "turns_not_seen", "turns_not_seen")


def test_the_words_of_the_reader_are_ours() -> None:
    assert {turn.value for turn in poses.Turns} == {Turns.SEEN, Turns.NOT_SEEN}
