"""Where court dates come from, and the addresses that are read by themselves."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.access.rows import acting
from amparo.casework import hearing_intake
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.hearings import actions, queries
from amparo.staff import forms, wording


def page(request: HttpRequest) -> HttpResponse:
    """Every source, when it was read, what is wrong with it, and when it is read again."""
    with acting(request.actor):
        rows = [_row(source) for source in queries.sources()]
    return render(request, "staff/feeds.html", {"rows": rows, "at": clock.now()})


def new(request: HttpRequest) -> HttpResponse:
    """An address to read: read once now, and shown before anything of it goes live."""
    form = forms.Feed(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            run = hearing_intake.stage_feed(**form.cleaned_data, by=request.actor, at=clock.now())
            return redirect("staff:hearing_file", run_id=run.id)
        except Refused as no:
            form.add_error(None, "{happened} {what_to_do}".format(**wording.refused(no.code)))
    return render(request, "staff/feed_new.html", {"form": form}, status=400 if form.errors else 200)


def read(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """The address is read while one waits; one that had been stopped is read by itself again, too."""
    at, by = clock.now(), request.actor
    with acting(by):
        actions.read_soon(source_id, by=by, at=at)
    found = actions.read_source(source_id, programme_id=by.programme_id, at=at)
    if found is None:
        messages.warning(request, _("It could not be read this time. The list says why."))
    else:
        messages.success(request, _read_in_words(found.counts()))
    return redirect("staff:feeds")


def stop(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """The address is no longer read. Its dates stay."""
    with acting(request.actor):
        actions.stop_reading(source_id, by=request.actor, at=clock.now())
    messages.success(request, _("It is not read any more. The dates it named stay."))
    return redirect("staff:feeds")


def _row(source: Any) -> dict[str, Any]:
    """The host is enough to know it again; the whole address may hold a key."""
    return {"source": source, "host": urlsplit(source.url).hostname or ""}


def _read_in_words(counts: dict[str, int]) -> str:
    asked = sum(counts.get(name, 0) for name in ("moved_earlier", "sources_disagree", "gone", "too_far"))
    said = {"new": counts["new"], "changed": counts["changed"], "asked": asked, "left": counts["problems"]}
    words = _("Read: %(new)d new, %(changed)d changed, %(asked)d to decide, %(left)d lines left out.")
    return str(words) % said
