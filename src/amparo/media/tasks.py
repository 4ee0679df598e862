"""What the reading process can do: plain values in, plain values out. See `reader` for the other end."""

from dataclasses import asdict
from functools import cache
from typing import Any, Final

from amparo.media import face_quality, faces, likeness, pictures, poses, sound, yaw
from amparo.media.likeness import Embedding
from amparo.media.poses import Frame, Turn
from amparo.media.unusable import Unusable

MOST_FRAMES: Final = 80
FRAME_SIDE: Final = 640


def picture(data: bytes, longest: int) -> dict[str, Any]:
    return asdict(pictures.clean(data, longest=longest))


def selfie(data: bytes) -> dict[str, Any]:
    """`embedding` is None when there are problems."""
    pixels = pictures.read(data)
    seen = _looker().look(pixels)
    problems = face_quality.problems(pixels, seen)
    found = None if problems else likeness.to_bytes(_looker().embedding(pixels, seen.faces[0]))
    return {"problems": problems, "embedding": found}


def film(asked: list[str], frames: list[tuple[float, bytes]]) -> dict[str, Any]:
    """`embedding` is that of the first frontal frame, to be compared as a selfie's; None when there is none."""
    if len(frames) > MOST_FRAMES:
        raise Unusable("too_many_frames")
    first: Embedding | None = None
    watched = []
    for at, data in frames:
        frame, face = _frame(at, pictures.read(data, longest=FRAME_SIDE), first)
        if first is None and frame.lean is not None and abs(frame.lean) <= poses.FRONTAL:
            first, frame = face, Frame(frame.at, frame.lean, 1.0)
        watched.append(frame)
    # What came before the first frontal frame has nothing to be compared with.
    begun = [frame for frame in watched if frame.same is not None or frame.lean is None]
    verdict = poses.watch([Turn(turn) for turn in asked], begun)
    found = likeness.to_bytes(first) if first is not None else None
    return {"turns": verdict.turns.value, "reason": verdict.reason, "embedding": found}


def recording(data: bytes, longest: float) -> dict[str, Any]:
    return asdict(sound.clean(data, longest=longest))


def _frame(at: float, pixels: pictures.Pixels, first: Embedding | None) -> tuple[Frame, Embedding | None]:
    seen, steady = _looker().look(pixels), _looker().steady(pixels)
    if not seen.faces or steady is None:
        return Frame(at, None, None), None
    found = _looker().embedding(pixels, seen.faces[0])
    same = likeness.compare(first, found) if first is not None else None
    return Frame(at, yaw.lean(steady), same), found


@cache
def _looker() -> faces.Looker:
    return faces.Looker()


TASKS: Final = {"picture": picture, "selfie": selfie, "film": film, "recording": recording}
