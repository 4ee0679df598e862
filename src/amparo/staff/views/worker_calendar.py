"""The address at which a worker's own calendar program reads when their visits and hearings are."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from amparo.access.rows import acting
from amparo.casework import calendar
from amparo.foundation import answers, clock, guesses
from amparo.staff import worker_dates
from amparo.visits import actions, queries, worker_links

KEPT = timedelta(days=30)
GUESSES, A_WHILE = 30, 600


def page(request: HttpRequest) -> HttpResponse:
    """Whether there is a link, since when, and what it says."""
    return _show(request, "")


def new(request: HttpRequest) -> HttpResponse:
    """A new link stands in this answer alone, which nobody stores. The same click sent again makes no other."""
    with acting(request.actor):
        now = queries.worker_link(by=request.actor)
        if request.POST.get("instead_of", "") != (str(now.id) if now else ""):
            return redirect("staff:calendar_link")
        token = actions.make_worker_link(by=request.actor, at=clock.now())
    return _show(request, token)


def end(request: HttpRequest) -> HttpResponse:
    """The link opens nothing any more."""
    with acting(request.actor):
        actions.end_worker_link(by=request.actor)
    return redirect("staff:calendar_link")


def feed(request: HttpRequest, token: str) -> HttpResponse:
    """When something is, for whoever holds the link; every other address is answered alike."""
    at = clock.now()
    by = worker_links.found(token, at=at)
    if by is None:
        often = guesses.by(request, "worker-calendar", seconds=A_WHILE) > GUESSES
        return answers.unseen(HttpResponse("", status=429 if often else 404, content_type="text/plain"))
    with acting(by):
        dates = calendar.of_worker(since=at - KEPT, by=by, at=at)
    data = worker_dates.written(dates, language=get_language() or settings.LANGUAGE_CODE)
    return answers.unseen(HttpResponse(data, content_type="text/calendar; charset=utf-8"))


def _show(request: HttpRequest, token: str) -> HttpResponse:
    with acting(request.actor):
        link = queries.worker_link(by=request.actor)
    path = reverse("staff:calendar_feed", args=[token]) if token else ""
    context: dict[str, Any] = {
        "address": f"{settings.PUBLIC_URL}{path}" if token else "",
        "webcal": f"webcal://{urlsplit(settings.PUBLIC_URL).netloc}{path}" if token else "",
        "link": link,
    }
    return answers.unseen(render(request, "staff/calendar_link.html", context))
