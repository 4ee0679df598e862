"""What people ask about their own data: for a privacy officer who works on nobody's case. No name is opened here."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.access.rows import acting
from amparo.casework import rights_desk
from amparo.foundation import clock, languages
from amparo.foundation.errors import Refused
from amparo.programme import queries as programme
from amparo.rights import queries
from amparo.staff import wording


def page(request: HttpRequest) -> HttpResponse:
    """What waits, the one with the least time first, and what was answered."""
    by, at = request.actor, clock.now()
    with acting(by):
        waiting, answered = queries.waiting(by=by), queries.answered(by=by)
        names = programme.names_of_members()
    context = {"waiting": waiting, "answered": answered, "names": names, "at": at}
    return render(request, "staff/rights.html", context)


def one(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request, its words, and the answer to it."""
    by, at, problem = request.actor, clock.now(), ""
    typed = {name: request.POST.get(name, "") for name in ("words", "where", "what")}
    if request.method == "POST":
        try:
            with acting(by):
                found = rights_desk.answer(
                    request_id,
                    granted=typed["what"] == "done",
                    words=typed["words"],
                    where=typed["where"],
                    by=by,
                    at=at,
                )
        except Refused as no:
            if no.code not in ("words_missing", "where_missing", "too_long", "somebody_was_faster"):
                raise
            problem = no.code
        else:
            messages.success(request, _("Answered. The person reads it on their own page."))
            if found.kind == "erase" and found.state == "done":
                return redirect("staff:forget", person_id=found.person_id)
            return redirect("staff:rights")
    with acting(by):
        found = queries.one(request_id, by=by)
        said = queries.words(found, by=by, at=at)
        names = programme.names_of_members()
    context: dict[str, Any] = {
        "one": found,
        "said": said,
        "speaks": languages.known(found.person.language).endonym,
        "names": names,
        "typed": typed,
        "problem": wording.refused(problem) if problem else None,
        "at": at,
    }
    return render(request, "staff/right.html", context, status=400 if problem else 200)
