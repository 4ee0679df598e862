"""What is next, and the pages beside it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from amparo.checkins import actions, queries, windows
from amparo.checkins.windows import Cadence
from amparo.conversations import queries as conversations
from amparo.foundation import languages
from amparo.foundation.errors import Refused
from amparo.households import queries as households
from amparo.identity import cookie, faces, sessions
from amparo.participant import coming, door, moving, steps, tongues, wording
from amparo.people import actions as people
from amparo.people import queries as reached


def what_next(request: HttpRequest) -> HttpResponse:
    """One thing, one big button; what comes after it stands below."""
    with door.signed_in(request) as me:
        found = steps.of(me.person, [*coming.dates(me), *moving.offices(me)], me.at)
        reminded = reached.has_browser(me.person)
        unread = 0 if me.shown.at_kiosk else conversations.unread(me.person.id)
        waits = queries.help_waiting(me.person.id)
        part = households.part_of(me.person.id, me.at)
        if me.shown.at_kiosk:
            sessions.still_at_kiosk(me.session_id, at=me.at)
    context = {"step": found[0], "later": found[1:], "reminded": reminded, "help": waits, "unread": unread}
    context |= {"family": part}
    return render(request, door.template(request, "what_next.html"), context | {"steps": found})


def all_pages(request: HttpRequest) -> HttpResponse:
    """Every page of the person's, by what it is about."""
    with door.signed_in(request) as me:
        selfie = faces.standing(me.person.id).agreed is not None
        part = households.part_of(me.person.id, me.at)
    return render(request, "participant/all_pages.html", {"selfie": selfie, "family": part})


def choose_time(request: HttpRequest) -> HttpResponse:
    """The day and hours the person picks, from what is offered; without saying why."""
    problem, saved = "", False
    with door.signed_in(request) as me:
        living = queries.living_schedule(me.person.id)
        if request.method == "POST" and living is not None:
            try:
                cadence = _picked(request.POST.get("slot", ""), living)
                living = actions.choose_schedule(me.person, cadence, by=me.actor, at=me.at)
                saved = True
            except Refused:
                problem = str(wording.PICK_ONE)
        upcoming = queries.next_of(me.person.id, me.at) if saved else None
    context = {
        "weeks": living.weeks if living else 1,
        "hours": living.hours if living else 0,
        "days": _days(living) if living else [],
        "saved": saved,
        "first_at": upcoming.opens_at if upcoming else None,
        "problem": problem,
    }
    return render(request, "participant/choose_time.html", context, status=422 if problem else 200)


def offline(request: HttpRequest) -> HttpResponse:
    """What the phone shows without a network. It names nobody."""
    return render(request, "participant/offline.html")


def language(request: HttpRequest) -> HttpResponse:
    """From now on this browser shows this language. Nobody is written to in another one by that: see `written_in`."""
    code = request.POST.get("language", "")
    response = redirect(_safe(request.POST.get("next", "")))
    if code in tongues.offered():
        tongues.remember(response, code, for_long=not request.COOKIES.get(cookie.BORROWED_NAME))
    return response


def written_in(request: HttpRequest) -> HttpResponse:
    """From now on whoever is signed in is written to and called in this language. What the browser shows stays."""
    code = request.POST.get("language", "")
    with door.signed_in(request, page=False) as me:
        if code in tongues.offered():
            people.change_language(me.actor.id, code, by=me.actor, at=me.at)
    return redirect(_safe(request.POST.get("next", "")))


def session(request: HttpRequest) -> HttpResponse:
    """Who is signed in on this phone, for a script that sends what was saved: also after somebody left in a hurry."""
    with door.signed_in(request, page=False) as me:
        if me.shown.borrowed or me.shown.at_kiosk:
            return HttpResponse(status=404)
    response = JsonResponse({"subject": str(me.actor.id), "token": get_token(request)})
    response["Cache-Control"] = "no-store"
    return response


def manifest(request: HttpRequest) -> HttpResponse:
    """How the app looks on a home screen: a neutral name, nothing about anybody."""
    text = render_to_string("participant/manifest.webmanifest", request=request)
    return HttpResponse(text, content_type="application/manifest+json")


def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker for everything below /my/; asked for anew each time, so that a release arrives."""
    text = render_to_string("participant/sw.js", request=request)
    response = HttpResponse(text, content_type="text/javascript")
    response["Service-Worker-Allowed"] = door.PATH
    response["Cache-Control"] = "no-cache"
    return response


def _picked(text: str, living: Any) -> Cadence:
    for slot in _slots(living):
        if text == _value(slot):
            return Cadence(living.weeks, slot.weekday, slot.opens, slot.hours)
    raise Refused("bad_cadence")


def _slots(living: Any) -> list[windows.Slot]:
    """What is offered, and what the person has now. The window's length stays the plan's."""
    own = windows.Slot(living.weekday, living.opens, living.hours)
    offered = windows.offered_slots(hours=(living.hours,))
    return sorted({own, *offered}, key=lambda slot: (slot.weekday, slot.opens))


def _days(living: Any) -> list[dict[str, Any]]:
    days: list[dict[str, Any]] = [{"name": name, "slots": []} for name in wording.WEEKDAYS]
    for slot in _slots(living):
        chosen = (slot.weekday, slot.opens) == (living.weekday, living.opens)
        days[slot.weekday]["slots"].append(
            {"value": _value(slot), "label": languages.spelled_clock(slot.opens, tongues.now()), "chosen": chosen}
        )
    return days


def _value(slot: windows.Slot) -> str:
    return f"{slot.weekday}-{slot.opens:%H%M}-{slot.hours}"


def _safe(path: str) -> str:
    """A page of ours that can be asked for again; else the person's own page."""
    own = url_has_allowed_host_and_scheme(path, None) and path.startswith("/") and not path.startswith("/staff/")
    return path if own else reverse("participant:what_next")
