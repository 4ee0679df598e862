"""Pages for what went wrong: what happened, what to do, nothing revealed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(request: HttpRequest, code: str, status: int) -> HttpResponse:
    """The error page of the door that was knocked at."""
    door = "staff" if request.path.startswith("/staff/") else "participant"
    return render(request, f"{door}/error.html", {"code": code}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(request, "page_too_old", 403)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(request, "bad_request", 400)


def not_allowed(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(request, "not_allowed", 403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(request, "not_found", 404)


def our_fault(request: HttpRequest) -> HttpResponse:
    return page(request, "our_fault", 500)
