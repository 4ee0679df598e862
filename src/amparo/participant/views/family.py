"""A person's part in a family: asked, agreed, left with one tap; and the head's page, which says of others only that
something can be sent."""

from typing import Any
from uuid import UUID

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from amparo.casework import family
from amparo.foundation import guesses, languages
from amparo.foundation.errors import Refused
from amparo.households import actions, queries
from amparo.identity import sessions
from amparo.participant import door
from amparo.people import consent_words
from amparo.programme import queries as programmes

OURS = frozenset({"vault_unavailable", "vault_busy", "vault_log_unavailable"})
# Each list is a line in the log of everybody who stands in it: whoever is their head must not be able to flood it.
LISTED_AN_HOUR, AN_HOUR = 40, 3600


def page(request: HttpRequest) -> HttpResponse:
    """Where their own part stands. Of somebody who left it says what it says of whoever was never asked."""
    with door.signed_in(request) as me:
        context = _part(me)
        if me.shown.at_kiosk:
            sessions.still_at_kiosk(me.session_id, at=me.at)
    return render(request, door.template(request, "family.html"), context)


def answer(request: HttpRequest) -> HttpResponse:
    """GET: the words they would agree to. POST: they agree, with a PIN or passkey of this moment, on their phone."""
    with door.signed_in(request) as me:
        context = _part(me)
        if request.method == "POST" and context["state"] == "asked":
            actions.agree(me.person.id, language=request.POST.get("language", ""), by=me.actor, at=me.at)
    if request.method == "POST" or context["state"] != "asked":
        return redirect("participant:family")
    return render(request, "participant/family_answer.html", context)


def stop(request: HttpRequest) -> HttpResponse:
    """They said no, or left: at once, and nobody is told."""
    with door.signed_in(request) as me:
        actions.leave(me.person.id, by=me.actor, at=me.at)
        if me.shown.at_kiosk:
            sessions.still_at_kiosk(me.session_id, at=me.at)
    return redirect("participant:family")


def check_in(request: HttpRequest) -> HttpResponse:
    """GET: for whom the head can check in now. POST: it is sent for one of them, however often they looked."""
    sent, found, tried, not_now, often = None, None, request.method == "POST", False, False
    try:
        with door.signed_in(request) as me:
            if tried:
                sent = _send(request, me)
            often = _listed_often(me)
            if not often:
                found = family.open_now(me.person, by=me.actor, at=me.at)
    except OperationalError:
        not_now = True
    except Refused as no:
        if no.code not in OURS:
            raise
        not_now = True
    if not_now:
        return render(request, "participant/family_check_in.html", {"not_now": True}, status=503)
    if found is None and sent is None and not often:
        return redirect("participant:family")
    context = {"open": found, "sent": sent, "tried": tried, "often": often}
    status = 429 if often and not tried else 200
    return render(request, "participant/family_check_in.html", context, status=status)


def _send(request: HttpRequest, me: door.Me) -> family.Sent | None:
    try:
        part, checkin = (UUID(request.POST.get(name, "")) for name in ("part", "checkin"))
    except ValueError:
        return None
    return family.send(part, checkin, language=get_language() or "en", by=me.actor, at=me.at)


def _listed_often(me: door.Me) -> bool:
    return guesses.count(f"family-listed-{me.person.id}", seconds=AN_HOUR) > LISTED_AN_HOUR


def _part(me: door.Me) -> dict[str, Any]:
    part = queries.part_of(me.person.id, me.at)
    if part is None:
        return {"state": "none"}
    what = consent_words.FAMILY_HEAD if part.is_head else consent_words.FAMILY
    code = consent_words.read_in(what, get_language() or me.person.language)
    return {
        "state": queries.state(part, me.at).value,
        "is_head": part.is_head,
        "head": queries.head_called(part, me.person, by=me.actor, at=me.at),
        "until": part.household.until,
        "words": consent_words.shown(what, code, programme=programmes.by_id(me.person.programme_id).neutral_name),
        "language": code,
        "dir": languages.LANGUAGES[code].direction,
    }
