"""A lost phone: locking a person's page at their word, opening it, and giving a new way in after two checks."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.casework import locking, person_file
from amparo.foundation import clock
from amparo.identity import locks, recovery
from amparo.identity.checks import Check, LockedBy
from amparo.programme import queries as programme
from amparo.staff import handed_over, shown_once, wording

LONGEST_NUMBER = 60


def lock(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """They said that their phone is lost: nobody can open their page."""
    with acting(request.actor):
        locking.lock(person_id, LockedBy.MEMBER, by=request.actor, at=clock.now())
    messages.success(request, _("Locked. Nobody can open their page. Check-ins by phone and at the desk go on."))
    return redirect("staff:person", person_id=person_id)


def unlock(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Their link and PIN open the page again."""
    with acting(request.actor):
        locking.unlock(person_id, check=request.POST.get("check", ""), by=request.actor, at=clock.now())
    messages.success(request, _("Open again, with the link and PIN they have."))
    return redirect("staff:person", person_id=person_id)


def recover(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """GET shows how it stands; POST is the first check."""
    at, by = clock.now(), request.actor
    if request.method == "POST":
        number = request.POST.get("number", "")[:LONGEST_NUMBER]
        with acting(by):
            recovery.ask(person_id, check=request.POST.get("check", ""), number=number, by=by, at=at)
        messages.success(request, _("Written down. Another colleague confirms it by a different check."))
        return redirect("staff:recover", person_id=person_id)
    with acting(by):
        who = person_file.person(person_id, by=by, permission=Permission.WAY_IN_RECOVER)
        asked = recovery.living(person_id, at=at)
        number = recovery.number_of(asked, who, by=by, at=at) if asked else ""
        names, locked = programme.names_of_members(), locks.living(person_id)
        needed = recovery.is_needed(who, at=at)
    context = {
        "person": who,
        "asked": asked,
        "mine": asked is not None and asked.asked_by == by.id,
        "number": number,
        "names": names,
        "locked": locked,
        "needed": needed,
        "checks": [(one.value, wording.CHECKS[one.value]) for one in Check if not asked or one != asked.first_check],
    }
    return render(request, "staff/recover.html", context)


def confirm(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The second check, by somebody else."""
    with acting(request.actor):
        recovery.confirm(person_id, check=request.POST.get("check", ""), by=request.actor, at=clock.now())
    messages.success(request, _("Confirmed. The new link and PIN can be given now."))
    return redirect("staff:recover", person_id=person_id)


def give(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The new link and PIN, shown once; every number and address from before is told."""
    with acting(request.actor):
        who = person_file.person(person_id, by=request.actor, permission=Permission.WAY_IN_RECOVER)
        sheet = handed_over.recover(who, request.programme.slug, by=request.actor, at=clock.now())
    return shown_once.hand_over(request, reverse("staff:link_sheet", args=[person_id]), sheet)


def take_back(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Nothing is given."""
    with acting(request.actor):
        recovery.take_back(person_id, by=request.actor, at=clock.now())
    messages.success(request, _("Taken back. Nothing was given."))
    return redirect("staff:person", person_id=person_id)
