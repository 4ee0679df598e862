"""Whoever is signed in shows anew that it is them: before something that asks for more, or before a check-in."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from amparo.foundation.errors import Refused
from amparo.identity import actions, cookie, passkeys, queries
from amparo.participant import door, selfies
from amparo.participant.guard import wants_json
from amparo.participant.views.sign_in import LONGEST_PIN, OTHERS_AFTER, failed_before


def page(request: HttpRequest) -> HttpResponse:
    """GET asks; POST takes a PIN or what a passkey signed, and goes back to where it was asked for."""
    if request.method != "POST":
        return _ask(request)
    try:
        _take(request)
    except Refused as no:
        if wants_json(request) or no.code not in ("wait", "not_signed_in", "passkey_not_taken"):
            raise
        return _ask(request, no)
    return HttpResponse(status=204) if wants_json(request) else redirect(_back(request))


def ask_passkey(request: HttpRequest) -> HttpResponse:
    """What the browser must know before a passkey can sign."""
    with door.signed_in(request, page=False) as me:
        return JsonResponse(passkeys.invite_to_show(me.session_id, by=me.actor, at=me.at))


def _take(request: HttpRequest) -> None:
    if "passkey" in request.POST:
        said = passkeys.read(request.POST["passkey"])
        with door.signed_in(request, page=False) as me:
            passkeys.show(me.session_id, said=said, by=me.actor, at=me.at)
        return
    with door.signed_in(request, page=False) as me:
        pass
    # Outside the transaction: the vault is slow on purpose.
    pin, device = request.POST.get("pin", "")[:LONGEST_PIN], request.COOKIES.get(cookie.DEVICE_NAME)
    actions.show_pin(me.session_id, pin=pin, device=device, by=me.actor, at=me.at)


def _ask(request: HttpRequest, no: Refused | None = None) -> HttpResponse:
    with door.signed_in(request) as me:
        have = passkeys.are_possible() and queries.passkeys_of(me.person.id).exists()
        back = _back(request)
        checkin_id = _checkin(back)
        selfie = selfies.offered(me.person.id, checkin_id, me.at) if checkin_id else ""
    tries = failed_before(request) + (no is not None)
    context: dict[str, Any] = {
        "problem": _problem(request, no),
        "tries": tries,
        "passkey": have,
        "selfie": selfie,
        "next": back,
        "to_check_in": back.startswith("/my/check-in/"),
        "offer_others": tries >= OTHERS_AFTER,
    }
    if no is not None and no.code == "wait":
        context["wait_minutes"] = max(1, -(-int(no.details.get("seconds", 60)) // 60))
    status = 200 if no is None else 429 if no.code == "wait" else 422
    return render(request, "participant/it_is_me.html", context, status=status)


def _checkin(path: str) -> UUID | None:
    """The check-in whose page it is."""
    try:
        found = resolve(path)
    except Resolver404:
        return None
    return found.kwargs["checkin_id"] if found.view_name == "participant:check_in" else None


def _problem(request: HttpRequest, no: Refused | None) -> str:
    if no is None:
        return ""
    if no.code == "wait":
        return "slow"
    return "passkey" if "passkey" in request.POST else "wrong"


def _back(request: HttpRequest) -> str:
    path = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(path, None) and path.startswith(door.PATH)
    return path if own else reverse("participant:what_next")
