"""One document of the person: its pages one by one, as a file to keep, and deleting it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amparo.access.rules import Permission
from amparo.casework.handed_over import handed_over
from amparo.documents import actions, opening, queries
from amparo.documents.rules import State
from amparo.media import pdf_file
from amparo.participant import door
from amparo.participant.views import documents
from amparo.privacy.purposes import Purpose


def page(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """What it is, what became of it, and the page that is asked for."""
    asked = request.GET.get("page", "")
    with door.signed_in(request) as me:
        row = queries.document(document_id, by=me.actor)
        said = opening.abouts([row], me.person, by=me.actor, why=Purpose.OWN_RECORD, at=me.at)
        originals = list(queries.originals_of(row.id)) if row.state == State.READY else []
        may_delete = actions.may_delete(row, by=me.actor)
    one = documents.shown(row, said.get(row.id, {}))
    number = min(max(int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1, 1), one["pages"] or 1)
    context = {
        "document": one,
        "number": number,
        "before": number - 1,
        "after": number + 1 if number < one["pages"] else 0,
        "originals": originals,
        "may_delete": may_delete,
    }
    return render(request, "participant/document.html", context)


def picture(request: HttpRequest, document_id: UUID, number: int) -> HttpResponse:
    """One page, as the picture that we drew."""
    with door.signed_in(request, page=False) as me:
        pages = opening.pages(queries.document(document_id, by=me.actor), by=me.actor, at=me.at)
    if not 1 <= number <= len(pages):
        raise Http404
    return handed_over(request, pages[number - 1].data, "image/jpeg", f"page-{number}.jpg")


def file(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """All pages as one PDF of ours."""
    with door.signed_in(request, page=False) as me:
        pages = opening.pages(queries.document(document_id, by=me.actor), by=me.actor, at=me.at)
    return handed_over(request, pdf_file.written(pages), "application/pdf", "document.pdf")


def original(request: HttpRequest, document_id: UUID, part_id: UUID) -> HttpResponse:
    """The PDF that the person sent, as they sent it."""
    with door.signed_in(request, page=False) as me:
        row = queries.document(document_id, by=me.actor)
        data = opening.original(row, part_id, by=me.actor, at=me.at)
    return handed_over(request, data, "application/octet-stream", "as-it-came.pdf")


def delete(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """GET asks once more. POST: nothing of it is left."""
    with door.signed_in(request) as me:
        row = queries.document(document_id, by=me.actor, permission=Permission.DOCUMENT_ADD)
        if request.method == "POST":
            actions.delete(document_id, by=me.actor, at=me.at)
        may = actions.may_delete(row, by=me.actor)
    if request.method == "POST":
        return redirect("participant:documents")
    context: dict[str, Any] = {"document": documents.shown(row, {}), "may_delete": may}
    return render(request, "participant/document_delete.html", context)
