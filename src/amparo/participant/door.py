"""Who stands at the participant's door: a signed cookie says which person, on which session."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class ParticipantDoor:
    """Sets request.actor (None for nobody) for the person's own pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None
        return self.get_response(request)
