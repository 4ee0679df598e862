"""My phone is lost: everything is locked, from any other phone on which the person has just shown who they are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amparo.casework import locking
from amparo.identity.checks import LockedBy
from amparo.participant import door


def page(request: HttpRequest) -> HttpResponse:
    """GET says what it does; POST does it, and this phone is signed out as well."""
    done = request.method == "POST"
    with door.signed_in(request) as me:
        if done:
            way = LockedBy.KIOSK if me.shown.at_kiosk else LockedBy.APP
            locking.lock(me.person.id, way, by=me.actor, at=me.at)
    if not done:
        return render(request, door.template(request, "lost.html"))
    # Nobody is signed in any more: the page names nobody.
    request.subject, request.new_passkey = "", None
    response = render(request, door.template(request, "locked.html"), {"just_now": True})
    if request.tablet:
        door.leave_nothing(response)
    elif request.borrowed:
        door.leave_borrowed(response)
    else:
        door.close(response)
        response["Clear-Site-Data"] = '"cache"'
    return response
