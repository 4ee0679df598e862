"""Finding people and writing new ones down."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.people import actions, consent_words, queries
from amparo.people import names as written
from amparo.privacy.purposes import Purpose
from amparo.staff import forms, wording


def page(request: HttpRequest) -> HttpResponse:
    """The member's own people, those without a worker, or whom a search found.

    A search is sent by POST: a name never stands in an address.
    """
    at, by, q = clock.now(), request.actor, request.POST.get("q", "").strip()[:120]
    nobodys = not q and request.GET.get("who") == "nobodys"
    why = Purpose.SEARCH_RESULT if q else Purpose.CASELOAD_LIST
    with acting(by):
        if q:
            found = queries.search(q, by=by, at=at)
        else:
            found = list(queries.without_worker(by) if nobodys else queries.caseload(by).select_related("worker"))
        names = queries.names(found, by=by, why=why, at=at)
    rows = [{"person": person, "name": names.get(person.id, "")} for person in found]
    if not q:
        rows.sort(key=lambda row: written.sort_key(str(row["name"])))
    context = {"rows": rows, "q": q, "at": at, "most": queries.MOST_FOUND, "nobodys": nobodys}
    return render(request, "staff/people.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """A new person by hand; afterwards their page, where the link and PIN are given."""
    form = forms.Enrol(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with acting(request.actor):
                person = actions.enrol(**_facts(request, form.cleaned_data), by=request.actor, at=clock.now())
            messages.success(request, _("The person was added. Now give them their personal link and PIN."))
            return redirect("staff:person", person_id=person.id)
        except Refused as no:
            form.add_error(None, "{happened} {what_to_do}".format(**wording.refused(no.code)))
    context = {"form": form, "sentences": forms.sentences(request.programme.neutral_name)}
    return render(request, "staff/person_new.html", context, status=400 if form.errors else 200)


def _facts(request: HttpRequest, typed: dict[str, Any]) -> dict[str, Any]:
    office = request.member.office
    ways = [("sms", typed["phone"]), ("email", typed["email"])]
    return {
        "name": typed["name"],
        "case_number": typed["case_number"],
        "language": typed["language"],
        "zone": typed["zone"] or (office.zone if office else request.programme.zone),
        "zone_source": "staff" if typed["zone"] else "office",
        "office_id": office.id if office else None,
        "worker_id": request.member.id if typed["mine"] else None,
        "consent": {consent_words.MESSAGES: typed["agreed"]} if typed["agreed"] else {},
        "contacts": [(kind, address) for kind, address in ways if address],
    }
