"""Who stands at the staff's door: the account's membership, its roles today, and whether it is locked."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from amparo.access.actor import Actor, Kind
from amparo.access.rows import acting
from amparo.foundation import clock, wall
from amparo.programme import queries as programme
from amparo.staff import lock
from amparo.staff.views import locked

Handler = Callable[[HttpRequest], HttpResponse]
CHOSEN = "programme"


class StaffDoor:
    """Sets request.member and request.actor from the membership; a screen left alone gets the lock."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/staff/"):
            return self.get_response(request)
        request.actor = request.member = request.programme = None
        request.memberships = []
        if not request.user.is_authenticated:
            return self.get_response(request)
        _recognise(request, clock.now())
        with timezone.override(_zone(request)):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """After the check against forged requests: a locked screen shows the lock instead of the page."""
        if not request.path.startswith("/staff/") or not request.user.is_authenticated:
            return None
        if lock.is_on(request.session, clock.now()):
            return None if lock.stays_open(request.path) else locked.page(request)
        lock.note_sign_of_life(request.session, clock.now())
        return None


def _recognise(request: HttpRequest, at: datetime) -> None:
    request.memberships = programme.memberships_of(request.user.id)
    chosen = _chosen(request)
    if chosen is None:
        return
    with acting(Actor(Kind.MEMBER, chosen[1], chosen[0])):
        member = programme.members(at).select_related("office").filter(id=chosen[1]).first()
        if member is None:
            return
        request.member, request.actor = member, programme.actor_of(member, at)
        request.programme = programme.by_id(chosen[0])


def _chosen(request: HttpRequest) -> tuple[UUID, UUID] | None:
    memberships: list[tuple[UUID, UUID]] = request.memberships
    if len(memberships) == 1:
        return memberships[0]
    wanted = request.session.get(CHOSEN)
    return next((one for one in memberships if str(one[0]) == wanted), None)


def _zone(request: HttpRequest) -> Any:
    if request.member is None:
        return timezone.get_default_timezone()
    office = request.member.office
    return wall.zone_named(office.zone if office else request.programme.zone)
