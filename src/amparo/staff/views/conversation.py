"""What a person and the team write to each other."""

import base64
from typing import Any
from uuid import UUID

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.access.rows import acting
from amparo.casework import message_desk
from amparo.conversations import actions, queries
from amparo.conversations.rules import LONGEST_WORDS, Written
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.programme import queries as programme
from amparo.staff import person_words

KINDS = {"photo": "image/webp", "voice": "audio/ogg"}


def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The thread, newest last, and the answer. POST: the answer, or that none is needed."""
    problem: Any = None
    if request.method == "POST":
        try:
            return _answer(request, person_id)
        except Refused as no:
            # What they typed stays on the page.
            problem = person_words.NOT_SENT.get(no.code)
            if problem is None:
                raise
    return _show(request, person_id, problem)


def file(request: HttpRequest, person_id: UUID, attachment_id: UUID) -> HttpResponse:
    """One picture or recording, after saying so in the person's log."""
    with acting(request.actor):
        row, data = queries.file(attachment_id, by=request.actor, at=clock.now())
        if row.person_id != person_id:
            raise Refused("unknown_message")
    return _with_media(request, "staff/message_file.html", {"file": _file(row, data), "person_id": person_id})


def _answer(request: HttpRequest, person_id: UUID) -> HttpResponse:
    at, by = clock.now(), request.actor
    with acting(by):
        if request.POST.get("what") == "rest":
            actions.let_rest(person_id, by=by, at=at)
            told = _("Written down: it needs no answer.")
        else:
            told = _("Sent.")
            words = request.POST.get("words", "").replace("\r\n", "\n")
            written = Written(_key(request), at, words)
            actions.answer(person_id, written=written, by=by, at=at)
    messages.success(request, told)
    return redirect("staff:messages", person_id=person_id)


def _show(request: HttpRequest, person_id: UUID, problem: Any) -> HttpResponse:
    at, by, number = clock.now(), request.actor, request.GET.get("page", "")
    wanted = max(int(number), 1) if number.isascii() and number.isdigit() and len(number) < 4 else 1
    with acting(by):
        desk = message_desk.read(person_id, by=by, at=at, page=wanted, look=request.method != "HEAD")
        colleagues = programme.names_of_members()
    context = {
        "desk": desk,
        "person": desk.talk.person,
        "lines": [
            {
                "row": line.row,
                "words": line.words,
                "who": colleagues.get(line.row.member_id, "") if line.row.member_id else "",
                "files": [_file(one, line.shown.get(one.id)) for one in line.files],
                "coming": max(line.row.promised - len(line.files), 0),
            }
            for line in desk.lines
        ],
        "older": wanted + 1 if desk.has_older else 0,
        "newer": wanted - 1,
        "at": at,
        "longest": LONGEST_WORDS,
        "client_id": _key(request) if problem and problem[2] == 503 else ids.new(),
        "typed": request.POST.get("words", "") if problem else "",
        "problem": {"happened": problem[0], "what_to_do": problem[1]} if problem else None,
    }
    return _with_media(request, "staff/messages.html", context, status=problem[2] if problem else 200)


def _with_media(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    @csp_update({"media-src": ["data:"], "img-src": ["data:"]})  # they stand in this answer alone, which nobody stores
    def shown(request: HttpRequest) -> HttpResponse:
        return render(request, template, context, status=status)

    response: HttpResponse = shown(request)
    return response


def _file(row: Any, data: bytes | None) -> dict[str, Any]:
    source = f"data:{KINDS[row.kind]};base64,{base64.b64encode(data).decode()}" if data else ""
    return {"id": row.id, "kind": row.kind, "state": row.state, "code": row.code, "source": source}


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return ids.new()
