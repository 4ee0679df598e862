"""Leaving at once, for whoever is not alone: a page that says nothing about anybody. See docs/decisions/0018."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from amparo.access.rows import acting
from amparo.foundation import clock as now
from amparo.foundation import wall
from amparo.identity import queries, sessions
from amparo.participant import card, going_back


def leave(request: HttpRequest) -> HttpResponse:
    """Nothing of whoever was here is shown until they show again that it is them; they stay signed in."""
    if request.tablet:
        return redirect("participant:kiosk_end")
    if request.held:
        at = now.now()
        with acting(request.actor):
            living = queries.living_session(request.held.session_id, request.held.key_hash, at=at)
            if living:
                sessions.leave(living.id, at=at)
    response = redirect("participant:clock")
    going_back.remember(response, secure=settings.HTTPS)
    return response


def clock(request: HttpRequest) -> HttpResponse:
    """The day and the hour, and nothing else. It reads nothing about anybody: where the programme is tells the hour."""
    zone = card.known_from(request).get("zone", "")
    with timezone.override(wall.zone_named(zone) if zone else None):
        return render(request, "participant/clock.html", {"at": now.now(), "is_known": bool(zone)})
