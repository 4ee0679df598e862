"""Dates of the person's own: written down, changed, taken away. Nobody else opens them."""

from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amparo.foundation import wall
from amparo.foundation.errors import Refused
from amparo.participant import door, written_times
from amparo.participant.calendar_words import OWN_FIELD, OWN_REFUSED
from amparo.visits import actions, queries

FIELDS = ("title", "where", "day", "time", "key")


def new(request: HttpRequest) -> HttpResponse:
    """A form, and the date once it is written down."""
    wrong = ""
    with door.signed_in(request) as me:
        if request.method == "POST":
            try:
                row = actions.add(**_said(request, me), key=_key(request), by=me.actor, at=me.at)
                return redirect("participant:date", kind="own", date_id=row.id)
            except Refused as no:
                wrong = _known(no)
        first = wall.shown(me.at, me.person.zone).date()
    typed = _typed(request) if wrong else {"day": request.GET.get("day", ""), "key": str(uuid4())}
    return _form(request, typed, wrong, {"first": first})


def change(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The date as it is, to be changed or taken away."""
    wrong = ""
    with door.signed_in(request) as me:
        if request.method == "POST" and request.POST.get("what") == "remove":
            with suppress(Refused):  # taken away already, or never theirs: either way it is not there
                actions.remove(appointment_id, by=me.actor, at=me.at)
            return redirect("participant:calendar")
        row = _own(appointment_id, me)
        if request.method == "POST":
            try:
                actions.change(row.id, **_said(request, me), by=me.actor, at=me.at)
                return redirect("participant:date", kind="own", date_id=row.id)
            except Refused as no:
                wrong = _known(no)
        said = queries.titles([row], me.person, by=me.actor, at=me.at).get(row.id, {}) if not wrong else {}
        here = wall.shown(row.starts_at, me.person.zone)
        first = wall.shown(me.at, me.person.zone).date()
    kept = {"day": here.date().isoformat(), "time": f"{here:%H:%M}"} | said
    return _form(request, _typed(request) if wrong else kept, wrong, {"first": first, "row": row})


def _form(request: HttpRequest, typed: dict[str, str], wrong: str, more: dict[str, Any]) -> HttpResponse:
    problem = {"words": OWN_REFUSED[wrong], "field": OWN_FIELD.get(wrong, "")} if wrong else None
    context = {"typed": typed, "problem": problem} | more
    return render(request, "participant/own_date.html", context, status=422 if wrong else 200)


def _said(request: HttpRequest, me: door.Me) -> dict[str, Any]:
    starts = written_times.moment(request.POST)
    if starts is None:
        raise Refused("time_missing")
    said = {name: request.POST.get(name, "") for name in ("title", "where")}
    return said | {"starts": starts, "zone": me.person.zone}


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in FIELDS}


def _key(request: HttpRequest) -> UUID:
    """The form's own key: sent twice, it is one date."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def _known(no: Refused) -> str:
    if no.code not in OWN_REFUSED:
        raise no
    return no.code


def _own(appointment_id: UUID, me: door.Me) -> Any:
    try:
        return queries.appointment(appointment_id, by=me.actor)
    except Refused:
        raise ObjectDoesNotExist from None
