"""A file is what its first bytes say, whatever it is called."""

from __future__ import annotations

import pytest

from amparo.media import file_kinds
from amparo.media.file_kinds import PAPER, PHOTO, VOICE

REST = b"\0" * 2000
# What newer phones call their photos.
BRANDS = ("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "heif", "avif")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(b"\xff\xd8\xff\xe0", PHOTO, id="JPEG"),
        pytest.param(b"\x89PNG\r\n\x1a\n", PHOTO, id="PNG"),
        pytest.param(b"RIFF\0\0\0\0WEBP", PHOTO, id="WebP"),
        pytest.param(b"RIFF\0\0\0\0WAVE", VOICE, id="a WAVE begins as a WebP does"),
        pytest.param(b"\0\0\0\x18ftypM4A ", VOICE, id="a telephone's recording"),
        pytest.param(b"\x1aE\xdf\xa3", VOICE, id="a browser's recording"),
        pytest.param(b"OggS", VOICE, id="Ogg"),
        pytest.param(b"%PDF-1.7", PAPER, id="PDF"),
        pytest.param(b"\n" * 900 + b"%PDF-1.7", PAPER, id="PDF with something before it"),
        pytest.param(b"\n" * 1100 + b"%PDF-1.7", "", id="PDF too far inside"),
        pytest.param(b"\xff\xd8\xff%PDF-1.7", PHOTO, id="a picture with a PDF inside"),
        pytest.param(b"MZ", "", id="a program"),
        pytest.param(b"<svg", "", id="SVG"),
        pytest.param(b"PK\x03\x04", "", id="ZIP"),
        pytest.param(b"", "", id="nothing"),
        *(pytest.param(b"\0\0\0\x18ftyp" + brand.encode(), PHOTO, id=brand) for brand in BRANDS),
    ],
)
def test_the_first_bytes_say_what_it_is(data: bytes, kind: str) -> None:
    assert file_kinds.of(data + REST if data else b"") == kind
