"""A copy of everything that is held about the person: asked for, made by the background, gone after a day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amparo.casework.own_copy import asking
from amparo.foundation.errors import Refused
from amparo.identity.ways import Way
from amparo.participant import door, rights_words, tongues
from amparo.rights import actions, queries

LOOK_AGAIN_SECONDS = "3"


def page(request: HttpRequest) -> HttpResponse:
    """Ask for a copy, wait for it, take it. POST asks."""
    problem: Any = None
    with door.signed_in(request) as me:
        if request.method == "POST":
            try:
                _ask(request, me)
                return redirect("participant:my_copy")
            except Refused as no:
                problem = rights_words.COPY_REFUSED.get(no.code)
                if problem is None:
                    raise
        copy = queries.copy_of(me.person.id)
        choices = asking.choices(me.person.id)
    gone = copy is not None and (copy.state == "dropped" or asking.is_over(copy, me.at))
    context: dict[str, Any] = {
        "copy": None if gone else copy,
        "until": asking.until(copy) if copy else None,
        "choices": choices,
        "with_passkey": me.shown.way is Way.PASSKEY,
        "failed": rights_words.COPY_FAILED,
        "problem": problem,
    }
    response = render(request, "participant/my_copy.html", context, status=429 if problem else 200)
    if copy is not None and not gone and copy.state == "waiting":
        response["Refresh"] = LOOK_AGAIN_SECONDS
    return response


def _ask(request: HttpRequest, me: door.Me) -> None:
    typed = request.POST.get("begins_with", "0")
    begins = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
    whole = me.shown.way is Way.PASSKEY
    actions.ask_for_copy(me.person.id, whole=whole, begins_with=begins, language=tongues.now(), by=me.actor, at=me.at)


def file(request: HttpRequest) -> HttpResponse:
    """The file, or where one is asked for. What a passkey asked for is given to a passkey only."""
    with door.signed_in(request) as me:
        copy = queries.copy_of(me.person.id)
        if copy is None or copy.state != "ready" or asking.is_over(copy, me.at):
            return redirect("participant:my_copy")
        if copy.whole and me.shown.way is not Way.PASSKEY:
            raise door.ShowItIsYou("show_passkey")
        data = queries.opened(copy, me.person, by=me.actor, at=me.at)
    headers = {"Content-Disposition": 'attachment; filename="my-data.zip"', "Cache-Control": "no-store"}
    return HttpResponse(data, content_type="application/zip", headers=headers)


def end(request: HttpRequest) -> HttpResponse:
    """The copy is gone before its day is over."""
    with door.signed_in(request) as me:
        actions.drop_copy(me.person.id, by=me.actor)
    return redirect("participant:my_copy")
