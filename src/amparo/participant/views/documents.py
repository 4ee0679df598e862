"""The person's documents: what is here and what became of it, adding one, and in how many pieces it comes."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from amparo.documents import actions, opening, queries, rules
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.participant import document_words as words
from amparo.participant import door, from_phone, phone_lock, scope
from amparo.participant.guard import wants_json
from amparo.privacy.purposes import Purpose

LONGEST_BODY = 8 * 1024


def index(request: HttpRequest) -> HttpResponse:
    """Every document with its state. What each is stands there only after a PIN or passkey of this moment."""
    with door.signed_in(request) as me:
        rows = queries.of_person(me.person.id)
        missing = scope.missing(scope.PAPERS, me.shown, me.at) if rows else ""
        said = {} if missing else opening.abouts(rows, me.person, by=me.actor, why=Purpose.OWN_RECORD, at=me.at)
    context = {
        "documents": [shown(row, said.get(row.id, {})) for row in rows],
        "hidden": bool(missing),
        "sent": "sent" in request.GET and bool(rows),
        "settles_at": me.shown.settles_at if missing == "not_settled" else None,
    }
    return render(request, "participant/documents.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """The form. POST: as a form with its files; as JSON with the files that came in pieces before."""
    if request.method == "POST":
        return _from_script(request) if wants_json(request) else _from_form(request)
    return _form(request)


def piece(request: HttpRequest) -> HttpResponse:
    """Adds a piece of one file; headers say of which, and where it belongs. Says where to go on."""
    if int(request.headers.get("Content-Length") or 0) > rules.MOST_PIECE:
        raise Refused("too_large")
    data = request.body
    client_id, part_id = (from_phone.read_id(request.headers.get(name)) for name in ("Upload-Document", "Upload-Part"))
    start, size = from_phone.number(request, "Upload-Offset", 0), from_phone.number(request, "Upload-Length", len(data))
    with door.signed_in(request, page=False) as me:
        offset, state = actions.take_piece(
            me.actor.id, client_id=client_id, part_id=part_id, size=size, start=start, data=data, by=me.actor, at=me.at
        )
    return JsonResponse({"offset": offset, "state": state}, headers={"Upload-Offset": str(offset)})


def state(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """What became of one document; nothing of what it is."""
    with door.signed_in(request, page=False) as me:
        row = queries.by_client_id(me.actor.id, client_id)
    if row is None:
        raise Refused("unknown_document")
    return JsonResponse(_told(row))


def shown(row: Any, said: dict[str, Any]) -> dict[str, Any]:
    """One document for a page."""
    return {
        "row": row,
        "kind": words.KINDS.get(said.get("kind", ""), ""),
        "title": said.get("title", ""),
        "words": words.told(row.state, row.code, row.at_file),
        "pages": queries.pages_of(row),
        "by_team": row.added_by != row.person_id,
        "ready": row.state == rules.State.READY,
    }


def _from_form(request: HttpRequest) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in ("kind", "title", "client_id")}
    try:
        if getattr(request, "dropped_a_file", False):
            raise Refused("too_large")
        files = [file.read() for file in request.FILES.getlist("file")]
        with door.signed_in(request, page=False) as me:
            actions.add(
                me.actor.id,
                client_id=from_phone.read_id(typed["client_id"]),
                kind=typed["kind"],
                title=typed["title"],
                files=[data for data in files if data],
                by=me.actor,
                at=me.at,
            )
    except Refused as no:
        if no.code not in words.PROBLEMS:
            raise
        return _form(request, typed, no.code)
    return redirect(reverse("participant:documents") + "?sent")


def _from_script(request: HttpRequest) -> HttpResponse:
    """202: it is here and waits. The same again is answered the same."""
    said = from_phone.read_object(request.body, longest=LONGEST_BODY)
    kind, title, parts = said.get("kind"), said.get("title"), said.get("parts")
    if not (isinstance(kind, str) and isinstance(title, str) and isinstance(parts, list)):
        raise Refused("unreadable")
    if len(parts) > rules.MOST_PAGES:
        raise Refused("many_pages")
    with door.signed_in(request, page=False) as me:
        row = actions.send(
            me.actor.id,
            client_id=from_phone.read_id(said.get("client_id")),
            kind=kind,
            title=title,
            parts=[from_phone.read_id(one) for one in parts],
            by=me.actor,
            at=me.at,
        )
    return JsonResponse(_told(row), status=202)


def _form(request: HttpRequest, typed: dict[str, str] | None = None, problem: str = "") -> HttpResponse:
    with door.signed_in(request) as me:
        lock = phone_lock.key_for(me.session_id)
    context = {
        "kinds": words.KINDS,
        "typed": typed or {},
        "client_id": ids.new(),
        "problem": words.PROBLEMS.get(problem, ""),
        "problem_code": problem,
        "lock": lock,
        "most_pages": rules.MOST_PAGES,
        "longest_title": rules.LONGEST_TITLE,
    }
    return render(request, "participant/document_new.html", context, status=422 if problem else 200)


def _told(row: Any) -> dict[str, str]:
    return {"state": row.state, "code": row.code, "words": words.told(row.state, row.code, row.at_file)}
