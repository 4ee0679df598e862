"""What browsers and all that stands between are told about an answer of ours."""

from django.http import HttpResponse


def unseen(response: HttpResponse) -> HttpResponse:
    """Its address is a secret: nobody between keeps it, no search engine lists it, no other page learns of it."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
