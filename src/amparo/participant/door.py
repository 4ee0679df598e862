"""Who stands at the participant's door: a signed cookie says which person, on which session.

The middleware asks no database: it only reads the cookie. That the session lives is asked by `signed_in`, in the
transaction that reads what the page shows.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation

from amparo.access.actor import Actor
from amparo.access.rows import acting, acting_in_one_go
from amparo.foundation import clock, languages, wall
from amparo.foundation.sql import Asked
from amparo.identity import cookie, queries, sessions
from amparo.identity.actions import SignedIn
from amparo.identity.kiosks import SetUp
from amparo.identity.queries import Living
from amparo.identity.rules import Shown
from amparo.participant import aloud, card, going_back, scope, tongues
from amparo.people import queries as people

OTHER_DOORS = ("/staff/", "/callbacks/", "/static/")
PATH = "/my/"
# What a form cannot send: words and files that a phone had saved.
SENT_BY_SCRIPT = ("application/json", "application/octet-stream")
PHONE_SECONDS = 400 * 24 * 3600


class SignInAgain(Exception):
    """Nobody is signed in on this phone, or not any more."""


class ShowItIsYou(Exception):
    """Somebody is signed in; this page asks for more, see `scope`. `code` says what, `back` where it was asked for."""

    def __init__(self, code: str, back: str = "") -> None:
        super().__init__(code)
        self.code, self.back = code, back


@dataclass(frozen=True, slots=True)
class Me:
    """The person who is signed in, and the moment they came."""

    actor: Actor
    person: Any
    session_id: UUID
    at: datetime
    shown: Shown


class ParticipantDoor:
    """Sets request.actor (None for nobody) and speaks the reader's language, on all pages but the staff's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = request.held = request.tablet = None
        if request.path.startswith(OTHER_DOORS):
            return self.get_response(request)
        request.tablet = cookie.read_tablet(request.COOKIES.get(cookie.KIOSK_NAME))
        request.held = cookie.read(request.COOKIES.get(cookie.SESSION_NAME))
        request.actor = queries.actor_of(request.held) if request.held else None
        language = tongues.chosen(request)
        with translation.override(language), timezone.override(None):
            if going_back.is_meant(request):
                return redirect("participant:clock")
            response = self.get_response(request)
        going_back.forget(request, response)
        response.headers.setdefault("Content-Language", language)
        if getattr(request, "borrowed", False):
            # What its owner's app keeps on this phone, it must not keep of whoever borrows it.
            response["X-Borrowed"] = "yes"
        return response


@contextmanager
def signed_in(request: HttpRequest, *, page: bool = True) -> Iterator[Me]:
    """A transaction in which exactly this person's rows exist. Raises SignInAgain.

    With `page`, what every page shows (who helps, the person's own clock) is fetched for rendering afterwards;
    without it `person` stays None.
    """
    held, at = _held(request), clock.now()
    with acting(request.actor):
        living = _enough(request, queries.living_session(held.session_id, held.key_hash, at=at), at)
        if living.shown.borrowed:
            sessions.still_borrowed(living.id, at=at)
        person = people.by_id(held.person_id) if page else None
        if person and living.shown.has_left:
            # They are asked who they are: whoever reads along learns nothing else.
            request.card = card.of_person(person)
            timezone.activate(wall.zone_named(person.zone))
        elif person:
            request.subject = str(person.id)
            request.written_in = person.language
            request.card = card.of_person(person)
            request.new_passkey = queries.untold(person.id, living, at=at)
            request.clips = aloud.for_person(request, person)
            timezone.activate(wall.zone_named(person.zone))
        yield Me(request.actor, person, held.session_id, at, living.shown)


@contextmanager
def signed_in_asking(request: HttpRequest, question: Callable[[], Asked]) -> Iterator[tuple[Me, Asked]]:
    """As `signed_in`, for the hot path: the question travels with the one about the session, and `person` is None.

    Only statements of `foundation.sql` may be used inside, see `acting_in_one_go`.
    """
    held, at = _held(request), clock.now()
    with acting_in_one_go(request.actor):
        session, asked = queries.ask_living(held.session_id, at=at), question()
        living = _enough(request, queries.living(session, held.key_hash), at)
        yield Me(request.actor, None, held.session_id, at, living.shown), asked


def _enough(request: HttpRequest, living: Living | None, at: datetime) -> Living:
    tablet = getattr(request, "tablet", None)
    # What was begun on a kiosk lives on that kiosk only, and nothing else does there.
    if living is None or living.kiosk_id != (tablet.kiosk_id if tablet else None):
        raise SignInAgain
    needs, shown = getattr(request, "needs", scope.SIGNED_IN), living.shown
    if shown.has_left and needs.sends and request.method == "POST" and request.content_type in SENT_BY_SCRIPT:
        # What was saved before they left in a hurry is sent behind them: nobody is kept from checking in.
        shown = replace(shown, has_left=False)
    request.borrowed = shown.borrowed
    missing = scope.missing(needs, shown, at)
    if missing:
        raise ShowItIsYou(missing)
    return living


def _held(request: HttpRequest) -> Any:
    if request.held is None:
        raise SignInAgain
    return request.held


def open_for(response: HttpResponse, signed: SignedIn, *, at: datetime, language: str, borrowed: bool = False) -> None:
    """The phone's cookies say who is signed in, which phone it is, and which language it shows.

    `borrowed`: all of that ends with the browser, and the phone is not known again."""
    if borrowed:
        _set(response, cookie.SESSION_NAME, signed.cookie, None)
        _set(response, cookie.BORROWED_NAME, "1", None)
        if language in languages.LANGUAGES:
            tongues.remember(response, language, for_long=False)
        return
    response.delete_cookie(cookie.BORROWED_NAME, path=PATH, samesite="Lax")
    seconds = int((signed.expires_at - at).total_seconds())
    _set(response, cookie.SESSION_NAME, signed.cookie, seconds)
    _set(response, cookie.DEVICE_NAME, signed.device, PHONE_SECONDS)
    if language in languages.LANGUAGES:
        tongues.remember(response, language)


def open_at_kiosk(response: HttpResponse, signed: SignedIn, *, at: datetime, language: str) -> None:
    """The tablet says who is before it until they go, and speaks their language; it is nobody's phone."""
    _set(response, cookie.SESSION_NAME, signed.cookie, int(sessions.LONGEST_AT_KIOSK.total_seconds()))
    if language in languages.LANGUAGES:
        tongues.remember(response, language)


def make_kiosk(response: HttpResponse, made: SetUp, *, at: datetime) -> None:
    """The tablet is a kiosk, and whatever it knew before is gone."""
    leave_nothing(response)
    response.delete_cookie(cookie.DEVICE_NAME, path=PATH, samesite="Lax")
    _set(response, cookie.KIOSK_NAME, made.cookie, int((made.expires_at - at).total_seconds()))


def leave_nothing(response: HttpResponse) -> None:
    """The browser keeps no page, no storage, no language and nobody of whoever was here; that it is a kiosk stays."""
    close(response)
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    response.delete_cookie(settings.CSRF_COOKIE_NAME, path=settings.CSRF_COOKIE_PATH)
    response["Clear-Site-Data"] = '"cache", "storage"'


def leave_borrowed(response: HttpResponse) -> None:
    """A phone that is not theirs knows nothing of them. Not "storage": what its owner saved there stays theirs."""
    close(response)
    response.delete_cookie(cookie.BORROWED_NAME, path=PATH, samesite="Lax")
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    response.delete_cookie(settings.CSRF_COOKIE_NAME, path=settings.CSRF_COOKIE_PATH)
    response["Clear-Site-Data"] = '"cache"'


def template(request: HttpRequest, name: str) -> str:
    """Which page is shown: on a kiosk it has a face of its own, without anything that keeps something."""
    return f"participant/kiosk/{name}" if getattr(request, "tablet", None) else f"participant/{name}"


def know_phone(response: HttpResponse, device: str) -> None:
    """The phone is known again when it comes back; it is nobody's by that."""
    _set(response, cookie.DEVICE_NAME, device, PHONE_SECONDS)


def close(response: HttpResponse) -> None:
    """The phone shows nobody any more. That it is a known phone stays: its owner's slips stay their own."""
    response.delete_cookie(cookie.SESSION_NAME, path=PATH, samesite="Lax")


def _set(response: HttpResponse, name: str, value: str, seconds: int | None) -> None:
    response.set_cookie(name, value, max_age=seconds, path=PATH, secure=settings.HTTPS, httponly=True, samesite="Lax")
