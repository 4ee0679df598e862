"""A person's phone as Django's test client: with a link, a PIN, and a window that is open."""

from __future__ import annotations

from datetime import time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.access.rows import acting
from amparo.checkins import actions as checkins
from amparo.checkins.models import Checkin
from amparo.checkins.windows import Cadence
from amparo.foundation import clock
from amparo.identity import actions as identity


@pytest.fixture
def link(casa: Any, ana: Any) -> SimpleNamespace:
    """What Ana was given: the path of her link, and her PIN."""
    with acting(casa.luz):
        token, pin = identity.issue_link_and_pin(ana.id, by=casa.luz, at=clock.now())
    return SimpleNamespace(
        path=reverse("participant:hello", args=[casa.programme.slug, token]),
        token=token,
        pin=pin,
        wrong=f"{(int(pin) + 1) % 1_000_000:06}",
    )


@pytest.fixture
def phone(link: SimpleNamespace) -> Client:
    """Ana's phone, signed in."""
    client = Client(headers={"accept-language": "en"})
    assert client.post(link.path, {"pin": link.pin}).status_code == 302
    return client


@pytest.fixture
def window(casa: Any, ana: Any) -> Checkin:
    """A window that opened an hour ago."""
    return open_window(casa, ana)


def open_window(casa: Any, person: Any, *, opened: timedelta = timedelta(hours=1)) -> Checkin:
    """The person's first window is moved so that it opened this long ago, and the sweep has run."""
    with acting(casa.luz):
        checkins.choose_schedule(person, Cadence(1, 0, time(9), 48), by=casa.luz, at=clock.now())
        first = Checkin.objects.filter(person=person).order_by("opens_at").first()
        begins = clock.now() - opened
        Checkin.objects.filter(id=first.id).update(opens_at=begins, closes_at=begins + timedelta(hours=48))
    with acting(casa.system):
        checkins.open_windows(casa.id, at=clock.now())
        checkins.mark_unanswered(casa.id, at=clock.now())
        return Checkin.objects.get(id=first.id)
