""" "I moved": where the person lives now, whom to tell, by when, and what shows that they did."""

import base64
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amparo.addresses import actions, queries, rules
from amparo.addresses.rules import State
from amparo.foundation import ids, wall
from amparo.foundation.errors import Refused
from amparo.participant import address_words as words
from amparo.participant import door, from_camera, from_phone, scope


def index(request: HttpRequest) -> HttpResponse:
    """Every office to tell, with its clock. Where the person lives stands on no page that opens so easily."""
    with door.signed_in(request) as me:
        found = queries.current(me.person.id)
        tasks = queries.tasks(found, me.at) if found else []
    shown = [_shown(task) for task in tasks]
    context = {
        "found": found,
        "needed": [one for one in shown if one["task"].row.needed],
        "others": [one for one in shown if not one["task"].row.needed],
        "open": any(one["task"].is_open and one["task"].row.needed for one in shown),
    }
    return render(request, "participant/address.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """GET asks; POST keeps it, sealed, and every clock begins."""
    posted = request.POST
    with door.signed_in(request) as me:
        today = wall.shown(me.at, me.person.zone).date()
        problem = None
        if request.method == "POST":
            try:
                actions.say(
                    me.person.id,
                    client_id=from_phone.read_id(posted.get("client_id")),
                    address=posted.get("address", ""),
                    moved_on=_day(posted.get("day", "")),
                    by=me.actor,
                    at=me.at,
                )
            except Refused as no:
                problem = _problem(no, {"address": posted.get("address", "")})
    if request.method == "POST" and not problem:
        return redirect("participant:address")
    context = {
        "client_id": posted.get("client_id") or ids.new(),
        "typed": {"address": posted.get("address", ""), "day": posted.get("day", today.isoformat())},
        "longest": rules.LONGEST_ADDRESS,
        "problem": problem,
    }
    return render(request, "participant/address_new.html", context, status=422 if problem else 200)


def telling(request: HttpRequest, telling_id: UUID) -> HttpResponse:
    """How to tell one office. POST: what = tell (with a proof), leave_out, help, take_back."""
    problem = None
    if request.method == "POST":
        try:
            _do(request, telling_id)
        except Refused as no:
            problem = _problem(no, {name: request.POST.get(name, "") for name in ("number", "note", "reason")})
        if problem is None:
            return redirect("participant:telling", telling_id=telling_id)
    with door.signed_in(request) as me:
        task = queries.task(_own(telling_id, me), me.at)
        today = wall.shown(me.at, me.person.zone).date()
    typed = {name: request.POST.get(name, "") for name in ("number", "note", "reason")} if problem else {}
    context = _shown(task) | {
        "done": task.row.state == State.DONE,
        "can_add": any(getattr(task.row, name) is None for name in ("number", "note", "picture")),
        "helped": task.row.help_asked_at and not task.row.help_handled_at,
        "typed": {"day": request.POST.get("day") or today.isoformat()} | typed,
        "longest": {"number": rules.LONGEST_NUMBER, "words": rules.LONGEST_WORDS},
        "problem": problem,
    }
    return render(request, "participant/telling.html", context, status=422 if problem else 200)


def kept(request: HttpRequest, telling_id: UUID) -> HttpResponse:
    """The new address, and what shows that this office was told; for whoever has just shown that it is them."""
    with door.signed_in(request) as me:
        row = _own(telling_id, me)
        found = queries.new_address(row.new_address_id, by=me.actor)
        address = queries.address_of(found, by=me.actor, at=me.at)
        proof = queries.proofs([row], me.person, by=me.actor, at=me.at)[row.id]
        picture = queries.picture(row, by=me.actor, at=me.at) if row.picture else None
        task = queries.task(row, me.at)
    source = "data:image/webp;base64," + base64.b64encode(picture).decode() if picture else ""
    context = _shown(task) | {"address": address, "proof": proof, "picture": source}
    return render(request, "participant/telling_kept.html", context)


def _do(request: HttpRequest, telling_id: UUID) -> None:
    posted, what = request.POST, request.POST.get("what", "")
    picture = None
    if what == "tell" and from_camera.was_sent(request, "picture"):
        with door.signed_in(request) as me:
            row = _own(telling_id, me)
        if row.picture is None and row.state in (State.OPEN, State.DONE):
            picture = from_camera.cleaned(request, "picture")
    with door.signed_in(request) as me:
        _own(telling_id, me)
        # They take a proof away, or a clock out of sight: not by a phone that was left lying.
        if what in ("leave_out", "take_back") and (missing := scope.missing(scope.FRESH, me.shown, me.at)):
            raise door.ShowItIsYou(missing, request.path)
        if what == "tell":
            actions.tell(
                telling_id,
                told_on=_day(posted.get("day", "")),
                number=posted.get("number", ""),
                note=posted.get("note", ""),
                picture=picture,
                by=me.actor,
                at=me.at,
            )
        elif what == "leave_out":
            actions.leave_out(telling_id, reason=posted.get("reason", ""), by=me.actor, at=me.at)
        elif what == "help":
            actions.ask_help(telling_id, by=me.actor, at=me.at)
        elif what == "take_back":
            actions.take_back(telling_id, by=me.actor, at=me.at)
        else:
            raise Refused("pick_one")


def _own(telling_id: UUID, me: door.Me) -> Any:
    try:
        return queries.telling(telling_id, by=me.actor)
    except Refused:
        raise ObjectDoesNotExist from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("day_missing") from None


def _problem(no: Refused, typed: dict[str, str]) -> dict[str, Any]:
    if no.code not in words.REFUSED:
        raise no
    return words.problem(no.code, typed)


def _shown(task: queries.Task) -> dict[str, Any]:
    return {"task": task, "office": task.office, "row": task.row, "left": words.left(task.left)}
