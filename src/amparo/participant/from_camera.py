"""A picture of a paper that a form brings: read elsewhere and written anew, before anything of it is kept.

Only a few wait at once: whoever sends picture after picture must not hold up everybody's pages.
"""

from threading import BoundedSemaphore

from django.http import HttpRequest

from amparo.foundation.errors import Refused
from amparo.media import reader
from amparo.media.unusable import Unusable

LONGEST = 12 * 1024 * 1024
SECONDS = 5.0
_at_once = BoundedSemaphore(3)

CODES = {"too_many_bytes": "picture_too_large", "too_many_pixels": "picture_too_large", "heic": "picture_heic"}


def was_sent(request: HttpRequest, name: str) -> bool:
    """Whether the form brought a picture; also one that was dropped on its way in, for it was too long."""
    return name in request.FILES or int(request.headers.get("Content-Length") or 0) > LONGEST


def cleaned(request: HttpRequest, name: str) -> bytes:
    """The picture as we wrote it: what it shows, and nothing about place, time and device.

    Codes: "picture_too_large", "picture_heic", "picture_unreadable", "too_busy". Never inside a transaction.
    """
    sent = request.FILES.get(name)
    if sent is None:
        raise Refused("picture_too_large")
    if not _at_once.acquire(timeout=SECONDS):
        raise Refused("too_busy")
    try:
        return reader.of_this_process().picture(sent.read()).data
    except Unusable as no:
        raise Refused(CODES.get(no.code, "picture_unreadable")) from None
    finally:
        _at_once.release()
