"""What a person and the team write to each other."""

import base64
import hashlib
from typing import Any
from uuid import UUID, uuid5

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.access.rows import acting
from amparo.casework import message_desk
from amparo.casework.handed_over import handed_over
from amparo.conversations import actions, attaching, queries
from amparo.conversations.rules import LONGEST_FILE, LONGEST_WORDS, MEMBER, MOST_ATTACHED, Kind, Written
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.programme import queries as programme
from amparo.staff import document_words, person_words

KINDS = {"photo": "image/webp", "voice": "audio/ogg", "paper": "application/pdf"}


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
    """One picture, recording or paper, after saying so in the person's log."""
    with acting(request.actor):
        row, data = queries.file(attachment_id, by=request.actor, at=clock.now())
        if row.person_id != person_id:
            raise Refused("unknown_message")
    if row.kind == Kind.PAPER:
        return handed_over(request, data, "application/pdf", "paper.pdf")
    return _with_media(
        request,
        "staff/message_file.html",
        {"file": _file(row, data, ours=row.message.writer == MEMBER), "person_id": person_id},
    )


def _answer(request: HttpRequest, person_id: UUID) -> HttpResponse:
    at, by = clock.now(), request.actor
    with acting(by):
        if request.POST.get("what") == "rest":
            actions.let_rest(person_id, by=by, at=at)
            told = _("Written down: it needs no answer.")
        else:
            told = _("Sent.")
            words, files = request.POST.get("words", "").replace("\r\n", "\n"), _files(request)
            written = Written(_key(request), at, words, promised=len(files))
            row, _new = actions.answer(person_id, written=written, by=by, at=at)
            for data in files:
                # The same file sent again with the same message is the same file.
                key = uuid5(row.client_id, hashlib.sha256(data).hexdigest())
                attaching.attach_to_answer(row, client_id=key, data=data, by=by, at=at)
    messages.success(request, told)
    return redirect("staff:messages", person_id=person_id)


def _files(request: HttpRequest) -> list[bytes]:
    """What was chosen, each file once. Codes: "too_large", "many_files"."""
    sent = request.FILES.getlist("files")
    if getattr(request, "dropped_a_file", False) or any(one.size > LONGEST_FILE for one in sent):
        raise Refused("too_large")
    files = list(dict.fromkeys(one.read() for one in sent))
    if len(files) > MOST_ATTACHED:
        raise Refused("many_files")
    return files


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
                "files": [_file(one, line.shown.get(one.id), ours=line.row.writer == MEMBER) for one in line.files],
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


def _file(row: Any, data: bytes | None, *, ours: bool) -> dict[str, Any]:
    source = f"data:{KINDS[row.kind]};base64,{base64.b64encode(data).decode()}" if data else ""
    cause = document_words.CAUSES.get(row.code, "")
    return {
        "id": row.id,
        "kind": row.kind,
        "state": row.state,
        "code": row.code,
        "cause": cause,
        "source": source,
        "ours": ours,
    }


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return ids.new()
