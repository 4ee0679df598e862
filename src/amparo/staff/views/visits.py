"""Visits: offered with notice, answered when the person asks for another time, called off with a word."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.casework import person_file
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy.purposes import Purpose
from amparo.staff import visit_forms as forms
from amparo.staff import visit_words
from amparo.visits import actions, queries

MOST = 60


def new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Every visit of this person, and a form to offer one."""
    at, by = clock.now(), request.actor
    form = forms.Offer(request.POST or None)
    with acting(by):
        who = person_file.person(person_id, by=by, permission=Permission.VISIT_OFFER)
        names = people.names([who], by=by, why=Purpose.PERSON_PAGE, at=at)
        known = list(queries.visits_of(who.id).order_by("-starts_at")[:MOST])
    if request.method == "POST" and form.is_valid():
        try:
            with acting(by):
                actions.offer(who.id, **form.facts(), zone=who.zone, by=by, at=at)
            messages.success(request, _("Offered. They are told, and can ask for another time."))
            return redirect("staff:person", person_id=person_id)
        except Refused as no:
            form.add_error(None, _problem(no))
    context = {"form": form, "person": who, "name": names.get(who.id, ""), "visits": known, "at": at}
    return render(request, "staff/visits.html", context, status=400 if form.errors else 200)


def page(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """One visit: what the person asks for, and what can be done about it."""
    at, by = clock.now(), request.actor
    problem, form = "", forms.When()
    if request.method == "POST":
        form = forms.When(request.POST) if request.POST.get("what") == "again" else form
        try:
            with acting(by):
                visit = _done(request, visit_id, form, at)
            messages.success(request, visit_words.DONE[request.POST["what"]])
            return redirect("staff:person", person_id=visit.person_id)
        except _Unreadable:
            pass
        except Refused as no:
            problem = str(_problem(no))
    with acting(by):
        visit = queries.visit(visit_id, by=by)
        said = queries.words(visit, by=by, at=at)
        names = people.names([visit.person], by=by, why=Purpose.PERSON_PAGE, at=at)
    context = {
        "visit": visit,
        "person": visit.person,
        "name": names.get(visit.person_id, ""),
        "said": said,
        "form": form,
        "problem": problem,
        "over": visit.starts_at <= at,
        "at": at,
    }
    return render(request, "staff/visit.html", context, status=400 if problem or form.errors else 200)


class _Unreadable(Exception):
    """The form does not say when."""


def _done(request: HttpRequest, visit_id: UUID, form: forms.When, at: datetime) -> Any:
    what, by = request.POST.get("what", ""), request.actor
    if what == "accept":
        return actions.accept(visit_id, moment=_moment(request.POST.get("moment", "")), by=by, at=at)
    if what == "again":
        visit = queries.visit(visit_id, by=by)
        if not form.is_valid():
            raise _Unreadable
        minutes = form.cleaned_data["minutes"]
        return actions.offer_again(visit_id, starts=form.starts(), zone=visit.zone, minutes=minutes, by=by, at=at)
    if what == "cancel":
        return actions.cancel(visit_id, by=by, at=at)
    if what == "held":
        return actions.held(visit_id, by=by, at=at)
    raise Refused("bad_request")


def _moment(text: str) -> datetime:
    """One of the times that the person named, as the page wrote it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused("bad_request") from None
    if moment.tzinfo is None:
        raise Refused("bad_request")
    return moment


def _problem(no: Refused) -> Any:
    if no.code not in visit_words.PROBLEMS:
        raise no
    return visit_words.PROBLEMS[no.code]
