"""A recording of unknown origin becomes speech in Opus, one channel, and a few facts; names and places in it go."""

import io
from collections.abc import Iterator
from typing import Any, Final

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from av.stream import Disposition

from amparo.media import sound_kinds, speech
from amparo.media.made import Recording
from amparo.media.speech import RATE, Samples
from amparo.media.unusable import Unusable

MOST_BYTES: Final = 64_000_000  # ten minutes of uncompressed stereo at 48 kHz are 115 MB; of what browsers record, 10
LONGEST: Final = 600.0  # seconds
SHORTEST: Final = 0.3
BIT_RATE: Final = 24_000  # wide-band speech; about 180 kB a minute
SILENT: Final = -60.0  # dB below full scale; the quietest speech measured was at -48
WINDOW: Final = 512
MOST_CHANNELS: Final = 8
RATES: Final = range(4_000, 192_001)


def clean(data: bytes, *, longest: float = LONGEST) -> Recording:
    """The recording, written anew.

    Unusable: `empty`, `too_many_bytes`, `not_a_sound`, `has_video`, `too_long` (known before it is decoded),
    `too_short`, `silent` (nothing was recorded: the microphone was off), `damaged`.
    """
    samples = read(data, longest=longest)
    windows = samples[: len(samples) // WINDOW * WINDOW].reshape(-1, WINDOW)
    levels = np.sqrt(np.mean(np.square(windows), axis=1))
    if _decibels(float(levels.max())) < SILENT:
        raise Unusable("silent")
    spoken = speech.spoken(samples)
    heard = levels[spoken] if spoken.any() else levels
    return Recording(
        data=_opus(samples),
        seconds=len(samples) / RATE,
        speech_seconds=float(spoken.sum()) * WINDOW / RATE,
        loudness=_decibels(float(np.sqrt(np.mean(np.square(heard))))),
    )


def read(data: bytes, *, longest: float = LONGEST) -> Samples:
    """One channel of 16,000 samples a second. Unusable: as `clean`, but for `silent`."""
    if not data:
        raise Unusable("empty")
    if len(data) > MOST_BYTES:
        raise Unusable("too_many_bytes")
    reader = sound_kinds.reader_of(data)
    if reader is None:
        raise Unusable("not_a_sound")
    if _is_longer(data, reader, longest):
        raise Unusable("too_long")
    samples = _decoded(data, reader, longest)
    if len(samples) < SHORTEST * RATE:
        raise Unusable("too_short")
    return samples


def _is_longer(data: bytes, reader: str, longest: float) -> bool:
    """By what the file says, else by the times of its packets: what browsers record does not say how long it is."""
    try:
        with _opened(data, reader) as file:
            if (file.duration or 0) / av.time_base > longest:
                return True
            return any(_end(packet) > longest for packet in file.demux(file.streams.audio[0]))
    except av.error.FFmpegError:
        raise Unusable("damaged") from None


def _end(packet: Any) -> float:
    if packet.pts is None or not packet.time_base:
        return 0.0
    return float((packet.pts + (packet.duration or 0)) * packet.time_base)


def _decoded(data: bytes, reader: str, longest: float) -> Samples:
    parts: list[Samples] = []
    count = 0
    try:
        with _opened(data, reader) as file:
            for part in _resampled(file):
                parts.append(part)
                count += len(part)
                if count > longest * RATE + RATE:  # its times were lies
                    raise Unusable("too_long")
    except (av.error.FFmpegError, ValueError):
        raise Unusable("damaged") from None
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _opened(data: bytes, reader: str) -> InputContainer:
    """With one stream of sound, and none that moves. The picture on a record's sleeve is no film."""
    try:
        file = av.open(
            io.BytesIO(data), "r", format=reader, options=dict(sound_kinds.OPTIONS), metadata_errors="replace"
        )
    except (av.error.FFmpegError, ValueError):
        raise Unusable("damaged") from None
    if any(not stream.disposition & Disposition.attached_pic for stream in file.streams.video):
        code = "has_video"
    elif not file.streams.audio or not _decodable(file.streams.audio[0]):
        code = "not_a_sound"
    else:
        return file
    file.close()
    raise Unusable(code)


def _decodable(stream: Any) -> bool:
    context = stream.codec_context
    if context is None or context.name not in sound_kinds.DECODERS:
        return False
    return context.sample_rate in RATES and 1 <= context.channels <= MOST_CHANNELS


def _resampled(file: InputContainer) -> Iterator[Samples]:
    resampler = AudioResampler("flt", "mono", RATE)
    for frame in file.decode(audio=0):
        for part in resampler.resample(frame):
            yield part.to_ndarray()[0].astype(np.float32)
    for part in resampler.resample(None):
        yield part.to_ndarray()[0].astype(np.float32)


def _opus(samples: Samples) -> bytes:
    with io.BytesIO() as out:
        with av.open(out, "w", format="ogg", options={"fflags": "+bitexact"}) as file:
            stream = file.add_stream("libopus", rate=RATE, options={"application": "voip", "flags": "+bitexact"})
            stream.bit_rate, stream.layout = BIT_RATE, "mono"
            frame = av.AudioFrame.from_ndarray(np.clip(samples, -1, 1)[np.newaxis, :], format="flt", layout="mono")
            frame.sample_rate, frame.pts = RATE, 0
            for packet in [*stream.encode(frame), *stream.encode(None)]:
                file.mux(packet)
        return out.getvalue()


def _decibels(level: float) -> float:
    return float(20 * np.log10(max(level, 1e-6)))
