"""From the page to a PDF that screen readers can read. Nothing is fetched: only files of this folder exist for it."""

import threading
from pathlib import Path
from typing import Any

import structlog

from amparo.foundation.errors import Refused

HERE = Path(__file__).parent
STYLE = "evidence.css"
# Addresses in the page are below this one, which leads nowhere.
BASE = "https://evidence.invalid/"
PATIENCE = 30.0

log = structlog.get_logger()
# Printing takes a processor for seconds: one at a time in each process, so that pages go on being served.
_turn = threading.BoundedSemaphore(1)


def printed(html: str) -> bytes | None:
    """The PDF; None where Pango, which draws its letters, is not installed. Code: "too_busy"."""
    if not _turn.acquire(timeout=PATIENCE):
        raise Refused("too_busy")
    try:
        return _printed(html)
    finally:
        _turn.release()


def can_print() -> bool:
    """Whether Pango, which draws the letters of a PDF, is installed."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return False
    return True


def style() -> bytes:
    """What makes the page look like paper, where it is handed out instead of a PDF."""
    return (HERE / STYLE).read_bytes()


def _printed(html: str) -> bytes | None:
    try:
        # It looks for Pango when it is imported, and whoever prints nothing needs none.
        import weasyprint
        import weasyprint.urls
    except OSError:
        log.warning("pango_missing")
        return None
    page = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=_only_ours(weasyprint.urls))
    pdf: bytes = page.write_pdf(pdf_variant="pdf/ua-1")
    return pdf


def _only_ours(urls: Any) -> Any:
    class OnlyOurs(urls.URLFetcher):
        """Knows one file. Anything else stops the printing: a page of ours names nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            return urls.URLFetcherResponse(url, own_file(url), {"Content-Type": "text/css"})

    return OnlyOurs(fail_on_errors=True)


def own_file(url: str) -> bytes:
    """The style sheet of this folder; everything else is refused, whatever the page says."""
    if url != f"{BASE}{STYLE}":
        raise ValueError("a pack fetches nothing")
    return style()
