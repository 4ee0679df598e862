"""No address of this door without somebody deciding who may come in: addresses are made by these functions only."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.cache import never_cache

from amparo.foundation.errors import Refused
from amparo.representative import door, wording

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may call an address: the representative who is signed in, or everybody, with a reason."""

    open_because: str = ""


def own_path(route: str, view: View, *, name: str, methods: str = "GET") -> URLPattern:
    """An address for the representative who is signed in. The view asks the door."""
    return path(route, _guarded(view, Guard(), methods.split()), name=name)


def open_path(route: str, view: View, *, name: str, because: str, methods: str = "GET") -> URLPattern:
    """An address that answers before anybody is signed in."""
    return path(route, _guarded(view, Guard(because), methods.split()), name=name)


def refusal(request: HttpRequest, code: str) -> HttpResponse:
    """The answer that says no, in words."""
    happened, what_to_do, status = wording.refused(code)
    said = {"happened": happened, "what_to_do": what_to_do}
    return render(request, "representative/error.html", said, status=status)


def _guarded(view: View, guard: Guard, methods: list[str]) -> View:
    allowed = {*methods, *(["HEAD"] if "GET" in methods else [])}

    # No page of this door is kept by a browser that others use too, and none is compressed: see participant/guard.py
    # for what that takes.
    @never_cache
    @wraps(view)
    def open_door(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method not in allowed:
            return HttpResponseNotAllowed(methods)
        with timezone.override(None):
            try:
                return view(request, **kwargs)
            except door.SignInAgain:
                response = redirect("representative:sign_in")
                door.close(response)
                return response
            except ObjectDoesNotExist:
                raise Http404 from None
            except OperationalError:
                return refusal(request, "not_now")
            except Refused as no:
                return refusal(request, no.code)

    open_door.guard = guard
    return open_door
