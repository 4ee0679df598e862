"""Our own outages: found by the health record, or declared. They only ever give people time."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from amparo.access.rows import acting
from amparo.faults import actions, queries
from amparo.faults.rules import NEEDED_TO_CHECK_IN
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.programme import queries as programme
from amparo.staff import concern_forms as forms
from amparo.staff import concern_words as words

PROBLEMS: dict[str, Any] = {
    "in_the_future": _("That time has not come yet. Say from when it really did not work."),
    "ends_before_it_begins": _("It ends before it begins. Look at both times again."),
    "too_long": _("That is longer than 31 days. Declare it in parts."),
}
NOTED = _("Noted. Every window it touched gets its full length again, and people are told.")
NOTED_ONLY = _("Noted. It counts as a fault of ours wherever a message was lost. People could check in meanwhile.")


def page(request: HttpRequest) -> HttpResponse:
    """What did not work, since when, and what was given back for it; and a form to declare one."""
    at, by = clock.now(), request.actor
    form = forms.Outage(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with acting(by):
                actions.declare(**form.cleaned_data, by=by, at=at)
            messages.success(request, NOTED if form.cleaned_data["part"] in NEEDED_TO_CHECK_IN else NOTED_ONLY)
            return redirect("staff:outages")
        except Refused as no:
            form.add_error(None, PROBLEMS.get(no.code) or no.code)
    with acting(by):
        found, colleagues = queries.recent(), programme.names_of_members()
    rows = [
        {
            "row": row,
            "what": words.PARTS[row.part],
            "source": words.SOURCES[row.source],
            "who": colleagues.get(row.declared_by),
            "gave_time": row.part in NEEDED_TO_CHECK_IN,
        }
        for row in found
    ]
    context = {"rows": rows, "form": form, "at": at}
    return render(request, "staff/outages.html", context, status=400 if form.errors else 200)


def end(request: HttpRequest, outage_id: UUID) -> HttpResponse:
    """It works again."""
    with acting(request.actor):
        actions.end(outage_id, by=request.actor, at=clock.now())
    messages.success(request, _("It is over."))
    return redirect("staff:outages")
