"""Recordings of unknown origin."""

from __future__ import annotations

import io
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.media import sound, sound_kinds
from amparo.media.unusable import Unusable
from tests.conftest import shared
from tests.media import made


def code_of(data: bytes, longest: float = sound.LONGEST) -> str:
    with pytest.raises(Unusable) as refused:
        sound.clean(data, longest=longest)
    return refused.value.code


KINDS = [
    pytest.param("webm", "libopus", {"live": "1"}, id="webm of Chrome, which says no length"),
    pytest.param("mp4", "aac", {"movflags": "frag_keyframe+empty_moov"}, id="mp4 of Safari, in fragments"),
    pytest.param("mp4", "aac", {}, id="mp4"),
    pytest.param("ogg", "libopus", {}, id="ogg of Firefox"),
    pytest.param("wav", "pcm_s16le", {}, id="wav"),
    pytest.param("aiff", "pcm_s16be", {}, id="aiff"),
    pytest.param("flac", "flac", {}, id="flac"),
    pytest.param("mp3", "libmp3lame", {}, id="mp3"),
    pytest.param("adts", "aac", {}, id="bare aac"),
]


@pytest.mark.parametrize(("kind", "codec", "how"), KINDS)
def test_every_kind_becomes_opus_of_one_channel(kind: str, codec: str, how: dict[str, str]) -> None:
    found = sound.clean(made.sound(kind, codec, **how))
    assert 0.9 < found.seconds < 1.1 and -15 < found.loudness < -12
    with av.open(io.BytesIO(found.data)) as file:
        stream = file.streams.audio[0]
        assert (file.format.name, stream.codec_context.name, stream.codec_context.channels) == ("ogg", "opus", 1)


def test_what_it_says_about_itself_is_gone() -> None:
    words = {"title": "Ana calls from home", "comment": "PLACE 25.77", "creation_time": "2026-01-02T03:04:05Z"}
    data = made.sound("mp3", "libmp3lame", words=words)
    assert b"PLACE" in data
    clean = sound.clean(data).data
    assert not any(word in clean for word in (b"Ana", b"PLACE", b"2026", b"Lavf", b"TITLE"))


def test_the_same_recording_is_written_alike() -> None:
    data = made.sound("wav", "pcm_s16le")
    assert len(sound.clean(data).data) == len(sound.clean(data).data)


@pytest.mark.parametrize(("kind", "video"), [("webm", "libvpx"), ("mp4", "libx264")])
def test_a_film_is_no_recording(kind: str, video: str) -> None:
    if video not in av.codecs_available:
        pytest.skip(f"this FFmpeg writes no {video}")
    assert code_of(made.sound(kind, "aac" if kind == "mp4" else "libopus", film=video)) == "has_video"


@pytest.mark.parametrize(
    ("kind", "codec", "how"), [("webm", "libopus", {}), ("webm", "libopus", {"live": "1"}), ("mp3", "libmp3lame", {})]
)
def test_what_is_too_long_is_known_before_it_is_decoded(
    kind: str, codec: str, how: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound, "_decoded", lambda *_: pytest.fail("it was decoded"))
    long = made.sound(kind, codec, np.zeros(8000 * 40, np.float32), rate=8000, **how)
    assert code_of(long, longest=30) == "too_long"


@pytest.mark.parametrize("how", [{}, {"live": "1"}], ids=["which says so", "which says no length"])
def test_three_hours_are_known_before_they_are_decoded(how: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound, "_decoded", lambda *_: pytest.fail("it was decoded"))
    assert code_of(made.hours(3, np.zeros(made.RATE, np.float32), **how)) == "too_long"
    assert code_of(made.hours(3, made.tone(), **how)) == "too_many_bytes"


def test_a_recording_that_lies_about_its_length_is_cut_short_while_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound, "_is_longer", lambda *_: False)
    assert code_of(made.sound("wav", "pcm_s16le", made.tone(4)), longest=1) == "too_long"


REFUSED = [
    pytest.param(lambda: b"", "empty", id="nothing"),
    pytest.param(lambda: bytes(sound.MOST_BYTES + 1), "too_many_bytes", id="too many bytes"),
    pytest.param(lambda: b"#EXTM3U\nfile:///etc/passwd\n", "not_a_sound", id="a playlist"),
    pytest.param(lambda: b"ffconcat version 1.0\nfile /etc/passwd\n", "not_a_sound", id="a list of files"),
    pytest.param(lambda: made.encoded(made.picture(), "PNG"), "not_a_sound", id="a picture"),
    pytest.param(lambda: made.sound("wav", "pcm_s16le", made.tone(0.1)), "too_short", id="a tap on the button"),
    pytest.param(lambda: made.sound("webm", "libopus", np.zeros(48_000, np.float32)), "silent", id="microphone off"),
    pytest.param(lambda: made.sound("mp4", "aac")[:2_000], "damaged", id="cut mp4"),
    pytest.param(lambda: b"\x1aE\xdf\xa3" + b"\xff" * 200, "damaged", id="only a beginning"),
]


@pytest.mark.parametrize(("make", "code"), REFUSED)
def test_what_is_no_recording_is_refused_with_a_code(make, code: str) -> None:  # type: ignore[no-untyped-def]
    assert code_of(make()) == code


def test_a_recording_that_broke_off_is_kept_as_far_as_it_goes() -> None:
    whole = made.sound("webm", "libopus", made.tone(4), live="1")
    assert 1 < sound.clean(whole[: len(whole) // 2]).seconds < 3


@pytest.mark.parametrize("kind", ["noise", "tone", "hum"])
def test_what_is_no_speech_is_not_taken_for_it(kind: str) -> None:
    samples = {
        "noise": np.random.default_rng(1).normal(size=96_000) * 0.1,
        "tone": made.tone(2),
        "hum": 0.2 * np.sign(np.sin(2 * np.pi * 60 * np.arange(96_000) / made.RATE)),
    }[kind].astype(np.float32)
    assert sound.clean(made.sound("wav", "pcm_s16le", samples)).speech_seconds == 0


SPOKEN = [
    *(f"picovoice/cheetah_{language}.wav" for language in ("de", "en", "es", "fr", "it", "pt")),
    *("picovoice/leopard_ja.wav", "picovoice/leopard_ko.wav", "picovoice/rhino_zh.wav", "coqui-stt/ru.wav"),
    *("speechrecognition/french.aiff", "speechrecognition/chinese.flac"),
]


@pytest.mark.parametrize("name", SPOKEN)
def test_speech_is_heard_in_every_language(name: str) -> None:
    found = sound.clean(Path(shared("speech") / name).read_bytes())
    assert found.speech_seconds > 0.3 * found.seconds and found.loudness > -45


@given(st.binary(max_size=200), st.sampled_from(sorted(sound_kinds.MAGIC)), st.integers(0, 3000))
@settings(max_examples=60, deadline=None)
def test_random_bytes_are_refused_or_clean_and_never_anything_else(noise: bytes, magic: bytes, where: int) -> None:
    for data in (magic + noise, WHOLE[:where] + noise + WHOLE[where + len(noise) :]):
        try:
            sound.read(data)
        except Unusable as refused:
            assert refused.code


WHOLE = made.sound("webm", "libopus", made.tone(0.5))
