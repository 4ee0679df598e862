"""Coming in with a name and a code, and going out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.mandates import accounts
from amparo.representative import door


def page(request: HttpRequest) -> HttpResponse:
    """GET asks. POST: signed in, or one answer for every reason."""
    if request.method != "POST":
        return render(request, "representative/sign_in.html", {"wrong": False})
    at = clock.now()
    try:
        signed = accounts.sign_in(request.POST.get("name", "")[:200], request.POST.get("code", "")[:40], at=at)
    except Refused as no:
        if no.code != "not_signed_in":
            raise
        context = {"wrong": True, "name": request.POST.get("name", "")[:200]}
        return render(request, "representative/sign_in.html", context, status=403)
    response = redirect("representative:people")
    door.open_for(response, signed, at=at)
    return response


def out(request: HttpRequest) -> HttpResponse:
    """The sitting has ended, and the browser knows nobody."""
    held = door.held_in(request)
    if held:
        accounts.sign_out(held, at=clock.now())
    response = redirect("representative:sign_in")
    door.close(response)
    response["Clear-Site-Data"] = '"cache"'
    return response
