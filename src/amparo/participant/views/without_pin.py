"""A check-in with the personal link alone, for whoever's PIN does not work today. See docs/decisions/0013.

The page is the same for every link: it reads nothing about anybody, and what it says no to, it says no to in one way.
"""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from amparo.access.actor import Actor, Kind, system
from amparo.access.rows import acting
from amparo.checkins import questions, receipt, unconfirmed, voice_rules
from amparo.checkins.capture import Capture, Channel, PlaceCause, hash_of
from amparo.foundation import clock, ids, wall
from amparo.foundation.errors import Refused
from amparo.identity import queries
from amparo.identity.ways import Way
from amparo.participant import asking, card, wording
from amparo.participant.views import receipts
from amparo.programme import queries as programmes

OURS = frozenset({"vault_unavailable", "vault_busy", "vault_log_unavailable", "too_busy"})


def page(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """GET asks the questions; POST keeps the answers, sealed, and gives a receipt."""
    programme = programmes.by_slug(slug)
    if programme is None:
        raise Http404
    if request.tablet:
        return redirect("participant:kiosk")
    request.card = card.of_programme(programme)
    if request.method != "POST":
        return _form(request)
    at = clock.now()
    words, too_long = _words(request)
    try:
        answers = asking.answers(request.POST)
        capture = _capture(request.POST, answers)
        signed = _keep(programme.id, token, capture, words, at)
    except OperationalError:
        return _form(request, status=503)
    except Refused as no:
        return _said_no(request, no)
    with timezone.override(wall.zone_named(programme.zone)):
        return _receipt(request, signed, too_long=too_long, wants_help=capture.wants_help)


def _keep(programme_id: UUID, token: str, capture: Capture, words: bytes, at: datetime) -> bytes:
    with acting(system(programme_id)):
        person_id = queries.named_by(queries.link_hash(token), at=at)
    if person_id is None:
        raise Refused("not_taken_here")
    # Nobody but this person's rows exist from here on.
    by = Actor(Kind.PERSON, person_id, programme_id)
    with acting(by):
        return unconfirmed.submit(person_id, capture=capture, words=words, by=by, at=at)


def _words(request: HttpRequest) -> tuple[bytes, bool]:
    """A recording of somebody's own words; one too long for a few words is left out, and the check-in goes on."""
    sent = request.FILES.get("words")
    if sent is None:
        return b"", False
    if sent.size > voice_rules.LONGEST_WORDS:
        return b"", True
    return sent.read(), False


def _capture(posted: QueryDict, answers: dict[str, Any]) -> Capture:
    body = json.dumps({"answers": answers, "way": Way.NONE}, sort_keys=True, ensure_ascii=False)
    try:
        client_id = UUID(posted.get("client_id", ""))
    except ValueError:
        client_id = ids.new()
    return Capture(
        client_id=client_id,
        channel=Channel.FORM,
        identity=Way.NONE,
        language=get_language() or "en",
        body_hash=hash_of(body.encode()),
        answers=answers,
        place_cause=PlaceCause.NOT_ASKED,
        wants_help=questions.asks_for_help(answers),
        says_changed=questions.says_changed(answers),
    )


def _said_no(request: HttpRequest, no: Refused) -> HttpResponse:
    if no.code == "not_taken_here":
        return _quiet(render(request, "participant/without_pin_no.html", _beside(request), status=409))
    if no.code in OURS:
        return _form(request, status=503)
    if "field" not in no.details:
        raise no
    return _form(request, no, status=422)


def _form(request: HttpRequest, problem: Refused | None = None, status: int = 200) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    context = {
        "questions": asking.shown(posted, problem),
        "client_id": (posted or {}).get("client_id") or ids.new(),
        "errors": problem is not None,
        "not_now": wording.NOT_SENT["not_now"] if status == 503 else None,
    } | _beside(request)
    return _quiet(render(request, "participant/without_pin.html", context, status=status))


def _beside(request: HttpRequest) -> dict[str, str]:
    """Where the same link asks for the PIN: this address without its last part."""
    return {"sign_in_url": request.path.removesuffix("check-in/")}


def _receipt(request: HttpRequest, signed: bytes, *, too_long: bool, wants_help: bool) -> HttpResponse:
    said, text = receipt.read(signed), receipt.to_text(signed)
    context = {
        "receipt": {"number": said.number, "received_at": said.received_at, "on_time": said.on_time},
        "qr_svg": receipts.qr(receipts.check_url(text)),
        "verify_url": receipts.check_url(text),
        "too_long": too_long,
        "wants_help": wants_help,
    }
    return _quiet(render(request, "participant/without_pin_receipt.html", context, status=201))


def _quiet(response: HttpResponse) -> HttpResponse:
    # The address holds the link's secret: no request may carry it on, no search engine may keep it.
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
