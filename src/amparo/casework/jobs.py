"""What is to be done across rooms however late: each finds everything that is due."""

from datetime import datetime
from uuid import UUID

from amparo.access import actor
from amparo.access.rows import acting
from amparo.addresses import actions as addresses
from amparo.casework import intake, representing, silence, watching, ways_in
from amparo.casework.own_copy import making
from amparo.foundation.errors import Refused
from amparo.households import actions as households
from amparo.privacy import retention


def watch(programme_id: UUID, at: datetime) -> int:
    """Our own health is on record; what it brings to light is given back to people."""
    return watching.watch(programme_id, at=at) + silence.apply_outages(programme_id, at=at)


def reach_out(programme_id: UUID, at: datetime) -> int:
    return silence.reach_out(programme_id, at=at)


def settle_silence(programme_id: UUID, at: datetime) -> int:
    return silence.settle(programme_id, at=at)


def to_humans(programme_id: UUID, at: datetime) -> int:
    return silence.to_humans(programme_id, at=at) + silence.let_old_ones_go(programme_id, at=at)


def tell_new_faces(programme_id: UUID, at: datetime) -> int:
    return ways_in.tell_new_faces(programme_id, at=at)


def tell_representatives(programme_id: UUID, at: datetime) -> int:
    return representing.tell(programme_id, at=at)


def settle_families(programme_id: UUID, at: datetime) -> int:
    """Families whose time is over, or who lost their head, are over; nobody who is gone stands in one."""
    return households.settle(programme_id, at)


def apply_imports(programme_id: UUID, at: datetime) -> int:
    """Every list that somebody decided to apply is applied, or can be looked at again."""
    with acting(actor.system(programme_id)):
        waiting = intake.waiting(programme_id, at)
    return sum(_carried_out(run_id, by, at) for run_id, by in waiting)


def make_copies(programme_id: UUID, at: datetime) -> int:
    """Whoever asked for a copy of their data has it."""
    return making.make_waiting(programme_id, at)


def expire(programme_id: UUID, at: datetime) -> int:
    """Nothing is kept longer than said."""
    by = actor.system(programme_id)
    with acting(by):
        former = addresses.let_go_former(programme_id, by=by, at=at)
    return former + intake.sweep(programme_id, at) + sum(retention.sweep(programme_id, at).values())


def _carried_out(run_id: UUID, by: actor.Actor, at: datetime) -> bool:
    try:
        return intake.carry_out(run_id, by=by, at=at)
    except Refused:
        # Written beside the list, where whoever decided sees it; the other lists go on.
        return False
