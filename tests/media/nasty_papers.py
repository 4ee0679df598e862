"""Papers as an attacker, a broken line or an odd phone would send them: made here, each with what may come of it.

CANARY stands wherever a file can say something beside what it shows. It must never come out.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from tests.media import made

CANARY = b"CANARY-25.7743N-80.1937W"
READY = "ready"
PDF_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@dataclass(frozen=True, slots=True)
class Nasty:
    """What it is called here, its bytes, and which answers are right."""

    name: str
    data: bytes
    answers: frozenset[str]


def corpus() -> Iterator[Nasty]:
    for source in (_sound, _speaking, _cut, _bombs, _polyglots, _strangers, _pdfs, _odd_pdfs):
        for name, data, *answers in source():
            yield Nasty(name, data, frozenset(answers))


def photo(width: int = 900, height: int = 1200) -> Image.Image:
    return made.picture(width, height)


def _sound() -> Iterator[Any]:
    for kind in ("JPEG", "PNG", "WEBP"):
        yield f"plain.{kind}", made.encoded(photo(), kind), READY
    for mode in ("L", "CMYK", "1", "P", "RGBA", "LA", "I;16", "YCbCr"):
        kind = "JPEG" if mode in ("CMYK", "YCbCr", "L") else "PNG"
        picture = photo().convert("I").convert(mode) if mode == "I;16" else photo().convert(mode)
        yield f"mode {mode}", made.encoded(picture, kind), READY
    yield "grey with alpha and a profile", made.encoded(photo().convert("LA"), "PNG", icc_profile=CANARY * 9), READY
    yield "progressive", made.encoded(photo(), "JPEG", progressive=True), READY
    for turn in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = turn
        yield f"turned {turn}", made.encoded(photo(), "JPEG", exif=exif), READY


def _speaking() -> Iterator[Any]:
    for kind in ("JPEG", "PNG", "WEBP"):
        exif = Image.Exif()
        exif[0x010E] = CANARY.decode()
        exif.get_ifd(0x8825).update({1: "N", 2: (25.0, 46.0, 26.0), 27: CANARY})
        yield f"GPS in {kind}", made.encoded(photo(), kind, exif=exif), READY
    yield "a comment", made.encoded(photo(), "JPEG", comment=CANARY), READY
    jpeg = made.encoded(photo(), "JPEG")
    xmp = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>" + CANARY + b"</x:xmpmeta>"
    yield "XMP", jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(xmp) + 2) + xmp + jpeg[2:], READY
    many = (b"\xff\xfe" + struct.pack(">H", 60_002) + (CANARY + b"x" * 60_000)[:60_000]) * 100
    yield "six megabytes of comments", jpeg[:2] + many + jpeg[2:], READY
    png = made.encoded(photo(), "PNG")
    for kind, body in ((b"tEXt", b"place\x00" + CANARY), (b"iTXt", b"k\x00\x00\x00\x00\x00" + CANARY)):
        yield f"{kind.decode()} in a PNG", png[:33] + made.chunk(kind, body) + png[33:], READY
    bomb = b"k\x00\x00" + zlib.compress(CANARY + bytes(60_000_000), 9)
    yield (
        "60 megabytes of text in a PNG",
        png[:33] + made.chunk(b"zTXt", bomb) + png[33:],
        READY,
        "damaged",
        "not_a_picture",
    )
    second = jpeg[:-2] + b"\xff\xd9" + made.encoded(photo(640, 480), "JPEG", comment=CANARY)
    yield "a second picture behind the first", second, READY


def _cut() -> Iterator[Any]:
    for kind in ("JPEG", "PNG", "WEBP"):
        data = made.encoded(photo(), kind)
        for part in (10, 50, 95):
            yield f"{kind} cut at {part} %", data[: len(data) * part // 100], "damaged", "not_a_picture"
    pdf = simple_pdf()
    yield "PDF cut in the middle", pdf[: len(pdf) // 2], "damaged", READY, "empty"
    yield "only a PDF's head", PDF_HEAD, "damaged"
    yield "nothing", b"", "empty"
    yield "one byte", b"\xff", "not_a_picture"
    yield "zeros", bytes(4096), "not_a_picture"
    broken = bytearray(made.encoded(photo(), "PNG"))
    broken[len(broken) // 2] ^= 0x55
    yield "a flipped bit", bytes(broken), "damaged", READY


def _bombs() -> Iterator[Any]:
    yield "30,000 by 30,000", _header_only(30_000, 30_000), "too_many_pixels"
    yield "a million wide", _header_only(1_000_000, 40), "too_many_pixels", "damaged"
    yield "two thousand million on a side", _header_only(2**31 - 1, 2**31 - 1), "too_many_pixels", "not_a_picture"
    yield "40 megapixels of nothing", made.blank(8000, 5000), READY, "too_many_pixels", "out_of_memory"
    yield "40 megapixels, a JPEG", made.encoded(Image.new("RGB", (7000, 5600), "white"), "JPEG"), READY
    noise = np.random.default_rng(7).integers(0, 255, (2400, 1800, 3), dtype=np.uint8)
    yield "noise", made.encoded(Image.fromarray(noise), "JPEG", quality=95), READY
    yield "very small", made.encoded(photo(8, 8), "PNG"), "too_few_pixels"
    yield "a line", made.encoded(photo(5000, 3), "PNG"), "too_few_pixels"
    yield "25 megabytes and one byte", b"\xff\xd8\xff" + bytes(25_000_000 - 2), "too_many_bytes"
    frames = [photo(200, 200), photo(200, 200).rotate(90)]
    out = io.BytesIO()
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:] * 50)
    yield "a moving PNG", out.getvalue(), "moving"


def _polyglots() -> Iterator[Any]:
    jpeg = made.encoded(photo(), "JPEG")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../etc/passwd", CANARY)
    yield "a zip behind a JPEG", jpeg + packed.getvalue(), READY
    yield "HTML behind a JPEG", jpeg + b"<script>alert('" + CANARY + b"')</script>", READY
    script = b"*/=alert('" + CANARY + b"')/*"
    yield (
        "JavaScript in a JPEG's comment",
        jpeg[:2] + b"\xff\xfe" + struct.pack(">H", len(script) + 2) + script + jpeg[2:],
        READY,
    )
    yield "a PDF behind a JPEG", jpeg + simple_pdf(extra=CANARY), READY
    yield (
        "a JPEG that says PDF at once",
        jpeg[:2] + b"\xff\xfe\x00\x20%PDF-1.7 " + CANARY[:21] + jpeg[2:],
        READY,
        "damaged",
    )
    yield "HTML before a PDF", b"<html><script>1</script>" + simple_pdf(extra=CANARY), READY, "damaged"
    yield "a PHP tail", made.encoded(photo(), "PNG") + b"<?php system($_GET['c']); // " + CANARY, READY


def _strangers() -> Iterator[Any]:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script><text>" + CANARY + b"</text></svg>"
    yield "SVG", svg, "not_a_picture"
    yield (
        "SVG with a declaration",
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + svg,
        "not_a_picture",
    )
    for kind in ("GIF", "BMP", "TIFF", "ICO", "PPM", "TGA"):
        yield kind, made.encoded(photo(200, 200), kind), "not_a_picture"
    yield "HEIC", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200), "heic"
    yield "AVIF", b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif" + bytes(200), "not_a_picture"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", CANARY)
    yield "a word file", packed.getvalue(), "not_a_picture"
    yield "HTML", b"<!doctype html><script>" + CANARY + b"</script>", "not_a_picture"
    yield "EPS", b"%!PS-Adobe-3.0 EPSF-3.0\n(file) run " + CANARY, "not_a_picture"
    yield "a program", b"\x7fELF" + bytes(500), "not_a_picture"
    yield "RIFF that is a sound", b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(64), "not_a_picture", "damaged"
    yield "a path for a name", b"../../../../etc/passwd\x00.jpg", "not_a_picture"


def _pdfs() -> Iterator[Any]:
    yield "a plain PDF", simple_pdf(), READY
    action = b"<</S/JavaScript/JS(app.alert\\('" + CANARY + b"'\\))>>"
    yield "JavaScript on opening", simple_pdf(catalogue=b"/OpenAction" + action), READY
    names = b"/Names<</JavaScript<</Names[(x)" + action + b"]>>>>"
    yield "JavaScript by name", simple_pdf(catalogue=names), READY
    yield "a page that acts", simple_pdf(page=b"/AA<</O" + action + b">>"), READY
    launch = b"/OpenAction<</S/Launch/F(" + CANARY + b")/Win<</F(cmd.exe)/P(/c calc)>>>>"
    yield "starts a program", simple_pdf(catalogue=launch), READY
    link = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 600 800]/A<</S/URI/URI(https://x.example/" + CANARY + b")>>>>]"
    yield "a link over the page", simple_pdf(page=link), READY
    inside = b"/Names<</EmbeddedFiles<</Names[(a.exe)<</Type/Filespec/F(a.exe)/EF<</F 5 0 R>>>>]>>>>"
    yield "a file inside", simple_pdf(catalogue=inside, more=[_stream(b"/Type/EmbeddedFile", CANARY)]), READY
    yield "words about the author", simple_pdf(trailer=b"/Info 5 0 R", more=[b"<</Author(" + CANARY + b")>>"]), READY
    yield (
        "sends a form",
        simple_pdf(catalogue=b"/OpenAction<</S/SubmitForm/F(http://127.0.0.1:1/" + CANARY + b")>>"),
        READY,
    )
    yield "XFA", simple_pdf(catalogue=b"/AcroForm<</XFA 5 0 R>>", more=[_stream(b"", CANARY)]), READY
    yield (
        "reads another file",
        simple_pdf(
            words=b"/Fx Do",
            page=b"/Resources<</XObject<</Fx 5 0 R>>>>",
            more=[b"<</Type/XObject/Subtype/Form/Ref<</F(/etc/passwd)/Page 0>>/BBox[0 0 9 9]>>"],
        ),
        READY,
    )


def _odd_pdfs() -> Iterator[Any]:
    yield "twenty pages", simple_pdf(pages=20), READY
    yield "twenty-one pages", simple_pdf(pages=21), "too_many_pages"
    yield "no page", simple_pdf(pages=0), "empty", "damaged"
    yield "a page of a kilometre", simple_pdf(box=b"0 0 3000000 4000000"), READY, "damaged"
    yield "a page like a thread", simple_pdf(box=b"0 0 1 14400"), "damaged"
    yield "a page of nothing", simple_pdf(box=b"0 0 0 0"), READY, "damaged"
    yield "a page that is its own parent", simple_pdf(parent=b"3 0 R"), READY, "damaged", "empty"
    deep = b"q " * 500_000
    yield "half a million brackets", simple_pdf(words=deep), READY, "damaged", "too_slow", "reader_died"
    bomb = zlib.compress(b"0 0 m 600 800 l S\n" * 3_000_000, 9)
    yield (
        "three million lines in a bomb",
        simple_pdf(raw=_stream(b"/Filter/FlateDecode", bomb)),
        READY,
        "damaged",
        *DIED,
    )
    twice = zlib.compress(zlib.compress(bytes(300_000_000), 9), 9)
    yield (
        "a bomb in a bomb",
        simple_pdf(raw=_stream(b"/Filter[/FlateDecode/FlateDecode]", twice)),
        READY,
        "damaged",
        *DIED,
    )
    big = b"<</Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode"
    body = zlib.compress(bytes(1_000_000), 9)
    image = big + f"/Length {len(body)}>>\nstream\n".encode() + body + b"\nendstream"
    page = b"/Resources<</XObject<</I 5 0 R>>>>"
    yield (
        "an image of 3,600 megapixels in a PDF",
        simple_pdf(words=b"600 0 0 800 0 0 cm /I Do", page=page, more=[image]),
        READY,
        "damaged",
        *DIED,
    )
    yield "locked", locked_pdf(), "locked"
    yield (
        "a form calls itself",
        simple_pdf(
            words=b"/F Do",
            page=b"/Resources<</XObject<</F 5 0 R>>>>",
            more=[
                _stream(
                    b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</F 5 0 R>>>>", b"/F Do /F Do"
                )
            ],
        ),
        READY,
        "damaged",
        *DIED,
    )


DIED = ("too_slow", "reader_died", "out_of_memory")


def simple_pdf(
    *,
    pages: int = 1,
    words: bytes = b"0.2 0.5 0.4 rg 60 500 400 200 re f",
    catalogue: bytes = b"",
    page: bytes = b"",
    trailer: bytes = b"",
    extra: bytes = b"",
    box: bytes = b"0 0 600 800",
    parent: bytes = b"2 0 R",
    raw: bytes = b"",
    more: list[bytes] | None = None,
) -> bytes:
    """A PDF with a green rectangle. Object 3 is its page (all pages are the same one), 5 and on are `more`."""
    kids = b"3 0 R " * pages
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + catalogue + b">>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Type/Page/Parent " + parent + b"/MediaBox[" + box + b"]/Contents 4 0 R" + page + b">>",
        raw or _stream(b"", words),
        *(more or []),
    ]
    out, places = bytearray(PDF_HEAD), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    begins = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, begins)
    return bytes(out) + extra


def locked_pdf() -> bytes:
    """Its owner's and reader's passwords are not empty: nobody can open it without them (revision 3, RC4)."""
    secret = b"(" + b"Z" * 32 + b")"
    lock = b"<</Filter/Standard/V 2/R 3/Length 128/P -44/O" + secret + b"/U" + secret + b">>"
    return simple_pdf(trailer=b"/Encrypt 5 0 R/ID[<00><00>]", more=[lock])


def _stream(about: bytes, body: bytes) -> bytes:
    return b"<<" + about + b"/Length %d>>\nstream\n" % len(body) + body + b"\nendstream"


def _header_only(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(100_000), 9)
    return b"\x89PNG\r\n\x1a\n" + made.chunk(b"IHDR", head) + made.chunk(b"IDAT", body) + made.chunk(b"IEND", b"")
