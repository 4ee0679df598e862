"""How alike one template and one face are. One person's template at a time: nothing here can look for somebody.

The two thresholds are cosines of SFace embeddings. 0.363 is the library's own (OpenCV's documentation of
`FaceRecognizerSF`, chosen on LFW): on 204 consenting faces it let through 0.5 % of impostors, and 15 to 20 % of pairs
of Black women. At 0.50 the same faces had 0.01 to 0.02 %, none among 148 pairs of one group, and nobody was turned
away. Both photographs of each person were of one day, so true errors are higher. What SFace was trained on is not
published. Measure your own: `amparo evaluate-faces`.
"""

from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from amparo.media.unusable import Unusable

Embedding = npt.NDArray[np.float32]  # (128,), of length 1

SIZE: Final = 128
MATCH: Final = 0.50


class Outcome(StrEnum):
    """There is no third word: a machine that is not sure knows nothing about the person."""

    MATCH = "match"
    INCONCLUSIVE = "inconclusive"


def compare(template: Embedding, embedding: Embedding) -> float:
    """The cosine between a person's template and one face, from -1 to 1. ValueError: not 128 numbers each."""
    if template.shape != (SIZE,) or embedding.shape != (SIZE,):
        raise ValueError("one template and one embedding, of 128 numbers each")
    return float(np.dot(template, embedding))


def outcome(cosine: float) -> Outcome:
    """`match` from the threshold on."""
    return Outcome.MATCH if cosine >= MATCH else Outcome.INCONCLUSIVE


def to_bytes(embedding: Embedding) -> bytes:
    """512 bytes, to be sealed: they are biometric data."""
    return embedding.astype("<f4").tobytes()


def from_bytes(data: bytes) -> Embedding:
    """Unusable: `not_a_template`."""
    if len(data) != SIZE * 4:
        raise Unusable("not_a_template")
    found = np.frombuffer(data, "<f4").astype(np.float32)
    if not (np.isfinite(found).all() and abs(float(np.linalg.norm(found)) - 1) < 0.01):
        raise Unusable("not_a_template")
    return found
