"""Court dates: what a human must decide, what comes, and what is written down by hand."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from amparo.access.actor import Actor
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.casework import hearing_desk, person_file, whose
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.hearings import actions, queries
from amparo.people import queries as people
from amparo.privacy.purposes import Purpose
from amparo.staff import forms, wording


def page(request: HttpRequest) -> HttpResponse:
    """Open questions side by side, then the hearings that come."""
    at, by = clock.now(), request.actor
    with acting(by):
        everybody = whose.everybody(request.GET.get("who", ""), by=by)
        asked = hearing_desk.questions(by=by, everybody=everybody)
        coming = hearing_desk.upcoming(by=by, at=at, everybody=everybody)
        sources = queries.sources()
        names = _names([one.question for one in asked], why=Purpose.HEARING_QUESTION, by=by, at=at)
        names |= _names(coming, why=Purpose.CASELOAD_LIST, by=by, at=at)
    context = {
        "asked": [{"asked": one, "name": names.get(one.question.person_id, "")} for one in asked],
        "coming": [{"hearing": row, "name": names.get(row.person_id, "")} for row in coming],
        "sources": sources,
        "decisions": wording.DECISIONS.items(),
        "everybody": everybody,
        "at": at,
    }
    return render(request, "staff/hearings.html", context)


def decide(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """One date holds, for a reason that the person can read."""
    form = forms.Decision(request.POST)
    if not form.is_valid():
        raise Refused("reason_missing")
    with acting(request.actor):
        question = hearing_desk.question(question_id, by=request.actor).question
        actions.decide(question, **form.cleaned_data, by=request.actor, at=clock.now())
    messages.success(request, wording.DECIDED[form.cleaned_data["decision"]])
    return _back_to_list(request)


def confirm(request: HttpRequest, hearing_id: UUID) -> HttpResponse:
    """The court or its system says today that this date holds."""
    with acting(request.actor):
        actions.confirm(hearing_id, by=request.actor, at=clock.now())
    messages.success(request, _("The date is confirmed as of today."))
    back = request.POST.get("person", "")
    return redirect("staff:person", person_id=back) if back else _back_to_list(request)


def new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A court date from a paper: noted, and its reminders planned."""
    at, by = clock.now(), request.actor
    form = forms.NewHearing(request.POST or None)
    with acting(by):
        who = person_file.person(person_id, by=by, permission=Permission.HEARING_DECIDE)
        names = people.names([who], by=by, why=Purpose.PERSON_PAGE, at=at)
    if request.method == "POST" and form.is_valid():
        try:
            with acting(by):
                actions.add_by_hand(who, **form.cleaned_data, by=by, at=at)
            messages.success(request, _("The hearing is noted and its reminders are planned."))
            return redirect("staff:person", person_id=person_id)
        except Refused as no:
            form.add_error(None, "{happened} {what_to_do}".format(**wording.refused(no.code)))
    context = {"form": form, "person": who, "name": names.get(who.id, "")}
    return render(request, "staff/hearing_new.html", context, status=400 if form.errors else 200)


def _back_to_list(request: HttpRequest) -> HttpResponse:
    """The list that the member came from: their own people's or the whole programme's."""
    who = request.POST.get("who", "")
    return redirect(reverse("staff:hearings") + (f"?who={who}" if who in ("all", "mine") else ""))


def _names(rows: Iterable[Any], *, why: Purpose, by: Actor, at: datetime) -> dict[UUID, str]:
    return people.names({row.person_id: row.person for row in rows}.values(), by=by, why=why, at=at)
