"""What rooms call, through the process of its own."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from amparo.media.likeness import MATCH, compare
from amparo.media.reader import Reader
from amparo.media.unusable import Unusable
from tests.media import made


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.close()


def test_a_picture_and_a_recording_come_back_clean(reader: Reader) -> None:
    picture = reader.picture(made.encoded(made.picture(), "JPEG"), longest=60)
    assert (picture.width, picture.height, picture.kind, picture.data[8:12]) == (60, 40, "image/webp", b"WEBP")
    recording = reader.recording(made.sound("webm", "libopus"))
    assert (recording.kind, recording.data[:4], recording.speech_seconds) == ("audio/ogg", b"OggS", 0)


def test_codes_come_through(reader: Reader) -> None:
    for ask, code in ((reader.picture, "not_a_picture"), (reader.selfie, "not_a_picture"), (reader.recording, "empty")):
        with pytest.raises(Unusable, match=code):
            ask(b"" if code == "empty" else b"nothing of the kind")
    with pytest.raises(Unusable, match="too_many_frames"):
        reader.film(["left", "right"], [(n * 0.1, b"") for n in range(100)])


def test_the_largest_pictures_fit_into_the_limits(reader: Reader) -> None:
    assert reader.picture(made.blank(8000, 5000)).width == 1280


def test_a_picture_without_a_face_says_so(reader: Reader) -> None:
    seen = reader.selfie(made.encoded(made.picture(200, 200), "JPEG"))
    assert (seen.problems, seen.embedding) == (["no_face"], None)


def test_two_selfies_of_one_person_match(reader: Reader) -> None:
    first, second = (reader.selfie((made.faces() / name).read_bytes()) for name in ("neutral/042_03.jpg", SMILING))
    assert first.embedding is not None and second.embedding is not None
    assert compare(first.embedding, second.embedding) >= MATCH


SMILING = "smiling/042_08.jpg"


def test_a_film_of_a_photograph_shows_no_turns(reader: Reader) -> None:
    data = (made.faces() / SMILING).read_bytes()
    seen = reader.film(["left", "right"], [(n * 0.3, data) for n in range(6)])
    assert (seen.turns, seen.reason) == ("turns_not_seen", "turned_otherwise")
    assert seen.embedding is not None and np.isfinite(seen.embedding).all()


def test_a_film_without_a_face_has_none(reader: Reader) -> None:
    data = made.encoded(made.picture(200, 200), "JPEG")
    seen = reader.film(["left", "right"], [(n * 0.3, data) for n in range(6)])
    assert (seen.turns, seen.reason, seen.embedding) == ("turns_not_seen", "face_lost", None)
