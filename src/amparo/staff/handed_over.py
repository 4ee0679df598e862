"""What a worker hands to a person: the link, its picture, the PIN. Shown once, kept nowhere."""

from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe

from amparo.access.actor import Actor
from amparo.identity import actions as identity


def issue(person: Any, slug: str, *, by: Actor, at: datetime) -> dict[str, Any]:
    """A new link and PIN; what the person had before opens nothing any more."""
    token, pin = identity.issue_link_and_pin(person.id, by=by, at=at)
    link = settings.PUBLIC_URL + reverse("participant:hello", args=[slug, token])
    picture = segno.make(link, error="m").svg_inline(scale=5, border=2, light="#fff", dark="#000", omitsize=True)
    # The picture is drawn by us from a link made by us.
    return {"link": link, "pin": f"{pin[:3]} {pin[3:]}", "qr": mark_safe(picture)}  # noqa: S308  # nosec B308 B703
