"""How far a head is turned to its side, from five landmarks; pure arithmetic, the same however the phone is tilted."""

from math import atan2, degrees, hypot
from typing import Final

from amparo.media.faces import Landmarks

# How far the nose stands out, as a part of the distance of the eyes, so that heads turned by known angles (see poses)
# are given those angles.
NOSE: Final = 0.45


def lean(marks: Landmarks) -> float:
    """How far the nose is beside the middle of the face, in distances of the eyes; positive to the person's left.

    Left is the person's own in a picture that is not mirrored: the picture's right.
    """
    (rx, ry), (lx, ly) = marks.right_eye, marks.left_eye
    apart = max(hypot(lx - rx, ly - ry), 1e-6)
    across = ((lx - rx) / apart, (ly - ry) / apart)
    middle_x = (rx + lx + marks.right_mouth[0] + marks.left_mouth[0]) / 4
    middle_y = (ry + ly + marks.right_mouth[1] + marks.left_mouth[1]) / 4
    return ((marks.nose[0] - middle_x) * across[0] + (marks.nose[1] - middle_y) * across[1]) / apart


def yaw(marks: Landmarks) -> float:
    """The turn in degrees, about; positive to the person's left. A head of average proportions is taken for granted."""
    return degrees(atan2(lean(marks), NOSE))
