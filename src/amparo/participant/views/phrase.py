"""The person's own words: given once, taken anew, taken back. They are never read again on any page of theirs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from amparo.casework import ways_in
from amparo.foundation import languages
from amparo.identity import phrases
from amparo.participant import door, scope


def page(request: HttpRequest) -> HttpResponse:
    """Whether there are words, and since when."""
    with door.signed_in(request) as me:
        return _show(request, me, ())


def new(request: HttpRequest) -> HttpResponse:
    """New words stand in this answer alone, which nobody stores. The same tap sent again draws no others."""
    with door.signed_in(request) as me:
        now = phrases.of(me.person.id, at=me.at)
        if request.POST.get("instead_of", "") != (str(now.id) if now else ""):
            return redirect("participant:phrase")
        language = get_language() or languages.DEFAULT
        words = ways_in.give_words(me.session_id, language=language, by=me.actor, at=me.at)
        return _show(request, me, words)


def remove(request: HttpRequest) -> HttpResponse:
    """There are no words any more."""
    with door.signed_in(request, page=False) as me:
        phrases.remove(me.session_id, by=me.actor, at=me.at)
    return redirect("participant:phrase")


def _show(request: HttpRequest, me: door.Me, words: tuple[str, ...]) -> HttpResponse:
    settles_at = me.shown.settles_at
    context: dict[str, Any] = {
        "words": words,
        "phrase": phrases.of(me.person.id, at=me.at),
        "may_remove": not scope.missing(scope.FRESH, me.shown, me.at),
        "may_have": not scope.missing(scope.NEW_WAY_IN, me.shown, me.at),
        "settles_at": settles_at if settles_at and settles_at > me.at else None,
    }
    return render(request, "participant/phrase.html", context)
