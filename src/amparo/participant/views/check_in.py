"""The check-in: one address for the form without script and for what a phone's script has sealed."""

import json
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import NAMESPACE_OID, UUID, uuid5

from django.core.exceptions import ObjectDoesNotExist
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from amparo.checkins import actions, queries, questions, receipt
from amparo.checkins.capture import Capture, Channel, PlaceCause, hash_of
from amparo.checkins.rules import CheckinState
from amparo.foundation import base64url, ids
from amparo.foundation.errors import Refused
from amparo.identity import cookie, passkeys, sessions
from amparo.identity import queries as identity
from amparo.identity.ways import Way
from amparo.participant import asking, door, from_phone, selfies, wording
from amparo.participant.guard import wants_json
from amparo.programme import queries as programmes

ASKS_PLACE = "geolocation=(self), camera=(), microphone=(), payment=(), usb=()"
NOT_CARRIED = frozenset({"csrfmiddlewaretoken", "step"})
OURS = frozenset({"vault_unavailable", "vault_busy", "vault_log_unavailable"})


def page(request: HttpRequest, checkin_id: UUID) -> HttpResponse:
    """The questions; what is answered already leads to its receipt."""
    if request.method == "POST":
        return _from_script(request, checkin_id) if wants_json(request) else _from_form(request, checkin_id)
    with door.signed_in(request) as me:
        checkin = queries.one(checkin_id)
        done = queries.submissions_of([checkin_id]).first()
        context = _context(me, checkin)
        if me.shown.at_kiosk:
            sessions.still_at_kiosk(me.session_id, at=me.at)
    if (
        done is not None
        and checkin.state in (CheckinState.DONE, CheckinState.NEEDS_LOOK)
        and not context["unconfirmed"]
    ):
        return redirect("participant:receipt", number=done.receipt_number)
    if not queries.may_be_sent(checkin, me.at):
        return elsewhere(request, checkin)
    return _show(request, context)


def elsewhere(request: HttpRequest, checkin: Any) -> HttpResponse:
    """What says of a check-in that cannot be sent now when it opens; on a kiosk, what is next."""
    if checkin.state == CheckinState.PLANNED and not request.tablet:
        return redirect("participant:date", kind="checkin", date_id=checkin.id)
    return redirect("participant:what_next")


def _from_script(request: HttpRequest, checkin_id: UUID) -> HttpResponse:
    """201 with the receipt, 200 with the same one again; everything else is a code with its words."""
    if int(request.headers.get("Content-Length") or 0) > from_phone.LONGEST_BODY:
        raise Refused("too_large")
    capture = from_phone.capture(
        request.body,
        device_now=request.headers.get("X-Device-Time", ""),
        since_capture=request.headers.get("X-Device-Elapsed", ""),
    )
    try:
        with door.signed_in_asking(request, lambda: actions.look_up(checkin_id, capture.client_id)) as (me, asked):
            capture = _shown(capture, me)
            signed, new = actions.submit(checkin_id, capture=capture, by=me.actor, at=me.at, asked=asked)
    except ObjectDoesNotExist:
        raise Refused("no_longer_asked") from None
    except Refused as no:
        if no.code in OURS:
            raise Refused("not_now") from no
        raise
    number = receipt.read(signed).number
    told = {"number": number, "client_id": str(capture.client_id), "text": receipt.to_text(signed)}
    return JsonResponse({"receipt": told, "next": _receipt_url(number)}, status=201 if new else 200)


def _from_form(request: HttpRequest, checkin_id: UUID) -> HttpResponse:
    step = request.POST.get("step")
    if request.tablet or request.COOKIES.get(cookie.BORROWED_NAME):
        _whose_words(request, checkin_id)
    elif request.held:
        _still_here(request)
    try:
        answers = asking.answers(request.POST)
    except Refused as problem:
        return _answering(request, checkin_id, problem)
    if step == "change":
        return _answering(request, checkin_id)
    if step != "send":
        return _review(request, answers)
    return _send(request, checkin_id, answers)


def _still_here(request: HttpRequest) -> None:
    """Whoever left in a hurry finds nothing of what they typed by going back."""
    with suppress(door.SignInAgain, OperationalError), door.signed_in(request, page=False):
        pass


def _whose_words(request: HttpRequest, checkin_id: UUID) -> None:
    """On a kiosk or a borrowed phone the browser may send again what somebody typed before: only they see it."""
    with door.signed_in(request, page=False) as me:
        queries.one(checkin_id)
        sessions.still_at_kiosk(me.session_id, at=me.at)


def _send(request: HttpRequest, checkin_id: UUID, answers: dict[str, Any]) -> HttpResponse:
    """The receipt; or the same page again with every answer on it, and why it is not sent yet."""
    try:
        with door.signed_in(request) as me:
            asked = programmes.rules_at(me.person.programme_id, me.at).ask_place
            if me.shown.at_kiosk:
                asked = False
            signed = _submit(me, checkin_id, _shown(_capture(request.POST, answers, asked), me))
    except door.SignInAgain:
        return not_sent(request, "signed_out")
    except OperationalError:
        return not_sent(request, "not_now")
    except Refused as no:
        if no.code not in OURS:
            raise
        return not_sent(request, "not_now")
    return redirect(_receipt_url(receipt.read(signed).number))


def _submit(me: door.Me, checkin_id: UUID, capture: Capture) -> bytes:
    try:
        return actions.submit(checkin_id, capture=capture, by=me.actor, at=me.at)[0]
    except Refused as no:
        if no.code != "key_used_differently":
            raise
        # Sent, then changed and sent again from the same page: the later words are a capture of their own.
        other = uuid5(NAMESPACE_OID, f"{capture.client_id}{capture.body_hash.hex()}")
        changed = replace(capture, client_id=other)
        return actions.submit(checkin_id, capture=changed, by=me.actor, at=me.at)[0]


def _shown(capture: Capture, me: door.Me) -> Capture:
    """The capture, with the way in which this session was last shown; or without any, if the person chose that."""
    if me.shown.at_kiosk:
        return replace(capture, channel=Channel.KIOSK, identity=me.shown.way)
    return capture if capture.identity is Way.NONE else replace(capture, identity=me.shown.way)


def not_sent(request: HttpRequest, code: str) -> HttpResponse:
    """What was typed, still on the page, with what to do before sending again.

    Not on a kiosk without a session: whoever is before it may be somebody else.
    """
    if request.tablet and code != "not_now":
        return redirect("participant:kiosk_end")
    happened, what_to_do = wording.NOT_SENT[code]
    try:
        answers = asking.answers(request.POST)
    except Refused:
        answers = {}
    problem = {"happened": happened, "what_to_do": what_to_do}
    return _review(request, answers, problem=problem, status=wording.status(code))


def _review(
    request: HttpRequest, answers: dict[str, Any], *, problem: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    rows = asking.in_words(answers)
    cause = request.POST.get("place_cause", "")
    if "place_asked" in request.POST:
        shown = wording.PLACE_CHOICES.get(cause, wording.NOT_SHARED)
        rows.append({"label": str(wording.PLACE_LABEL), "value": str(shown)})
    if request.POST.get("way") == Way.NONE:
        rows.append({"label": str(wording.SHOWN_LABEL), "value": str(wording.SENT_WITHOUT)})
    context = {"rows": rows, "fields": _fields(request.POST), "problem": problem}
    return render(request, door.template(request, "review.html"), context, status=status)


def _answering(request: HttpRequest, checkin_id: UUID, problem: Refused | None = None) -> HttpResponse:
    """The form again, filled with what was typed."""
    try:
        with door.signed_in(request) as me:
            context = _context(me, queries.one(checkin_id), request.POST, problem)
    except door.SignInAgain:
        return not_sent(request, "signed_out")
    return _show(request, context, 422 if problem else 200)


def _show(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, door.template(request, "check_in.html"), context, status=status)
    if not request.tablet:
        response["Permissions-Policy"] = ASKS_PLACE
    return response


def _context(
    me: door.Me, checkin: Any, posted: QueryDict | None = None, problem: Refused | None = None
) -> dict[str, Any]:
    policy = programmes.rules_at(me.person.programme_id, me.at)
    typed = posted or QueryDict()
    return {
        "checkin": checkin,
        "late": checkin.closes_at <= me.at,
        "unconfirmed": queries.is_unconfirmed(checkin),
        "ways": _ways(me, checkin, typed),
        "questions": asking.shown(posted, problem),
        "place": {
            "asked": policy.ask_place,
            "width": _width(policy.cell_metres),
            "cause": typed.get("place_cause", ""),
        },
        "client_id": typed.get("client_id") or ids.new(),
        "question_set": questions.VERSION,
        "errors": problem is not None,
        "sealing": _sealing(me, checkin, policy),
    }


def _ways(me: door.Me, checkin: Any, typed: QueryDict) -> dict[str, Any]:
    """How this session shows who it is, and what else the person can pick; see parts/ways.html."""
    another = urlencode({"next": reverse("participant:check_in", args=[checkin.id])})
    return {
        "now": wording.SHOWN_BY[me.shown.way],
        "without": typed.get("way") == Way.NONE,
        "another_url": f"{reverse('participant:it_is_me')}?{another}",
        "passkey": passkeys.are_possible() and identity.passkeys_of(me.person.id).exists(),
        "selfie": selfies.beside(me.person.id, checkin.id, me.at),
    }


def _sealing(me: door.Me, checkin: Any, policy: Any) -> dict[str, Any]:
    person = me.person
    if not person.phone_key_p256:
        return {}
    return {
        "programme": str(person.programme_id),
        "subject": str(person.id),
        "x25519": base64url.encode(bytes(person.phone_key_x25519 or b"")),
        "p256": base64url.encode(bytes(person.phone_key_p256 or b"")),
        "receipt_key": base64url.encode(bytes(programmes.by_id(person.programme_id).receipt_key or b"")),
        "cell_metres": policy.cell_metres,
        "checkin": str(checkin.id),
        "closes_at": checkin.closes_at.isoformat(),
        "url": reverse("participant:check_in", args=[checkin.id]),
    }


def _capture(posted: QueryDict, answers: dict[str, Any], place_asked: bool) -> Capture:
    cause = _place_cause(posted.get("place_cause", ""), place_asked)
    way = Way.NONE if posted.get("way") == Way.NONE else Way.PIN
    told = {"answers": answers, "place_cause": cause} | ({"way": way} if way is Way.NONE else {})
    body = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return Capture(
        client_id=_client_id(posted.get("client_id", "")),
        channel=Channel.FORM,
        identity=way,
        language=get_language() or "en",
        body_hash=hash_of(body.encode()),
        answers=answers,
        place_cause=cause,
        wants_help=questions.asks_for_help(answers),
        says_changed=questions.says_changed(answers),
    )


def _place_cause(said: str, asked: bool) -> PlaceCause:
    if not asked:
        return PlaceCause.NOT_ASKED
    return PlaceCause(said) if said in wording.PLACE_CHOICES else PlaceCause.NOT_SAID


def _client_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return ids.new()


def _fields(posted: QueryDict) -> list[dict[str, str]]:
    names = [name for name in posted if name not in NOT_CARRIED]
    return [{"name": name, "value": value} for name in names for value in posted.getlist(name)]


def _receipt_url(number: str) -> str:
    return reverse("participant:receipt", args=[number]) + "?new=1"


def _width(metres: int) -> str:
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres} m"
