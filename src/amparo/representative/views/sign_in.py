"""Coming in with a name and a code, or with a passkey; and going out."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.mandates import accounts, keys
from amparo.representative import door


def page(request: HttpRequest) -> HttpResponse:
    """GET asks. POST: signed in, or one answer for every reason."""
    if request.method != "POST":
        return _ask(request)
    at = clock.now()
    try:
        if "passkey" in request.POST:
            signed = keys.sign_in(_said(request.POST["passkey"]), at=at)
        else:
            signed = accounts.sign_in(request.POST.get("name", "")[:200], request.POST.get("code", "")[:40], at=at)
    except Refused as no:
        if no.code != "not_signed_in":
            raise
        return _ask(request, wrong="passkey" if "passkey" in request.POST else "code", status=403)
    response = redirect("representative:people")
    door.open_for(response, signed, at=at)
    return response


def ask_passkey(request: HttpRequest) -> HttpResponse:
    """What the browser must know before a passkey can sign: the same for everybody, and no row is asked."""
    return JsonResponse(keys.invite_to_sign_in(at=clock.now()))


def out(request: HttpRequest) -> HttpResponse:
    """The sitting has ended, and the browser knows nobody."""
    held = door.held_in(request)
    if held:
        accounts.sign_out(held, at=clock.now())
    response = redirect("representative:sign_in")
    door.close(response)
    response["Clear-Site-Data"] = '"cache"'
    return response


def _ask(request: HttpRequest, *, wrong: str = "", status: int = 200) -> HttpResponse:
    context = {"wrong": wrong, "name": request.POST.get("name", "")[:200], "passkeys": keys.are_possible()}
    return render(request, "representative/sign_in.html", context, status=status)


def _said(text: str) -> dict[str, Any]:
    try:
        return keys.read(text)
    except Refused:
        raise Refused("not_signed_in") from None
