"""No address of this door without somebody deciding who may come in: addresses are made by these functions only."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ObjectDoesNotExist
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.gzip import gzip_page

from amparo.foundation.errors import Refused
from amparo.identity import cookie
from amparo.participant import aloud, door, scope, wording
from amparo.participant.scope import Needs

View = Callable[..., HttpResponse]
RETRY_SECONDS = "30"


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may call an address: the person who is signed in, or everybody, with a reason."""

    open_because: str = ""
    needs: Needs = scope.SIGNED_IN


def own_path(route: str, view: View, *, name: str, methods: str = "GET") -> URLPattern:
    """An address for the signed-in person. The view asks `door.signed_in`; without a session this answers.

    How much it asks for stands in `scope.PAGES`: a page that is missing there does not exist.
    """
    return path(route, _guarded(view, Guard(needs=scope.PAGES[name]), methods.split()), name=name)


def open_path(
    route: str, view: View, *, name: str, because: str, methods: str = "GET", needs: Needs = scope.SIGNED_IN
) -> URLPattern:
    """An address that answers before anybody is signed in."""
    return path(route, _guarded(view, Guard(because, needs), methods.split()), name=name)


def wants_json(request: HttpRequest) -> bool:
    """A script asks: it gets codes and sentences, never a page."""
    return bool(request.content_type == "application/json" or request.headers.get("Accept") == "application/json")


def refusal(request: HttpRequest, code: str) -> HttpResponse:
    """The answer that says no, in words."""
    said, status = wording.refused(code), wording.status(code)
    if wants_json(request):
        words = {"code": code, "message": str(said["happened"]), "what_to_do": str(said["what_to_do"])}
        response: HttpResponse = JsonResponse(words, status=status)
    else:
        response = render(request, door.template(request, "error.html"), said, status=status)
    if status == 503:
        response["Retry-After"] = RETRY_SECONDS
    return response


def _guarded(view: View, guard: Guard, methods: list[str]) -> View:
    allowed = {*methods, *(["HEAD"] if "GET" in methods else [])}

    # Compressed, although the pages hold secrets, because a guesser who watches lengths (BREACH) finds none of what
    # they need: no page says back what its address carries, the token against forged requests is masked anew in
    # each answer, the session's cookie does not travel with requests that other sites cause in the background,
    # and `gzip_page` adds a random number of bytes to each answer.
    @gzip_page
    @wraps(view)
    def open_door(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method not in allowed:
            return HttpResponseNotAllowed(methods)
        request.needs = guard.needs
        try:
            return aloud.may_play(request, view(request, **kwargs))
        except door.SignInAgain:
            return _sign_in_again(request)
        except door.ShowItIsYou as more:
            return _show_it_is_you(request, more.code, more.back)
        except ObjectDoesNotExist:
            raise Http404 from None
        except OperationalError:
            return refusal(request, "not_now")
        except Refused as no:
            return refusal(request, no.code)

    open_door.guard = guard
    return open_door


def _show_it_is_you(request: HttpRequest, code: str, back: str) -> HttpResponse:
    """Asks for more, and comes back to the page that was wanted."""
    if wants_json(request) or code in ("not_settled", "not_on_kiosk", "not_on_borrowed", "no_file_here"):
        return refusal(request, code)
    # With what was asked of it, as a month of the calendar: nothing in an address is about anybody.
    back = back or (request.get_full_path() if request.method == "GET" else _list_of(request.path))
    return redirect(f"{reverse('participant:it_is_me')}?{urlencode({'next': back})}")


def _list_of(path: str) -> str:
    """The page on which the form stood: a step of it is named below it."""
    return "/".join([*path.split("/")[:3], ""])


def _sign_in_again(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return refusal(request, "signed_out")
    if getattr(request, "tablet", None):
        return redirect("participant:kiosk_end")
    # In place, not by a redirect: the phone then knows that what it kept for this person must go.
    response = render(request, "participant/signed_out.html", status=401)
    if request.COOKIES.get(cookie.BORROWED_NAME):
        door.leave_borrowed(response)
    door.close(response)
    return response
