"""Forgetting a person, by two signatures. Nobody's name is opened here: a reference is enough."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.access import gate
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.casework import rights_desk
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.people import actions, reasons
from amparo.people import queries as people
from amparo.privacy import retention
from amparo.programme import queries as programme
from amparo.staff import guard, wording


def page(request: HttpRequest) -> HttpResponse:
    """Who waits for a second signature, and finding somebody by their reference."""
    typed, problem = request.POST.get("reference", "").strip()[:20], ""
    with acting(request.actor):
        if request.method == "POST":
            found = people.by_reference(typed)
            if found is not None:
                return redirect("staff:forget", person_id=found.id)
            problem = "no_such_reference"
        asks, names = people.asks_to_forget(), programme.names_of_members()
        wishes = rights_desk.wishes(by=request.actor)
    context = {
        "asks": asks,
        "names": names,
        "wishes": wishes,
        "typed": typed,
        "said": wording.refused(problem) if problem else {},
        "at": clock.now(),
    }
    return render(request, "staff/forgetting.html", context, status=400 if problem else 200)


def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What will be gone, and the signature that is still missing."""
    by = request.actor
    with acting(by):
        who = people.by_id(person_id)
        gate.require(by, Permission.PERSON_FORGET_CONFIRM, who)
        asked = people.ask_to_forget(who)
        going, staying = retention.counted(who.id)
        names = programme.names_of_members()
        wish = rights_desk.wish_of(who.id, by=by)
    context: dict[str, Any] = {
        "person": who,
        "asked": asked,
        "mine": asked is not None and asked.asked_by == by.id,
        "may_ask": guard.could(by, Permission.PERSON_FORGET_ASK),
        "whys": [(why.value, wording.WHY_FORGOTTEN[why.value]) for why in reasons.WhyForgotten],
        "going": _in_words(going),
        "staying": _in_words(staying),
        "names": names,
        "wish": wish,
    }
    return render(request, "staff/forget.html", context)


def ask(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The first signature."""
    with acting(request.actor):
        actions.ask_to_forget(person_id, why=request.POST.get("why", ""), by=request.actor, at=clock.now())
    messages.success(request, _("Asked. Another colleague must confirm; until then nothing is gone."))
    return redirect("staff:forget", person_id=person_id)


def take_back(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The person is not forgotten."""
    with acting(request.actor):
        rights_desk.not_forgotten(person_id, by=request.actor, at=clock.now())
    messages.success(request, _("Taken back. Nothing was changed."))
    return redirect("staff:forget", person_id=person_id)


def confirm(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The second signature. Should the vault not answer, the promise stands, and is carried out within the hour."""
    typed = request.POST.get("reference", "")[:20]
    try:
        actions.confirm_forgetting(person_id, reference=typed, by=request.actor, at=clock.now())
    except Refused as no:
        if not no.code.startswith("vault"):
            raise
    return redirect("staff:forget", person_id=person_id)


def _in_words(counts: dict[str, int]) -> list[tuple[Any, int]]:
    return [(wording.KEPT_OF_PERSON.get(label, label), n) for label, n in counts.items()]
