"""Families: set up where one person checks in for all, renewed with a reason, ended at once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.casework import family, family_desk, person_file
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.households import actions, queries
from amparo.people import queries as people
from amparo.privacy.purposes import Purpose
from amparo.staff import family_forms as forms
from amparo.staff import family_words as words


def new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The family this person is in; else a form to set one up."""
    at, by = clock.now(), request.actor
    with acting(by):
        who = person_file.person(person_id, by=by, permission=Permission.HOUSEHOLD_SET_UP)
        part = queries.part_of(who.id, at)
        names = people.names([who], by=by, why=Purpose.PERSON_PAGE, at=at)
    if part is not None:
        return redirect("staff:family", household_id=part.household_id)
    form, whose = forms.SetUp(request.POST or None, initial={"head": who.reference}), []
    if request.method == "POST" and form.is_valid():
        numbers, head = [who.reference, *form.references()], form.cleaned_data["head"]
        try:
            with acting(by):
                if "look" not in request.POST:
                    house = family.set_up(numbers, head, **form.facts(), by=by, at=at)
                    messages.success(request, _("Set up. Each of them is asked, on their own page."))
                    return redirect("staff:family", household_id=house.id)
                whose = family.whose(numbers, head, by=by, at=at)
        except Refused as no:
            if no.code not in words.PROBLEMS:
                raise
            form.add_error(*words.problem(no, numbers, head))
    context = {"form": form, "person": who, "name": names.get(who.id, ""), "whose": whose}
    return render(request, "staff/family_new.html", context, status=400 if form.errors else 200)


def page(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Who is in it, what each of them said, and until when."""
    at, by = clock.now(), request.actor
    with acting(by):
        found = family_desk.read(household_id, programme=request.programme.neutral_name, by=by, at=at)
    return render(request, "staff/family.html", {"family": found, "house": found.house, "form": forms.Renew()})


def renew(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Its time is counted anew, for a reason."""
    form = forms.Renew(request.POST)
    if not form.is_valid():
        raise Refused("bad_request")
    said: dict[str, Any] = form.cleaned_data
    with acting(request.actor):
        actions.renew(household_id, why=said["why"], days=said["days"], by=request.actor, at=clock.now())
    messages.success(request, _("Renewed. They see the new day on their own page."))
    return redirect("staff:family", household_id=household_id)


def end(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Nothing is sent for anybody of it any more."""
    with acting(request.actor):
        actions.end(household_id, by=request.actor, at=clock.now())
    messages.success(request, _("Ended. Each of them checks in by themselves."))
    return redirect("staff:family", household_id=household_id)


def agree(request: HttpRequest, household_id: UUID, person_id: UUID) -> HttpResponse:
    """They heard the words here, and said yes."""
    with acting(request.actor):
        actions.agree(person_id, by=request.actor, at=clock.now())
    messages.success(request, _("Noted, with the words, the language and the time."))
    return redirect("staff:family", household_id=household_id)


def leave(request: HttpRequest, household_id: UUID, person_id: UUID) -> HttpResponse:
    """They told us no, or that they stop. Nobody of the family hears of it."""
    with acting(request.actor):
        actions.leave(person_id, by=request.actor, at=clock.now())
    messages.success(request, _("Noted. Nobody of the family is told."))
    return redirect("staff:family", household_id=household_id)
