"""A human looks at two selfies that the machine could not settle. They can say that it is them, or that they will ask.

There is no third answer: nobody can write down that it is not them. Called inside `acting(...)`.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.foundation.errors import Refused
from amparo.identity.comparing import CLEANED
from amparo.identity.face_rules import State
from amparo.identity.faces import PICTURE
from amparo.identity.models import FaceTry
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem

MOST = 2


class Said(StrEnum):
    """What a human may say about it."""

    IT_IS_THEM = "it_is_them"
    WILL_ASK = "will_ask"


def waiting(selfie_id: UUID, *, by: Actor) -> list[FaceTry]:
    """The selfies of this person for this check-in that wait for a human, those first that waited first.

    What comes later never takes the place of what somebody is looking at.

    Codes: "not_found", "already_handled".
    """
    row = FaceTry.objects.select_related("person").filter(id=selfie_id).first()
    if row is None:
        raise Refused("not_found")
    gate.require(by, Permission.FACE_LOOK, row)
    beside = FaceTry.objects.select_related("person").filter(person=row.person_id, about_id=row.about_id)
    wait = beside.filter(for_human_at__isnull=False, picture__isnull=False)
    rows = list(wait.order_by("for_human_at", "received_at")[:MOST])
    if not rows:
        raise Refused("already_handled")
    return rows


def pictures(selfie_id: UUID, *, by: Actor, at: datetime) -> list[bytes]:
    """The pictures, opened one by one: each look stands in the person's log, and is counted."""
    opened = (_opened(row, by=by, at=at) for row in waiting(selfie_id, by=by))
    return [picture for picture in opened if picture is not None]


def decide(selfie_id: UUID, said: Said, *, by: Actor, at: datetime) -> Person:
    """The pictures are destroyed, whatever was said. `selfie_id`: one of those that were shown.

    Codes: "not_found", "already_handled": others may have come since, and nobody has looked at them.
    """
    [first, *_] = waiting(selfie_id, by=by)
    people.locked(first.person_id)
    ids = [row.id for row in waiting(selfie_id, by=by)]
    if selfie_id not in ids:
        raise Refused("already_handled")
    still = FaceTry.objects.filter(id__in=ids, state=State.INCONCLUSIVE)
    changed = still.update(state=State(said.value), picture=None, for_human_at=None, decided_at=at, decided_by=by.id)
    if not changed:
        raise Refused("already_handled")
    return first.person


def _opened(row: FaceTry, *, by: Actor, at: datetime) -> bytes | None:
    item = OpenItem(people.subject_of(row.person), PICTURE, row.client_id, bytes(row.picture or b""), CLEANED)
    return vault.open_sealed([item], by=by, why=Purpose.FACE_REVIEW, at=at)[0]
