"""Two selfies that the machine could not settle: a worker who knows the person looks, or asks the person."""

import base64
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.identity import face_review
from amparo.identity.face_review import Said
from amparo.people import queries as people
from amparo.privacy.purposes import Purpose


def page(request: HttpRequest, selfie_id: UUID) -> HttpResponse:
    """Who it is about; the pictures are shown after a button, because each look is written down. POST shows them."""
    at, by = clock.now(), request.actor
    with acting(by):
        rows = face_review.waiting(selfie_id, by=by)
        person = rows[0].person
        name = people.names([person], by=by, why=Purpose.CASELOAD_LIST, at=at).get(person.id, "")
        shown = face_review.pictures(selfie_id, by=by, at=at) if request.method == "POST" else []
    context = {
        "rows": rows,
        "selfie_id": rows[0].id,
        "person": person,
        "name": name,
        "pictures": ["data:image/webp;base64," + base64.b64encode(picture).decode() for picture in shown],
    }
    return render(request, "staff/selfie.html", context)


def decide(request: HttpRequest, selfie_id: UUID) -> HttpResponse:
    """The worker's word. The pictures are destroyed with it."""
    try:
        said = Said(request.POST.get("said", ""))
    except ValueError:
        raise Refused("bad_request") from None
    with acting(request.actor):
        person = face_review.decide(selfie_id, said, by=request.actor, at=clock.now())
    told = {
        Said.IT_IS_THEM: _("Written down: it is them. The pictures are destroyed."),
        Said.WILL_ASK: _("Please ask the person. The pictures are destroyed."),
    }
    messages.success(request, told[said])
    return redirect("staff:person", person_id=person.id)
