"""The hot path: a capture arrives. One question to the database, one to the vault, one statement to keep it."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from amparo.access import gate
from amparo.access.actor import Actor, Kind
from amparo.access.rules import Permission
from amparo.checkins import clock_evidence, receipt, rules
from amparo.checkins.capture import Capture, Channel
from amparo.checkins.clock_evidence import ClockVerdict, Standing
from amparo.checkins.models import Checkin
from amparo.checkins.rules import CheckinState, Verdict
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.foundation.sql import Asked, Row, ask, rows_of
from amparo.identity import ways
from amparo.identity.ways import Way
from amparo.privacy import vault
from amparo.privacy.vault import SealItem, Subject
from amparo.reminders import actions as reminders

FIND = """
SELECT c.id, c.programme_id, c.person_id, c.opens_at, c.closes_at, c.state, c.looks, c.wants_help,
       p.salt, p.pseudonym, p.worker_id, s.body_hash AS known_hash,
       (SELECT max(f.received_at) FROM identity_facetry f
        WHERE f.person_id = c.person_id AND f.about_id = c.id AND f.what = 'compare'
          AND f.state IN ('match', 'it_is_them')) AS selfie_at
FROM checkins_checkin c
JOIN people_person p ON p.id = c.person_id
LEFT JOIN checkins_submission s
  ON s.programme_id = c.programme_id AND s.person_id = c.person_id AND s.client_id = %(client_id)s
WHERE c.id = %(checkin_id)s
FOR UPDATE OF c
"""

# The same key again *writes*: its answer is acknowledged only when it is as durable as the first one was
# (a read would acknowledge a row whose first attempt never reached the second copy).
KEEP = """
WITH kept AS (
    INSERT INTO checkins_submission AS s (
        id, programme_id, person_id, checkin_id, client_id, body_hash, channel, identity, said_at, received_at,
        clock, clock_offset, answers, place, place_cause, question_set, language, on_time, replays,
        receipt_number, receipt, signed_in, sent_by)
    VALUES (%(id)s, %(programme_id)s, %(person_id)s, %(checkin_id)s, %(client_id)s, %(body_hash)s, %(channel)s,
        %(identity)s, %(said_at)s, %(received_at)s, %(clock)s, %(clock_offset)s, %(answers)s, %(place)s,
        %(place_cause)s, %(question_set)s, %(language)s, %(on_time)s, 0, %(number)s, %(receipt)s, %(signed_in)s,
        %(sent_by)s)
    ON CONFLICT ON CONSTRAINT the_same_key_is_one_submission
        DO UPDATE SET replays = s.replays + 1 WHERE s.body_hash = excluded.body_hash
    RETURNING s.receipt, s.id = %(id)s AS new
), moved AS (
    UPDATE checkins_checkin SET
        state = %(to)s::varchar, looks = %(looks)s,
        state_at = CASE WHEN state <> %(to)s::varchar THEN %(received_at)s ELSE state_at END,
        wants_help = wants_help OR %(wants_help)s,
        help_asked_at = CASE WHEN %(wants_help)s THEN %(received_at)s ELSE help_asked_at END,
        help_handled_at = CASE WHEN %(wants_help)s THEN NULL ELSE help_handled_at END
    WHERE id = %(checkin_id)s AND (SELECT new FROM kept)
), noted AS (
    INSERT INTO checkins_checkinmove (id, programme_id, person_id, checkin_id, before, after, at, by_kind, by_id, cause)
    SELECT %(move_id)s, %(programme_id)s, %(person_id)s, %(checkin_id)s, %(before)s::varchar, %(to)s::varchar,
           %(received_at)s, %(by_kind)s, %(by_id)s, ''
    WHERE %(before)s::varchar <> %(to)s::varchar AND (SELECT new FROM kept)
)
SELECT receipt, new FROM kept
"""

REPEAT = """
UPDATE checkins_submission SET replays = replays + 1
WHERE programme_id = %(programme_id)s AND person_id = %(person_id)s AND client_id = %(client_id)s
RETURNING receipt, receipt_number, checkin_id
"""


# What a selfie for this check-in stands for. What a worker saw or heard stays the worker's word.
BY_THEMSELVES = (Way.NONE, Way.PIN, Way.PASSKEY)


def submit(
    checkin_id: UUID,
    *,
    capture: Capture,
    by: Actor,
    at: datetime,
    asked: Asked | None = None,
    signed_in: bool = True,
) -> tuple[bytes, bool]:
    """The capture is kept and the person holds a signed receipt: (receipt, whether it was new).

    The same key again gives the same receipt; with other words it is Refused("key_used_differently"). Nothing
    else about a capture is ever refused: what is odd is kept and shown to a human. `asked` is what `look_up` has
    asked of the same window and capture already. `signed_in`: not with the link alone; a selfie counts for no other.
    """
    found = _found(asked or look_up(checkin_id, capture.client_id))
    gate.require(by, Permission.CHECKIN_SUBMIT, found)
    if found.known_hash is not None:
        return _again(found, capture), False
    signed_in = signed_in and by.kind is Kind.PERSON
    if signed_in:
        capture = _shown(capture, found.selfie_at, at)
    clock = _judge(capture, at)
    verdict = _verify(found, capture, clock, at)
    keeping = _keep(found, capture, clock, verdict, by, at, signed_in)
    # For the head of a family no reminder of anybody exists: whoever let them send takes those back.
    quiet = rules.has_done_their_part(verdict) and by.kind is not Kind.HEAD
    silencing = reminders.ask_to_cancel([checkin_id]) if quiet else None
    kept = keeping.rows()
    if silencing:
        reminders.cancelled(silencing, at=at)
    if not kept:  # another tab was faster, with other words
        raise Refused("key_used_differently")
    return bytes(kept[0].receipt), kept[0].new


def look_up(checkin_id: UUID, client_id: UUID) -> Asked:
    """The window, locked, and whether this capture was heard before: asked, and read by `submit`."""
    return ask(connection, FIND, {"checkin_id": checkin_id, "client_id": client_id})


def _shown(capture: Capture, selfie_at: datetime | None, at: datetime) -> Capture:
    """The capture, shown by the selfie that was taken for this very check-in."""
    counts = selfie_at is not None and rules.selfie_counts(taken_at=selfie_at, sent_at=at)
    return replace(capture, identity=Way.SELFIE) if counts and capture.identity in BY_THEMSELVES else capture


def _found(asked: Asked) -> Row:
    found = asked.rows()
    if not found:
        raise Checkin.DoesNotExist
    return found[0]


def _again(found: Row, capture: Capture) -> bytes:
    if bytes(found.known_hash) != capture.body_hash:
        raise Refused("key_used_differently")
    key = {
        "programme_id": found.programme_id,
        "person_id": found.person_id,
        "client_id": capture.client_id,
    }
    return bytes(rows_of(connection, REPEAT, key)[0].receipt)


def _judge(capture: Capture, at: datetime) -> ClockVerdict | None:
    return clock_evidence.judge(capture.evidence, at) if capture.evidence else None


def _verify(found: Row, capture: Capture, clock: ClockVerdict | None, at: datetime) -> Verdict:
    return rules.verify(
        opens_at=found.opens_at,
        closes_at=found.closes_at,
        said_at=clock.said_at if clock else None,
        received_at=at,
        clock=clock.standing if clock else Standing.TRUSTED,
        done_already=found.state == CheckinState.DONE,
        has_place=bool(capture.sealed_place) or capture.place_cause is not None,
        wants_help=capture.wants_help,
        says_changed=capture.says_changed,
        identity_confirmed=ways.confirms(capture.identity),
        by_voice=capture.channel is Channel.VOICE,
    )


def _keep(
    found: Row,
    capture: Capture,
    clock: ClockVerdict | None,
    verdict: Verdict,
    by: Actor,
    at: datetime,
    signed_in: bool,
) -> Asked:
    number = receipt.new_number()
    said_at = clock.said_at if clock else at
    said = receipt.Receipt(
        programme_id=found.programme_id,
        number=number,
        person_ref=receipt.person_ref(found.pseudonym),
        checkin_id=found.id,
        client_id=capture.client_id,
        body_hash=capture.body_hash,
        said_at=said_at,
        received_at=at,
        closes_at=found.closes_at,
        on_time=verdict.on_time,
    )
    answers, signed = _seal_and_sign(found, capture, receipt.payload(said))
    values: dict[str, Any] = {
        "id": ids.new(),
        "move_id": ids.new(),
        "programme_id": found.programme_id,
        "person_id": found.person_id,
        "checkin_id": found.id,
        "client_id": capture.client_id,
        "body_hash": capture.body_hash,
        "channel": capture.channel.value,
        "identity": ways.Way(capture.identity).value,
        "said_at": said_at or (capture.evidence.captured_at if capture.evidence else at),
        "received_at": at,
        "clock": clock.standing.value if clock else Standing.TRUSTED.value,
        "clock_offset": clock.offset.total_seconds() if clock and clock.offset else 0.0,
        "answers": answers,
        "place": capture.sealed_place,
        "place_cause": capture.place_cause.value if capture.place_cause else "",
        "question_set": capture.question_set,
        "language": capture.language,
        "on_time": verdict.on_time,
        "number": number,
        "receipt": signed,
        "signed_in": signed_in,
        "sent_by": by.id if by.kind is Kind.HEAD else None,
        "before": found.state,
        "to": rules.state_after(found.state, verdict).value,
        "looks": sorted({*found.looks, *verdict.looks}),
        "wants_help": capture.wants_help,
        "by_kind": by.kind.value,
        "by_id": by.id,
    }
    return ask(connection, KEEP, values)


def _seal_and_sign(found: Row, capture: Capture, payload: bytes) -> tuple[bytes | None, bytes]:
    items = []
    if capture.answers is not None:
        subject = Subject(found.programme_id, found.person_id, bytes(found.salt))
        words = json.dumps(capture.answers, ensure_ascii=False)
        items.append(SealItem(subject, "answers", capture.client_id, words))
    blobs, signature = vault.seal_and_sign(items, payload, programme_id=found.programme_id)
    return (blobs[0] if blobs else capture.sealed_answers), payload + signature
