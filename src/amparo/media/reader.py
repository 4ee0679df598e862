"""What rooms call: pictures, selfies, films and recordings of unknown origin, read in a process of its own.

One reader has one process and does one thing at a time; several may be made. Every verb raises Unusable with the codes
of the module that does the work, or of `sandbox`.
"""

from collections.abc import Sequence
from functools import cache

from amparo.media import likeness, sandbox
from amparo.media.likeness import Embedding
from amparo.media.made import Film, Picture, Recording, Selfie

LONGEST_SIDE, LONGEST_SOUND = 1280, 600.0
WAITED_FOR = 20.0  # seconds: somebody stands before their phone


class Reader:
    """Reads hostile bytes elsewhere. Close it, or let it go: its process ends with it."""

    def __init__(self) -> None:
        self._sandbox = sandbox.Sandbox()

    def picture(self, data: bytes, *, longest: int = LONGEST_SIDE) -> Picture:
        """A clean picture; codes of pictures.read."""
        return Picture(**self._sandbox.ask("picture", data=data, longest=longest))

    def selfie(self, data: bytes) -> Selfie:
        """What is wrong with it, or its one face as numbers; codes of pictures.read."""
        seen = self._sandbox.ask("selfie", within=WAITED_FOR, data=data)
        return Selfie(seen["problems"], _embedding(seen["embedding"]))

    def film(self, asked: Sequence[str], frames: Sequence[tuple[float, bytes]]) -> Film:
        """Whether the turns were seen; frames are (seconds, picture). Codes of pictures.read, `too_many_frames`."""
        told = {"asked": [str(turn) for turn in asked], "frames": [list(frame) for frame in frames]}
        seen = self._sandbox.ask("film", within=WAITED_FOR, **told)
        return Film(seen["turns"], seen["reason"], _embedding(seen["embedding"]))

    def recording(self, data: bytes, *, longest: float = LONGEST_SOUND) -> Recording:
        """Clean sound and facts; codes of sound.clean."""
        return Recording(**self._sandbox.ask("recording", data=data, longest=longest))

    def close(self) -> None:
        self._sandbox.close()


def _embedding(data: bytes | None) -> Embedding | None:
    return None if data is None else likeness.from_bytes(data)


@cache
def of_this_process() -> Reader:
    """The one reader of a worker, whatever it reads; its process starts with the first thing."""
    return Reader()
