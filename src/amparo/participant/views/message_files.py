"""What hangs on a person's messages, opened for them again: one at a time, and as far back as they may read."""

import base64
from uuid import UUID

from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from amparo.casework.handed_over import handed_over
from amparo.conversations import queries
from amparo.conversations.rules import Kind
from amparo.foundation.errors import Refused
from amparo.participant import door, message_words, scope

TYPES = {Kind.PHOTO: "image/webp", Kind.VOICE: "audio/ogg"}


def opened(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    """A picture to see, a recording to hear; a paper comes as a file to keep."""
    with door.signed_in(request) as me:
        may = scope.reading(me.shown, me.at)
        try:
            row = queries.attachment(attachment_id, by=me.actor, at=me.at)
            if not may.allowed:
                raise door.ShowItIsYou("show_it_is_you", reverse("participant:messages"))
            if may.since is not None and row.message.received_at < may.since:
                raise Http404
            row, data = queries.file(attachment_id, by=me.actor, at=me.at)
        except Refused as no:
            if no.code in ("unknown_message", "not_ready"):
                raise Http404 from None
            raise
    if row.kind == Kind.PAPER:
        return handed_over(request, data, "application/pdf", "paper.pdf")
    source = f"data:{TYPES[Kind(row.kind)]};base64,{base64.b64encode(data).decode()}"
    return _shown(request, row.kind, source)


def _shown(request: HttpRequest, kind: str, source: str) -> HttpResponse:
    context = {"kind": kind, "name": message_words.KINDS[kind], "source": source}

    @csp_update({"media-src": ["data:"], "img-src": ["data:"]})  # it stands in this answer alone, which nobody stores
    def shown(request: HttpRequest) -> HttpResponse:
        return render(request, "participant/message_file.html", context)

    response: HttpResponse = shown(request)
    return response
