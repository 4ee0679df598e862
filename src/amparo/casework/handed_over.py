"""A file that one of us or somebody we do not know has made, on its way to a browser."""

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse


def handed_over(request: HttpRequest, data: bytes, kind: str, name: str) -> HttpResponse:
    """To be kept or drawn, never to be run: it has no origin, and no page of ours may be mistaken for it."""

    @csp_update({"sandbox": True})
    def sent(request: HttpRequest) -> HttpResponse:
        response = HttpResponse(data, content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    response: HttpResponse = sent(request)
    return response
