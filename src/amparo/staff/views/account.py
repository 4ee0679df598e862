"""One's own account, and the choice of a programme."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amparo.access.actor import Actor, Kind
from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.programme import queries as programme
from amparo.staff import door


def page(request: HttpRequest) -> HttpResponse:
    """Who one is here, and how one signs in."""
    return render(request, "staff/account.html", {"roles": sorted(request.actor.roles)})


def choose(request: HttpRequest) -> HttpResponse:
    """Whoever works for several programmes is in one at a time."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if request.method == "POST":
        wanted = request.POST.get("programme", "")
        if wanted in {str(programme_id) for programme_id, _member in request.memberships}:
            request.session[door.CHOSEN] = wanted
        return redirect("staff:today")
    return render(request, "staff/choose.html", {"programmes": _living(request)})


def _living(request: HttpRequest) -> list[Any]:
    """The programmes in which the account works today."""
    at, found = clock.now(), list[Any]()
    for programme_id, member_id in request.memberships:
        with acting(Actor(Kind.MEMBER, member_id, programme_id)):
            if programme.members(at).filter(id=member_id).exists():
                found.append(programme.by_id(programme_id))
    return found
