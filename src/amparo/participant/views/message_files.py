"""What hangs on a person's messages, opened for them again: one at a time, and as far back as they may read."""

import base64
from typing import Any
from uuid import UUID

from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from amparo.casework.handed_over import handed_over
from amparo.conversations import queries
from amparo.conversations.rules import Kind, State
from amparo.foundation.errors import Refused
from amparo.participant import door, message_words, scope

TYPES = {Kind.PHOTO: "image/webp", Kind.VOICE: "audio/ogg"}
LOOKS, LOOK_SECONDS = 15, 4


def opened(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    """A picture to see, a recording to hear; a paper comes as a file to keep. Until it is ready, a page that waits."""
    with door.signed_in(request) as me:
        row, data = _opened(me, attachment_id)
    if row.state == State.UNUSABLE:
        # There it says what became of it, and what to do.
        return redirect("participant:messages")
    if data is None:
        return _waits(request, row.kind)
    if row.kind == Kind.PAPER:
        return handed_over(request, data, "application/pdf", "paper.pdf")
    source = f"data:{TYPES[Kind(row.kind)]};base64,{base64.b64encode(data).decode()}"
    return _shown(request, row.kind, source)


def _opened(me: door.Me, attachment_id: UUID) -> tuple[Any, bytes | None]:
    """The file as far as this session may read, and what is in it once it is ready."""
    may = scope.reading(me.shown, me.at)
    try:
        row = queries.attachment(attachment_id, by=me.actor, at=me.at)
        if not may.allowed:
            raise door.ShowItIsYou("show_it_is_you", reverse("participant:messages"))
        if may.since is not None and row.message.received_at < may.since:
            raise Http404
        return queries.file(attachment_id, by=me.actor, at=me.at) if row.state == State.READY else (row, None)
    except Refused as no:
        if no.code in ("unknown_message", "not_ready"):
            raise Http404 from None
        raise


def _waits(request: HttpRequest, kind: str) -> HttpResponse:
    """It is being made ready. The page looks again by itself, a minute long; a paper would be saved behind its back."""
    said = request.GET.get("look", "")
    look = int(said) if said.isascii() and said.isdigit() and len(said) < 3 else 0
    by_itself = kind != Kind.PAPER and look < LOOKS
    context = {"name": message_words.KINDS[kind], "slow": look >= LOOKS, "by_itself": by_itself}
    response = render(request, "participant/message_file_waits.html", context)
    if by_itself:
        response["Refresh"] = f"{LOOK_SECONDS}; url=?look={look + 1}"
    return response


def _shown(request: HttpRequest, kind: str, source: str) -> HttpResponse:
    context = {"kind": kind, "name": message_words.KINDS[kind], "source": source}

    @csp_update({"media-src": ["data:"], "img-src": ["data:"]})  # it stands in this answer alone, which nobody stores
    def shown(request: HttpRequest) -> HttpResponse:
        return render(request, "participant/message_file.html", context)

    response: HttpResponse = shown(request)
    return response
