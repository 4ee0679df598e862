"""A check-in that was spoken: a worker listens, at the speed they like; each time stands in the person's log."""

import base64
from uuid import UUID

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse

from amparo.access.rows import acting
from amparo.casework import person_file
from amparo.checkins import voice_review
from amparo.foundation import clock
from amparo.staff.views import checkins


def hear(request: HttpRequest, checkin_id: UUID) -> HttpResponse:
    """The check-in's page with its recordings to play. A button opens them, because each time is written down."""
    at, by = clock.now(), request.actor
    with acting(by):
        found = person_file.review(checkin_id, by=by)
        opened = voice_review.sounds(found.checkin, voice_review.sent(checkin_id), by=by, at=at)
    sounds = {row_id: "data:audio/ogg;base64," + base64.b64encode(sound).decode() for row_id, sound in opened.items()}

    @csp_update({"media-src": ["data:"]})  # the sound stands in this answer alone, which nobody stores
    def shown(request: HttpRequest) -> HttpResponse:
        return checkins.page(request, checkin_id, sounds=sounds)

    response: HttpResponse = shown(request)
    return response
