"""Whom we may ask when we cannot reach the person: they see it, and take it back."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amparo.casework import support
from amparo.participant import door, scope, wording
from amparo.people import trusting
from amparo.privacy.purposes import Purpose


def index(request: HttpRequest) -> HttpResponse:
    """Everybody they named. Names only for a session shown by a passkey: whoever knows a PIN may be the danger."""
    with door.signed_in(request) as me:
        rows = trusting.named_by(me.person)
        may_read = rows and not scope.missing(scope.SENSITIVE, me.shown, me.at)
        names = trusting.shown(rows, me.person, by=me.actor, why=Purpose.OWN_RECORD, at=me.at) if may_read else {}
    named = [
        {"id": row.id, "kind": wording.TRUSTED[row.kind], "since": row.named_at, "name": names.get(row.id, ("",))[0]}
        for row in rows
    ]
    return render(request, "participant/trusted.html", {"named": named})


def end(request: HttpRequest, trusted_id: UUID) -> HttpResponse:
    """GET asks once more. POST: nobody asks them any more."""
    with door.signed_in(request) as me:
        row = trusting.named(trusted_id, me.person)
        if row is None:
            raise Http404
        if request.method == "POST" and row.ended_at is None:
            support.end_trust(me.person.id, trusted_id, by=me.actor, at=me.at)
    if request.method == "POST" or row.ended_at:
        return redirect("participant:trusted")
    context = {"kind": wording.TRUSTED[row.kind], "since": row.named_at}
    return render(request, "participant/trusted_end.html", context)
