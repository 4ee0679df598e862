"""Pictures of pages become one PDF: the same pictures give the same bytes, and it says nothing but what they show.

A JPEG stands in a PDF as it is (ISO 32000-1, 7.4.8), so nothing is decoded here.
"""

from collections.abc import Sequence
from typing import Final, Protocol

LONG_SIDE: Final = 842  # points of A4


class Page(Protocol):
    """A JPEG in red, green and blue."""

    @property
    def data(self) -> bytes: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


def written(pages: Sequence[Page]) -> bytes:
    """The file. Object 1 is the catalogue, 2 the list of pages; then three for each page: page, words, picture."""
    numbers = [3 + 3 * n for n in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode()]
    for number, page in zip(numbers, pages, strict=True):
        objects += _page(number, page)
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    begins = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010} 00000 n \n" for place in places).encode()
    out += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{begins}\n%%EOF\n".encode()
    return bytes(out)


def _page(number: int, page: Page) -> list[bytes]:
    share = LONG_SIDE / max(page.width, page.height)
    width, height = f"{page.width * share:.2f}", f"{page.height * share:.2f}"
    words = f"q {width} 0 0 {height} 0 0 cm /P Do Q".encode()
    kind = f"/Width {page.width}/Height {page.height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
    return [
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents {number + 1} 0 R"
        f"/Resources<</XObject<</P {number + 2} 0 R>>>>>>".encode(),
        _stream("", words),
        _stream(f"/Type/XObject/Subtype/Image{kind}", page.data),
    ]


def _stream(about: str, body: bytes) -> bytes:
    return f"<<{about}/Length {len(body)}>>\nstream\n".encode() + body + b"\nendstream"
