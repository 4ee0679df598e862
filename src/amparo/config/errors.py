"""Pages for what went wrong: what happened, what to do, nothing revealed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amparo.participant import door, wording
from amparo.participant.views import check_in, messages
from amparo.representative import guard as representative


def page(request: HttpRequest, code: str, status: int) -> HttpResponse:
    """The error page of the door that was knocked at."""
    if request.path.startswith("/staff/"):
        return render(request, "staff/error.html", {"code": code}, status=status)
    if request.path.startswith("/rep/"):
        return representative.refusal(request, code)
    return render(request, door.template(request, "error.html"), {"code": code} | wording.refused(code), status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that cannot be told from a forged one. What somebody typed stays on their page."""
    if request.path.startswith("/my/check-in/") and request.content_type != "application/json":
        return check_in.not_sent(request, "page_too_old")
    if request.path == "/my/messages/" and request.content_type != "application/json":
        return messages.not_sent(request, "page_too_old")
    return page(request, "page_too_old", 403)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(request, "bad_request", 400)


def not_allowed(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(request, "not_allowed", 403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(request, "not_found", 404)


def our_fault(request: HttpRequest) -> HttpResponse:
    return page(request, "our_fault", 500)
