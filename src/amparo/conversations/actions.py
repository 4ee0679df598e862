"""The verbs of messages: write, answer, read, let rest. Called inside `acting(...)`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from amparo.access import gate
from amparo.access.actor import Actor, Kind
from amparo.access.rules import Permission
from amparo.conversations import queries, rules, telling
from amparo.conversations.models import Message
from amparo.conversations.rules import MEMBER, PERSON, Conversation, Written
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy import vault

HOUR = timedelta(hours=1)


def write(person_id: UUID, *, written: Written, by: Actor, at: datetime) -> tuple[Message, bool]:
    """The person's message is kept, sealed: (message, whether it was new). The same key again changes nothing.

    Codes: "words_missing", "too_long", "many_messages" (never for what is urgent), "key_used_differently".
    """
    talk = queries.conversation(person_id, at=at)
    gate.require(by, Permission.MESSAGE_WRITE, talk)
    if written.sealed is None:
        rules.require_words(written.words, attached=written.promised)
    elif len(written.sealed) > rules.LONGEST_SEALED:
        raise Refused("too_long")
    known = _known(talk, written.client_id)
    if known is None and not written.urgent and _lately(person_id, at) >= rules.MOST_AN_HOUR:
        raise Refused("many_messages")
    if known is None and written.urgent and _lately(person_id, at, urgent=True) >= rules.MOST_URGENT_AN_HOUR:
        # It is kept all the same, as any other: somebody reads them already, and nobody more is called to it.
        # Named as it was sent: the phone that asks again must find it.
        written = replace(written, urgent=False, digest=written.digest or _mark(talk.programme_id, written))
    return _keep(talk, written, PERSON, by, at)


def write_from_page(person_id: UUID, *, written: Written, by: Actor, at: datetime) -> tuple[Message, bool]:
    """As `write`, from a form that has a key of its own: sent, changed and sent again, the later words are a message
    of their own."""
    try:
        return write(person_id, written=written, by=by, at=at)
    except Refused as no:
        if no.code != "key_used_differently":
            raise
    other = uuid5(written.client_id, _mark(people.by_id(person_id).programme_id, written).hex())
    return write(person_id, written=replace(written, client_id=other), by=by, at=at)


def answer(person_id: UUID, *, written: Written, by: Actor, at: datetime) -> tuple[Message, bool]:
    """A member writes to the person; what they had read of the person's is answered by it, and the person is told
    that there is something new. Files follow as promised. Codes as for `write`."""
    talk = queries.conversation(person_id, at=at)
    gate.require(by, Permission.MESSAGE_ANSWER, talk)
    rules.require_words(written.words, attached=written.promised)
    row, new = _keep(talk, replace(written, urgent=False), MEMBER, by, at)
    if new:
        _rest(talk, by, at)
        telling.tell(talk.person, row, at=at)
    return row, new


def let_rest(person_id: UUID, *, by: Actor, at: datetime) -> int:
    """What was read of the person's messages needs no answer in writing. What nobody has read yet still waits."""
    talk = queries.conversation(person_id, at=at)
    gate.require(by, Permission.MESSAGE_ANSWER, talk)
    return _rest(talk, by, at)


def mark_read(talk: Conversation, rows: Sequence[Message], *, by: Actor, at: datetime) -> int:
    """Whoever wrote these sees that they were read: by the person, or by which member. One's own stay as they are."""
    gate.require(by, Permission.MESSAGE_VIEW, talk)
    theirs = MEMBER if by.kind is Kind.PERSON else PERSON
    new = [row.id for row in rows if row.writer == theirs and row.read_at is None]
    reader = None if by.kind is Kind.PERSON else by.id
    count = Message.objects.filter(id__in=new, read_at=None).update(read_at=at, read_by=reader) if new else 0
    if theirs == MEMBER and new:
        telling.take_back(new, at=at)
    return count


def _keep(talk: Conversation, written: Written, writer: str, by: Actor, at: datetime) -> tuple[Message, bool]:
    digest = written.digest or _mark(talk.programme_id, written)
    row = Message(
        id=ids.new(),
        programme_id=talk.programme_id,
        person_id=talk.person_id,
        client_id=written.client_id,
        digest=digest,
        writer=writer,
        member_id=by.id if writer == MEMBER else None,
        urgent=written.urgent,
        promised=min(written.promised, rules.MOST_ATTACHED),
        said_at=rules.said_at(written.said_at, at),
        received_at=at,
    )
    subject = people.subject_of(talk.person)
    row.body = written.sealed or vault.seal(subject, queries.BODY, written.client_id, written.words)
    # Of two that arrive at once PostgreSQL takes one; the other finds it.
    Message.objects.bulk_create([row], ignore_conflicts=True)
    kept = _known(talk, written.client_id)
    if kept is None or bytes(kept.digest) != digest or kept.writer != writer:
        raise Refused("key_used_differently")
    return kept, kept.id == row.id


def _known(talk: Conversation, client_id: UUID) -> Message | None:
    return Message.objects.filter(person=talk.person_id, client_id=client_id).first()


def _lately(person_id: UUID, at: datetime, *, urgent: bool = False) -> int:
    rows = Message.objects.filter(person=person_id, received_at__gt=at - HOUR)
    return rows.filter(writer=PERSON, urgent=urgent).count()


def _mark(programme_id: UUID, written: Written) -> bytes:
    """Names the words, so that the same key with others is noticed. Keyed by the vault: a plain hash would let
    whoever holds the database try out what somebody may have written."""
    said = f"{written.client_id}|{written.urgent}|{written.promised}|{written.words}"
    return vault.blind(programme_id, [("message", said)])[0]


def _rest(talk: Conversation, by: Actor, at: datetime) -> int:
    read = Message.objects.filter(person=talk.person_id, writer=PERSON, handled_at=None, read_at__isnull=False)
    return read.update(handled_at=at, handled_by=by.id)
