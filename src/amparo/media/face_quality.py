"""Whether a face in a picture can be measured, and if not, what the person can do about it.

Every limit was set where SFace itself begins to fail, on 17 people photographed twice, one picture made worse step by
step: not where a picture looks poor. So no limit asks more light of dark skin than the comparison needs.
"""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from amparo.media import yaw
from amparo.media.faces import Face, Seen
from amparo.media.pictures import Pixels

# Of the same person a cosine of at least 0.84 at 42 pixels, 0.80 at 31, 0.56 at 20.
NARROWEST: Final = 40.0
# Brightness from 0 to 255 below which 95 % of the face lies. Well lit faces: 92 and more, of every group. Darkened with
# a sensor's noise, what passed had a cosine of at least 0.62; what did not went down to 0.27.
DARKEST: Final = 16.0
# Part of the face that is blank white. Well lit faces: none. What passed had 0.66 or more, what did not went to 0.04.
MOST_WHITE: Final = 0.7
WHITE: Final = 250
# Variance of the Laplacian of the face at the size SFace sees. Sharp faces: 114 and more; a blur of 3 % of the face's
# width: 8.8, cosine 0.70; of 4 %: 6.7, cosine 0.57.
SHARPEST_BLUR: Final = 8.0
# See yaw.lean. Facing the camera: 0.10 at most. From 0.35 on cosines fell to 0.47.
FARTHEST_TURN: Final = 0.30
# Another face at least this much as wide as the largest is no passer-by.
SECOND: Final = 0.5

SEEN_AT: Final = 84  # a face's width, when SFace is given it at 112 pixels with the forehead and cheeks around


def problems(pixels: Pixels, seen: Seen) -> list[str]:
    """Of `no_face`, `two_faces`, `too_small`, `too_dark`, `too_bright`, `blurred`, `turned_away`; empty when good."""
    if not seen.faces:
        return ["no_face"]
    largest = seen.faces[0]
    grey = _grey(pixels, largest)
    found = {
        "two_faces": any(other.box[2] >= SECOND * largest.box[2] for other in seen.faces[1:]),
        "too_small": largest.box[2] < NARROWEST,
        "too_dark": float(np.percentile(grey, 95)) < DARKEST,
        "too_bright": float((grey >= WHITE).mean()) > MOST_WHITE,
        "blurred": float(cv2.Laplacian(grey, cv2.CV_64F).var()) < SHARPEST_BLUR,
        "turned_away": abs(yaw.lean(largest.landmarks)) > FARTHEST_TURN,
    }
    return [code for code, so in found.items() if so]


def _grey(pixels: Pixels, face: Face) -> npt.NDArray[np.uint8]:
    """Brightness of the face without its rim, where hair and background are."""
    left, top, width, height = face.box
    x, y = max(0, round(left + width * 0.1)), max(0, round(top + height * 0.15))
    part = pixels[y : max(y + 2, round(top + height * 0.95)), x : max(x + 2, round(left + width * 0.9))]
    if part.size == 0:  # a box beside the picture
        return np.zeros((2, 2), np.uint8)
    grey = cv2.cvtColor(np.ascontiguousarray(part), cv2.COLOR_RGB2GRAY)
    scale = SEEN_AT / max(width, 1.0)
    size = (max(2, round(part.shape[1] * scale)), max(2, round(part.shape[0] * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(grey, size, interpolation=how), np.uint8)
