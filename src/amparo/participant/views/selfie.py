"""Selfies: agreed to here, set up here, sent from here, taken back here. One address for form and script alike."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from amparo.checkins import queries as checkins
from amparo.foundation import base64url, ids
from amparo.foundation.errors import Refused
from amparo.identity import faces, turns
from amparo.identity.face_rules import State, What
from amparo.participant import door, from_phone, scope
from amparo.participant import selfie_words as words
from amparo.participant.guard import wants_json
from amparo.people import consent_words
from amparo.programme import queries as programmes

# The only page that may ask for the camera.
ASKS_CAMERA = "geolocation=(), camera=(self), microphone=(), payment=(), usb=()"
LONGEST_BODY = 3 * faces.LONGEST_SEALED // 2
LOOK_AGAIN_SECONDS = "2"


def index(request: HttpRequest) -> HttpResponse:
    """Where the person stands, and the next step of it. POST: what = agree, take_back, enrol or compare. To a script
    GET says which turns of the head the next selfie is asked for."""
    if request.method == "POST":
        return _from_script(request) if wants_json(request) else _from_form(request)
    return _ask_turns(request) if wants_json(request) else _show(request)


def result(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """What became of one selfie: for the check-in page as JSON, for a form as a page that looks again by itself."""
    with door.signed_in(request, page=not wants_json(request)) as me:
        found = faces.result(me.actor.id, client_id)
    if found is None:
        raise Http404
    told = _told(found) | {"not_for_this": str(words.NOT_FOR_THIS) if "unasked" in request.GET else ""}
    if wants_json(request):
        return JsonResponse(told)
    context = told | {"retake": found.state in (State.RETAKE, State.INCONCLUSIVE), "client_id": client_id}
    response = render(request, "participant/selfie_result.html", context)
    if found.state is State.WAITING:
        response["Refresh"] = LOOK_AGAIN_SECONDS
    return response


def _from_form(request: HttpRequest) -> HttpResponse:
    what = request.POST.get("what", "")
    try:
        with door.signed_in(request) as me:
            if what == "agree":
                faces.agree(me.person.id, language=request.POST.get("language", ""), by=me.actor, at=me.at)
            elif what == "take_back":
                faces.take_back(me.person.id, by=me.actor, at=me.at)
            else:
                about = _about(request.POST.get("about"))
                row = faces.send(
                    me.person.id,
                    client_id=from_phone.read_id(request.POST.get("client_id")),
                    what=_what(what, me, about),
                    picture=_picture(request),
                    about_id=_own(me, about),
                    by=me.actor,
                    at=me.at,
                )
                return redirect(_result_url(row, about))
    except Refused as no:
        if no.code not in words.REFUSED:
            raise
        return _show(request, words.REFUSED[no.code], 422)
    return redirect(_back(request))


def _from_script(request: HttpRequest) -> HttpResponse:
    """202: it waits, at `url`. The same again is answered the same."""
    if int(request.headers.get("Content-Length") or 0) > LONGEST_BODY:
        raise Refused("too_large")
    said = from_phone.read_object(request.body, longest=LONGEST_BODY)
    about = _about(said.get("about"))
    with door.signed_in(request) as me:
        client_id = from_phone.read_id(said.get("client_id"))
        row = faces.send(
            me.person.id,
            client_id=client_id,
            what=_what(said.get("what"), me, about),
            turns_asked=_turns_asked(said.get("turns"), me, client_id),
            sealed=from_phone.required(from_phone.read_sealed(said.get("sealed"), LONGEST_BODY)),
            about_id=_own(me, about),
            by=me.actor,
            at=me.at,
        )
    url = _result_url(row, about)
    return JsonResponse({"client_id": str(row.client_id), "state": row.state, "url": url}, status=202)


def _ask_turns(request: HttpRequest) -> HttpResponse:
    """Which turns, for which selfie; to be brought back with it. Asked again, they are the same until one is sent."""
    with door.signed_in(request, page=False) as me:
        asked = turns.ask(me.actor.id, sent=faces.compared(me.actor.id), at=me.at)
    return JsonResponse({"client_id": str(asked.client_id), "turns": asked.turns, "signed": asked.signed})


def _turns_asked(signed: Any, me: door.Me, client_id: UUID) -> str:
    """Empty where the phone brings no question back: a still picture counts as well."""
    if not signed:
        return ""
    if not isinstance(signed, str):
        raise Refused("unreadable")
    return turns.answered(signed, person_id=me.actor.id, client_id=client_id, at=me.at)


def _show(request: HttpRequest, problem: Any = None, status: int = 200) -> HttpResponse:
    wanted = request.POST.get("about") or request.GET.get("about") or ""
    with door.signed_in(request) as me:
        about = _own(me, _read(wanted))
        standing = faces.standing(me.person.id)
        moves = faces.moves_of(me.person.id)
        programme = programmes.by_id(me.person.programme_id)
    language = get_language() or "en"
    missing = "" if standing.made else scope.missing(scope.NEW_WAY_IN, me.shown, me.at)
    context = {
        "standing": standing,
        "words": consent_words.shown(consent_words.FACE, language, programme=programme.neutral_name),
        "language": language,
        "what": What.COMPARE.value if standing.made else What.ENROL.value,
        "settles_at": me.shown.settles_at if missing == "not_settled" else None,
        "show_first": _asked_first(about) if missing == "show_it_is_you" else "",
        "client_id": ids.new(),
        "about": about or "",
        "not_for_this": words.NOT_FOR_THIS if wanted and not about else "",
        "moves": [{"at": move.at, "words": words.MOVES.get((move.after, move.why), "")} for move in moves],
        "problem": problem,
        "sealing": _sealing(me),
    }
    response = render(request, "participant/selfie.html", context, status=status)
    response["Permissions-Policy"] = ASKS_CAMERA
    return response


def _asked_first(about: UUID | None) -> str:
    return f"{reverse('participant:it_is_me')}?{urlencode({'next': _here(about)})}"


def _told(found: faces.Result) -> dict[str, Any]:
    human = found.state is State.INCONCLUSIVE and found.other_ways
    return {
        "state": found.state.value,
        "code": found.code,
        "message": str(words.HUMAN_LOOKS if human else words.STATES[found.state]),
        "what_to_do": str(words.help_for(found.code)),
        "other_ways": found.other_ways,
        "other_ways_message": str(words.OTHER_WAYS) if found.other_ways else "",
        "about": str(found.about_id) if found.about_id else "",
        "turns": str(words.TURNS[found.turns]),
    }


def _sealing(me: door.Me) -> dict[str, str]:
    person = me.person
    if not person.phone_key_p256:
        return {}
    return {
        "programme": str(person.programme_id),
        "subject": str(person.id),
        "x25519": base64url.encode(bytes(person.phone_key_x25519 or b"")),
        "p256": base64url.encode(bytes(person.phone_key_p256 or b"")),
        "field": faces.PICTURE,
    }


def _picture(request: HttpRequest) -> bytes:
    sent = request.FILES.get("picture")
    if sent is None:
        # Dropped on its way in, for it was longer than may be kept in memory; or none was chosen.
        too_long = int(request.headers.get("Content-Length") or 0) > faces.LONGEST_PICTURE
        raise Refused("too_large" if too_long else "unreadable")
    data: bytes = sent.read()
    return data


def _what(value: Any, me: door.Me, about: UUID | None) -> What:
    """What it is for. Whoever sets a face up is taken for the person by it: they show first that it is them."""
    try:
        what = What(value)
    except ValueError:
        raise Refused("unreadable") from None
    if what is What.ENROL and (missing := scope.missing(scope.NEW_WAY_IN, me.shown, me.at)):
        raise door.ShowItIsYou(missing, _here(about))
    return what


def _here(about: UUID | None) -> str:
    return reverse("participant:selfie") + (f"?about={about}" if about else "")


def _about(value: Any) -> UUID | None:
    return from_phone.read_id(value) if value else None


def _read(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _own(me: door.Me, about: UUID | None) -> UUID | None:
    """The check-in it is for, if it is the person's own and can still be shown; a selfie for any other is for none."""
    if about is None or checkins.selfie_may_show(me.actor.id, about, me.at):
        return about
    return None


def _result_url(row: Any, about: UUID | None) -> str:
    ignored = about is not None and row.about_id is None
    return reverse("participant:selfie_result", args=[row.client_id]) + ("?unasked=1" if ignored else "")


def _back(request: HttpRequest) -> str:
    return _here(_read(request.POST.get("about", "")))
