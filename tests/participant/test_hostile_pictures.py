"""What may be in a file that is called a picture: each ends in a sentence that helps, and nothing of it is kept.

Through the page that takes it, the vault, the reading process, and the page that answers. Nothing here is pretended.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from PIL import Image

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.identity import jobs
from amparo.identity.models import FaceTemplate, FaceTry
from amparo.participant import selfie_words as words
from tests.conftest import shared
from tests.media import made as files
from tests.participant.test_selfie_pages import post

HERE = "/my/selfie/"
# As it may stand in a picture: what a storage scan looks for afterwards.
MARKS = (b"mother", b"PK\x03\x04", b"%PDF", b"<svg", b"Exif", b"GPS")


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG that says it has 900 million pixels, in a few hundred kilobytes or less."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    line, packed = bytes(1 + (width + 7) // 8), zlib.compressobj(9)
    body = b"".join(packed.compress(line) for _ in range(height)) + packed.flush()
    parts = (files.chunk(b"IHDR", head), files.chunk(b"IDAT", body), files.chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def claim(width: int = 4_000_000_000, height: int = 4_000_000_000) -> bytes:
    """A PNG with a head and nothing in it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + files.chunk(b"IHDR", head) + files.chunk(b"IDAT", zlib.compress(b"")) * 2


def moving() -> bytes:
    first, *others = [files.picture(200, 200).rotate(90 * n) for n in range(3)]
    return files.encoded(first, "WEBP", save_all=True, append_images=others, duration=100)


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as inside:
        inside.writestr("mother.html", "<script>alert(1)</script>")
    return out.getvalue()


def both_picture_and_archive() -> bytes:
    data = files.encoded(files.picture(300, 300), "JPEG") + archive()
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == ["mother.html"]
    return data


def with_a_place(image: Image.Image | None = None) -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (25.0, 46.0, 0.0)
    exif.get_ifd(0x8825)[4] = (80.0, 11.0, 0.0)
    exif[0x010E] = "at my mother's house"
    return files.encoded(image or files.picture(300, 300), "JPEG", exif=exif)


def heic() -> bytes:
    return struct.pack(">I", 24) + b"ftypheic" + bytes(4) + b"mif1heic" + bytes(2000)


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb of 30,000 by 30,000": (bomb, "too_many_pixels"),
    "a head that says four billion": (claim, "too_many_pixels"),
    "an animated WebP": (moving, "moving"),
    "an animated GIF": (lambda: files.encoded(files.picture(), "GIF", save_all=True), "not_a_picture"),
    "a picture with an archive behind": (both_picture_and_archive, "no_face"),
    "a picture with a place": (with_a_place, "no_face"),
    "a PDF that is called selfie.jpg": (lambda: b"%PDF-1.7\n" + bytes(3000), "not_a_picture"),
    "one pixel": (lambda: files.encoded(files.picture(1, 1), "PNG"), "too_few_pixels"),
    "HEIC": (heic, "heic"),
    "a drawing with script": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not_a_picture"),
    "half a JPEG": (lambda: files.encoded(files.picture(300, 300), "JPEG")[:-2000], "damaged"),
}


@pytest.fixture
def agreed(phone: Client) -> Client:
    phone.post("/my/language/", {"language": "en"})
    assert phone.post(HERE, {"what": "agree", "language": "en"}).status_code == 302
    return phone


@pytest.fixture(scope="module")
def face() -> Image.Image:
    """Somebody who agreed to be measured with."""
    return Image.open(sorted((shared("faces") / "neutral").iterdir())[0]).convert("RGB")


def kept(casa: Any) -> bytes:
    """Everything that the database holds of selfies, as bytes."""
    with acting(casa.system), connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM identity_facetry t UNION ALL SELECT t::text FROM identity_facetemplate t")
        rows = "\n".join(row for (row,) in cursor.fetchall())
    texts = [bytes.fromhex(part) for part in _hex(rows)]
    return rows.encode() + b"".join(texts)


def _hex(rows: str) -> list[str]:
    import re

    return [found for found in re.findall(r"\\x([0-9a-f]+)", rows) if len(found) % 2 == 0]


@pytest.mark.parametrize("name", FILES)
def test_each_ends_in_a_sentence_that_helps_and_nothing_is_kept(agreed: Client, casa: Any, name: str) -> None:
    make, code = FILES[name]
    data = make()
    assert len(data) < 2_000_000, "small on its way in"
    answer = post(agreed, "enrol", data)
    assert answer.status_code == 302
    assert jobs.compare_faces(casa.id, clock.now()) == 1
    said = agreed.get(answer["Location"]).content.decode().replace("&#x27;", "'")
    assert str(words.STATES["retake"]) in said and str(words.help_for(code)) in said
    with acting(casa.system):
        row = FaceTry.objects.get()
        assert (row.state, row.code, row.picture) == ("retake", code, None)
        assert not FaceTemplate.objects.exists()
    assert not [mark for mark in MARKS if mark in kept(casa)]
    # Nothing that came has harmed the reading: the next picture is looked at.
    post(agreed, "enrol", files.encoded(files.picture(300, 300), "JPEG"))
    assert jobs.compare_faces(casa.id, clock.now()) == 1
    with acting(casa.system):
        assert FaceTry.objects.order_by("received_at").last().code == "no_face"


def test_an_empty_file_is_said_at_once(agreed: Client, casa: Any) -> None:
    answer = post(agreed, "enrol", b"")
    assert answer.status_code == 422 and "No picture arrived" in answer.content.decode()
    with acting(casa.system):
        assert not FaceTry.objects.exists()


@pytest.mark.parametrize("make", [lambda face: with_a_place(face), lambda face: with_a_place(face) + archive()])
def test_a_face_in_such_a_file_is_measured_and_the_rest_is_gone(
    agreed: Client, casa: Any, face: Image.Image, make: Callable[[Image.Image], bytes]
) -> None:
    answer = post(agreed, "enrol", make(face))
    before = kept(casa)
    assert not [mark for mark in MARKS if mark in before], "sealed while it waits"
    assert jobs.compare_faces(casa.id, clock.now()) == 1
    assert "Your face is set up" in agreed.get(answer["Location"]).content.decode()
    with acting(casa.system):
        assert FaceTry.objects.get().picture is None
    assert not [mark for mark in MARKS if mark in kept(casa)]
