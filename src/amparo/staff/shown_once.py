"""What a page shows once: made by a tap, shown after a redirect, so that a reload makes no other, and shows nothing.

On its way it is kept in two halves, each worth nothing alone: one in the session's row, one in a cookie of the browser.
The page that shows it takes the first away; the second ends by itself, within two minutes.
"""

import json
import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from amparo.foundation import base64url

COOKIE, KEPT = "amparo_once", "shown_once"
# Seconds; a redirect takes none.
LONGEST = 120


def hand_over(request: HttpRequest, where: str, what: dict[str, str]) -> HttpResponse:
    """A redirect to the page at `where`, which can show it, once."""
    said = json.dumps(what).encode()
    pad = secrets.token_bytes(len(said))
    request.session[KEPT] = {"where": where, "half": base64url.encode(_joined(said, pad))}
    response = HttpResponseRedirect(where)
    response.set_cookie(
        COOKIE,
        base64url.encode(pad),
        max_age=LONGEST,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )
    return response


def take(request: HttpRequest) -> dict[str, Any]:
    """What was handed over to this very page; empty when it was shown before, or to another browser."""
    kept = request.session.get(KEPT)
    if request.method != "GET" or not kept or kept["where"] != request.path:
        return {}
    del request.session[KEPT]
    try:
        half, pad = base64url.decode(kept["half"]), base64url.decode(request.COOKIES.get(COOKIE, ""))
        return dict(json.loads(_joined(half, pad)))
    except ValueError:
        return {}


def _joined(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
