"""Pictures and recordings come after their message, each once, and are sealed as they came until they are read."""

import hashlib
from datetime import datetime
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.conversations import queries, rules
from amparo.conversations.models import Attachment, Message
from amparo.conversations.rules import PERSON, Kind
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy import vault


def attach(
    message_key: UUID,
    *,
    client_id: UUID,
    kind: Kind,
    data: bytes = b"",
    sealed: bytes | None = None,
    by: Actor,
    at: datetime,
) -> tuple[Attachment, bool]:
    """The file hangs on the person's own message with this key: (attachment, whether it was new).

    `sealed` is what a phone has sealed already, `data` what a form sends. Codes: "unknown_message", "too_large",
    "many_files", "key_used_differently".
    """
    found = Message.objects.select_related("person").filter(person=by.id, client_id=message_key, writer=PERSON)
    message = found.first()
    if message is None:
        raise Refused("unknown_message")
    gate.require(by, Permission.MESSAGE_WRITE, queries.of_person(message.person, at=at))
    size = len(data) if sealed is None else len(sealed)
    if not 0 < size <= rules.LONGEST_FILE:
        raise Refused("too_large" if size else "unreadable")
    known = Attachment.objects.filter(person=by.id, client_id=client_id).first()
    if known is None and Attachment.objects.filter(message=message).count() >= rules.MOST_ATTACHED:
        raise Refused("many_files")
    row = Attachment(
        id=ids.new(),
        programme_id=message.programme_id,
        person_id=message.person_id,
        message=message,
        client_id=client_id,
        digest=_mark(message, client_id, data, sealed),
        kind=kind,
        arrived_at=at,
    )
    subject = people.subject_of(message.person)
    if known is None:
        row.raw = sealed or vault.seal(subject, queries.FIELDS[kind], client_id, data)
        Attachment.objects.bulk_create([row], ignore_conflicts=True)
    kept = Attachment.objects.defer("raw", "clean").filter(person=by.id, client_id=client_id).first()
    if kept is None or kept.message_id != message.id or bytes(kept.digest) != row.digest:
        raise Refused("key_used_differently")
    return kept, kept.id == row.id


def _mark(message: Message, client_id: UUID, data: bytes, sealed: bytes | None) -> bytes:
    """As for a message: of what is not sealed yet there is no plain hash."""
    if sealed is not None:
        return hashlib.sha256(sealed).digest()
    said = f"{client_id}|{hashlib.sha256(data).hexdigest()}"
    return vault.blind(message.programme_id, [("message", said)])[0]
