"""Pictures of unknown origin."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from amparo.media import pictures
from amparo.media.unusable import Unusable
from tests.media import made


def code_of(data: bytes) -> str:
    with pytest.raises(Unusable) as refused:
        pictures.clean(data)
    return refused.value.code


def reopened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(pictures.clean(data).data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_written_anew_as_webp(kind: str) -> None:
    found = reopened(made.encoded(made.picture(), kind))
    assert (found.format, found.size) == ("WEBP", (120, 80))


def test_place_time_camera_comment_and_profile_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "CAMERA-MAKER"
    exif.get_ifd(0x8825).update({1: "N", 2: (25.0, 46.0, 26.0)})
    data = made.encoded(made.picture(), "JPEG", exif=exif, comment=b"A-COMMENT", icc_profile=b"A-PROFILE" * 20)
    assert b"CAMERA-MAKER" in data and b"A-COMMENT" in data
    clean = pictures.clean(data).data
    found = Image.open(io.BytesIO(clean))
    assert not found.getexif() and not {"exif", "icc_profile", "comment", "xmp"} & set(found.info)
    assert not any(word in clean for word in (b"CAMERA", b"COMMENT", b"PROFILE", b"EXIF", b"XMP", b"ICCP"))


def test_what_hangs_on_behind_is_gone() -> None:
    data = made.encoded(made.picture(), "PNG") + b"PK\x03\x04 a zip <script>alert(1)</script>"
    assert b"script" not in pictures.clean(data).data


def test_text_inside_a_png_is_gone() -> None:
    chunk = made.chunk(b"tEXt", b"place\x00Miami")
    data = made.encoded(made.picture(), "PNG")
    assert b"Miami" not in pictures.clean(data[:33] + chunk + data[33:]).data


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_upright(orientation: int) -> None:
    exif = Image.Exif()
    exif[pictures.ORIENTATION] = orientation
    inverse = {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    how = inverse.get(orientation, pictures.TURNS.get(orientation))
    held = made.picture() if how is None else made.picture().transpose(how)
    pixels = pictures.read(made.encoded(held, "PNG", exif=exif))
    assert np.abs(pixels.astype(int) - np.asarray(made.picture()).astype(int)).max() == 0


def test_nonsense_in_the_orientation_is_ignored() -> None:
    exif = Image.Exif()
    exif[pictures.ORIENTATION] = 77
    assert reopened(made.encoded(made.picture(), "JPEG", exif=exif)).size == (120, 80)


@pytest.mark.parametrize("size", [(4000, 3000), (200, 5000), (1281, 40)])
def test_a_large_picture_becomes_smaller(size: tuple[int, int]) -> None:
    found = pictures.clean(made.encoded(made.picture(*size), "JPEG"))
    assert max(found.width, found.height) == pictures.LONGEST_SIDE
    assert abs(found.width / found.height - size[0] / size[1]) < size[0] / size[1] * 0.05


@pytest.mark.parametrize("mode", ["L", "P", "1", "LA", "RGBA", "CMYK", "I;16"])
def test_every_way_of_colours_is_read(mode: str) -> None:
    grey = np.full((40, 40), 60_000, np.uint16)
    image = Image.fromarray(grey) if mode == "I;16" else made.picture(mode=mode)
    pixels = pictures.read(made.encoded(image, "JPEG" if mode == "CMYK" else "PNG"))
    assert pixels.shape[2] == 3 and pixels.max() > 190


def test_what_is_see_through_lies_on_white() -> None:
    assert pictures.read(made.encoded(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG")).min() == 255


def test_the_first_picture_of_a_phones_double_picture_is_taken() -> None:
    data = made.encoded(made.picture(), "MPO", save_all=True, append_images=[made.picture(60, 40)])
    assert reopened(data).size == (120, 80)


def _moving(kind: str) -> bytes:
    return made.encoded(made.picture(), kind, save_all=True, append_images=[made.picture().rotate(90)])


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100)
REFUSED = [
    pytest.param(lambda: b"", "empty", id="nothing"),
    pytest.param(lambda: bytes(pictures.MOST_BYTES + 1), "too_many_bytes", id="too many bytes"),
    pytest.param(lambda: HEIC, "heic", id="HEIC"),
    pytest.param(lambda: made.encoded(made.picture(), "GIF"), "not_a_picture", id="GIF"),
    pytest.param(lambda: made.encoded(made.picture(), "TIFF"), "not_a_picture", id="TIFF"),
    pytest.param(lambda: made.encoded(made.picture(), "PDF"), "not_a_picture", id="a PDF named .jpg"),
    pytest.param(lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture", id="SVG"),
    pytest.param(lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not_a_picture", id="EPS"),
    pytest.param(lambda: _moving("WEBP"), "moving", id="moving WEBP"),
    pytest.param(lambda: _moving("PNG"), "moving", id="moving PNG"),
    pytest.param(lambda: made.encoded(Image.new("1", (20_000, 20_000)), "PNG"), "too_many_pixels", id="a bomb"),
    pytest.param(lambda: made.encoded(Image.new("1", (8_000, 6_000)), "PNG"), "too_many_pixels", id="a small bomb"),
    pytest.param(lambda: made.encoded(Image.new("L", (1, 1)), "PNG"), "too_few_pixels", id="a single pixel"),
    pytest.param(lambda: made.encoded(made.picture(400, 300), "JPEG")[:2000], "damaged", id="cut JPEG"),
    pytest.param(lambda: made.encoded(made.picture(400, 300), "PNG")[:900], "damaged", id="cut PNG"),
]


@pytest.mark.parametrize(("make", "code"), REFUSED)
def test_what_is_no_picture_is_refused_with_a_code(make, code: str) -> None:  # type: ignore[no-untyped-def]
    assert code_of(make()) == code


@given(st.binary(max_size=300), st.sampled_from(["JPEG", "PNG", "WEBP"]), st.integers(0, 400))
@settings(max_examples=150, deadline=None)
def test_random_bytes_are_refused_or_clean_and_never_anything_else(noise: bytes, kind: str, where: int) -> None:
    whole = made.encoded(made.picture(), kind)
    for data in (noise, whole[:where] + noise + whole[where + len(noise) :]):
        try:
            assert pictures.read(data).shape[2] == 3
        except Unusable as refused:
            assert refused.code
