"""What comes out: values that any room may hold, light to import."""

from dataclasses import dataclass

from amparo.media.likeness import Embedding


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as we wrote it: size in pixels, and nothing beside what it shows."""

    data: bytes
    width: int
    height: int
    kind: str = "image/webp"


@dataclass(frozen=True, slots=True)
class Selfie:
    """`problems` as in face_quality.problems; `embedding` is None when there are any."""

    problems: list[str]
    embedding: Embedding | None


@dataclass(frozen=True, slots=True)
class Film:
    """`turns` and `reason` as in poses.Watched; `embedding` is the face that turned, where one was seen."""

    turns: str
    reason: str
    embedding: Embedding | None


@dataclass(frozen=True, slots=True)
class Recording:
    """Opus in Ogg. `speech_seconds` of `seconds` are spoken; `loudness` is their level in dB below full scale (that of
    the whole where nobody speaks)."""

    data: bytes
    seconds: float
    speech_seconds: float
    loudness: float
    kind: str = "audio/ogg"
