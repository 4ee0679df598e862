"""A year of one person with everything in it: weekly check-ins, faults, silences, hearings, messages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from amparo.access.actor import Actor, Kind
from amparo.access.rows import acting
from amparo.channels.models import Delivery
from amparo.checkins import actions as checkins
from amparo.checkins import capture
from amparo.checkins.models import Checkin, CheckinMove, Deferral
from amparo.concerns.models import Concern, ConcernMove, Outreach, Step
from amparo.faults.models import Attempt, Outage
from amparo.foundation import clock, ids
from amparo.hearings.models import Question, Source
from amparo.people import queries as people
from amparo.people.models import Consent, ContactPoint
from amparo.privacy import vault
from tests.staff import a_full_day as day

DAY = timedelta(days=1)
ANSWER = "Estuve en el hospital con mi hija.\nTengo el papel. <b>Gracias</b>"
CONTEST = "No es así: llamé dos veces ese día."


def live(person: Any, by: Actor, at: datetime, *, weeks: int = 52, hearings: int = 4, concerns: int = 3) -> None:
    """Committed week by week, by `by` as the member who helps."""
    begins = at - timedelta(weeks=weeks)
    for week in range(weeks):
        opens = begins + timedelta(weeks=week)
        with acting(by):
            window = day.checkin(person, opens, "due")
            _move(window, "planned", "due", opens)
        if week == weeks - 1:
            continue
        if week % 17 == 5 and week // 17 < concerns:
            with acting(by):
                _silence(person, window, by, number=week // 17)
        elif week % 13 == 7:
            with acting(by):
                _explained(window, ("our_outage", "asked_to_defer")[week // 13 % 2])
        else:
            _arrive(person, window, late=week % 11 == 3)
    with acting(by):
        _around(person, by, begins, hearings)


def _arrive(person: Any, window: Checkin, *, late: bool) -> None:
    said = capture.Capture(
        client_id=ids.new(),
        channel=capture.Channel.FORM,
        identity="pin",
        language="es",
        body_hash=capture.hash_of(b"how=well"),
        answers={"how": "well"},
        place_cause=capture.PlaceCause.NOT_ASKED,
    )
    me = Actor(Kind.PERSON, person.id, person.programme_id)
    with acting(me):
        when = window.closes_at + DAY if late else window.opens_at + timedelta(hours=5)
        checkins.submit(window.id, capture=said, by=me, at=when)


def _move(window: Checkin, before: str, after: str, at: datetime, **more: Any) -> None:
    facts = {"by_kind": "system", "by_id": window.programme_id} | more
    CheckinMove.objects.create(
        programme_id=window.programme_id, person_id=window.person_id, checkin=window, before=before, after=after,
        at=at, **facts,
    )  # fmt: skip
    Checkin.objects.filter(id=window.id).update(state=after, state_at=at)


def _explained(window: Checkin, cause: str) -> None:
    _move(window, "due", "unanswered", window.closes_at)
    _move(window, "unanswered", "explained", window.closes_at + DAY, cause=cause)


def _silence(person: Any, window: Checkin, by: Actor, *, number: int) -> None:
    closed, own = window.closes_at, {"programme_id": person.programme_id, "person": person}
    _move(window, "due", "unanswered", closed)
    outreach = Outreach.objects.create(
        **own, about_id=window.id, opens_at=window.opens_at, closes_at=closed, zone=person.zone, begun_at=closed,
        ended_at=closed + 4 * DAY, ended="concern",
    )  # fmt: skip
    for turn, (kind, outcome) in enumerate((("message", "sent"), ("trusted", "nobody_named"), ("call", "no_answer"))):
        note = vault.seal(people.subject_of(person), "concerns.note", ids.new(), "rang six times")
        Step.objects.create(
            **own, outreach=outreach, kind=kind, turn=turn, due_at=closed + turn * DAY, state="done",
            done_at=closed + turn * DAY, done_by=by.id if kind == "call" else None, outcome=outcome, note=note,
        )  # fmt: skip
    asked, whose, row = closed + 5 * DAY, people.subject_of(person), ids.new()
    words = {"question": "¿Cómo está usted?", "answer": ANSWER, "reason": "Mostró el papel.", "contest": CONTEST}
    facts: dict[str, Any] = {name: vault.seal(whose, f"concerns.{name}", row, said) for name, said in words.items()}
    if number:
        facts.pop("contest")
    Concern.objects.create(
        id=row, **own, outreach=outreach, about_id=window.id, state="closed", state_at=asked + 9 * DAY, cause="device",
        opened_at=closed + 4 * DAY, outreach_done_at=closed + 4 * DAY, fault_checked_at=asked, fault_checked_by=by.id,
        asked_at=asked, asked_by=by.id, asked_in="es", answer_until=asked + 3 * DAY, answered_at=asked + DAY,
        closed_at=asked + 9 * DAY, closed_by=by.id, closed_because="not_so", **facts,
    )  # fmt: skip
    steps = (("", "to_look_at", "system"), ("to_look_at", "asked", "member"), ("asked", "closed", "member"))
    for n, (before, after, kind) in enumerate(steps):
        ConcernMove.objects.create(
            **own, concern_id=row, before=before, after=after, at=closed + (4 + n) * DAY, by_kind=kind, by_id=by.id,
            cause="device",
        )  # fmt: skip


def _around(person: Any, by: Actor, begins: datetime, hearings: int) -> None:
    own = {"programme_id": person.programme_id, "person": person}
    source, _ = Source.objects.get_or_create(
        programme_id=person.programme_id, name="County list", kind="table", zone=day.ZONE
    )
    point = ContactPoint.objects.filter(person=person).first()
    for n in range(hearings):
        known = begins + (clock.now() - begins) * n / hearings + DAY
        hearing = day.hearing(person, source, known + 40 * DAY, known)
        for ahead in (30, 7, 3, 1):
            said = day.reminder(hearing, person, hearing.starts_at - timedelta(days=ahead, minutes=ahead))
            Delivery.objects.create(
                **own, contact_point=point, channel="sms", about_id=said.id, not_after=hearing.starts_at,
                state="undelivered" if ahead == 30 else "delivered", made_at=said.send_at, sent_at=said.send_at,
            )  # fmt: skip
        if n == 1:
            asked = day.question(hearing, known + DAY)
            Question.objects.filter(id=asked.id).update(
                decided_at=known + 2 * DAY, decided_by=by.id, decision="keep", reason="The court confirmed by phone."
            )
    window = Checkin.objects.filter(person=person).order_by("opens_at").first()
    row, whose = ids.new(), people.subject_of(person)
    Deferral.objects.create(
        id=row, **own, checkin=window, kind="later", state="granted", asked_at=window.opens_at, asked_by=person.id,
        decided_at=window.opens_at + DAY, decided_by=by.id, until=window.closes_at + DAY,
        words=vault.seal(whose, "checkins.words", row, "Trabajo de noche."),
        reply=vault.seal(whose, "checkins.reply", row, "Está bien."),
    )  # fmt: skip
    Outage.objects.create(
        programme_id=person.programme_id, part="web", cause="our_outage", source="probe", note="disk",
        began_at=begins + 10 * DAY, ended_at=begins + 11 * DAY, made_at=begins + 10 * DAY,
    )  # fmt: skip
    Attempt.objects.create(
        **own, code="camera_failed", cause="device", source="phone", first_at=begins + 9 * DAY,
        last_at=begins + 9 * DAY, times=3,
    )  # fmt: skip
    Consent.objects.create(
        **own, what="rides", words="Pueden llevarme a la corte.", language="es", given_at=begins + 12 * DAY,
        given_how="in_person", recorded_by=by.id, withdrawn_at=begins + 30 * DAY, withdrawn_how="by_phone",
    )  # fmt: skip
