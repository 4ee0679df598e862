"""The verbs of faults: feel the pulse, declare and end an outage, note what went wrong."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission, Subject
from amparo.faults import rules
from amparo.faults.models import Outage, Pulse
from amparo.faults.rules import Cause, Part, Source, Trouble
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.foundation.sql import rows_of

LONGEST_DECLARED = timedelta(days=31)
MOST_TIMES = 1000

NOTE = """
INSERT INTO faults_attempt AS a (id, programme_id, person_id, about_id, code, cause, source, first_at, last_at, times)
VALUES (%(id)s, %(programme_id)s, %(person_id)s, %(about_id)s, %(code)s, %(cause)s, %(source)s, %(at)s, %(at)s, 1)
ON CONFLICT ON CONSTRAINT one_line_for_each_trouble
    DO UPDATE SET times = least(a.times + 1, %(most)s), last_at = greatest(a.last_at, excluded.last_at),
                  first_at = least(a.first_at, excluded.first_at)
RETURNING times
"""


def feel(part: Part, *, ok: bool, by: Actor, at: datetime) -> Outage | None:
    """The health record has one more look. Returns the outage that it brought to light, ended or going on."""
    gate.require_any(by, Permission.FAULT_FEEL)
    pulse, new = Pulse.objects.select_for_update().get_or_create(
        programme_id=by.programme_id, part=part, defaults={"felt_at": at, "ok_at": at}
    )
    if at < pulse.felt_at or new and ok:
        return None
    felt = rules.feel(pulse.ok_at, pulse.failing_since, ok=ok, at=at, felt_at=pulse.felt_at)
    Pulse.objects.filter(id=pulse.id).update(felt_at=at, ok_at=felt.ok_at, failing_since=felt.failing_since)
    if felt.outage is None:
        return None
    began, ended, source = felt.outage
    going_on = Outage.objects.filter(part=part, source=Source.PROBE, ended_at=None).first()
    if going_on:
        Outage.objects.filter(id=going_on.id).update(ended_at=ended)
        going_on.ended_at = ended
        return going_on
    return Outage.objects.create(
        programme_id=by.programme_id,
        part=part,
        cause=cause_of(part),
        source=source,
        began_at=began,
        ended_at=ended,
        made_at=at,
    )


def declare(
    part: Part, *, began_at: datetime, ended_at: datetime | None, note: str = "", by: Actor, at: datetime
) -> Outage:
    """A colleague says that something did not work. Codes: "ends_before_it_begins", "in_the_future", "too_long"."""
    gate.require_any(by, Permission.OUTAGE_DECLARE)
    if began_at > at or (ended_at and ended_at > at):
        raise Refused("in_the_future")
    if ended_at and ended_at <= began_at:
        raise Refused("ends_before_it_begins")
    if (ended_at or at) - began_at > LONGEST_DECLARED:
        raise Refused("too_long")
    outage, _ = Outage.objects.get_or_create(
        programme_id=by.programme_id,
        part=part,
        source=Source.STAFF,
        began_at=began_at,
        ended_at=ended_at,
        defaults={"cause": cause_of(part), "note": note[:240], "declared_by": by.id, "made_at": at},
    )
    return outage


def end(outage_id: UUID, *, by: Actor, at: datetime) -> None:
    """What a colleague declared is over. Codes: "unknown_outage", "already_handled"."""
    gate.require_any(by, Permission.OUTAGE_DECLARE)
    if not Outage.objects.filter(id=outage_id, source=Source.STAFF).exists():
        raise Refused("unknown_outage")
    if not Outage.objects.filter(id=outage_id, ended_at=None).update(ended_at=at):
        raise Refused("already_handled")


def to_apply(programme_id: UUID) -> list[Outage]:
    """Outages that have ended and whose windows have not been extended for all of it; locked."""
    waiting = Outage.objects.select_for_update(skip_locked=True).filter(
        programme_id=programme_id, applied_at=None, ended_at__isnull=False
    )
    return list(waiting.order_by("began_at"))


def applied(outage: Outage, *, at: datetime) -> None:
    """Windows were extended and people told."""
    Outage.objects.filter(id=outage.id).update(applied_at=at)


def note(
    subject: Subject, trouble: Trouble, *, about_id: UUID | None, source: str, happened_at: datetime, by: Actor
) -> int:
    """Something did not work for this person. Returns how often it has. Said again, it is one line with a count."""
    gate.require(by, Permission.FAULT_NOTE, subject)
    values = {
        "id": ids.new(),
        "programme_id": subject.programme_id,
        "person_id": getattr(subject, "person_id", None) or subject.id,  # type: ignore[attr-defined]
        "about_id": about_id,
        "code": trouble.value,
        "cause": rules.CAUSE_OF[trouble].value,
        "source": source,
        "at": happened_at,
        "most": MOST_TIMES,
    }
    times: int = rows_of(connection, NOTE, values)[0].times
    return times


def cause_of(part: Part) -> Cause:
    """Texts, letters, pushes and calls go over carriers; all else is ours."""
    return Cause.OUR_OUTAGE if part in rules.NEEDED_TO_CHECK_IN else Cause.CARRIER
