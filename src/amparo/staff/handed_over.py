"""What a worker hands to a person, and how a kiosk is set up: a link and its picture. Shown once, kept nowhere."""

from datetime import datetime
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe

from amparo.access.actor import Actor
from amparo.casework import locking
from amparo.identity import actions as identity
from amparo.identity import kiosks


def issue(person: Any, slug: str, *, by: Actor, at: datetime) -> dict[str, str]:
    """A new link and PIN; what the person had before opens nothing any more."""
    return _sheet(slug, *identity.issue_link_and_pin(person.id, by=by, at=at))


def recover(person: Any, slug: str, *, by: Actor, at: datetime) -> dict[str, str]:
    """The same after two checks, with the new number on file; the channels from before are told."""
    return _sheet(slug, *locking.recover(person.id, by=by, at=at))


def _sheet(slug: str, token: str, pin: str) -> dict[str, str]:
    link = settings.PUBLIC_URL + reverse("participant:hello", args=[slug, token])
    return {"link": link, "pin": f"{pin[:3]} {pin[3:]}"}


def kiosk(office_id: UUID, name: str, slug: str, *, by: Actor, at: datetime) -> tuple[UUID, dict[str, str]]:
    """A new kiosk, and the link that sets its tablet up: once, within a day."""
    row, token = kiosks.make(office_id, name, by=by, at=at)
    link = settings.PUBLIC_URL + reverse("participant:kiosk_new", args=[slug, token])
    return row.id, {"name": row.name, "link": link}


def picture(link: str) -> Any:
    """The link's square code."""
    picture = segno.make(link, error="m").svg_inline(scale=5, border=2, light="#fff", dark="#000", omitsize=True)
    # The picture is drawn by us from a link made by us.
    return mark_safe(picture)  # noqa: S308  # nosec B308 B703
