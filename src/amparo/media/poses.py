"""Whether somebody turned their head as they were asked to: an order of turns that nobody could know before.

What it shows: the pictures were made after the question, by something that turned left and right like one and the same
face. It stops a photograph, and a film made earlier (with three turns, seven in eight of them). It does **not** stop
a film that is made to answer, a mask, or a face put over another on the way from the camera. It is no presentation
attack detection in the sense of ISO/IEC 30107-3, and no rate of error under attack has been measured. Say so where it
is used, and let nothing hang on it alone.

What could be measured: 34 photographs of 17 people, turned by calculation (a rounded head with a nose, no true turn):

    turned by     10°   15°   20°   25°   30°   35°   40°
    seen as turn  1 %   6 %  19 %  65 %  93 %  96 %  99 %       facing the camera, or tilted by up to 30°: 0 of 294

So people are asked to turn "until you see the edge of your screen" rather than by a little. How many true turns on
true phones are seen is not known. Frames that come mirrored, as phones show them, answer the wrong way around.
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

FEWEST_TURNS, MOST_TURNS = 2, 4
TURNED: Final = 0.18  # see yaw.lean; about 22°
FRONTAL: Final = 0.12
# Cosines with the first frontal frame. Facing: the threshold of a match. Turned by 30° at least 0.63, by 40° 0.26;
# other people's faces 0.39 at most, so a turned frame says little, and the frontal ones between carry the weight.
SAME_FRONTAL: Final = 0.50
SAME_TURNED: Final = 0.20
LONGEST_GAP: Final = 2.0  # seconds without a frame: somebody else could have sat down
LONGEST: Final = 60.0
FEWEST_FRAMES: Final = 5


class Turn(StrEnum):
    """The person's own side."""

    LEFT = "left"
    RIGHT = "right"


class Turns(StrEnum):
    """There is no word for a fraud: what was not seen may have been dark."""

    SEEN = "turns_seen"
    NOT_SEEN = "turns_not_seen"


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a film. `at` in seconds from the first, `lean` as in yaw.lean, `same` the cosine between this
    face and the one of the first frontal frame; both None where no face was found."""

    at: float
    lean: float | None
    same: float | None


@dataclass(frozen=True, slots=True)
class Watched:
    """`reason` is empty, or `too_few_frames`, `out_of_time`, `a_gap`, `face_lost`, `another_face`, `not_frontal`,
    `turned_otherwise`."""

    turns: Turns
    reason: str = ""


def ask(turns: int = 3) -> tuple[Turn, ...]:
    """Which turns to ask for, by chance. ValueError: fewer than two, more than four."""
    if not FEWEST_TURNS <= turns <= MOST_TURNS:
        raise ValueError("two to four turns")
    return tuple(secrets.choice((Turn.LEFT, Turn.RIGHT)) for _ in range(turns))


def watch(asked: Sequence[Turn], frames: Sequence[Frame]) -> Watched:
    """Seen when the frames show exactly these turns in this order, by one face, facing the camera before each.

    ValueError: fewer than two, more than four turns were asked.
    """
    if not FEWEST_TURNS <= len(asked) <= MOST_TURNS:
        raise ValueError("two to four turns")
    reason = _film_trouble(frames) or _face_trouble(frames) or _order_trouble(list(asked), frames)
    return Watched(Turns.NOT_SEEN if reason else Turns.SEEN, reason)


def _film_trouble(frames: Sequence[Frame]) -> str:
    if len(frames) < FEWEST_FRAMES:
        return "too_few_frames"
    gaps = [after.at - before.at for before, after in zip(frames, frames[1:], strict=False)]
    if any(not gap > 0 for gap in gaps) or not 0 <= frames[-1].at - frames[0].at <= LONGEST:
        return "out_of_time"
    return "a_gap" if max(gaps) > LONGEST_GAP else ""


def _face_trouble(frames: Sequence[Frame]) -> str:
    last = frames[0].at
    for frame in frames:
        if frame.lean is None or frame.same is None:
            if frame.at - last > LONGEST_GAP / 2:
                return "face_lost"
            continue
        last = frame.at
        if frame.same < (SAME_FRONTAL if abs(frame.lean) <= FRONTAL else SAME_TURNED):
            return "another_face"
    return ""


def _order_trouble(asked: list[Turn], frames: Sequence[Frame]) -> str:
    poses = [pose for pose, _ in groupby(_poses(frames))]
    if [pose for pose in poses if pose is not None] != asked:
        return "turned_otherwise"
    wanted: list[Turn | None] = [None]
    for turn in asked:
        wanted += [turn, None]
    return "" if poses in (wanted, wanted[:-1]) else "not_frontal"


def _poses(frames: Sequence[Frame]) -> Iterator[Turn | None]:
    """None is facing the camera; what lies between is on its way and says nothing."""
    for frame in frames:
        if frame.lean is None:
            continue
        if abs(frame.lean) <= FRONTAL:
            yield None
        elif abs(frame.lean) >= TURNED:
            yield Turn.LEFT if frame.lean > 0 else Turn.RIGHT
