"""Help, and what to do when somebody is not safe: for whoever is signed in and for whoever is not."""

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from amparo.access.actor import system
from amparo.access.rows import acting
from amparo.foundation.errors import Refused
from amparo.participant import card, door, wording
from amparo.people import call_times as people
from amparo.programme import help_lines


def page(request: HttpRequest) -> HttpResponse:
    """How to reach somebody, whom to call about the case, and common questions."""
    return render(request, "participant/help.html", _shown(request, help_lines.Kind.LEGAL))


def safe(request: HttpRequest) -> HttpResponse:
    """I feel unsafe: numbers to call, how to leave and hide this app, and when we may call. For everybody."""
    context = _shown(request, help_lines.Kind.SAFETY) | {"told": "told" in request.GET}
    return render(request, "participant/safe.html", context)


def call_times(request: HttpRequest) -> HttpResponse:
    """When it is safe to call, in words that only their team can read; what was said before is not shown."""
    words, problem = request.POST.get("words", ""), ""
    with door.signed_in(request) as me:
        said = people.of(me.person)
        said_at = said.said_at if said else None
        if request.method == "POST" and "remove" in request.POST:
            people.take_back(me.person.id, by=me.actor)
        elif request.method == "POST":
            try:
                people.say(me.person.id, words, by=me.actor, at=me.at)
            except Refused as no:
                if no.code not in CALL_PROBLEMS:
                    raise
                problem = str(CALL_PROBLEMS[no.code])
    if request.method == "POST" and not problem:
        return redirect(f"{reverse('participant:safe')}?told")
    context = {"said_at": said_at, "words": words, "problem": problem, "longest": people.LONGEST}
    return render(request, "participant/call_times.html", context, status=422 if problem else 200)


CALL_PROBLEMS = {"words_missing": wording.WRITE_WHEN, "too_long": wording.ANSWER_PROBLEMS["too_long"]}


def _shown(request: HttpRequest, kind: str) -> dict[str, Any]:
    """The number at the office of whoever is signed in, and the programme's numbers of this kind."""
    shown: dict[str, Any] = {"number": "", "lines": [], "emergency": ""}
    try:
        with door.signed_in(request) as me:
            shown["number"] = me.person.reference
    except door.SignInAgain:
        pass
    except door.ShowItIsYou as more:
        if more.code != "show_it_is_you":
            raise
    try:
        programme = card.programme_of(request)
        if programme:
            with acting(system(programme.id)):
                lines = help_lines.of_programme()
            shown["lines"] = [{"row": one, "link": card.tel(one.phone)} for one in lines if one.kind == kind]
            shown["emergency"] = help_lines.emergency(programme.country)
    except DatabaseError:
        pass  # help is shown also while the database is not there
    return shown
