"""What every page of the person's and of the public needs."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from amparo.foundation import clock
from amparo.participant import card, inline, tongues


def page(request: HttpRequest) -> dict[str, Any]:
    """See participant/base.html. Nothing for the staff's pages, which have their own."""
    if request.path.startswith("/staff/"):
        return {}
    return {
        "borrowed": getattr(request, "borrowed", False),
        "inline_css": inline.css(),
        "languages": tongues.to_pick(),
        "new_passkey": getattr(request, "new_passkey", None),
        "programme": getattr(request, "card", None) or SimpleLazyObject(lambda: card.known_from(request)),
        "server_time": clock.now().isoformat(timespec="milliseconds"),
        "subject": getattr(request, "subject", ""),
        "what_we_keep_url": reverse("public:keep"),
        "written_in": tongues.written_in(request),
    }
