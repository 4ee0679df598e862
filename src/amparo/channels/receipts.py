"""How far a delivery has come. Providers tell it late, twice, out of order: the state only moves forward."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from amparo.channels.outcomes import Why


class State(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    DROPPED = "dropped"


class Event(StrEnum):
    TAKEN = "taken"  # the provider has it: queued there, on its way, or with the carrier
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"  # the carrier gave up
    FAILED = "failed"  # it never left the provider


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a provider's call-back says of one delivery; `reference` is None when it does not name it."""

    reference: UUID | None
    provider_ref: str
    event: Event
    code: str = ""
    why: Why = Why.NONE


WAITING = (State.QUEUED, State.SENDING)
# A late proof of delivery outweighs any earlier belief that it failed; nothing outweighs a delivery.
# DROPPED is our own verdict that its moment had passed, so only news of a true delivery changes it.
MOVES: dict[Event, tuple[State, frozenset[State]]] = {
    Event.TAKEN: (State.SENT, frozenset(WAITING)),
    Event.DELIVERED: (State.DELIVERED, frozenset(State) - {State.DELIVERED}),
    Event.UNDELIVERED: (State.UNDELIVERED, frozenset((*WAITING, State.SENT))),
    Event.FAILED: (State.FAILED, frozenset((*WAITING, State.SENT))),
}


def advance(current: State, incoming: Event) -> State | None:
    """The state after this news; None when it changes nothing."""
    after, before = MOVES[incoming]
    return after if current in before else None
