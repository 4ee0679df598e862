"""A recording that a form brings: read elsewhere and written anew, before anything of it is kept."""

from threading import BoundedSemaphore

from django.http import HttpRequest

from amparo.foundation.errors import Refused
from amparo.media import reader
from amparo.media.made import Recording
from amparo.media.unusable import Unusable
from amparo.staff import clip_words
from amparo.translations import clip_rules as rules

SECONDS = 10.0
# The reading process does one thing at a time, and others wait for it too.
_at_once = BoundedSemaphore(1)


def cleaned(request: HttpRequest, name: str) -> Recording:
    """The sound as we wrote it. Codes: of `clip_words`, and "too_busy". Never inside a transaction."""
    sent = request.FILES.get(name)
    if sent is None:
        raise Refused("clip_missing")
    if sent.size > rules.MOST_BYTES:
        raise Refused("clip_too_large")
    if not _at_once.acquire(timeout=SECONDS):
        raise Refused("too_busy")
    try:
        return reader.of_this_process().recording(sent.read(), longest=rules.LONGEST_SECONDS)
    except Unusable as no:
        raise Refused(clip_words.UNUSABLE.get(no.code, "clip_unreadable")) from None
    finally:
        _at_once.release()
