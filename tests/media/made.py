"""Pictures and sounds that the tests make, and faces lent for measuring."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

from tests.conftest import shared

RATE = 48_000


def picture(width: int = 120, height: int = 80, mode: str = "RGB") -> Image.Image:
    """Left dark, right bright, with a mark in the upper left corner."""
    across = np.linspace(0, 200, width, dtype=np.uint8)
    pixels = np.repeat(np.tile(across, (height, 1))[:, :, None], 3, axis=2)
    pixels[: height // 4, : width // 4] = (255, 0, 0)
    return Image.fromarray(pixels).convert(mode)


def encoded(image: Image.Image, kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def blank(width: int, height: int) -> bytes:
    """A see-through PNG of any size, quickly."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = zlib.compress(bytes((1 + 4 * width) * height), 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def chunk(kind: bytes, body: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def tone(seconds: float = 1.0, rate: int = RATE) -> Any:
    return (0.3 * np.sin(np.arange(int(seconds * rate)) * 0.05)).astype(np.float32)


def sound(kind: str, codec: str, samples: Any = None, *, rate: int = RATE, **how: Any) -> bytes:
    """A recording; `film` names a video codec for a film beside it, `words` what it says about itself."""
    film, words = how.pop("film", None), how.pop("words", {})
    out = io.BytesIO()
    with av.open(out, "w", format=kind, options=how) as file:
        file.metadata.update(words)
        moving = file.add_stream(film, rate=10) if film else None
        stream = file.add_stream(codec, rate=rate)
        stream.layout = "mono"
        if moving is not None:
            moving.width, moving.height, moving.pix_fmt = 64, 64, "yuv420p"
            for number in range(3):
                frame = av.VideoFrame(64, 64, "yuv420p")
                frame.pts = number
                file.mux(moving.encode(frame))
            file.mux(moving.encode(None))
        for part in _parts(stream, tone() if samples is None else samples, rate):
            file.mux(stream.encode(part))
        file.mux(stream.encode(None))
    return out.getvalue()


def _parts(stream: Any, samples: Any, rate: int) -> Iterator[Any]:
    whole = av.AudioFrame.from_ndarray(samples[None], format="flt", layout="mono")
    whole.sample_rate, whole.pts = rate, 0
    context = stream.codec_context
    change = av.AudioResampler(context.format.name, "mono", rate, frame_size=context.frame_size or None)
    yield from change.resample(whole)
    yield from change.resample(None)


def faces() -> Path:
    """Photographs of people who agreed to be measured with; the test is skipped where they are absent."""
    return shared("faces")


def hours(many: float, samples: Any, **how: str) -> bytes:
    """A recording of so many hours, as a browser writes it: one second, repeated without encoding it again."""
    second = io.BytesIO(sound("webm", "libopus", samples))
    out = io.BytesIO()
    with av.open(second) as source, av.open(out, "w", format="webm", options=how) as file:
        (given,) = source.streams.audio
        stream = file.add_stream_from_template(given)
        said = [(p.pts, bytes(p)) for p in source.demux(given) if p.pts is not None and 0 <= p.pts < 1000 and p.size]
        for number in range(int(many * 3600)):
            for pts, data in said:
                packet = av.Packet(data)
                packet.stream, packet.time_base = stream, given.time_base
                packet.pts = packet.dts = pts + number * 1000
                file.mux(packet)
    return out.getvalue()
