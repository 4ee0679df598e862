"""Files come after their message, each once, and are sealed as they came until they are read."""

import hashlib
from datetime import datetime
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.conversations import queries, rules
from amparo.conversations.models import Attachment, Message
from amparo.conversations.rules import MEMBER, PERSON, Kind
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.media import file_kinds
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
    if kind not in (Kind.PHOTO, Kind.VOICE):
        raise Refused("unreadable")
    return _keep(message, client_id, kind, data, sealed, at)


def attach_to_answer(
    message: Message, *, client_id: UUID, data: bytes, by: Actor, at: datetime
) -> tuple[Attachment, bool]:
    """A member's file hangs on the message that they have just written. What it is, its first bytes say.

    Codes: "unknown_message", "unknown_kind", and those of `attach`.
    """
    gate.require(by, Permission.MESSAGE_ANSWER, queries.of_person(message.person, at=at))
    if message.writer != MEMBER or message.member_id != by.id:
        raise Refused("unknown_message")
    kind = file_kinds.of(data)
    if data and not kind:
        raise Refused("unknown_kind")
    return _keep(message, client_id, Kind(kind or Kind.PHOTO), data, None, at)


def _keep(
    message: Message, client_id: UUID, kind: Kind, data: bytes, sealed: bytes | None, at: datetime
) -> tuple[Attachment, bool]:
    size = len(data) if sealed is None else len(sealed)
    if not 0 < size <= rules.LONGEST_FILE:
        raise Refused("too_large" if size else "unreadable")
    here = Attachment.objects.defer("raw", "clean").filter(person=message.person_id, client_id=client_id)
    known = here.exists()
    if not known and Attachment.objects.filter(message=message).count() >= rules.MOST_ATTACHED:
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
    if not known:
        row.raw = sealed or vault.seal(people.subject_of(message.person), queries.FIELDS[kind], client_id, data)
        Attachment.objects.bulk_create([row], ignore_conflicts=True)
    kept = here.first()
    if kept is None or kept.message_id != message.id or bytes(kept.digest) != row.digest:
        raise Refused("key_used_differently")
    return kept, kept.id == row.id


def _mark(message: Message, client_id: UUID, data: bytes, sealed: bytes | None) -> bytes:
    """As for a message: of what is not sealed yet there is no plain hash."""
    if sealed is not None:
        return hashlib.sha256(sealed).digest()
    said = f"{client_id}|{hashlib.sha256(data).hexdigest()}"
    return vault.blind(message.programme_id, [("message", said)])[0]
