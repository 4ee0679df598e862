"""Coming in by the personal link and the PIN, and going out."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.identity import actions, cookie, queries
from amparo.identity.actions import SignedIn
from amparo.participant import card, door, tongues
from amparo.people import queries as people
from amparo.programme import queries as programmes

LONGEST_PIN = 40


def hello(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The link says who, the PIN says it is them. What is wrong, link or PIN, nobody learns."""
    programme = programmes.by_slug(slug)
    if programme is None:
        raise Http404
    request.card = card.of_programme(programme)
    if request.method != "POST":
        return _page(request)
    at = clock.now()
    try:
        signed = actions.sign_in(
            programme.id,
            token=token,
            pin=request.POST.get("pin", "")[:LONGEST_PIN],
            device=request.COOKIES.get(cookie.DEVICE_NAME),
            at=at,
        )
    except Refused as no:
        return _refused(request, no)
    response = redirect("participant:what_next")
    door.open_for(response, signed, at=at, language=_language(request, signed))
    return response


def again(request: HttpRequest) -> HttpResponse:
    """How to sign in, for whoever came without a link."""
    return render(request, "participant/signed_out.html")


def out(request: HttpRequest) -> HttpResponse:
    """The session has ended, and the browser keeps none of its pages.

    Not "storage": a sealed check-in that still waits on this phone must survive, and only its owner can send it.
    """
    try:
        with door.signed_in(request, page=False) as me:
            actions.sign_out(me.session_id, by=me.actor, at=me.at)
    except door.SignInAgain:
        pass
    response = redirect("participant:signed_out")
    door.close(response)
    response["Clear-Site-Data"] = '"cache"'
    return response


def _language(request: HttpRequest, signed: SignedIn) -> str:
    """What this phone shows already if somebody picked it; else the person's own language, if we have its words."""
    request.held = cookie.read(signed.cookie)
    picked = str(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
    if picked:
        return picked
    assert request.held is not None
    with acting(queries.actor_of(request.held)):
        own = people.by_id(signed.person_id).language
    return own if own in tongues.offered() else ""


def _refused(request: HttpRequest, no: Refused) -> HttpResponse:
    if no.code == "wait":
        seconds = int(no.details.get("seconds", 60))
        response = _page(request, 429, problem="slow", wait_minutes=max(1, -(-seconds // 60)))
        response["Retry-After"] = str(seconds)
        return response
    if no.code == "not_signed_in":
        return _page(request, 403, problem="wrong")
    raise no


def _page(request: HttpRequest, status: int = 200, **shown: Any) -> HttpResponse:
    response = render(request, "participant/sign_in.html", {"problem": ""} | shown, status=status)
    # The address holds the link's secret: no request may carry it on. ("no-referrer" would also empty the
    # Origin of the form that is sent from here, and Django would take it for a forged one.)
    response["Referrer-Policy"] = "strict-origin"
    return response
