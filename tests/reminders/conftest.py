"""Providers on the loopback address, and reminders ready to leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from amparo.access.rows import acting
from amparo.channels import providers
from amparo.channels.models import Delivery
from amparo.foundation import clock, ids
from amparo.people.models import Person
from amparo.programme.rules import Rules
from amparo.reminders import planning
from amparo.reminders.models import Reminder
from amparo.reminders.planning import Occasion
from tests.outside import sms_provider
from tests.outside.fixtures import localhost_certificates, mail, push, sms

__all__ = ["localhost_certificates", "mail", "push", "sms"]


@pytest.fixture
def texts(sms: sms_provider.SmsProvider, settings: Any) -> Iterator[sms_provider.SmsProvider]:
    """Text messages go to the provider of the tests; nothing else is set up."""
    settings.SMS_ACCOUNT, settings.SMS_TOKEN = sms_provider.SID, sms_provider.SECRET
    settings.SMS_FROM, settings.SMS_URL = "+15550000000", sms.base_url
    settings.ALLOW_LOCAL_PROVIDERS, settings.SMTP_URL = True, ""
    providers.forget()
    yield sms
    providers.forget()


@pytest.fixture
def mails(mail: Any, settings: Any, monkeypatch: Any) -> Iterator[Any]:
    """E-mail goes to the server of the tests."""
    settings.SMTP_URL, settings.MAIL_FROM = "smtp://localhost:1", "notices@amparo.example"
    monkeypatch.setattr(providers, "_server", lambda: mail.server())
    providers.forget()
    yield mail
    providers.forget()


def at_noon(person: Any) -> Any:
    """Noon of tomorrow where the person lives: nobody is asleep."""
    from amparo.foundation import wall

    day = wall.shown(clock.now(), person.zone).replace(hour=12, minute=0, second=0, microsecond=0)
    return wall.instant(day + timedelta(days=1), person.zone)


def midday_zone() -> str:
    """A zone in which it is the middle of the day now."""
    ahead = 12 - clock.now().hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def hearing(casa: Any, person: Any, at: Any, *, days: int = 3, step: str = "-3d", **changes: Any) -> Reminder:
    """A reminder that is due at `at`, about an appointment some days later."""
    facts: dict[str, Any] = {
        "kind": "hearing",
        "about_id": ids.new(),
        "step": step,
        "starts_at": at + timedelta(days=days),
        "zone": person.zone,
        "place": "26 Main Street, Miami",
        "send_at": at,
        "not_after": at + timedelta(days=days),
    } | changes
    with acting(casa.system):
        return Reminder.objects.create(programme_id=casa.id, person_id=person.id, **facts)


def fate(casa: Any, reminder: Reminder) -> SimpleNamespace:
    """The reminder as it stands, with its deliveries in the order they were made."""
    with acting(casa.system):
        row = Reminder.objects.get(id=reminder.id)
        sent = list(Delivery.objects.filter(about_id=reminder.id).order_by("id"))
    return SimpleNamespace(row=row, deliveries=sent, states=[(d.channel, d.state) for d in sent])


def plan(casa: Any, person: Person, starts_at: Any, steps: tuple[str, ...], at: Any, **changes: Any) -> Any:
    """An appointment with its reminders; returns its id."""
    about = ids.new()
    occasion = Occasion("hearing", about, person.id, starts_at, person.zone, **changes)
    with acting(casa.system):
        planning.plan(casa.id, [occasion], steps=steps, policy=Rules(), at=at)
    return about
