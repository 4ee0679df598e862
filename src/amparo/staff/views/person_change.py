"""Putting right what is known of a person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.access.actor import Actor, Role
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.casework import person_file
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.people import actions, names, queries
from amparo.privacy.purposes import Purpose
from amparo.programme import queries as programme
from amparo.staff import forms, wording


def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Name, number, language, time zone and worker; only what was changed is written."""
    at, by = clock.now(), request.actor
    with acting(by):
        who = person_file.person(person_id, by=by, permission=Permission.PERSON_CHANGE)
        known = _known(who, by, at)
        workers = [(m.id, m.name) for m in programme.members(at).filter(roles__contains=[Role.CASE_WORKER])]
        workers.sort(key=lambda worker: names.sort_key(worker[1]))
    form = forms.Change(request.POST or None, initial=known, workers=workers)
    if request.method == "POST" and form.is_valid():
        try:
            with acting(by):
                _write(who, known, form.cleaned_data, by, at)
            messages.success(request, _("Changed."))
            # Whoever has given a person to a colleague may no longer see their page.
            handed_on = form.cleaned_data["worker"] not in (known["worker"], by.id)
            return redirect("staff:people") if handed_on else redirect("staff:person", person_id=person_id)
        except Refused as no:
            form.add_error(None, "{happened} {what_to_do}".format(**wording.refused(no.code)))
    context = {"form": form, "person": who, "name": known["name"]}
    return render(request, "staff/person_change.html", context, status=400 if form.errors else 200)


def _known(who: Any, by: Actor, at: datetime) -> dict[str, Any]:
    why = Purpose.PERSON_PAGE
    return {
        "name": queries.names([who], by=by, why=why, at=at).get(who.id, ""),
        "case_number": queries.case_numbers_of([who], by=by, why=why, at=at).get(who.id, ""),
        "language": who.language,
        "zone": who.zone,
        "worker": who.worker_id,
    }


def _write(who: Any, known: dict[str, Any], typed: dict[str, Any], by: Actor, at: datetime) -> None:
    new = {name: value for name, value in typed.items() if value != known[name]}
    if "name" in new:
        actions.change_name(who.id, new["name"], by=by, at=at)
    if "case_number" in new:
        actions.change_case_number(who.id, new["case_number"], by=by, at=at)
    if "language" in new:
        actions.change_language(who.id, new["language"], by=by, at=at)
    if "zone" in new:
        actions.change_zone(who.id, new["zone"], "staff", by=by, at=at)
    if "worker" in new:
        actions.assign(who.id, worker_id=new["worker"], by=by, at=at)
