"""A picture of unknown origin becomes plain pixels, and those a new picture that says nothing but what it shows.

What it is is found by decoding, never by name. Its pixels alone are copied: place, time, camera, comments, previews,
colour profile and whatever hangs on behind the picture stay behind.
"""

import io
import warnings
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFile

from amparo.media import file_kinds
from amparo.media.made import Picture
from amparo.media.unusable import Unusable

Pixels = npt.NDArray[np.uint8]  # (height, width, 3), red, green, blue

KINDS: Final = ("JPEG", "PNG", "WEBP")
MOST_BYTES: Final = 25_000_000
MOST_PIXELS: Final = 40_000_000
SHORTEST_SIDE: Final = 32
LONGEST_SIDE: Final = 1280  # a page of A4 stays readable
QUALITY: Final = 82

# Exif 2.32, tag 274: how the sensor was held.
ORIENTATION: Final = 0x0112
TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def clean(data: bytes, *, longest: int = LONGEST_SIDE) -> Picture:
    """A new WEBP picture, upright, at most `longest` pixels wide and high. Unusable: see `read`."""
    pixels = read(data, longest=longest)
    with io.BytesIO() as out:
        Image.fromarray(pixels).save(out, "WEBP", quality=QUALITY, method=2)
        return Picture(out.getvalue(), width=pixels.shape[1], height=pixels.shape[0])


def read(data: bytes, *, longest: int = LONGEST_SIDE) -> Pixels:
    """The pixels, upright, on white, at most `longest` wide and high.

    Unusable: `empty`, `too_many_bytes`, `heic` (ask the phone for a JPEG), `not_a_picture` (no JPEG, PNG or WEBP),
    `moving`, `too_many_pixels`, `too_few_pixels`, `damaged` (cut off, or not what it says).
    """
    _require_sensible(data)
    with warnings.catch_warnings(), io.BytesIO(data) as file:
        warnings.simplefilter("ignore")  # Pillow's own limit comes after ours
        # A library beside us may have asked Pillow, for the whole process, to make up what was cut off.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        picture = _opened(file)
        _require_modest(picture)
        try:
            return _pixels(picture, longest)
        except MemoryError:
            raise Unusable("too_many_pixels") from None
        except Exception:  # decoders fail in many ways; what they say may hold parts of the file
            raise Unusable("damaged") from None


def _require_sensible(data: bytes) -> None:
    if not data:
        raise Unusable("empty")
    if len(data) > MOST_BYTES:
        raise Unusable("too_many_bytes")
    if file_kinds.is_heic(data):
        raise Unusable("heic")


def _opened(file: io.BytesIO) -> Image.Image:
    """Its header has been read, and no pixel yet."""
    try:
        return Image.open(file, formats=KINDS)
    except Image.DecompressionBombError:
        raise Unusable("too_many_pixels") from None
    except Exception:  # likewise
        raise Unusable("not_a_picture") from None


def _require_modest(picture: Image.Image) -> None:
    # Phones put a second, smaller picture behind a JPEG ("MPO"): it is left where it is.
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise Unusable("moving")
    if picture.width * picture.height > MOST_PIXELS:
        raise Unusable("too_many_pixels")
    if min(picture.size) < SHORTEST_SIDE:
        raise Unusable("too_few_pixels")


def _pixels(picture: Image.Image, longest: int) -> Pixels:
    turn = TURNS.get(_orientation(picture))
    picture.draft("RGB", (longest, longest))  # a large JPEG is decoded at a half, a quarter or an eighth
    plain: Image.Image = _on_white(picture)
    plain.thumbnail((longest, longest), Image.Resampling.BOX if plain.width > 4 * longest else Image.Resampling.LANCZOS)
    if turn is not None:
        plain = plain.transpose(turn)
    return np.array(plain, dtype=np.uint8)


def _orientation(picture: Image.Image) -> Any:
    """Its Exif may be nonsense: then it is upright."""
    try:
        return picture.getexif().get(ORIENTATION, 1)
    except Exception:
        return 1


def _on_white(picture: Image.Image) -> Image.Image:
    """In eight bits of red, green and blue; what is see-through lies on white, as on paper."""
    picture.load()
    if picture.mode.startswith("I"):  # sixteen bits of grey
        return Image.fromarray((np.asarray(picture).astype(np.uint32) >> 8).astype(np.uint8)).convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        above = picture.convert("RGBA")
        below = Image.new("RGBA", above.size, "white")
        return Image.alpha_composite(below, above).convert("RGB")
    return picture.convert("RGB")
