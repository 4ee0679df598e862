"""Finds faces in a picture and measures one of them, with OpenCV's YuNet and SFace, on the processor, offline."""

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np

from amparo.media import face_models
from amparo.media.likeness import Embedding
from amparo.media.pictures import Pixels

# YuNet sees the picture at this size; a face that is a third of a selfie is some hundred pixels wide then.
LOOKED_AT: Final = 320
SURE: Final = 0.6  # a lower score is no face: 42 of 42 faces measured had 0.90 or more
OVERLAP: Final = 0.3
MOST_FACES: Final = 50

Point = tuple[float, float]  # pixels from the left and from the top


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Left and right are the person's own: in a picture that is not mirrored, their right eye is on our left."""

    right_eye: Point
    left_eye: Point
    nose: Point
    right_mouth: Point
    left_mouth: Point


@dataclass(frozen=True, slots=True)
class Face:
    """Where a face is: `box` is left, top, width, height in pixels; `score` from 0 to 1."""

    box: tuple[float, float, float, float]
    landmarks: Landmarks
    score: float


@dataclass(frozen=True, slots=True)
class Seen:
    """The faces of one picture, the largest first."""

    faces: tuple[Face, ...]


class Looker:
    """Both models, loaded once, in less than half a second. For one thread at a time."""

    def __init__(self, threads: int = 1) -> None:
        cv2.setNumThreads(threads)  # of the whole process
        none = np.zeros(0, np.uint8)
        self._detector = cv2.FaceDetectorYN.create(
            "onnx", face_models.load(face_models.DETECTOR), none, (LOOKED_AT, LOOKED_AT), SURE, OVERLAP, MOST_FACES
        )
        self._recogniser = cv2.FaceRecognizerSF.create("onnx", face_models.load(face_models.RECOGNISER), none)

    def look(self, pixels: Pixels) -> Seen:
        """Every face that is larger than about a thirtieth of the picture."""
        height, width = pixels.shape[:2]
        scale = LOOKED_AT / max(height, width)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        # Always a square: in a very narrow picture YuNet finds faces in memory that is not the picture's.
        canvas = np.zeros((LOOKED_AT, LOOKED_AT, 3), np.uint8)
        canvas[: size[1], : size[0]] = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)[:, :, ::-1]
        _, rows = self._detector.detect(canvas)
        faces = [_face(row, width / size[0], height / size[1]) for row in ([] if rows is None else rows)]
        inside = [face for face in faces if _inside(face, width, height)]
        return Seen(tuple(sorted(inside, key=lambda face: face.box[2] * face.box[3], reverse=True)))

    def steady(self, pixels: Pixels) -> Landmarks | None:
        """The largest face's landmarks, averaged with those of the mirrored picture; None without a face.

        YuNet sees a turn to one side about half as large as the same turn to the other: together they are even.
        """
        seen, mirrored = self.look(pixels), self.look(np.ascontiguousarray(pixels[:, ::-1]))
        if not (seen.faces and mirrored.faces):
            return None
        ours, theirs = seen.faces[0].landmarks, _mirrored(mirrored.faces[0].landmarks, pixels.shape[1])
        return Landmarks(*[_between(a, b) for a, b in zip(_points(ours), _points(theirs), strict=True)])

    def embedding(self, pixels: Pixels, face: Face) -> Embedding:
        """What SFace makes of one face: 128 numbers, (128,), of length 1. The same pixels give the same numbers."""
        upright = self._recogniser.alignCrop(pixels[:, :, ::-1], _row(face))
        found = self._recogniser.feature(upright)[0].astype(np.float32)
        return np.asarray(found / max(float(np.linalg.norm(found)), 1e-9), np.float32)


def _face(row: Any, wider: float, higher: float) -> Face:
    """YuNet's row: left, top, width, height; right eye, left eye, nose, right and left corner of the mouth; score."""
    numbers = [float(number) * (higher if place % 2 else wider) for place, number in enumerate(row[:14])]
    points = [(numbers[place], numbers[place + 1]) for place in range(4, 14, 2)]
    left, top, width, height = numbers[:4]
    return Face((left, top, width, height), Landmarks(*points), float(row[14]))


def _inside(face: Face, width: int, height: int) -> bool:
    """A face may be cut off by the edge; its middle is in the picture."""
    left, top, wide, high = face.box
    return wide >= 1 and high >= 1 and 0 <= left + wide / 2 <= width and 0 <= top + high / 2 <= height


def _row(face: Face) -> Any:
    points = _points(face.landmarks)
    return np.array([*face.box, *(number for point in points for number in point), face.score], np.float32)


def _points(marks: Landmarks) -> tuple[Point, ...]:
    return (marks.right_eye, marks.left_eye, marks.nose, marks.right_mouth, marks.left_mouth)


def _mirrored(marks: Landmarks, width: int) -> Landmarks:
    right_eye, left_eye, nose, right_mouth, left_mouth = ((width - 1 - x, y) for x, y in _points(marks))
    return Landmarks(left_eye, right_eye, nose, left_mouth, right_mouth)


def _between(one: Point, other: Point) -> Point:
    return ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
