"""One person's page, and what is done there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.casework import moving, person_file, timeline
from amparo.checkins import actions as checkins
from amparo.checkins.windows import Cadence
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.households import queries as families
from amparo.identity.checks import Check
from amparo.people import actions as people
from amparo.people import consent_words, reasons, trusting
from amparo.people import queries as known_people
from amparo.programme import queries as programme
from amparo.staff import concern_forms, forms, handed_over, shown_once, wording


def page(request: HttpRequest, person_id: UUID, **more: Any) -> HttpResponse:
    """Who they are, how to reach them, what comes next, and everything that happened."""
    at, by = clock.now(), request.actor
    group, number = request.GET.get("show", ""), request.GET.get("page", "")
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 1
    with acting(by):
        file = person_file.read(person_id, by=by, at=at)
        history = timeline.of(file.person, by=by, at=at, group=group, page=wanted)
        colleagues = programme.names_of_members()
        opened = person_file.open_page(file, by=by, at=at)
        consents = [one for one in known_people.consents_of(file.person) if one.what == consent_words.MESSAGES][::-1]
        moved = known_people.last_move(file.person)
        family = families.part_of(file.person.id, at)
        moved_to, tellings = moving.standing(file.person, at)
    context = {
        "file": file,
        "person": file.person,
        "name": opened.name,
        "case_number": opened.case_number,
        "contacts": [{"point": p, "address": opened.addresses.get(p.id, "")} for p in file.contacts],
        "trusted": [{"row": t, "shown": opened.trusted.get(t.id, ("", ""))} for t in file.trusted],
        "representatives": [
            {"row": m, "who": opened.representatives.get(m.id), "areas": [wording.AREAS[area] for area in m.areas]}
            for m in file.mandates
        ],
        "trusted_form": concern_forms.Trusted() if len(file.trusted) < trusting.MOST else None,
        "trust_sentences": forms.sentences(
            request.programme.neutral_name, first=file.person.language, what=consent_words.TRUSTED
        )[:1],
        "history": history,
        "colleagues": colleagues,
        "groups": list(timeline.Group),
        "group": group,
        "at": at,
        "contact_form": forms.Contact(),
        "cadence_form": forms.Cadence(initial=_cadence(file.schedule)),
        "earlier": [one for one in consents if one.withdrawn_at],
        "agreed": next((one for one in consents if one.withdrawn_at is None), None),
        "sentences": forms.sentences(request.programme.neutral_name, first=file.person.language),
        "hows": [(how.value, wording.HOW_TOLD[how.value]) for how in reasons.How],
        "whys": [(why.value, wording.WHY_CLOSED[why.value]) for why in reasons.WhyClosed],
        "moved": moved,
        "family": family,
        "moved_to": moved_to,
        "tellings": tellings,
        "call_times": opened.call_times,
        "checks": [(one.value, wording.CHECKS[one.value]) for one in Check],
    }
    return render(request, "staff/person.html", context | more)


def issue_link(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A new link and PIN, shown once on a sheet to hand over; earlier ones no longer work."""
    try:
        with acting(request.actor):
            who = person_file.person(person_id, by=request.actor, permission=Permission.LINK_ISSUE)
            sheet = handed_over.issue(who, request.programme.slug, by=request.actor, at=clock.now())
    except Refused as no:
        if no.code != "two_checks":
            raise
        # That page says why one colleague is not enough now.
        return redirect("staff:recover", person_id=person_id)
    return shown_once.hand_over(request, reverse("staff:link_sheet", args=[person_id]), sheet)


def link_sheet(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The sheet to hand over; opened again, it says that it was shown."""
    with acting(request.actor):
        who = person_file.person(person_id, by=request.actor, permission=Permission.LINK_ISSUE)
    sheet = shown_once.take(request)
    if sheet:
        context = {"person": who, "qr": handed_over.picture(sheet["link"])} | sheet
        return render(request, "staff/person_link.html", context)
    context = {
        "again": reverse("staff:link", args=[person_id]),
        "back": reverse("staff:person", args=[person_id]),
        "back_words": _("Back to the person"),
    }
    return render(request, "staff/shown_once.html", context)


def add_contact(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One more way to reach them, last in their order."""
    form = forms.Contact(request.POST)
    if not form.is_valid():
        raise Refused("bad_request")
    with acting(request.actor):
        people.add_contact(
            person_id,
            form.cleaned_data["kind"],
            form.cleaned_data["address"],
            by=request.actor,
            at=clock.now(),
        )
    messages.success(request, _("Added."))
    return redirect("staff:person", person_id=person_id)


def first_contact(request: HttpRequest, person_id: UUID, contact_id: UUID) -> HttpResponse:
    """This way is tried first from now on; the others keep their order."""
    at, by = clock.now(), request.actor
    with acting(by):
        who = person_file.person(person_id, by=by, permission=Permission.CONTACT_CHANGE)
        in_use = [point.id for point in known_people.contacts_of(who) if point.state == "active"]
        order = [contact_id, *(one for one in in_use if one != contact_id)]
        people.order_contacts(person_id, order, by=by, at=at)
    messages.success(request, _("We try this one first from now on."))
    return redirect("staff:person", person_id=person_id)


def choose_schedule(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The day and hours the person chose hold from now on."""
    form = forms.Cadence(request.POST)
    if not form.is_valid():
        raise Refused("bad_request")
    chosen = form.cleaned_data
    cadence = Cadence(chosen["weeks"], chosen["weekday"], chosen["opens"], chosen["hours"])
    with acting(request.actor):
        who = person_file.person(person_id, by=request.actor, permission=Permission.SCHEDULE_CHOOSE)
        checkins.choose_schedule(who, cadence, by=request.actor, at=clock.now())
    messages.success(request, _("The check-ins are planned."))
    return redirect("staff:person", person_id=person_id)


def read_text(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """What a text message says, after saying so in the person's log."""
    at, by = clock.now(), request.actor
    with acting(by):
        found = person_file.text(text_id, by=by)
        words = person_file.open_text(found, by=by, at=at)
    return render(request, "staff/text.html", {"text": found, "words": words, "at": at})


def _cadence(schedule: Any) -> dict[str, Any]:
    if schedule is None:
        return {}
    return {name: getattr(schedule, name) for name in ("weeks", "weekday", "opens", "hours")}
