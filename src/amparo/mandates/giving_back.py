"""A representative gives back what a person let them see: it ends as if the person had ended it."""

import secrets
from datetime import datetime
from uuid import UUID

from amparo.access import gate
from amparo.access.rules import Permission
from amparo.foundation.errors import Refused
from amparo.mandates import queries, rules
from amparo.mandates.models import Mandate


def give_back(mandate_id: UUID, *, account_id: UUID, at: datetime) -> Mandate | None:
    """The mandate has ended, if this account held it until now; None if it was over already, by whomever.

    For the system, in its transaction: a representative's own rows let them change nothing. Code: "not_found".
    """
    row = Mandate.objects.select_for_update(of=("self",)).select_related("person").filter(id=mandate_id).first()
    if row is None or not row.holder:
        raise Refused("not_found")
    if not secrets.compare_digest(bytes(row.holder), queries.holder(account_id, row.id)):
        raise Refused("not_found")
    gate.require(queries.actor_of(row), Permission.REPRESENTED_GIVE_BACK, row)
    if row.ended_at is not None or row.expires_at <= at:
        return None
    row.ended_at, row.ended, row.expires_at = at, rules.Ended.GIVEN_BACK, at
    row.save(update_fields=["ended_at", "ended", "expires_at"])
    return row
