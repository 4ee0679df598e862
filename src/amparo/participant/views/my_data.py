"""What is held about the person, and what they agreed to."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from amparo.casework import consents, held
from amparo.casework.own_copy import tables
from amparo.foundation import languages
from amparo.foundation.errors import Refused
from amparo.identity import rules
from amparo.identity.ways import Way
from amparo.participant import door, rights_words


def index(request: HttpRequest) -> HttpResponse:
    """Each kind of thing that is held: what, why, who sees it, until when, and how many."""
    with door.signed_in(request) as me:
        whole = me.shown.way is Way.PASSKEY and rules.is_just_now(me.shown, me.at)
        told = held.of(me.person, whole=whole, by=me.actor)
    context = {
        "told": [_shown(one) for one in told if not one.is_none],
        "none": [one.title for one in told if one.is_none],
    }
    return render(request, "participant/my_data.html", context)


def promises(request: HttpRequest) -> HttpResponse:
    """What Amparo will never do."""
    with door.signed_in(request):
        pass
    return render(request, "participant/promises.html")


def agreed(request: HttpRequest) -> HttpResponse:
    """Everything they agreed to, in the words they saw."""
    with door.signed_in(request) as me:
        rows, reminded = consents.of(me.person), consents.reminded(me.person)
    shown = [_agreed(row) for row in rows]
    return render(request, "participant/agreed.html", {"agreed": shown, "reminded": reminded})


def stop(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """They take it back: at once, and nobody asks why."""
    with door.signed_in(request) as me:
        try:
            consents.stop(me.person, consent_id, by=me.actor, at=me.at)
        except Refused as no:
            if no.code != "unknown_consent":
                raise
            raise ObjectDoesNotExist from None
    return redirect("participant:agreed")


def stop_browsers(request: HttpRequest) -> HttpResponse:
    """No browser of theirs is notified any more."""
    with door.signed_in(request) as me:
        consents.stop_browsers(me.person, by=me.actor, at=me.at)
    return redirect("participant:agreed")


def _shown(one: held.Held) -> dict[str, Any]:
    page = rights_words.PAGES.get(one.label, "")
    url = reverse(f"participant:{page}") if page else ""
    left_out = rights_words.PASSKEY_ONLY if one.count is None else tables.LEFT_OUT.get(one.label, "")
    return {"held": one, "url": url, "left_out": left_out}


def _agreed(row: consents.Agreed) -> dict[str, Any]:
    said = languages.LANGUAGES.get(row.language)
    return {
        "row": row,
        "title": rights_words.AGREED.get(row.what, row.what),
        "language": said.endonym if said else row.language,
        "dir": said.direction if said else "ltr",
    }
