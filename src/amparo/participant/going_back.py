"""Back, after somebody left in a hurry: the browser asks for pages that nobody tapped. See docs/decisions/0023.

A browser says whether a person's tap led to a page. Going back is no tap: until something is opened by hand, what it
asks for is answered with the clock. Where a service worker asks in the page's place this is not known; it knows itself.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

LEFT_NAME = "amparo_left"
# After this, what is opened again was surely opened by hand.
FOR_SECONDS = 3600


def is_meant(request: HttpRequest) -> bool:
    """Whether the browser goes back to a page of before."""
    asked = request.headers
    by_itself = asked.get("Sec-Fetch-Site") == "same-origin" and "Sec-Fetch-User" not in asked
    return _is_page(request) and by_itself and request.path not in _leaving()


def remember(response: HttpResponse, *, secure: bool) -> None:
    """This browser was left; it names nobody."""
    response.set_cookie(LEFT_NAME, "1", max_age=FOR_SECONDS, secure=secure, httponly=True, samesite="Lax")


def forget(request: HttpRequest, response: HttpResponse) -> None:
    """Somebody opened a page by hand: they are back."""
    if _is_page(request) and request.path not in _leaving():
        response.delete_cookie(LEFT_NAME, samesite="Lax")


def _is_page(request: HttpRequest) -> bool:
    """A whole page in a browser that was left, asked for without a service worker."""
    whole = request.method == "GET" and request.headers.get("Sec-Fetch-Dest") == "document"
    return whole and bool(request.COOKIES.get(LEFT_NAME))


def _leaving() -> tuple[str, str]:
    return reverse("participant:leave"), reverse("participant:clock")
