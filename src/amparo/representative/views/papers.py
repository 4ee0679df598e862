"""A person's documents, where they let somebody see them: which there are, one page after the other, one as a file."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from amparo.casework import represented
from amparo.casework.handed_over import handed_over
from amparo.media import pdf_file
from amparo.representative import door, wording
from amparo.representative.views.people import around


def index(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """What they have, and of when; no page of it."""
    with door.looking(request, mandate_id) as look:
        name, papers = represented.documents(look.person, by=look.actor, at=look.at)
    shown = [_shown(one) for one in papers]
    return render(request, "representative/documents.html", around(look, name, "documents") | {"documents": shown})


def page(request: HttpRequest, mandate_id: UUID, document_id: UUID) -> HttpResponse:
    """One document, at the page that is asked for."""
    asked = request.GET.get("page", "")
    with door.looking(request, mandate_id) as look:
        name, paper = represented.document(look.person, document_id, by=look.actor, at=look.at)
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1
    number = min(max(number, 1), paper.pages or 1)
    context = {
        "document": _shown(paper),
        "number": number,
        "before": number - 1,
        "after": number + 1 if number < paper.pages else 0,
    }
    return render(request, "representative/document.html", around(look, name, "documents") | context)


def picture(request: HttpRequest, mandate_id: UUID, document_id: UUID, number: int) -> HttpResponse:
    """One page, as the picture that we drew."""
    with door.looking(request, mandate_id) as look:
        pages = represented.pages(look.person, document_id, by=look.actor, at=look.at)
    if not 1 <= number <= len(pages):
        raise Http404
    return handed_over(request, pages[number - 1].data, "image/jpeg", f"page-{number}.jpg")


def file(request: HttpRequest, mandate_id: UUID, document_id: UUID) -> HttpResponse:
    """All pages as one PDF of ours; what the person sent goes back to them alone."""
    with door.looking(request, mandate_id) as look:
        pages = represented.pages(look.person, document_id, by=look.actor, at=look.at)
    return handed_over(request, pdf_file.written(pages), "application/pdf", "document.pdf")


def _shown(paper: Any) -> dict[str, Any]:
    return {
        "id": paper.document.id,
        "kind": wording.DOCUMENT_KINDS.get(paper.kind, wording.DOCUMENT_KINDS["other"]),
        "title": paper.title,
        "pages": paper.pages,
        "added_at": paper.document.added_at,
        "by_team": paper.document.added_by != paper.document.person_id,
        "not_scanned": paper.document.scanned == "not_scanned",
    }
