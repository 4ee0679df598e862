"""Finding a face, measuring it, and comparing it with one template."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache

import cv2
import numpy as np
import pytest

from amparo.media import face_models, face_quality, faces, likeness, pictures, yaw
from amparo.media.faces import Looker, Seen
from amparo.media.likeness import Embedding, Outcome
from amparo.media.pictures import Pixels
from amparo.media.unusable import Unusable
from tests.media import made


@cache
def looker() -> Looker:
    return Looker()


@cache
def photograph(name: str) -> Pixels:
    return pictures.read((made.faces() / name).read_bytes())


def embedding(pixels: Pixels) -> Embedding:
    return looker().embedding(pixels, looker().look(pixels).faces[0])


def people() -> list[str]:
    return sorted(path.name[:3] for path in (made.faces() / "neutral").iterdir())


def problems(pixels: Pixels) -> list[str]:
    return face_quality.problems(pixels, looker().look(pixels))


def test_a_model_that_was_not_measured_is_not_loaded() -> None:
    with pytest.raises(face_models.WrongModel):
        face_models.checked(face_models.DETECTOR, b"another model")


def test_a_missing_model_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(face_models, "PACKAGE", "no-such-package")
    with pytest.raises(face_models.WrongModel, match="install"):
        face_models.load(face_models.DETECTOR)


@pytest.mark.parametrize("size", [(32, 32), (33, 1280), (1280, 40), (640, 480)])
def test_a_picture_without_a_face_has_none(size: tuple[int, int]) -> None:
    assert looker().look(np.full((*size, 3), 127, np.uint8)) == Seen(())
    assert problems(np.full((*size, 3), 127, np.uint8)) == ["no_face"]


def test_every_face_is_found_and_fit_to_be_measured() -> None:
    for kind in ("neutral/{}_03.jpg", "smiling/{}_08.jpg"):
        for person in people():
            assert problems(photograph(kind.format(person))) == [], person


def test_everybody_matches_themselves_and_nobody_else() -> None:
    first = {person: embedding(photograph(f"neutral/{person}_03.jpg")) for person in people()}
    for person in people():
        other_day = embedding(photograph(f"smiling/{person}_08.jpg"))
        matched = [one for one in first if likeness.outcome(likeness.compare(first[one], other_day)) is Outcome.MATCH]
        assert matched == [person]


def test_the_same_picture_gives_the_same_numbers_of_length_one() -> None:
    pixels = photograph("neutral/001_03.jpg")
    assert np.array_equal(embedding(pixels), embedding(pixels))
    assert embedding(pixels).shape == (128,) and abs(np.linalg.norm(embedding(pixels)) - 1) < 1e-5


def _scaled(by: float) -> Callable[[Pixels], Pixels]:
    return lambda pixels: cv2.resize(pixels, None, fx=by, fy=by, interpolation=cv2.INTER_AREA)


def _times(by: float) -> Callable[[Pixels], Pixels]:
    return lambda pixels: np.clip(pixels * by, 0, 255).astype(np.uint8)


WORSE: list[tuple[str, Callable[[Pixels], Pixels]]] = [
    ("too_small", _scaled(0.12)),
    ("too_dark", _times(0.07)),
    ("too_bright", _times(2.5)),
    ("blurred", lambda pixels: cv2.GaussianBlur(pixels, (0, 0), 9)),
    ("two_faces", lambda pixels: np.hstack([pixels, pixels])),
]


@pytest.mark.parametrize(("code", "worsen"), WORSE, ids=[code for code, _ in WORSE])
def test_what_is_wrong_with_a_picture_is_said(code: str, worsen: Callable[[Pixels], Pixels]) -> None:
    assert code in problems(worsen(photograph("neutral/001_03.jpg")))


@pytest.mark.parametrize("person", ["025", "042", "043", "062", "001", "002"])
def test_half_the_light_is_enough_for_every_skin(person: str) -> None:
    assert problems(_times(0.4)(photograph(f"neutral/{person}_03.jpg"))) == []


def test_a_face_cut_off_by_the_edge_is_no_fault_of_ours() -> None:
    pixels = photograph("neutral/001_03.jpg")
    for cut in (pixels[:, 300:], pixels[250:], pixels[:400, :330]):
        problems(np.ascontiguousarray(cut))


@pytest.mark.parametrize("angle", [-30, -15, 15, 30])
def test_a_tilted_head_is_not_a_turned_one(angle: float) -> None:
    pixels = photograph("selfie-geometry/lisa3.jpg")
    middle = (pixels.shape[1] / 2, pixels.shape[0] / 2)
    tilted = cv2.warpAffine(pixels, cv2.getRotationMatrix2D(middle, angle, 1), pixels.shape[1::-1])
    marks = looker().steady(tilted)
    assert marks and abs(yaw.lean(marks)) < 0.18


def test_a_mirrored_picture_leans_the_other_way() -> None:
    pixels = photograph("neutral/038_03.jpg")
    ours, theirs = looker().steady(pixels), looker().steady(np.ascontiguousarray(pixels[:, ::-1]))
    assert ours and theirs and abs(yaw.lean(ours) + yaw.lean(theirs)) < 0.01


def test_a_nose_to_the_persons_left_is_a_turn_to_the_left() -> None:
    marks = faces.Landmarks((0, 0), (60, 0), (45, 30), (10, 60), (50, 60))
    assert yaw.lean(marks) == pytest.approx(0.25) and 20 < yaw.yaw(marks) < 40


def _unit(seed: int) -> Embedding:
    found = np.random.default_rng(seed).normal(size=128).astype(np.float32)
    return found / np.float32(np.linalg.norm(found))


def test_a_template_survives_as_bytes_and_nothing_else_becomes_one() -> None:
    assert np.array_equal(likeness.from_bytes(likeness.to_bytes(_unit(1))), _unit(1))
    for wrong in (b"", bytes(512), bytes(511), b"\xff" * 512):
        with pytest.raises(Unusable, match="not_a_template"):
            likeness.from_bytes(wrong)


@pytest.mark.parametrize(
    ("cosine", "said"),
    [
        pytest.param(1.0, Outcome.MATCH, id="the same"),
        pytest.param(0.50, Outcome.MATCH, id="on the threshold"),
        pytest.param(0.4999, Outcome.INCONCLUSIVE, id="just below"),
        pytest.param(0.1, Outcome.INCONCLUSIVE, id="far off"),
    ],
)
def test_the_answer_is_match_or_inconclusive(cosine: float, said: Outcome) -> None:
    assert likeness.outcome(cosine) is said


def test_there_is_no_third_answer() -> None:
    assert {outcome.value for outcome in Outcome} == {"match", "inconclusive"}


@pytest.mark.parametrize("many", [np.stack([_unit(1), _unit(2)]), np.zeros((0, 128), np.float32)])
def test_several_templates_cannot_be_compared_at_once(many: Embedding) -> None:
    with pytest.raises(ValueError):
        likeness.compare(many, _unit(3))


def test_no_function_takes_more_than_one_template() -> None:
    for function in (likeness.compare, likeness.outcome, likeness.to_bytes):
        for parameter in inspect.signature(function).parameters.values():
            assert not any(word in str(parameter.annotation).lower() for word in ("list", "sequence", "dict", "iter"))
