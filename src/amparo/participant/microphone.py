"""The pages that may ask for the microphone, once somebody has tapped: a check-in by voice, and a message."""

from typing import Any

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

ASKS_MICROPHONE = "geolocation=(), camera=(), microphone=(self), payment=(), usb=()"


def rendered(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page, on which one can record, and listen to that before sending it."""

    @csp_update({"media-src": ["blob:"]})
    def shown(request: HttpRequest) -> HttpResponse:
        return render(request, template, context, status=status)

    response: HttpResponse = shown(request)
    response["Permissions-Policy"] = ASKS_MICROPHONE
    return response
