"""Every address of this door says why it is open to everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path
from django.views.decorators.gzip import gzip_page


@dataclass(frozen=True, slots=True)
class Guard:
    """Open, because."""

    open_because: str


def open_path(
    route: str,
    view: Callable[..., HttpResponse],
    *,
    name: str,
    because: str,
    methods: str = "GET",
    compress: bool = True,
) -> URLPattern:
    """An address for everybody. These pages say nothing of anybody, so they may be compressed."""
    allowed = methods.split()

    @wraps(view)
    def open_door(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method not in {*allowed, "HEAD" if "GET" in allowed else ""}:
            return HttpResponseNotAllowed(allowed)
        return view(request, **kwargs)

    door: Any = gzip_page(open_door) if compress else open_door
    door.guard = Guard(because)
    return path(route, door, name=name)
