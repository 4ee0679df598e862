"""A paper of unknown origin becomes pictures of its pages, drawn by us: what it is, is found by its content alone.

Of a photograph only the pixels are copied. A PDF is drawn page by page, by PDFium without JavaScript, and none of its
actions, links, attached files or words about its author come through. This runs in the reading process.
"""

import io
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2
from PIL import Image

from amparo.media import file_kinds, pictures
from amparo.media.unusable import Unusable

PICTURE, PDF = "picture", "pdf"
MOST_BYTES: Final = pictures.MOST_BYTES
MOST_PAGES: Final = 20
LONGEST_SIDE: Final = 2000  # about 170 dots an inch of A4: small print stays readable
MOST_PAGE_BYTES: Final = 650_000  # twenty of them fit into one frame of the vault
# From the best: the first that fits is taken. Noise fits into none at full size, and becomes smaller.
TRIES: Final = ((1.0, 82), (1.0, 68), (1.0, 50), (0.7, 60), (0.5, 50), (0.35, 40))


@dataclass(frozen=True, slots=True)
class Page:
    """A JPEG as we wrote it, with its size in pixels."""

    data: bytes
    width: int
    height: int


def read(data: bytes, *, most_pages: int = MOST_PAGES) -> tuple[str, list[Page]]:
    """(what it was, its pages). Unusable: codes of pictures.read; of a PDF `locked`, `too_many_pages`, `damaged`."""
    if not data:
        raise Unusable("empty")
    if len(data) > MOST_BYTES:
        raise Unusable("too_many_bytes")
    if file_kinds.is_pdf(data):
        return PDF, _drawn(data, most_pages)
    return PICTURE, [_page(Image.fromarray(pictures.read(data, longest=LONGEST_SIDE)))]


def _drawn(data: bytes, most_pages: int) -> list[Page]:
    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as trouble:
        raise Unusable("locked" if _asks_password(trouble) else "damaged") from None
    try:
        if len(file) > most_pages:
            raise Unusable("too_many_pages")
        if not len(file):
            raise Unusable("empty")
        file.init_forms()  # what somebody typed into a form is part of the page; this PDFium runs no script
        return [_draw(file[number]) for number in range(len(file))]
    except pypdfium2.PdfiumError:
        raise Unusable("damaged") from None
    finally:
        file.close()


def _draw(page: Any) -> Page:
    width, height = page.get_size()
    if (
        not (width > 0 and height > 0)
        or max(width, height) / min(width, height) > LONGEST_SIDE / pictures.SHORTEST_SIDE
    ):
        raise Unusable("damaged")
    drawn = page.render(
        scale=LONGEST_SIDE / max(width, height), rev_byteorder=True, draw_annots=True, may_draw_forms=True
    )
    picture = drawn.to_pil().convert("RGB")
    page.close()
    return _page(picture)


def _asks_password(trouble: pypdfium2.PdfiumError) -> bool:
    return getattr(trouble, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD


def _page(picture: Image.Image) -> Page:
    for share, quality in TRIES:
        size = (max(int(picture.width * share), 1), max(int(picture.height * share), 1))
        smaller = picture if share == 1.0 else picture.resize(size, Image.Resampling.BOX)
        with io.BytesIO() as out:
            smaller.save(out, "JPEG", quality=quality, optimize=False)
            if out.tell() <= MOST_PAGE_BYTES:
                return Page(out.getvalue(), *smaller.size)
    raise Unusable("too_many_bytes")
