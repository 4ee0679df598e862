"""A person's documents: which there are, one seen at a time, and a paper scanned for them at the desk."""

import base64
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.casework import person_file
from amparo.documents import actions, opening, queries
from amparo.documents.rules import State
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy.purposes import Purpose
from amparo.programme import queries as programme
from amparo.staff import document_words as words


def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What is here, without any page of it; POST adds a paper that somebody scanned."""
    if request.method == "POST":
        return _add(request, person_id)
    return _list(request, person_id)


def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """What one document is. POST shows its pages: a button, because each look is written into the person's log."""
    at, by = clock.now(), request.actor
    with acting(by):
        row = queries.document(document_id, by=by)
        name = people.names([row.person], by=by, why=Purpose.PERSON_PAGE, at=at).get(row.person_id, "")
        said = opening.abouts([row], row.person, by=by, why=Purpose.PERSON_PAGE, at=at).get(row.id, {})
        pages = opening.pages(row, by=by, at=at) if request.method == "POST" else []
        was_pdf = queries.originals_of(row.id).exists()
        colleagues = programme.names_of_members()
    context = {
        "document": _shown(row, said, colleagues),
        "person": row.person,
        "name": name,
        "pictures": ["data:image/jpeg;base64," + base64.b64encode(one.data).decode() for one in pages],
        "was_pdf": was_pdf,
        "may_delete": actions.may_delete(row, by=by),
    }
    return render(request, "staff/document.html", context)


def delete(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """A paper that the team added is gone: scanned into the wrong file, for one."""
    with acting(request.actor):
        row = queries.document(document_id, by=request.actor, permission=Permission.DOCUMENT_ADD)
        actions.delete(document_id, by=request.actor, at=clock.now())
    messages.success(request, _("Deleted. Nothing of it is left."))
    return redirect("staff:documents", person_id=row.person_id)


def _add(request: HttpRequest, person_id: UUID) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in ("kind", "title", "client_id")}
    try:
        if getattr(request, "dropped_a_file", False):
            raise Refused("too_large")
        files = [file.read() for file in request.FILES.getlist("file")]
        with acting(request.actor):
            actions.add(
                person_id,
                client_id=_key(typed["client_id"]),
                kind=typed["kind"],
                title=typed["title"],
                files=[data for data in files if data],
                by=request.actor,
                at=clock.now(),
            )
    except Refused as no:
        if no.code not in words.PROBLEMS:
            raise
        return _list(request, person_id, typed, no.code)
    messages.success(request, _("Added. It is ready to be seen in a moment."))
    return redirect("staff:documents", person_id=person_id)


def _list(
    request: HttpRequest, person_id: UUID, typed: dict[str, str] | None = None, problem: str = ""
) -> HttpResponse:
    at, by = clock.now(), request.actor
    with acting(by):
        who = person_file.person(person_id, by=by, permission=Permission.DOCUMENT_VIEW)
        name = people.names([who], by=by, why=Purpose.PERSON_PAGE, at=at).get(who.id, "")
        rows = queries.of_person(who.id)
        said = opening.abouts(rows, who, by=by, why=Purpose.PERSON_PAGE, at=at)
        colleagues = programme.names_of_members()
    context = {
        "person": who,
        "name": name,
        "documents": [_shown(row, said.get(row.id, {}), colleagues) for row in rows],
        "kinds": words.KINDS,
        "typed": typed or {},
        "client_id": ids.new(),
        "problem": words.PROBLEMS.get(problem, ""),
    }
    return render(request, "staff/documents.html", context, status=422 if problem else 200)


def _shown(row: Any, said: dict[str, Any], colleagues: dict[UUID, str]) -> dict[str, Any]:
    return {
        "row": row,
        "kind": words.KINDS.get(said.get("kind", ""), ""),
        "title": said.get("title", ""),
        "state": words.STATES.get(row.state, ""),
        "cause": words.CAUSES.get(row.code, ""),
        "pages": queries.pages_of(row),
        "ready": row.state == State.READY,
        "by": "" if row.added_by == row.person_id else colleagues.get(row.added_by, _("a colleague")),
        "is_new": row.state == State.READY and row.looked_at is None,
    }


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused("bad_request") from None
