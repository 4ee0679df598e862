"""Who stands at the representatives' door: a signed cookie says which account; each page asks anew what it may see."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from amparo.access.actor import Actor
from amparo.access.rows import acting
from amparo.foundation import clock, guesses, wall
from amparo.foundation.errors import Refused
from amparo.mandates import accounts, cookie, queries
from amparo.mandates.accounts import SignedIn
from amparo.mandates.cookie import Held

PATH = "/rep/"
# Each look is a line in the person's log: whoever sees them must not be able to flood it.
LOOKS_AN_HOUR, LISTS_AN_HOUR, AN_HOUR = 240, 60, 3600


class SignInAgain(Exception):
    """Nobody is signed in in this browser, or not any more."""


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looks at one person, under one mandate."""

    actor: Actor
    mandate: Any
    person: Any
    at: datetime


def held_in(request: HttpRequest) -> Held | None:
    """What the browser's cookie says; whether it is true, the database knows."""
    return cookie.read(request.COOKIES.get(cookie.NAME))


def signed_in(request: HttpRequest, *, at: datetime) -> tuple[Held, list[Any]]:
    """The living sitting and the account's seats, asked at its home. Raises SignInAgain."""
    held = held_in(request)
    if held is None:
        raise SignInAgain
    with acting(accounts.itself(held.programme_id, held.account_id)):
        if not accounts.sitting(held, at=at):
            raise SignInAgain
        request.signed_in = True
        return held, accounts.seats(at)


@contextmanager
def looking(request: HttpRequest, mandate_id: UUID) -> Iterator[Look]:
    """A transaction in which exactly what this mandate opens exists. Somebody else's, ended or over: no such page.

    Code: "budget_spent".
    """
    at = clock.now()
    held, seats = signed_in(request, at=at)
    seat = next((one for one in seats if one.mandate == mandate_id), None)
    if seat is None:
        raise Http404
    _require_seldom(f"rep-looked-{mandate_id}", LOOKS_AN_HOUR)
    with under(held, seat, at) as look:
        if look is None:
            raise Http404
        timezone.activate(wall.zone_named(look.person.zone))
        yield look


def require_few_lists(held: Held) -> None:
    """The list names everybody: it is opened so often in an hour. Code: "budget_spent"."""
    _require_seldom(f"rep-listed-{held.account_id}", LISTS_AN_HOUR)


@contextmanager
def under(held: Held, seat: Any, at: datetime) -> Iterator[Look | None]:
    """A transaction in the seat's own programme; None if its mandate does not hold now."""
    with acting(queries.under(seat.mandate, seat.in_programme)):
        row = accounts.mandate_at(seat, held, at=at)
        yield Look(queries.actor_of(row), row, row.person, at) if row else None


def _require_seldom(key: str, most: int) -> None:
    if guesses.count(key, seconds=AN_HOUR) > most:
        raise Refused("budget_spent")


def open_for(response: HttpResponse, signed: SignedIn, *, at: datetime) -> None:
    """The browser's cookie says who is signed in, and nothing that was in it before."""
    seconds = int((signed.expires_at - at).total_seconds())
    response.set_cookie(
        cookie.NAME, signed.cookie, max_age=seconds, path=PATH, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )


def close(response: HttpResponse) -> None:
    """Nobody is signed in in this browser any more."""
    response.delete_cookie(cookie.NAME, path=PATH, samesite="Lax")
