"""A representative's passkeys: which there are, a new one, one less."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.mandates import accounts, keys, rules
from amparo.programme import queries as programmes
from amparo.representative import door


def index(request: HttpRequest) -> HttpResponse:
    """Every passkey that opens this account, with its date."""
    return _list(request)


def new(request: HttpRequest) -> HttpResponse:
    """GET: what the browser must know. POST: the passkey it made."""
    at = clock.now()
    held, _ = door.signed_in(request, at=at)
    home = accounts.itself(held.programme_id, held.account_id)
    if request.method != "POST":
        # A device shows this name to whoever looks at its passkeys.
        name = programmes.by_id(held.programme_id).neutral_name
        with acting(home):
            return JsonResponse(keys.invite_to_add(held, site_name=name, at=at))
    try:
        said = keys.read(request.POST.get("passkey", ""))
        with acting(home):
            keys.add(held, said=said, at=at)
    except Refused as no:
        if no.code != "passkey_not_taken":
            raise
        return _list(request, problem=True)
    return redirect("representative:passkeys")


def remove(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """One passkey, and what it opened elsewhere, is no more."""
    at = clock.now()
    held, _ = door.signed_in(request, at=at)
    with acting(accounts.itself(held.programme_id, held.account_id)):
        if not any(row.id == key_id for row in keys.of_account()):
            raise Http404
        keys.remove(key_id, held, at=at)
    return redirect("representative:passkeys")


def _list(request: HttpRequest, *, problem: bool = False) -> HttpResponse:
    at = clock.now()
    held, _ = door.signed_in(request, at=at)
    with acting(accounts.itself(held.programme_id, held.account_id)):
        rows, may_add = keys.of_account(), keys.may_add(held, at=at)
    context: dict[str, Any] = {
        "passkeys": [_row(row) for row in rows],
        "possible": keys.are_possible() and len(rows) < rules.MOST_KEYS,
        "may_add": may_add,
        "problem": problem,
    }
    return render(request, "representative/passkeys.html", context, status=422 if problem else 200)


def _row(row: Any) -> dict[str, Any]:
    used = row.used_at if row.used_at != row.added_at else None
    return {"id": row.id, "added_at": row.added_at, "used_at": used, "shared": row.is_shared}
