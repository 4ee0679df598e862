"""A visit that somebody offers: it suits the person, or another time does."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amparo.foundation import wall
from amparo.foundation.errors import Refused
from amparo.participant import door, written_times
from amparo.participant.calendar_words import VISIT_REFUSED, VISITS
from amparo.visits import actions, queries, rules

TIMES = ("1", "2", "3")
FIELDS = ("note", *(f"{name}{n}" for n in TIMES for name in ("day", "time")))


def page(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The time as it stands, and a form for up to three others; what is said leads back to the visit."""
    wrong = ""
    with door.signed_in(request) as me:
        _own(visit_id, me)
        if request.method == "POST":
            try:
                _answer(request, visit_id, me)
                return redirect("participant:date", kind="visit", date_id=visit_id)
            except Refused as no:
                if no.code not in VISIT_REFUSED:
                    raise
                wrong = no.code
        visit = _own(visit_id, me)
        first = wall.shown(me.at, me.person.zone).date()
    typed = {name: request.POST.get(name, "") for name in FIELDS} if wrong else {}
    context = {
        "visit": visit,
        "title": VISITS[visit.kind],
        "open": visit.is_living and (visit.state == "asked" or visit.starts_at > me.at),
        "needs_reason": rules.needs_reason(visit.moved),
        "problem": {"code": wrong, "words": VISIT_REFUSED[wrong]} if wrong else None,
        "typed": typed,
        "times": [{"n": n, "day": typed.get(f"day{n}", ""), "time": typed.get(f"time{n}", "")} for n in TIMES],
        "first": first,
    }
    return render(request, "participant/visit.html", context, status=422 if wrong else 200)


def _answer(request: HttpRequest, visit_id: UUID, me: door.Me) -> None:
    what = request.POST.get("what", "")
    if what == "agree":
        actions.agree(visit_id, by=me.actor, at=me.at)
    elif what == "take_back":
        actions.take_back(visit_id, by=me.actor, at=me.at)
    elif what == "ask":
        found = [written_times.moment(request.POST, n) for n in TIMES]
        actions.ask_for_another_time(
            visit_id,
            wanted=[one for one in found if one is not None],
            zone=me.person.zone,
            note=request.POST.get("note", ""),
            by=me.actor,
            at=me.at,
        )
    else:
        raise Refused("pick_one")


def _own(visit_id: UUID, me: door.Me) -> Any:
    try:
        return queries.visit(visit_id, by=me.actor)
    except Refused:
        raise ObjectDoesNotExist from None
