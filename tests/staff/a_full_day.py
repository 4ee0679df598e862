"""A day with one of everything that may wait for a worker."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

from amparo.access.actor import Actor, Kind
from amparo.access.rows import acting
from amparo.addresses import actions as addresses
from amparo.addresses.models import Telling
from amparo.channels.models import Delivery, InboundText
from amparo.checkins.models import Checkin, CheckinMove, Deferral, Submission
from amparo.concerns.models import Concern, Outreach, Step
from amparo.faults.models import Outage
from amparo.foundation import ids, wall
from amparo.hearings.models import Hearing, Question, Sighting, Source
from amparo.identity.models import FaceTry
from amparo.people import actions as people_actions
from amparo.people import queries as people
from amparo.people.models import ContactPoint
from amparo.privacy import vault
from amparo.reminders.models import Reminder, Reply
from amparo.visits.models import Appointment, Visit

ZONE = "America/New_York"


def full_day(casa: SimpleNamespace, persons: list[Any], at: datetime) -> SimpleNamespace:
    """Rows of every kind, spread over the people; returns some of them by name."""
    made = SimpleNamespace()
    who = (persons * 12)[:12]
    with acting(casa.sol):
        made.help = checkin(who[0], at - timedelta(hours=6), "done", wants_help=True)
        made.look = checkin(who[1], at - timedelta(days=2), "needs_look", looks=["clock_doubtful"])
        made.said = submission(made.look, who[1], at - timedelta(days=1))
        checkin(who[2], at - timedelta(hours=60), "unanswered")
        made.source = Source.objects.create(programme_id=casa.id, name="County list", kind="table", zone=ZONE)
        made.hearing = hearing(who[3], made.source, at + timedelta(days=5), at)
        made.question = question(made.hearing, at - timedelta(hours=3))
        soon = hearing(who[4], made.source, at + timedelta(days=2), at - timedelta(days=10))
        hearing(who[5], made.source, at + timedelta(days=9), at)
        made.reply = reply(soon, who[4], "cannot", at - timedelta(hours=1))
        made.unheard = unheard(made.hearing, who[3], at - timedelta(hours=2))
        made.contact = ContactPoint.objects.filter(person=who[6 % len(persons)]).first()
        ContactPoint.objects.filter(id=made.contact.id).update(
            state="stopped", state_reason="stop", state_at=at - timedelta(hours=9)
        )
        made.text = InboundText.objects.create(
            programme_id=casa.id, person=who[1], provider_ref="SM1", meaning="other",
            received_at=at - timedelta(minutes=20),
        )  # fmt: skip
        InboundText.objects.create(
            programme_id=casa.id, provider_ref="SM2", meaning="help", received_at=at - timedelta(minutes=5)
        )
        for n, person in enumerate(persons):
            checkin(person, at + timedelta(days=n + 1), "planned")
    return made


def checkin(person: Any, opens_at: datetime, state: str, **more: Any) -> Checkin:
    made = Checkin.objects.create(
        programme_id=person.programme_id, person=person, opens_at=opens_at,
        closes_at=opens_at + timedelta(hours=48), zone=person.zone, state=state, state_at=opens_at, **more,
    )  # fmt: skip
    if state in ("needs_look", "unanswered"):
        CheckinMove.objects.create(
            programme_id=person.programme_id, person=person, checkin=made, before="due", after=state,
            at=opens_at + timedelta(hours=1), by_kind="system", by_id=ids.new(),
        )  # fmt: skip
    return made


def submission(of: Checkin, person: Any, at: datetime) -> Submission:
    client_id = ids.new()
    whose = people.subject_of(person)
    words = json.dumps(
        {"how": "not_well", "needs": ["transport", "legal"], "phone_changed": False, "tell": "Mi hija está enferma."}
    )
    cell = json.dumps({"latitude": 33.45, "longitude": -112.07, "cell_metres": 1000})
    return Submission.objects.create(
        programme_id=person.programme_id, person=person, checkin=of, client_id=client_id, body_hash=b"x" * 32,
        channel="app", identity="pin", said_at=at, received_at=at + timedelta(hours=2), clock="doubtful",
        answers=vault.seal(whose, "answers", client_id, words), place=vault.seal(whose, "place", client_id, cell),
        question_set=1, language="es", on_time=None, receipt_number=f"K{client_id.hex[-9:].upper()}", receipt=b"r",
    )  # fmt: skip


def hearing(person: Any, source: Source, starts_at: datetime, confirmed: datetime) -> Hearing:
    starts_at = wall.instant(datetime.combine(wall.shown(starts_at, ZONE).date(), time(9)), ZONE)
    there = wall.shown(starts_at, ZONE)
    return Hearing.objects.create(
        programme_id=person.programme_id, person=person, place="Immigration Court, 333 S Miami Ave", day=there.date(),
        time=there.time(), zone=ZONE, starts_at=starts_at, state="scheduled", source=source,
        last_confirmed_at=confirmed, made_at=confirmed, room="12", kind="Master calendar",
    )  # fmt: skip


def moved(person: Any, casa: SimpleNamespace, at: datetime, *, ago: int = 1) -> Telling:
    """They live somewhere else now, and nobody has been told; returns the court's part."""
    by = Actor(Kind.PERSON, person.id, person.programme_id)
    with acting(by):
        addresses.say(
            person.id,
            client_id=ids.new(),
            address="7 Tamarind Court, Bayside",
            moved_on=at.date() - timedelta(days=ago),
            by=by,
            at=at - timedelta(days=ago),
        )
        rows = Telling.objects.select_related("person")
        return rows.get(person=person, office="court", new_address__ended_at=None)


def question(about: Hearing, at: datetime) -> Question:
    day = about.day - timedelta(days=2)
    Sighting.objects.create(
        programme_id=about.programme_id, person_id=about.person_id, hearing=about, source=about.source, key=b"k",
        day=day, time=time(8, 30), zone=about.zone, seen_at=at,
    )  # fmt: skip
    Hearing.objects.filter(id=about.id).update(state="in_question")
    return Question.objects.create(
        programme_id=about.programme_id, person_id=about.person_id, hearing=about, source=about.source,
        kind="moved_earlier", day=day, time=time(8, 30), zone=about.zone, opened_at=at,
    )  # fmt: skip


def reminder(about: Hearing, person: Any, at: datetime, **more: Any) -> Reminder:
    return Reminder.objects.create(
        programme_id=person.programme_id, person=person, kind="hearing", about_id=about.id, step=f"-{at.minute}d",
        starts_at=about.starts_at, zone=about.zone, send_at=at, not_after=about.starts_at, state="taken", **more,
    )  # fmt: skip


def unheard(about: Hearing, person: Any, at: datetime) -> Reminder:
    made = reminder(about, person, at - timedelta(hours=3), unheard_at=at)
    point = ContactPoint.objects.filter(person=person).first()
    Delivery.objects.create(
        programme_id=person.programme_id, person=person, contact_point=point, channel="sms", about_id=made.id,
        state="undelivered", not_after=about.starts_at, made_at=at - timedelta(hours=2),
        sent_at=at - timedelta(hours=2), code="30005",
    )  # fmt: skip
    return made


def reply(about: Hearing, person: Any, answer: str, at: datetime) -> Reply:
    said = reminder(about, person, at - timedelta(hours=1))
    return Reply.objects.create(
        programme_id=person.programme_id, person=person, reminder=said, kind="hearing", about_id=about.id,
        answer=answer, at=at,
    )  # fmt: skip


def silence(person: Any, at: datetime) -> SimpleNamespace:
    """A window that closed in silence: a call to make, a concern to look at, a question for time, an outage."""
    window = checkin(person, at - timedelta(days=20), "unanswered")
    outreach = Outreach.objects.create(
        programme_id=person.programme_id, person=person, about_id=window.id, opens_at=window.opens_at,
        closes_at=window.closes_at, zone=person.zone, begun_at=at - timedelta(days=17),
    )  # fmt: skip
    step = Step.objects.create(
        programme_id=person.programme_id, person=person, outreach=outreach, kind="call", turn=2,
        due_at=at - timedelta(days=15),
    )  # fmt: skip
    concern = Concern.objects.create(
        programme_id=person.programme_id, person=person, outreach=outreach, about_id=window.id, state_at=at,
        cause="unknown", opened_at=at, outreach_done_at=at,
    )  # fmt: skip
    deferral = Deferral.objects.create(
        programme_id=person.programme_id, person=person, checkin=checkin(person, at - timedelta(hours=9), "due"),
        kind="other_day", state="waiting", asked_at=at, asked_by=person.id, answer_due=at + timedelta(days=1),
        until=at + timedelta(days=2),
    )  # fmt: skip
    outage = Outage.objects.create(
        programme_id=person.programme_id, part="web", cause="our_outage", source="staff",
        began_at=at - timedelta(minutes=9), made_at=at,
    )  # fmt: skip
    return SimpleNamespace(
        window=window, outreach=outreach, step=step, concern=concern, deferral=deferral, outage=outage
    )


def selfies(person: Any, casa: SimpleNamespace, at: datetime, *, about: Any = None) -> list[FaceTry]:
    """Two selfies that the machine could not settle, waiting for a human."""
    consent = people_actions.record_consent(person.id, "face", how="app", by=casa.sol, at=at)
    return [_selfie(person, consent, about, at - timedelta(minutes=9 - n)) for n in range(2)]


def _selfie(person: Any, consent: Any, about: Any, at: datetime) -> FaceTry:
    key = ids.new()
    picture = vault.seal(people.subject_of(person), "identity.selfie_face", key, b"RIFF a picture", version=2)
    return FaceTry.objects.create(
        programme_id=person.programme_id, person=person, consent=consent, client_id=key, what="compare",
        about_id=about, picture=picture, state="inconclusive", received_at=at, judged_at=at, for_human_at=at,
    )  # fmt: skip


def visit(person: Any, casa: SimpleNamespace, at: datetime) -> Visit:
    """The person asks for another time."""
    starts_at, made = at + timedelta(days=5), ids.new()
    there = wall.shown(starts_at, ZONE)
    whose = people.subject_of(person)
    return Visit.objects.create(
        id=made, programme_id=person.programme_id, person=person, kind="office", office=casa.office, day=there.date(),
        time=there.time(), zone=ZONE, starts_at=starts_at, minutes=30, state="asked", offered_by=casa.members["luz"].id,
        said_at=at, wanted=[at + timedelta(days=6)], note=vault.seal(whose, "visits.note", made, "Trabajo ese día."),
        asked_at=at, moved=1, changed_at=at,
    )  # fmt: skip


def own_date(person: Any, at: datetime) -> Appointment:
    starts_at, made = at + timedelta(days=4), ids.new()
    there = wall.shown(starts_at, ZONE)
    return Appointment.objects.create(
        id=made, programme_id=person.programme_id, person=person, day=there.date(), time=there.time(), zone=ZONE,
        title=vault.seal(people.subject_of(person), "visits.title", made, "Dentista"), starts_at=starts_at,
        changed_at=at,
    )  # fmt: skip
