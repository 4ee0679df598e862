"""A new address: written down for the person, and every office to tell of it, with what shows that it was told."""

import base64
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.addresses import actions, queries
from amparo.casework import moving, person_file
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy.purposes import Purpose
from amparo.programme import queries as programme
from amparo.staff import address_forms as forms


def new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """They moved, and told a colleague: the clocks begin."""
    at, by = clock.now(), request.actor
    form = forms.Moved(request.POST or None, initial={"client_id": ids.new()})
    with acting(by):
        who = person_file.person(person_id, by=by, permission=Permission.ADDRESS_SAY)
        name = people.names([who], by=by, why=Purpose.PERSON_PAGE, at=at).get(who.id, "")
    if request.method == "POST" and form.is_valid():
        try:
            with acting(by):
                made = actions.say(person_id, **form.cleaned_data, by=by, at=at)
            messages.success(request, _("Written down. Help them tell the court: it does not hear it from us."))
            return redirect("staff:address", new_address_id=made.id)
        except Refused as no:
            if no.code not in forms.PROBLEMS:
                raise
            form.add_error(None, forms.PROBLEMS[no.code])
    context = {"person": who, "name": name, "form": form}
    return render(request, "staff/address_new.html", context, status=400 if form.errors else 200)


def page(request: HttpRequest, new_address_id: UUID, **more: Any) -> HttpResponse:
    """Where they live, whom they told, and what is left of each clock."""
    at, by = clock.now(), request.actor
    with acting(by):
        move = moving.read(new_address_id, by=by, at=at)
        person = move.found.person
        name = people.names([person], by=by, why=Purpose.PERSON_PAGE, at=at).get(person.id, "")
        colleagues = programme.names_of_members()
    told = [
        {
            "task": task,
            "proof": move.proofs.get(task.row.id),
            "who": colleagues.get(task.row.state_by, ""),
            "asks_help": task.row.help_asked_at and not task.row.help_handled_at,
        }
        for task in move.tasks
    ]
    context = {"move": move, "person": person, "name": name, "told": told, "at": at, "today": at.date()}
    return render(request, "staff/address.html", context | more)


def mark(request: HttpRequest, telling_id: UUID) -> HttpResponse:
    """A colleague knows that the office was told, or need not be, and says how they know."""
    at, by, said = clock.now(), request.actor, request.POST
    with acting(by):
        row = queries.telling(telling_id, by=by)
        if said.get("what") == "leave_out":
            actions.leave_out(telling_id, reason=said.get("note", ""), by=by, at=at)
        elif said.get("what") == "tell":
            actions.tell(telling_id, told_on=_day(said.get("day", "")), note=said.get("note", ""), by=by, at=at)
        else:
            raise Refused("bad_request")
    messages.success(request, _("Written down, with your reason. The person reads it."))
    return redirect("staff:address", new_address_id=row.new_address_id)


def picture(request: HttpRequest, telling_id: UUID) -> HttpResponse:
    """The picture that the person kept, shown once, after saying so in their log."""
    at, by = clock.now(), request.actor
    with acting(by):
        row = queries.telling(telling_id, by=by)
        shown = queries.picture(row, by=by, at=at)
    source = "data:image/webp;base64," + base64.b64encode(shown).decode() if shown else ""
    return page(request, row.new_address_id, picture=source, picture_of=row.id)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("no_such_date") from None
