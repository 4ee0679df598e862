"""Papers of unknown origin, read in the process that is shut in: what comes out, and what never does."""

from __future__ import annotations

import io
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from amparo.media import papers, pdf_file
from amparo.media.paper_reader import MEGABYTES, PATIENCE, PaperReader
from amparo.media.unusable import Unusable
from tests.media import made, nasty_papers
from tests.media.nasty_papers import CANARY, READY, Nasty

CORPUS = list(nasty_papers.corpus())


@pytest.fixture(scope="module")
def reader() -> Iterator[PaperReader]:
    reader = PaperReader()
    yield reader
    reader.close()


def test_there_are_many_of_them() -> None:
    assert len(CORPUS) >= 60
    assert len({one.name for one in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("one", CORPUS, ids=lambda one: one.name)
def test_whatever_comes_is_drawn_anew_or_refused_in_time(reader: PaperReader, one: Nasty) -> None:
    begun = time.monotonic()
    try:
        paper, answer = reader.paper(one.data, most_pages=20), READY
    except Unusable as trouble:
        paper, answer = None, trouble.code
    took, most = time.monotonic() - begun, peak(reader)
    assert answer in one.answers
    assert took < PATIENCE + 2 and most <= MEGABYTES * 1024
    for page in paper.pages if paper else []:
        plain = Image.open(io.BytesIO(page.data))
        assert (plain.format, plain.mode, plain.size) == ("JPEG", "RGB", (page.width, page.height))
        assert CANARY not in page.data and len(page.data) <= papers.MOST_PAGE_BYTES
        assert not plain.getexif() and not {"exif", "comment", "icc_profile", "xmp"} & set(plain.info)
        assert page.data.endswith(b"\xff\xd9")
    if paper:
        assert CANARY not in pdf_file.written(paper.pages)


def peak(reader: PaperReader) -> int:
    """The most memory that the process held at once, in kB; 0 where it has ended."""
    if reader.pid is None:
        return 0
    lines = Path(f"/proc/{reader.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def test_the_process_cannot_hold_more(reader: PaperReader) -> None:
    reader.paper(made.encoded(made.picture(), "JPEG"), most_pages=20)
    assert reader.pid
    assert resource.prlimit(reader.pid, resource.RLIMIT_AS)[0] == MEGABYTES << 20


def test_a_typed_in_form_shows_what_was_typed(reader: PaperReader) -> None:
    drawn = b"<</Type/XObject/Subtype/Form/BBox[0 0 200 40]/Length 27>>\nstream\n1 0 0 rg 0 0 200 40 re f  \nendstream"
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(x)/F 4/Rect[100 100 300 140]/AP<</N 6 0 R>>>>"
    data = nasty_papers.simple_pdf(
        catalogue=b"/AcroForm<</Fields[5 0 R]>>", page=b"/Annots[5 0 R]", more=[field, drawn]
    )
    [page] = reader.paper(data, most_pages=20).pages
    red, green, _ = Image.open(io.BytesIO(page.data)).getpixel((page.width // 3, int(page.height * 0.85)))  # type: ignore[misc]
    assert red > 200 and green < 80


def test_the_same_pages_give_the_same_pdf_and_it_opens(reader: PaperReader) -> None:
    pages = [
        reader.paper(made.encoded(made.picture(*size), "JPEG"), most_pages=1).pages[0]
        for size in ((900, 1200), (400, 300))
    ]
    data = pdf_file.written(pages)
    assert data == pdf_file.written(pages)
    file = pypdfium2.PdfDocument(data)
    assert [tuple(round(side) for side in file[n].get_size()) for n in range(len(file))] == [(632, 842), (842, 632)]
    assert file.get_metadata_dict(skip_empty=True) == {}
    left = file[0].render(scale=1).to_pil().convert("RGB").getpixel((5, 5))
    assert left[0] > 200 and left[1] < 60  # type: ignore[index]


def test_a_page_stays_readable_and_upright(reader: PaperReader) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = made.encoded(made.picture(3000, 4000).transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif)
    [page] = reader.paper(data, most_pages=1).pages
    assert (page.width, page.height) == (1500, 2000)
