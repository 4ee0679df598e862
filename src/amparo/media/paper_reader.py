"""What rooms call to read papers of unknown origin: in a process of its own, shut in, with little time and memory."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from amparo.media import sandbox

PATIENCE: Final = 30.0  # seconds
MEGABYTES: Final = 512  # of addresses
JPEG_BEGINS: Final = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True)
class Page:
    """A JPEG as the reading process wrote it."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Paper:
    """What it was ("picture" or "pdf"), and its pages."""

    kind: str
    pages: list[Page]


class PaperReader:
    """Reads hostile papers elsewhere. Close it, or let it go: its process ends with it."""

    def __init__(self) -> None:
        self._sandbox = sandbox.Sandbox("amparo.media.paper_tasks", patience=PATIENCE, megabytes=MEGABYTES)

    def paper(self, data: bytes, *, most_pages: int) -> Paper:
        """Its pages, drawn anew. Unusable: codes of papers.read and of `sandbox`."""
        read = self._sandbox.ask("paper", data=data, most_pages=most_pages)
        return Paper(str(read["kind"]), [Page(bytes(d), int(w), int(h)) for d, w, h in read["pages"]])

    @property
    def pid(self) -> int | None:
        return self._sandbox.pid

    def close(self) -> None:
        self._sandbox.close()


@cache
def of_this_process() -> PaperReader:
    """The one reader of papers of a worker; its process starts with the first paper."""
    return PaperReader()
