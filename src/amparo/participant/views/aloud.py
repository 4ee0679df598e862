"""Pages read aloud by colleagues: in which language a person wants to hear them, and the sound itself."""

import re
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from amparo.access.actor import system
from amparo.access.rows import acting
from amparo.foundation.errors import Refused
from amparo.identity import cookie
from amparo.participant import door, wording
from amparo.people import hearing_in
from amparo.translations import clip_queries

# The words cannot change under this address: a page that says something else has another clip, or none.
AN_HOUR = "private, max-age=3600, immutable"
RANGE = re.compile(r"bytes=(\d{1,9})-(\d{0,9})")


def page(request: HttpRequest) -> HttpResponse:
    """In which language pages are read aloud to this person."""
    problem = ""
    with door.signed_in(request) as me:
        if request.method == "POST":
            try:
                hearing_in.choose(me.person.id, request.POST.get("spoken", ""), by=me.actor, at=me.at)
            except Refused as no:
                if no.code != "language_not_offered":
                    raise
                problem = str(wording.PICK_ONE)
        now = hearing_in.of(me.person.id)
        offered = clip_queries.to_choose()
    if request.method == "POST" and not problem:
        return redirect(f"{reverse('participant:hear_in')}?saved")
    known = now if now in {one.code for one in offered} else ""
    context = {"offered": offered, "now": known, "saved": "saved" in request.GET, "problem": problem}
    return render(request, "participant/hear_in.html", context, status=422 if problem else 200)


def sound(request: HttpRequest, programme_id: UUID, clip_id: UUID) -> HttpResponse:
    """A clip that is played, whole or a part of it: some phones ask for the first bytes alone. It names nobody."""
    with acting(system(programme_id)):
        clip = clip_queries.heard(clip_id)
    if clip is None:
        raise Http404
    response = _part(bytes(clip.sound), request.headers.get("Range", ""))
    response["Accept-Ranges"] = "bytes"
    # Encoded already, and a part must stay the part it is.
    response["Content-Encoding"] = "identity"
    shared = request.tablet or request.COOKIES.get(cookie.BORROWED_NAME)
    response["Cache-Control"] = "no-store" if shared else AN_HOUR
    return response


def _part(data: bytes, asked: str) -> HttpResponse:
    found = RANGE.fullmatch(asked)
    if found is None:
        return HttpResponse(data, content_type="audio/ogg")
    first, last = int(found[1]), min(int(found[2] or len(data)), len(data) - 1)
    if first > last:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{len(data)}"
        return response
    response = HttpResponse(data[first : last + 1], status=206, content_type="audio/ogg")
    response["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
    return response
