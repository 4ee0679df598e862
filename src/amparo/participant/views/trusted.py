"""Whom we may ask when we cannot reach the person: they see it, and take it back."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amparo.casework import support
from amparo.identity import passkeys, queries
from amparo.participant import door, scope, wording
from amparo.people import trusting
from amparo.privacy.purposes import Purpose


def index(request: HttpRequest) -> HttpResponse:
    """Everybody they named. Names only for a session shown by a passkey: whoever knows a PIN may be the danger."""
    with door.signed_in(request) as me:
        rows = trusting.named_by(me.person)
        missing = scope.missing(scope.SENSITIVE, me.shown, me.at) if rows else ""
        names = _names(rows, me)
        has_passkey = queries.passkeys_of(me.person.id).exists() if missing else False
    named = [
        {"id": row.id, "kind": wording.TRUSTED[row.kind], "since": row.named_at, "name": names.get(row.id, "")}
        for row in rows
    ]
    context = {
        "named": named,
        "possible": passkeys.are_possible(),
        "has_passkey": has_passkey,
        "without_names": bool(missing),
        "settles_at": me.shown.settles_at if missing == "not_settled" else None,
    }
    return render(request, "participant/trusted.html", context)


def end(request: HttpRequest, trusted_id: UUID) -> HttpResponse:
    """GET asks once more. POST: nobody asks them any more."""
    with door.signed_in(request) as me:
        row = trusting.named(trusted_id, me.person)
        if row is None:
            raise Http404
        if request.method == "POST" and row.ended_at is None:
            support.end_trust(me.person.id, trusted_id, by=me.actor, at=me.at)
        asks = request.method != "POST" and row.ended_at is None
        name = _names([row], me).get(row.id, "") if asks else ""
    if request.method == "POST" or row.ended_at:
        return redirect("participant:trusted")
    context = {"kind": wording.TRUSTED[row.kind], "since": row.named_at, "name": name}
    return render(request, "participant/trusted_end.html", context)


def _names(rows: list[Any], me: door.Me) -> dict[UUID, str]:
    """Whom they named, where this session may know it. How to reach them stands on no page of a phone."""
    if not rows or scope.missing(scope.SENSITIVE, me.shown, me.at):
        return {}
    shown = trusting.shown(rows, me.person, by=me.actor, why=Purpose.OWN_RECORD, at=me.at)
    return {row_id: name for row_id, (name, _) in shown.items()}
