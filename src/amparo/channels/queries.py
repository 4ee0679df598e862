"""Reads of deliveries and texts that more than one caller needs."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import connection

from amparo.channels.models import InboundText
from amparo.foundation.sql import rows_of

# Only those that could be mistaken for the message in question: to the same contact point, since it was made.
BESIDE = """
SELECT d.id, other.provider_ref FROM channels_delivery d
JOIN channels_delivery other ON other.person_id = d.person_id AND other.made_at >= d.made_at - interval '5 minutes'
    AND other.contact_point_id = d.contact_point_id AND other.id <> d.id AND other.provider_ref <> ''
WHERE d.id = ANY(%(ids)s)
"""


def provider_refs_beside(delivery_ids: Collection[UUID]) -> dict[UUID, Sequence[str]]:
    """For each delivery, the provider's ids of the other messages to the same contact point."""
    found: dict[UUID, list[str]] = defaultdict(list)
    if delivery_ids:
        for row in rows_of(connection, BESIDE, {"ids": list(delivery_ids)}):
            found[row.id].append(row.provider_ref)
    return dict(found)


def text_heard(provider_ref: str) -> InboundText | None:
    """What was made of the text with the provider's id, if it has been heard before."""
    return InboundText.objects.filter(provider_ref=provider_ref).first()
