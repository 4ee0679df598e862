"""An invitation: who accepts it, the four digits they were told, and how they will sign in. One page, once."""

from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe

from amparo.access.rows import acting
from amparo.casework import representing
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.mandates import accepting, accounts, cookie, totp
from amparo.mandates.cookie import Held, SetUp
from amparo.programme import queries as programmes
from amparo.representative import door, pace, wording

FIELDS = ("name", "organisation", "address")
# What somebody typed is never longer than the page takes back.
LONGEST = 400


def page(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """For every link the same page: whether it is of anybody is said only to whoever knows the digits too."""
    programme = programmes.by_slug(slug)
    if programme is None:
        raise Http404
    held = _here(request)
    if held is None:
        pace.require(request)
    made = cookie.read_set_up(request.POST.get("made", "")) if request.method == "POST" else None
    if request.method != "POST":
        return _show(request, programme, held, cookie.new_set_up(), {}, "")
    if made is None and held is None:
        return _show(request, programme, held, cookie.new_set_up(), _typed(request), "page_too_old", status=422)
    try:
        return _accept(request, programme, token, held, made)
    except Refused as no:
        if no.code not in wording.INVITATION:
            raise
        return _show(request, programme, held, made or cookie.new_set_up(), _typed(request), no.code, status=422)


def _accept(request: HttpRequest, programme: Any, token: str, held: Held | None, made: SetUp | None) -> HttpResponse:
    at, typed = clock.now(), _typed(request)
    said = accepting.says(typed["name"], typed["organisation"], typed["address"])
    code = request.POST.get("code", "")[:LONGEST]
    if held is not None or made is None:
        representing.accept_also(programme.id, token=token, code=code, said=said, held=_sure(held), at=at)
        return redirect("representative:people")
    phone_code = request.POST.get("phone_code", "")[:LONGEST]
    done = representing.accept(programme.id, token=token, code=code, phone_code=phone_code, said=said, made=made, at=at)
    response = render(request, "representative/accepted.html", {"name": f"{programme.slug}.{done.name}"})
    door.open_for(response, done.signed, at=at)
    return response


def _show(
    request: HttpRequest,
    programme: Any,
    held: Held | None,
    made: SetUp,
    typed: dict[str, str],
    wrong: str,
    *,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "house": programme.name,
        "signed_in": held is not None,
        "typed": typed,
        "wrong": {"field": wording.INVITATION_FIELDS.get(wrong, ""), "words": wording.INVITATION[wrong]}
        if wrong
        else None,
    }
    if held is None:
        secret = accounts.secret_of(programme.id, made.seed)
        address = totp.address(secret, issuer=programme.neutral_name, account=str(made.account_id)[:8])
        context |= {"made": cookie.write_set_up(made), "spelled": totp.spelled(secret), "qr": _picture(address)}
    return render(request, "representative/invitation.html", context, status=status)


def _here(request: HttpRequest) -> Held | None:
    """Who is signed in in this browser already, if somebody is."""
    held = door.held_in(request)
    if held is None:
        return None
    with acting(accounts.itself(held.programme_id, held.account_id)):
        return held if accounts.sitting(held, at=clock.now()) else None


def _sure(held: Held | None) -> Held:
    if held is None:
        raise door.SignInAgain
    return held


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").replace("\0", "")[:LONGEST] for name in FIELDS}


def _picture(address: str) -> SafeString:
    """The square code that an authenticator scans."""
    drawn = segno.make(address, error="m").svg_inline(scale=4, border=2, light="#fff", dark="#000", omitsize=True)
    return mark_safe(drawn)  # noqa: S308  # nosec B308 B703  drawn by us from a secret made by us
