"""Reminders on this phone: the address at which its browser can be reached."""

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from amparo.channels.adapters import endpoints
from amparo.channels.adapters.push import encryption
from amparo.channels.adapters.push.vapid import Sender
from amparo.foundation.errors import Refused
from amparo.participant import door
from amparo.people import actions as people

LONGEST = 4096


@cache
def public_key() -> str:
    """What a browser must know of us before it gives us an address."""
    return str(Sender(settings.PUSH_PRIVATE_KEY, settings.PUSH_CONTACT).public)


def subscribe(request: HttpRequest) -> HttpResponse:
    """GET: the key. POST: the person is also reminded on this phone."""
    if request.method != "POST":
        return JsonResponse({"key": public_key()})
    address = _address(request.body)
    with door.signed_in(request, page=False) as me:
        people.add_contact(me.actor.id, "push", address, by=me.actor, at=me.at)
    return HttpResponse(status=204)


def _address(body: bytes) -> str:
    """The subscription in its one form. It is a stranger's word: it must be able to be a push service's."""
    try:
        said = json.loads(body) if len(body) <= LONGEST else {}
        endpoint, keys = said["endpoint"], said["keys"]
        told: dict[str, Any] = {name: keys[name] for name in ("p256dh", "auth")}
        lengths = {name: len(encryption.unbase64(text)) for name, text in told.items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Refused("bad_push_address") from None
    if lengths != {"p256dh": 65, "auth": 16} or not isinstance(endpoint, str) or not endpoints.acceptable(endpoint):
        raise Refused("bad_push_address")
    return json.dumps({"endpoint": endpoint, "keys": told}, separators=(",", ":"))
