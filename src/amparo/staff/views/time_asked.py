"""Somebody cannot check in now: the worker's answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from amparo.access.rows import acting
from amparo.casework import concern_desk
from amparo.checkins import deferring, queries
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy.purposes import Purpose
from amparo.staff import concern_forms as forms

PROBLEMS = {
    "too_soon": _("Give them at least a day from now."),
    "too_far": _("That is more than 30 days from now: change their days instead."),
    "reason_missing": _("Say why not: the person will read it."),
}


def page(request: HttpRequest, deferral_id: UUID) -> HttpResponse:
    """What they ask, in their words, and until when the window is open meanwhile."""
    at, by = clock.now(), request.actor
    with acting(by):
        asked = queries.deferral(deferral_id, by=by)
        said = queries.deferral_words(asked, by=by, at=at)
        names = people.names([asked.person], by=by, why=Purpose.CHECKIN_REVIEW, at=at)
    until = deferring.offered(asked)
    form = forms.Time(request.POST or None, initial={"until": until})
    if request.method == "POST" and form.is_valid():
        try:
            with acting(by):
                given = form.cleaned_data["until"] if request.POST.get("what") != "decline" else None
                concern_desk.decide_time(deferral_id, until=given, reply=form.cleaned_data["reply"], by=by, at=at)
            messages.success(request, _("Answered. The person is told until when the window is open."))
            return redirect("staff:today")
        except Refused as no:
            if no.code not in PROBLEMS:
                raise
            form.add_error(None, PROBLEMS[no.code])
    name = names.get(asked.person_id, "")
    context = {"asked": asked, "said": said, "name": name, "form": form, "at": at, "offered": until}
    return render(request, "staff/time_asked.html", context, status=400 if form.errors else 200)
