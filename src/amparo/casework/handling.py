"""One button on the day's list: whichever room a need comes from, it is marked as taken care of there."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from amparo.access.actor import Actor
from amparo.addresses.models import NewAddress, Telling
from amparo.casework import moving
from amparo.casework.urgency import Kind
from amparo.channels import actions as channels
from amparo.channels.models import InboundText
from amparo.checkins import actions as checkins
from amparo.checkins.models import Checkin
from amparo.foundation.errors import Refused
from amparo.people import actions as people
from amparo.people.models import ContactPoint
from amparo.reminders import actions as reminders
from amparo.reminders.models import Reminder, Reply

Verb = Callable[..., object]


def handled(kind: Kind, row_id: UUID, *, by: Actor, at: datetime) -> None:
    """The need no longer waits; who took care of it, and when, stands beside it."""
    if kind not in HANDLED_BY:
        raise Refused("needs_a_decision")
    model, verb = HANDLED_BY[kind]
    row = model.objects.select_related("person").filter(id=row_id).first()
    if row is None:
        raise Refused("already_handled")
    verb(row, by=by, at=at)


def _reply(row: Reply, by: Actor, at: datetime) -> None:
    reminders.handle_reply(row.id, by=by, at=at)


def _unheard(row: Reminder, by: Actor, at: datetime) -> None:
    reminders.settle_unheard(row.id, by=by, at=at)


def _contact(row: ContactPoint, by: Actor, at: datetime) -> None:
    people.settle_contact(row.id, by=by, at=at)


def _text(row: InboundText, by: Actor, at: datetime) -> None:
    channels.handle_text(row.id, by=by, at=at)


def _help(row: Checkin, by: Actor, at: datetime) -> None:
    checkins.handle_help(row, by=by, at=at)


def _changed(row: Checkin, by: Actor, at: datetime) -> None:
    checkins.handle_changed(row, by=by, at=at)


# What is missing here is not handled by a button: it is looked at, decided or confirmed on a page of its own.
HANDLED_BY: dict[Kind, tuple[Any, Verb]] = {
    Kind.ASKED_FOR_HELP: (Checkin, _help),
    Kind.SAYS_CHANGED: (Checkin, _changed),
    Kind.ADDRESS_HELP: (Telling, moving.handle_help),
    Kind.ADDRESS_NEW: (NewAddress, moving.see),
    Kind.NEEDS_HELP_TO_COME: (Reply, _reply),
    Kind.CANNOT_COME: (Reply, _reply),
    Kind.REMINDER_UNHEARD: (Reminder, _unheard),
    Kind.CONTACT_DEAD: (ContactPoint, _contact),
    Kind.CONTACT_STOPPED: (ContactPoint, _contact),
    Kind.TEXT_FOR_HELP: (InboundText, _text),
    Kind.TEXT_TO_READ: (InboundText, _text),
}
