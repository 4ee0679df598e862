"""A check-in that was spoken: a worker listens, at the speed they like; each time stands in the person's log."""

import base64
from uuid import UUID

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amparo.access.rows import acting
from amparo.casework import person_file
from amparo.checkins import phrase_review, voice_review
from amparo.checkins.phrase_review import Said
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.staff.views import checkins


def hear(request: HttpRequest, checkin_id: UUID) -> HttpResponse:
    """The check-in's page with its recordings to play, and the person's words beside the one that says them.

    A button opens them, because each time is written down.
    """
    at, by = clock.now(), request.actor
    with acting(by):
        found = person_file.review(checkin_id, by=by)
        rows = voice_review.sent(checkin_id)
        opened = voice_review.sounds(found.checkin, rows, by=by, at=at)
        try:
            words = phrase_review.words(found.checkin, rows, by=by, at=at)
        except Refused as no:
            if no.code != "budget_spent":
                raise
            words = {}  # the sounds were opened, and the person's log says that they were heard
    sounds = {row_id: "data:audio/ogg;base64," + base64.b64encode(sound).decode() for row_id, sound in opened.items()}

    @csp_update({"media-src": ["data:"]})  # the sound stands in this answer alone, which nobody stores
    def shown(request: HttpRequest) -> HttpResponse:
        return checkins.page(request, checkin_id, sounds=sounds, their_words=words)

    response: HttpResponse = shown(request)
    return response


def know(request: HttpRequest, checkin_id: UUID, recording_id: UUID) -> HttpResponse:
    """The worker's word about one recording. "I cannot tell" leaves all as it is."""
    try:
        said = Said(request.POST.get("said", ""))
    except ValueError:
        raise Refused("bad_request") from None
    with acting(request.actor):
        phrase_review.decide(recording_id, said, checkin_id=checkin_id, by=request.actor, at=clock.now())
    told = {
        Said.THEIR_WORDS: _("Written down: these are their words. That it was them is confirmed."),
        Said.CANNOT_TELL: _("All right. Nothing has changed, and nothing counts against the person."),
    }
    messages.success(request, told[said])
    return redirect("staff:checkin", checkin_id=checkin_id)
