"""A tablet at the office on which one after the other checks in, and nothing of anybody stays."""

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.identity import actions, cookie, kiosks
from amparo.participant import card, door, wording
from amparo.participant.views.sign_in import LONGEST_PIN, language_of, locked
from amparo.people import references
from amparo.programme import queries as programmes

LONGEST_NUMBER = 300
# A scanner types the whole address that stands in the picture on the card.
IN_AN_ADDRESS = re.compile(r"/my/hello/[^/]+/([^/?#\s]+)")


def page(request: HttpRequest) -> HttpResponse:
    """The start: whoever stands before it types their number and PIN. Showing it means that nobody is signed in."""
    at = clock.now()
    if not request.tablet or not kiosks.lives(request.tablet, at=at):
        return _no_kiosk(request)
    if request.COOKIES.get(cookie.SESSION_NAME):
        return redirect("participant:kiosk_end")
    request.card = card.of_programme(programmes.by_id(request.tablet.programme_id))
    if request.method != "POST":
        return _start(request)
    number, pin = request.POST.get("number", "")[:LONGEST_NUMBER], request.POST.get("pin", "")[:LONGEST_PIN]
    tablet = request.tablet
    try:
        short = number if references.read(number) else ""
        signed = actions.sign_in(
            tablet.programme_id, token=_token(number), pin=pin, device=None, at=at, tablet=tablet, number=short
        )
    except Refused as no:
        return _refused(request, no)
    response = redirect("participant:what_next")
    door.open_at_kiosk(response, signed, at=at, language=language_of(request, signed))
    return response


def end(request: HttpRequest) -> HttpResponse:
    """Whoever was here is signed out, and the browser keeps nothing of them."""
    if request.held and request.tablet:
        with acting(request.actor):
            actions.sign_out(request.held, by=request.actor, at=clock.now())
    if not request.tablet:
        return redirect("participant:kiosk")
    response = redirect("participant:kiosk")
    door.leave_nothing(response)
    return response


def set_up(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """GET asks; POST makes this tablet the kiosk. The link works once."""
    programme = programmes.by_slug(slug)
    if programme is None:
        raise Http404
    at = clock.now()
    request.card = card.of_programme(programme)
    if request.method != "POST":
        if not kiosks.can_be_set_up(programme.id, token=token, at=at):
            raise Refused("kiosk_link_used")
        response = render(request, "participant/kiosk/set_up.html")
        response["Referrer-Policy"] = "strict-origin"
        return response
    made = kiosks.set_up(programme.id, token=token, at=at)
    response = redirect("participant:kiosk")
    door.make_kiosk(response, made, at=at)
    return response


def _start(request: HttpRequest, status: int = 200, **shown: Any) -> HttpResponse:
    context = {
        "problem": "",
        "number": request.POST.get("number", "")[:LONGEST_NUMBER],
        "touched": settings.LANGUAGE_COOKIE_NAME in request.COOKIES or request.method == "POST",
    }
    return render(request, "participant/kiosk/start.html", context | shown, status=status)


def _refused(request: HttpRequest, no: Refused) -> HttpResponse:
    if no.code == "kiosk_ended":
        return _no_kiosk(request)
    if no.code == "locked":
        return locked(request)
    if no.code == "wait":
        seconds = int(no.details.get("seconds", 60))
        problem = "link" if no.details.get("by_link") else "slow"
        response = _start(request, 429, problem=problem, wait_minutes=max(1, -(-seconds // 60)))
        response["Retry-After"] = str(seconds)
        return response
    if no.code == "not_signed_in":
        return _start(request, 403, problem="wrong")
    raise no


def _no_kiosk(request: HttpRequest) -> HttpResponse:
    """What to do instead. A tablet that was one keeps nothing of whoever was here last."""
    if request.tablet:
        request.card = card.of_programme(programmes.by_id(request.tablet.programme_id))
    response = render(request, "participant/kiosk/ended.html", wording.refused("kiosk_ended"), status=410)
    if request.tablet:
        door.leave_nothing(response)
    return response


def _token(number: str) -> str:
    found = IN_AN_ADDRESS.search(number)
    # People type it in groups, as it stands on the card.
    return found[1] if found else number.replace(" ", "").replace("-", "")
