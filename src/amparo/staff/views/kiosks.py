"""Kiosks: which tablets take check-ins at which office."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.identity import kiosks
from amparo.programme import queries as programme
from amparo.staff import handed_over, shown_once


class Kiosk(forms.Form):
    """Where it stands and what the team calls it."""

    office = forms.TypedChoiceField(label=gettext_lazy("Office"), coerce=UUID)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=kiosks.LONGEST_NAME)

    def __init__(self, *args: Any, offices: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["office"].choices = offices


def page(request: HttpRequest) -> HttpResponse:
    """Which there are, and a form for one more; its link is shown once."""
    at, by = clock.now(), request.actor
    with acting(by):
        offices = [(str(office.id), office.name) for office in programme.offices()]
        form = Kiosk(request.POST or None, offices=offices)
        made = None
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            made = handed_over.kiosk(said["office"], said["name"], request.programme.slug, by=by, at=at)
        rows = kiosks.of_programme(by=by)
        colleagues = programme.names_of_members()
    if made:
        kiosk_id, link = made
        return shown_once.hand_over(request, reverse("staff:kiosk_sheet", args=[kiosk_id]), link)
    context = {"rows": [_row(row, colleagues, at) for row in rows], "form": form}
    return render(request, "staff/kiosks.html", context, status=400 if form.errors else 200)


def sheet(request: HttpRequest, kiosk_id: UUID) -> HttpResponse:
    """The link to open on the tablet; opened again, it says that it was shown."""
    with acting(request.actor):
        if kiosk_id not in {row.id for row in kiosks.of_programme(by=request.actor)}:
            raise Refused("no_such_kiosk")
    if found := shown_once.take(request):
        return render(request, "staff/kiosk_link.html", {"qr": handed_over.picture(found["link"])} | found)
    context = {"back": reverse("staff:kiosks"), "back_words": _("Back to the kiosks")}
    return render(request, "staff/shown_once.html", context)


def end(request: HttpRequest, kiosk_id: UUID) -> HttpResponse:
    """The tablet takes no check-ins any more."""
    with acting(request.actor):
        kiosks.end(kiosk_id, by=request.actor, at=clock.now())
    messages.success(request, _("Taken back. The tablet opens nothing any more."))
    return redirect("staff:kiosks")


def _row(row: Any, colleagues: dict[UUID, str], at: Any) -> dict[str, Any]:
    state = "ended" if row.ended_at or row.expires_at <= at else "in_use" if row.key_hash else "waiting"
    if state == "waiting" and row.setup_until <= at:
        state = "too_late"
    return {"row": row, "state": state, "who": colleagues.get(row.made_by)}
