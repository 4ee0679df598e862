"""What a page reads aloud: clips of colleagues, where there are some. Without any, a page costs nothing more."""

from typing import Any
from uuid import UUID

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from amparo.access.actor import system
from amparo.access.rows import acting
from amparo.participant import card, tongues
from amparo.translations import clip_queries, spoken_pages


def for_person(request: HttpRequest, person: Any) -> list[dict[str, Any]]:
    """The clip in the language they want to hear, else in the one they read. Inside the person's transaction."""
    page = _page(request)
    return _offered(page, person.programme_id, person.spoken) if page else []


def on_this_page(request: HttpRequest, template: str) -> list[dict[str, Any]]:
    """As `for_person`, if it is that page's own template that is shown; never a failure.

    Whoever is not signed in is offered every language that is only spoken too.
    """
    if _page(request) != template.rpartition("/")[2].removesuffix(".html"):
        return []
    found: list[dict[str, Any]] | None = getattr(request, "clips", None)
    if found is None:
        found = _for_nobody(request)
    request.plays = bool(found)
    return found


def may_play(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Only a page that shows a clip may play sounds of ours; what it may play besides stays."""
    if getattr(request, "plays", False):
        more: dict[str, list[str]] = dict(getattr(response, "_csp_update", None) or {})
        more["media-src"] = [*more.get("media-src", []), "'self'"]
        response._csp_update = more
    return response


def _for_nobody(request: HttpRequest) -> list[dict[str, Any]]:
    page = _page(request)
    if not page:
        return []
    try:
        programme = getattr(request, "programme", None) or card.programme_of(request)
        if programme is None:
            return []
        with acting(system(programme.id)):
            return _offered(page, programme.id, None)
    except (DatabaseError, LookupError):
        return []


def _page(request: HttpRequest) -> str:
    match = request.resolver_match
    return spoken_pages.AT.get(match.url_name or "", "") if match and match.app_name == "participant" else ""


def _offered(page: str, programme_id: UUID, said: str | None) -> list[dict[str, Any]]:
    found = clip_queries.to_play(page, written=tongues.now(), said=said)
    return [
        {
            "name": spoken.name,
            "tag": spoken.tag,
            "url": reverse("participant:clip", args=[programme_id, clip.id]),
        }
        for clip, spoken in found
    ]
