"""Bringing in a court's file of dates: columns, what would change, and applying it, on one page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.access.rows import acting
from amparo.casework import hearing_intake
from amparo.casework.hearing_intake import Look
from amparo.directory import queries as directory
from amparo.directory.queries import CourtBook
from amparo.foundation import clock, wall
from amparo.hearings.feed_columns import Mapping
from amparo.people import queries as people
from amparo.privacy.purposes import Purpose
from amparo.staff import forms, wording

MOST_SHOWN = 200
# What asks for a look comes first; what stays as it was is only counted.
ORDER = ("moved_earlier", "sources_disagree", "gone", "in_the_past", "too_far", "cancelled", "changed", "new")


def page(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The file with its columns, and what applying it would do."""
    at, by = clock.now(), request.actor
    if request.method == "POST":
        with acting(by):
            complete, zone = bool(request.POST.get("complete")), request.POST.get("zone")
            hearing_intake.choose(run_id, _mapping(request), complete=complete, zone=zone, by=by, at=at)
        return redirect("staff:hearing_file", run_id=run_id)
    with acting(by):
        run = hearing_intake.run_of(run_id, by=by)
        if run.state != "preview":
            return render(request, "staff/hearing_file_done.html", {"run": run, "verdicts": wording.VERDICTS.items()})
        look = hearing_intake.look(run_id, by=by, at=at)
        said = _entries(look)
        entries = said[:MOST_SHOWN]
        # A list names colleagues' people too: their dates are brought in, their names stay closed.
        mine = people.visible_to(by).filter(id__in={one.person_id for one in entries})
        names = people.names(mine, by=by, why=Purpose.IMPORT_PREVIEW, at=at)
        lives, courts = {one.id: one.zone for one in mine}, directory.court_book()
    context = {
        "look": look,
        "run": run,
        "columns": _columns(look),
        "unclear": _unclear(look),
        "meanings": [(name, wording.DATE_MEANINGS.get(name, name)) for name in hearing_intake.MEANINGS],
        "entries": [_shown(one, names, lives, courts) for one in entries],
        "zoneless": _zoneless(look),
        "zones": forms.zones_of_dates() if _zoneless(look) else forms.zones_near(run.columns["zone"]),
        "more": len(said) - len(entries),
        "counts": look.found.counts() if look.found else {},
        "verdicts": wording.VERDICTS.items(),
        "missing": [wording.DATE_MEANINGS[name] for name in look.missing],
    }
    return render(request, "staff/hearing_file.html", context)


def apply(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """What the file says is so; dates that need a human wait on the hearings page."""
    hearing_intake.apply(run_id, by=request.actor, at=clock.now())
    return redirect("staff:hearing_file", run_id=run_id)


def discard(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The file is not applied, and nobody can read it any more."""
    hearing_intake.discard(run_id, by=request.actor, at=clock.now())
    messages.success(request, _("The file is gone. Nothing was changed."))
    return redirect("staff:imports")


def _mapping(request: HttpRequest) -> Mapping:
    """The chosen columns; the order of day and month where numbers leave it open."""
    said = request.POST
    chosen = {name: said.get(f"means-{name}", "")[:200] for name in hearing_intake.MEANINGS}
    order = said.get("order", "")
    return Mapping(**chosen, order=order if order in ("mdy", "dmy") else "")


def _columns(look: Look) -> list[dict[str, Any]]:
    return [
        {"name": name, "samples": [row[n] for row in look.samples if n < len(row) and row[n]][:3]}
        for n, name in enumerate(look.names)
    ]


def _entries(look: Look) -> list[Any]:
    if look.found is None:
        return []
    said = [one for one in [*look.found.entries, *look.found.unlisted] if one.verdict in ORDER]
    return sorted(said, key=lambda one: ORDER.index(one.verdict))


def _shown(one: Any, names: dict[UUID, str], lives: dict[UUID, str], courts: CourtBook) -> dict[str, Any]:
    """An entry with the court that is meant, and the person's zone where their clock shows another hour."""
    notice, home = one.notice, lives.get(one.person_id, "")
    court = courts.resolve(notice.court_code) if notice and notice.court_code else None
    apart = notice and home and wall.shown(notice.starts_at, home) != wall.shown(notice.starts_at, notice.zone)
    return {
        "entry": one,
        "name": names.get(one.person_id, ""),
        "court": court.name if court else "",
        "home": home if apart else "",
    }


def _zoneless(look: Look) -> bool:
    return look.found is not None and any(one.code == "zone_missing" for one in look.found.problems)


def _unclear(look: Look) -> dict[str, Any]:
    """The date to ask about, and what it would be in each order."""
    if look.unclear is None:
        return {}
    written, days = look.unclear
    return {"written": written, "orders": [("mdy", days.mdy), ("dmy", days.dmy)], "said": look.mapping.order}
