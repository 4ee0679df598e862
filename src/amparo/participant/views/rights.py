"""What the person asks about their data, or complains about: it goes to somebody outside their team."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amparo.casework import rights_desk
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.participant import door, rights_words
from amparo.rights import actions, queries


def index(request: HttpRequest) -> HttpResponse:
    """What they have asked, and asking anew."""
    asks = request.method == "POST"
    typed = {name: request.POST.get(name, "") for name in ("kind", "words", "number")} if asks else _blank(request)
    typed["number"] = str(_number(typed["number"]))
    problem: Any = None
    with door.signed_in(request) as me:
        if asks:
            try:
                made = actions.ask(
                    me.person.id,
                    kind=typed["kind"],
                    words=typed["words"],
                    client_id=UUID(typed["number"]),
                    by=me.actor,
                    at=me.at,
                )
                return redirect("participant:right", request_id=made.id)
            except Refused as no:
                problem = rights_words.REFUSED.get(no.code)
                if problem is None:
                    raise
        rows = queries.requests_of(me.person.id)
        who = rights_desk.who_answers(me.at)
        days = rights_desk.days_to_answer(me.person.programme_id, me.at)
    context = {
        "rows": [_line(row) for row in rows],
        "kinds": [(code, *words) for code, words in rights_words.KINDS.items()],
        "typed": typed,
        "problem": problem,
        "who": who,
        "days": days,
    }
    return render(request, "participant/rights.html", context, status=422 if problem else 200)


def page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request: what was asked, until when it is answered, and the answer. POST takes it back."""
    problem: Any = None
    with door.signed_in(request) as me:
        _own(request_id, me)
        if request.method == "POST":
            try:
                actions.withdraw(request_id, by=me.actor, at=me.at)
            except Refused as no:
                problem = rights_words.REFUSED.get(no.code)
                if problem is None:
                    raise
        found = _own(request_id, me)
        said = queries.words(found, by=me.actor, at=me.at)
        who = rights_desk.who_answers(me.at) if found.state == "waiting" else []
    context = _line(found) | {"said": said, "problem": problem, "who": who, "at": me.at}
    return render(request, "participant/right.html", context, status=422 if problem else 200)


def _line(row: Any) -> dict[str, Any]:
    granted = row.kind == "erase" and row.state == "done"
    return {
        "row": row,
        "title": rights_words.KINDS[row.kind][0],
        "says": rights_words.ERASE_DONE if granted else rights_words.STATES[row.state],
    }


def _blank(request: HttpRequest) -> dict[str, str]:
    kind = request.GET.get("kind", "")
    return {"kind": kind if kind in rights_words.KINDS else "", "words": "", "number": ""}


def _number(text: str) -> UUID:
    """The page's own number for what is asked; a form that was tampered with is asked anew."""
    try:
        return UUID(text)
    except ValueError:
        return ids.new()


def _own(request_id: UUID, me: door.Me) -> Any:
    try:
        return queries.one(request_id, by=me.actor)
    except Refused:
        raise ObjectDoesNotExist from None
