"""Bringing in a partner's list of people: look at it, decide, apply all of it or nothing."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.access.actor import Actor
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.casework import applying, hearing_intake, intake, people_changes, people_columns, previewing
from amparo.casework.people_columns import Mapping
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.hearings import queries as hearings
from amparo.programme import queries as programme
from amparo.staff import forms, guard, wording

# So few are written while one waits; more are written by the worker, and the page shows how far it is.
AT_ONCE = 200


def page(request: HttpRequest) -> HttpResponse:
    """Choose a file."""
    may_people = guard.could(request.actor, Permission.PEOPLE_IMPORT)
    with acting(request.actor):
        known = [one.name for one in hearings.sources() if one.kind in ("table", "calendar")]
    form = forms.Upload(request.POST or None, request.FILES or None, people=may_people, sources=known)
    if request.method == "POST" and form.is_valid():
        try:
            return _staged(request, form.cleaned_data)
        except Refused as no:
            form.add_error(None, "{happened} {what_to_do}".format(**wording.refused(no.code)))
    return render(request, "staff/imports.html", {"form": form, "known": known}, status=400 if form.errors else 200)


def _staged(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    at, by, file = clock.now(), request.actor, said["file"]
    if file.size > settings.UPLOAD_LIMIT:
        raise Refused("file_too_large")
    with acting(by):
        if said["kind"] == "people":
            run = intake.stage(file.read(), file.name, by=by, at=at)
            return redirect("staff:import_columns", run_id=run.id)
        run = hearing_intake.stage(file.read(), file.name, source=said["source"], zone=said["zone"], by=by, at=at)
    return redirect("staff:hearing_file", run_id=run.id)


def columns(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Which column means what, guessed from the headings and decided here."""
    at, by = clock.now(), request.actor
    problem = ""
    if request.method == "POST":
        try:
            _decide_columns(request, run_id)
            return redirect("staff:import", run_id=run_id)
        except Refused as no:
            problem = no.code
    with acting(by):
        head = intake.columns(run_id, by=by, at=at)
        chosen = _chosen(request, head, by, run_id)
        offices = list(programme.offices())
    meaning_of = {column: meaning for meaning, column in chosen.columns.items()}
    rows = [
        {"name": name, "samples": _samples(head, n), "meaning": meaning_of.get(name, "")}
        for n, name in enumerate(head.names)
    ]
    context = {
        "run_id": run_id,
        "rows": rows,
        "head": head,
        "chosen": chosen,
        "offices": offices,
        "meanings": [(code, wording.MEANINGS.get(code, code)) for code in people_columns.MEANINGS],
        "languages": wording.LANGUAGES.items(),
        "problem": problem,
        "said": wording.refused(problem) if problem else {},
    }
    return render(request, "staff/import_columns.html", context, status=400 if problem else 200)


def preview(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """What applying would do, line by line; afterwards what it did."""
    at, by = clock.now(), request.actor
    with acting(by):
        run = intake.run_of(run_id, by=by)
        if run.state != "preview":
            return render(request, "staff/import_progress.html", {"run": run, "done": run.counts.get("done", 0)})
        if not run.columns:
            return redirect("staff:import_columns", run_id=run_id)
        mapping = people_columns.from_document(run.columns)
        found = intake.preview(run_id, mapping, by=by, at=at)
        colleagues = programme.names_of_members()
        changed = people_changes.shown(found.changed[: previewing.SHOWN], by=by, at=at)
        # A language is a code, an office and a colleague are ids: what a reader knows them by.
        called = {str(one.id): one.name for one in programme.offices()} | wording.LANGUAGES
        called |= {str(member_id): name for member_id, name in colleagues.items()}
    trouble = run.counts.get("trouble", "")
    context = {
        "run": run,
        "found": found,
        "colleagues": colleagues,
        "more": len(found.new) - len(found.people),
        "changed": changed,
        "called": called,
        "more_changed": len(found.changed) - len(changed),
        "others": mapping.other_people,
        "trouble": wording.refused(trouble) if trouble else {},
    }
    return render(request, "staff/import.html", context)


def other_people(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """These lines are somebody else than the person they resemble, says a human."""
    at, by = clock.now(), request.actor
    lines = frozenset(int(line) for line in request.POST.getlist("other") if line.isdecimal() and len(line) < 10)
    with acting(by):
        run = intake.run_of(run_id, by=by)
        mapping = people_columns.from_document(run.columns | {"other_people": sorted(lines)})
        intake.preview(run_id, mapping, by=by, at=at)
    return redirect("staff:import", run_id=run_id)


def errors(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The lines that would be left out, to correct and send again."""
    with acting(request.actor):
        table = intake.error_file(
            run_id, by=request.actor, at=clock.now(), words=lambda code: str(wording.PROBLEMS.get(code, code))
        )
    response = HttpResponse(table, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="lines-to-correct.csv"'
    return response


def apply(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """All good lines are written, or none is."""
    at, by = clock.now(), request.actor
    with acting(by):
        few = intake.run_of(run_id, by=by).counts.get("new", 0) <= AT_ONCE
    if few:
        applying.apply(run_id, by=by, at=at)
    else:
        with acting(by):
            applying.begin(run_id, by=by, at=at)
    return redirect("staff:import", run_id=run_id)


def discard(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The file is not applied, and nobody can read it any more."""
    intake.discard(run_id, by=request.actor, at=clock.now())
    messages.success(request, _("The file is gone. Nothing was changed."))
    return redirect("staff:imports")


def _decide_columns(request: HttpRequest, run_id: UUID) -> None:
    at, by, name = clock.now(), request.actor, request.POST.get("keep_as", "").strip()
    with acting(by):
        head = intake.columns(run_id, by=by, at=at)
        mapping = _mapping(request, head.names)
        intake.preview(run_id, mapping, by=by, at=at)
        if name:
            intake.save_mapping(name, mapping, by=by, at=at)


def _mapping(request: HttpRequest, names: tuple[str, ...]) -> Mapping:
    said = request.POST
    meant = [(said.get(f"column-{n}", ""), name) for n, name in enumerate(names)]
    chosen = [meaning for meaning, _name in meant if meaning]
    if len(set(chosen)) < len(chosen):
        raise Refused("column_twice")
    try:
        office = UUID(said["office"]) if said.get("office") else None
    except ValueError:
        raise Refused("bad_request") from None
    return Mapping(
        columns={meaning: name for meaning, name in meant if meaning},
        office_id=office,
        use_office_zone=bool(said.get("use_office_zone")),
        language=said.get("language", ""),
        instead_of_other_languages=said.get("instead", ""),
    )


def _chosen(request: HttpRequest, head: intake.Columns, by: Actor, run_id: UUID) -> Mapping:
    """What was just chosen, else a saved reading, else what this file was read as before, else the guess."""
    if request.method == "POST":
        try:
            return _mapping(request, head.names)
        except Refused:
            return Mapping(columns={})
    wanted = request.GET.get("like", "")
    kept = next((one for one in head.saved if str(one.id) == wanted), None)
    if kept:
        return people_columns.from_document(kept.columns)
    run = intake.run_of(run_id, by=by)
    return people_columns.from_document(run.columns) if run.columns else head.guess


def _samples(head: Any, n: int) -> list[str]:
    return [row[n] for row in head.samples if n < len(row) and row[n]][:3]
