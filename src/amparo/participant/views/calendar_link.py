"""The address at which the person's own calendar program reads their dates."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from amparo.access.actor import Actor, Kind
from amparo.access.rows import acting
from amparo.casework import calendar, ways_in
from amparo.foundation import answers, clock, guesses, languages
from amparo.participant import calendar_files, door, scope, tongues
from amparo.visits import actions, links, queries

# What has passed so long ago no calendar need hear of any more.
KEPT = timedelta(days=30)
# Guesses from one address in a while; a true link is answered however many there were.
GUESSES, A_WHILE = 30, 600
# A program that reads more often than this in a day gets the times, and neutral words instead of opened ones.
OPENED_A_DAY, A_DAY = 100, 86_400


def page(request: HttpRequest) -> HttpResponse:
    """Whether there is a link, since when, and what it says."""
    with door.signed_in(request) as me:
        return _show(request, me, "")


def new(request: HttpRequest) -> HttpResponse:
    """A new link stands in this answer alone, which nobody stores. The same tap sent again makes no other."""
    with door.signed_in(request) as me:
        now = queries.link_of(me.person.id)
        if request.POST.get("instead_of", "") != (str(now.id) if now else ""):
            return redirect("participant:calendar_link")
        full = request.POST.get("titles") == "full"
        token = ways_in.give_calendar_link(me.session_id, full_titles=full, by=me.actor, at=me.at)
        return _show(request, me, token)


def end(request: HttpRequest) -> HttpResponse:
    """The link opens nothing any more."""
    with door.signed_in(request, page=False) as me:
        actions.end_link(by=me.actor)
    return redirect("participant:calendar_link")


def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The person's dates, for whoever holds the link; every other address is answered alike."""
    at = clock.now()
    link = links.found(token, at=at)
    if link is None:
        return _unknown(request)
    person = link.person
    by = Actor(Kind.PERSON, person.id, person.programme_id)
    full = link.full_titles and _may_open(link)
    with acting(by):
        dates = calendar.of(person, since=at - KEPT, by=by, at=at)
        if full:
            dates = calendar.opened(dates, person, by=by, at=at)
    language = person.language if person.language in tongues.offered() else languages.DEFAULT
    with languages.speaking(language):
        return calendar_files.answer(calendar_files.whole(dates, full=link.full_titles, language=language))


def _show(request: HttpRequest, me: door.Me, token: str) -> HttpResponse:
    settles_at, link = me.shown.settles_at, queries.link_of(me.person.id)
    path = reverse("participant:calendar_feed", args=[token]) if token else ""
    address = f"{settings.PUBLIC_URL}{path}" if token else ""
    context: dict[str, Any] = {
        "address": address,
        "webcal": f"webcal://{urlsplit(settings.PUBLIC_URL).netloc}{path}" if token else "",
        "link": link,
        "ended": link is not None and not links.is_living(link),
        "may_have": not scope.missing(scope.NEW_WAY_IN, me.shown, me.at),
        "settles_at": settles_at if settles_at and settles_at > me.at else None,
    }
    return render(request, "participant/calendar_link.html", context)


def _unknown(request: HttpRequest) -> HttpResponse:
    """Never given, ended, or of somebody who is forgotten: one answer for all."""
    often = guesses.by(request, "calendar", seconds=A_WHILE) > GUESSES
    return answers.unseen(HttpResponse("", status=429 if often else 404, content_type="text/plain"))


def _may_open(link: Any) -> bool:
    """Each opening is a line in the person's log: whoever holds the link must not be able to flood it."""
    return guesses.count(f"calendar-opened-{link.id}", seconds=A_DAY) <= OPENED_A_DAY
