"""A check-in by voice: each question is asked, recorded, sent in pieces; the same questions stand in the form."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from amparo.checkins import queries, questions, receipt, voice_review, voice_rules, voices
from amparo.foundation.errors import Refused
from amparo.identity import phrases
from amparo.participant import asking, door, from_phone, microphone, phone_lock, voice_words
from amparo.participant.guard import wants_json
from amparo.participant.views.check_in import elsewhere


def page(request: HttpRequest, checkin_id: UUID) -> HttpResponse:
    """The questions, to be answered aloud. POST: as JSON sends the check-in, as a form erases one recording."""
    if request.method == "POST":
        return _send(request, checkin_id) if wants_json(request) else _erase(request, checkin_id)
    with door.signed_in(request) as me:
        checkin = queries.one(checkin_id)
        may_be_sent = queries.may_be_sent(checkin, me.at)
        here = {row.about: row for row in voices.not_sent(checkin_id)}
        sent = voice_review.sent(checkin_id)
        has_words = phrases.of(me.person.id, at=me.at) is not None
        lock = phone_lock.key_for(me.session_id)
    if not may_be_sent and not sent:
        return elsewhere(request, checkin)
    texts = {question.code: question.text for question in questions.asked()} | {voice_rules.PHRASE: voice_words.WORDS}
    context = {
        "checkin": checkin,
        "may_be_sent": may_be_sent,
        "late": checkin.closes_at <= me.at,
        "questions": [question | {"here": _row(here.get(question["key"]), texts)} for question in asking.shown()],
        "has_words": has_words,
        "words_here": _row(here.get(voice_rules.PHRASE), texts),
        "sent": [_row(row, texts) for row in sent],
        "question_set": questions.VERSION,
        "lock": lock,
        "longest": int(voice_rules.LONGEST_SECONDS),
    }
    return _show(request, context)


def recording(request: HttpRequest, checkin_id: UUID, client_id: UUID) -> HttpResponse:
    """How much of one recording is here, and what became of it. POST adds a piece, at the offset in its header."""
    if request.method == "POST":
        row = _add(request, checkin_id, client_id)
    else:
        with door.signed_in(request, page=False):
            row = voices.one(checkin_id, client_id)
    if row is None:
        raise Http404
    told = {"offset": row.arrived, "state": row.state, "code": row.code, "words": voice_words.told(row.state, row.code)}
    return JsonResponse(told, headers={"Upload-Offset": str(row.arrived)})


def _add(request: HttpRequest, checkin_id: UUID, client_id: UUID) -> Any:
    if int(request.headers.get("Content-Length") or 0) > voice_rules.MOST_PIECE:
        raise Refused("too_large")
    about, data = request.headers.get("Upload-About", voice_rules.WHOLE), request.body
    start, size = from_phone.number(request, "Upload-Offset", 0), from_phone.number(request, "Upload-Length", len(data))
    with door.signed_in(request, page=False) as me:
        return voices.take_piece(
            checkin_id, client_id=client_id, about=about, size=size, start=start, data=data, by=me.actor, at=me.at
        )


def _send(request: HttpRequest, checkin_id: UUID) -> HttpResponse:
    """201 with the receipt, 200 with the same one again."""
    capture, recordings = from_phone.spoken(
        request.body,
        device_now=request.headers.get("X-Device-Time", ""),
        since_capture=request.headers.get("X-Device-Elapsed", ""),
    )
    with door.signed_in(request, page=False) as me:
        capture = replace(capture, identity=me.shown.way)
        signed, new = voices.send(checkin_id, recordings=recordings, capture=capture, by=me.actor, at=me.at)
    number = receipt.read(signed).number
    url = reverse("participant:receipt", args=[number]) + "?new=1"
    return JsonResponse({"number": number, "next": url}, status=201 if new else 200)


def _erase(request: HttpRequest, checkin_id: UUID) -> HttpResponse:
    try:
        client_id = UUID(request.POST.get("erase", ""))
    except ValueError:
        raise Refused("unreadable") from None
    with door.signed_in(request, page=False) as me:
        voices.erase(checkin_id, client_id, by=me.actor, at=me.at)
    return redirect("participant:voice", checkin_id=checkin_id)


def _show(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return microphone.rendered(request, "participant/voice.html", context)


def _row(row: Any, texts: dict[str, Any]) -> dict[str, Any] | None:
    if row is None:
        return None
    words = voice_words.told(row.state, row.code)
    return {"client_id": row.client_id, "question": texts.get(row.about, ""), "words": words}
