"""What every answer carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from amparo.foundation import clock

# The check-in page alone may ask for the place, and sets its own policy.
NOTHING = "geolocation=(), camera=(), microphone=(), payment=(), usb=()"


class ServerTime:
    """Each answer says what time it is here, so that a phone can check its own clock."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["X-Server-Time"] = clock.now().isoformat(timespec="milliseconds")
        response.headers.setdefault("Permissions-Policy", NOTHING)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
