"""Which language a page is shown in, and which can be picked."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import get_language

from amparo.foundation import catalogues, languages

YEAR = 400 * 24 * 3600


@cache
def offered() -> tuple[str, ...]:
    """The languages whose words are here: English, and each with a catalogue."""
    folders = [folder for folder in settings.LOCALE_PATHS]
    return tuple(
        code
        for code in languages.LANGUAGES
        if code == languages.DEFAULT
        or any((f / catalogues.folder_of(code) / "LC_MESSAGES" / "django.mo").exists() for f in folders)
    )


def chosen(request: HttpRequest) -> str:
    """What this browser picked, else what it wishes for, else English."""
    picked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if picked in languages.LANGUAGES:
        return picked
    return languages.negotiate(request.headers.get("Accept-Language"), among=offered())


def to_pick() -> list[dict[str, Any]]:
    """Each language by its own name."""
    now = get_language()
    return [
        {"code": code, "name": language.endonym, "dir": language.direction, "current": code == now}
        for code, language in languages.LANGUAGES.items()
        if code in offered() or code == now
    ]


def written_in(request: HttpRequest) -> dict[str, Any] | None:
    """In which language whoever is signed in is written to and called; the page's, if that could be used instead; and
    whether they picked it just now."""
    code, here = getattr(request, "written_in", ""), now()
    if code not in languages.LANGUAGES:
        return None
    other = _named(here) if here != code and here in offered() else ""
    return {"now": _named(code), "code": here, "offered": other, "just_picked": "written" in request.GET}


def remember(response: HttpResponse, code: str, *, for_long: bool = True) -> None:
    """This browser shows this language from now on, or until it is closed."""
    length = YEAR if for_long else None
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, max_age=length, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )


def now() -> str:
    """The language this page is shown in."""
    code = get_language() or languages.DEFAULT
    return code if code in languages.LANGUAGES else languages.DEFAULT


def _named(code: str) -> str:
    """The language by its own name, spelled and read as its own."""
    language = languages.LANGUAGES[code]
    return format_html('<bdi lang="{}">{}</bdi>', code, language.endonym)
