"""What the process that reads papers can do: apart from the faces' and recordings', so that it needs little memory."""

from typing import Any, Final

from amparo.media import papers


def paper(data: bytes, most_pages: int) -> dict[str, Any]:
    kind, pages = papers.read(data, most_pages=most_pages)
    return {"kind": kind, "pages": [(page.data, page.width, page.height) for page in pages]}


TASKS: Final = {"paper": paper}
