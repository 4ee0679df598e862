"""Coming in by the personal link and the PIN, and going out."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.identity import actions, cookie, passkeys, queries
from amparo.identity.actions import SignedIn
from amparo.participant import card, door, tongues
from amparo.people import queries as people
from amparo.programme import queries as programmes

LONGEST_PIN = 40
# After so many failures of one way the page puts the others first. It counts nothing else: see identity.attempts.
OTHERS_AFTER = 2


def hello(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The link says who, the PIN says it is them. What is wrong, link or PIN, nobody learns."""
    programme = programmes.by_slug(slug)
    if programme is None:
        raise Http404
    if request.tablet:
        return redirect("participant:kiosk")
    request.card, request.programme = card.of_programme(programme), programme
    if request.method != "POST":
        return _page(request)
    at = clock.now()
    try:
        signed = _come_in(request, programme.id, token, at)
    except Refused as no:
        return _refused(request, no)
    response = redirect("participant:what_next")
    door.open_for(response, signed, at=at, language=language_of(request, signed), borrowed=_is_borrowed(request))
    return response


def ask_passkey(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """What the browser must know before a passkey can sign; the same for a link that names nobody."""
    programme = programmes.by_slug(slug)
    if programme is None:
        raise Http404
    device = request.COOKIES.get(cookie.DEVICE_NAME)
    if cookie.device_hash(device) is None:
        device = cookie.new_device()
    asked = passkeys.invite_to_sign_in(programme.id, token=token, device=device, at=clock.now())
    response = JsonResponse(asked)
    # The question is bound to this phone, so it must be known again when it answers.
    door.know_phone(response, str(device))
    return response


def again(request: HttpRequest) -> HttpResponse:
    """How to sign in, for whoever came without a link."""
    return render(request, "participant/signed_out.html", {"left": "left" in request.GET})


def out(request: HttpRequest) -> HttpResponse:
    """The session has ended, and the browser keeps none of its pages.

    Not "storage": a sealed check-in that still waits on this phone must survive, and only its owner can send it.
    """
    borrowed = bool(request.COOKIES.get(cookie.BORROWED_NAME))
    if request.held:
        with acting(request.actor):
            borrowed = actions.sign_out(request.held, by=request.actor, at=clock.now()) or borrowed
    if request.tablet:
        return redirect("participant:kiosk_end")
    response = redirect(f"{reverse('participant:signed_out')}?left")
    if borrowed:
        door.leave_borrowed(response)
        return response
    door.close(response)
    # What a form has sent before cannot be sent, and so shown, again.
    response.delete_cookie(settings.CSRF_COOKIE_NAME, path=settings.CSRF_COOKIE_PATH)
    response["Clear-Site-Data"] = '"cache"'
    return response


def _come_in(request: HttpRequest, programme_id: UUID, token: str, at: datetime) -> SignedIn:
    device = request.COOKIES.get(cookie.DEVICE_NAME)
    if "passkey" in request.POST:
        said = passkeys.read(request.POST["passkey"])
        return passkeys.sign_in(programme_id, token=token, said=said, device=device, at=at)
    pin = request.POST.get("pin", "")[:LONGEST_PIN]
    borrowed = _is_borrowed(request)
    device = None if borrowed else device
    return actions.sign_in(programme_id, token=token, pin=pin, device=device, at=at, borrowed=borrowed)


def _is_borrowed(request: HttpRequest) -> bool:
    """They say that this phone is not theirs. A passkey is asked of their own."""
    return "borrowed" in request.POST and "passkey" not in request.POST


def language_of(request: HttpRequest, signed: SignedIn) -> str:
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
    if no.code == "locked":
        return locked(request)
    if no.code in ("not_signed_in", "passkey_not_taken"):
        return _page(request, 403, problem="passkey" if "passkey" in request.POST else "wrong")
    raise no


def locked(request: HttpRequest) -> HttpResponse:
    """Link and PIN are right, and the page is locked: how to check in all the same, and how it is opened."""
    response = render(request, door.template(request, "locked.html"), status=403)
    response["Referrer-Policy"] = "strict-origin"
    return response


def failed_before(request: HttpRequest) -> int:
    """How often it failed on this page, as the page itself says."""
    said = request.POST.get("tries", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 3 else 0


def _page(request: HttpRequest, status: int = 200, **shown: Any) -> HttpResponse:
    tries = failed_before(request) + bool(shown.get("problem"))
    context = {"problem": "", "tries": tries, "offer_others": tries >= OTHERS_AFTER, "passkey": passkeys.are_possible()}
    # Beside the link's own address: the page asks no database whom it names.
    context["is_borrowed"] = "borrowed" in request.POST
    # Nobody knows yet which language they read.
    context["languages_first"] = True
    context |= {"without_url": f"{request.path}check-in/", "passkey_url": f"{request.path}passkey/"}
    response = render(request, "participant/sign_in.html", context | shown, status=status)
    # The address holds the link's secret: no request may carry it on. ("no-referrer" would also empty the
    # Origin of the form that is sent from here, and Django would take it for a forged one.)
    response["Referrer-Policy"] = "strict-origin"
    return response
