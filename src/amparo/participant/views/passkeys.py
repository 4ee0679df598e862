"""The person's passkeys: which there are, a new one, one less."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from amparo.casework import ways_in
from amparo.foundation.errors import Refused
from amparo.identity import faces, passkeys, queries
from amparo.participant import door, scope, wording
from amparo.programme import queries as programmes


def index(request: HttpRequest) -> HttpResponse:
    """Every passkey that opens this person's page, with its date."""
    return _list(request)


def new(request: HttpRequest) -> HttpResponse:
    """GET: what the browser must know. POST: the passkey it made."""
    if request.method != "POST":
        with door.signed_in(request) as me:
            # A phone shows this name to whoever looks at its passkeys.
            name = programmes.by_id(me.person.programme_id).neutral_name
            return JsonResponse(passkeys.invite_to_add(me.session_id, site_name=name, by=me.actor, at=me.at))
    device = request.POST.get("device", "")
    try:
        said = passkeys.read(request.POST.get("passkey", ""))
        with door.signed_in(request, page=False) as me:
            ways_in.add_passkey(me.session_id, said=said, device=device, by=me.actor, at=me.at)
    except Refused as no:
        if no.code != "passkey_not_taken":
            raise
        request.needs = scope.SIGNED_IN
        return _list(request, problem=True)
    return redirect("participant:passkeys")


def remove(request: HttpRequest, passkey_id: UUID) -> HttpResponse:
    """One passkey, and what it opened, is no more."""
    with door.signed_in(request, page=False) as me:
        if not queries.passkeys_of(me.actor.id).filter(id=passkey_id).exists():
            raise Http404
        passkeys.remove(passkey_id, me.session_id, by=me.actor, at=me.at)
    return redirect("participant:passkeys")


def told(request: HttpRequest) -> HttpResponse:
    """The person has seen on this phone that a passkey is new, and it was them."""
    with door.signed_in(request, page=False) as me:
        passkeys.tell(me.session_id, by=me.actor, at=me.at)
    return redirect("participant:what_next")


def _list(request: HttpRequest, *, problem: bool = False) -> HttpResponse:
    with door.signed_in(request) as me:
        rows = list(queries.passkeys_of(me.person.id))
        selfie = faces.standing(me.person.id).agreed is not None
        may_add = not scope.missing(scope.NEW_WAY_IN, me.shown, me.at)
        settles_at = me.shown.settles_at if me.shown.settles_at and me.shown.settles_at > me.at else None
    context: dict[str, Any] = {
        "passkeys": [_row(row) for row in rows],
        "problem": problem,
        "possible": passkeys.are_possible() and len(rows) < passkeys.MOST,
        "may_add": may_add,
        "selfie": selfie,
        "settles_at": settles_at,
        "devices": list(wording.DEVICES.items()),
    }
    return render(request, "participant/passkeys.html", context, status=422 if problem else 200)


def _row(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "device": wording.DEVICES[row.device],
        "added_at": row.added_at,
        "used_at": row.used_at,
        "shared": row.is_shared,
    }
