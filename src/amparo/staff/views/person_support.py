"""What a person agreed to, whom they named, and closing and opening their file."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amparo.access.rows import acting
from amparo.casework import support
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.people import trusting
from amparo.staff import concern_forms


def agree(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """They agreed to messages: the words, the language and the hour are kept."""
    said = request.POST
    with acting(request.actor):
        support.agree(
            person_id,
            how=said.get("how", ""),
            language=said.get("language", ""),
            by=request.actor,
            at=clock.now(),
        )
    messages.success(request, _("Written down, with the words they were shown."))
    return redirect("staff:person", person_id=person_id)


def take_back(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """They took it back: nothing is sent to their numbers and addresses any more."""
    with acting(request.actor):
        support.take_back(person_id, how=request.POST.get("how", ""), by=request.actor, at=clock.now())
    messages.success(request, _("Taken back. Nothing is sent to them any more: agree on another way to reach them."))
    return redirect("staff:person", person_id=person_id)


def close(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Support has ended, for a reason."""
    with acting(request.actor):
        support.close(person_id, why=request.POST.get("why", ""), by=request.actor, at=clock.now())
    messages.success(request, _("The file is closed. No check-in is asked and no reminder is sent any more."))
    return redirect("staff:person", person_id=person_id)


def reopen(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Support goes on."""
    with acting(request.actor):
        support.reopen(person_id, by=request.actor, at=clock.now())
    messages.success(request, _("The file is open again. Choose a day for check-ins with the person."))
    return redirect("staff:person", person_id=person_id)


def trust(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """They named somebody whom we may ask when we cannot reach them."""
    form = concern_forms.Trusted(request.POST)
    if not form.is_valid():
        raise Refused("trusted_incomplete")
    with acting(request.actor):
        trusting.name_trusted(person_id, **form.cleaned_data, by=request.actor, at=clock.now())
    messages.success(request, _("Written down. We ask them only when we cannot reach the person."))
    return redirect("staff:person", person_id=person_id)


def end_trust(request: HttpRequest, person_id: UUID, trusted_id: UUID) -> HttpResponse:
    """They took it back: nobody asks them any more."""
    with acting(request.actor):
        support.end_trust(person_id, trusted_id, by=request.actor, at=clock.now())
    messages.success(request, _("Taken back. Nobody asks them any more."))
    return redirect("staff:person", person_id=person_id)
