"""Reads of check-ins that more than one caller needs."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from amparo.access import gate
from amparo.access.actor import Actor, Kind
from amparo.access.rules import Permission
from amparo.checkins.models import Checkin, Deferral, Schedule, Submission
from amparo.checkins.rules import EARLY, SELFIE_AFTER, CheckinState, Look
from amparo.foundation.errors import Refused
from amparo.identity.ways import Way
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem, Subject

# As many answers as one question may have.
MOST_PICKED = 100
OPEN = (CheckinState.DUE, CheckinState.PLANNED, CheckinState.UNANSWERED)


def living_schedule(person_id: UUID) -> Schedule | None:
    return Schedule.objects.filter(person_id=person_id, ended_at=None).first()


def one(checkin_id: UUID) -> Checkin:
    """The check-in, if it exists for whoever speaks."""
    return Checkin.objects.select_related("person").get(id=checkin_id)


def next_of(person_id: UUID, at: datetime) -> Checkin | None:
    """What the person is asked next: an open window first, else the coming one."""
    waiting = Q(state=CheckinState.DUE) | Q(state=CheckinState.PLANNED, closes_at__gt=at)
    return Checkin.objects.filter(waiting, person_id=person_id).order_by("opens_at").first()


def unanswered_of(person_id: UUID) -> QuerySet[Checkin]:
    """Windows that closed in silence and may still be answered."""
    return Checkin.objects.filter(person_id=person_id, state=CheckinState.UNANSWERED).order_by("-closes_at")


def help_waiting(person_id: UUID) -> Checkin | None:
    """The window with which the person asked for help last, while nobody has taken care of it."""
    waits = Checkin.objects.filter(person_id=person_id, wants_help=True, help_handled_at=None)
    return waits.order_by(F("help_asked_at").desc(nulls_last=True)).first()


def unconfirmed_of(person_id: UUID, at: datetime) -> Checkin | None:
    """An open window for which something came that nobody has confirmed: the person can still check in."""
    waiting = Checkin.objects.filter(
        person_id=person_id,
        state=CheckinState.NEEDS_LOOK,
        looks__contains=[Look.IDENTITY_NOT_CONFIRMED],
        closes_at__gt=at,
    )
    return next((checkin for checkin in waiting.order_by("opens_at") if is_unconfirmed(checkin)), None)


def is_unconfirmed(checkin: Checkin) -> bool:
    """Whether nothing has come for it but what anybody with the link could have sent."""
    if checkin.state != CheckinState.NEEDS_LOOK or Look.IDENTITY_NOT_CONFIRMED not in checkin.looks:
        return False
    return not Submission.objects.filter(checkin=checkin).exclude(identity=Way.NONE).exists()


def may_be_sent(checkin: Checkin, at: datetime) -> bool:
    """Whether the page offers to send this check-in now."""
    return (checkin.state in OPEN or is_unconfirmed(checkin)) and at >= checkin.opens_at - EARLY


def selfie_may_show(person_id: UUID, checkin_id: UUID, at: datetime) -> bool:
    """Whether a selfie taken now can show who sends or sent this check-in: it is theirs, and open or sent lately."""
    checkin = Checkin.objects.filter(id=checkin_id, person=person_id).first()
    if checkin is None:
        return False
    lately = Submission.objects.filter(checkin=checkin, received_at__gt=at - SELFIE_AFTER)
    return may_be_sent(checkin, at) or lately.exists()


def submissions_of(checkin_ids: Sequence[UUID]) -> QuerySet[Submission]:
    return Submission.objects.filter(checkin_id__in=checkin_ids).order_by("-received_at")


def receipts_of(person_id: UUID) -> QuerySet[Submission]:
    return Submission.objects.filter(person_id=person_id).order_by("-received_at", "-id")


def answers(submission: Submission, person: Person, *, by: Actor, at: datetime) -> dict[str, Any]:
    """What was said, opened for a reason the person can read in their log.

    What a phone sealed was never checked by us: anything unreadable in it is shown as text, not trusted.
    """
    gate.require(by, Permission.CHECKIN_VIEW, person)
    why = Purpose.OWN_RECORD if by.kind is Kind.PERSON else Purpose.CHECKIN_REVIEW
    try:
        said = vault.open_sealed([_item(submission, person, "answers", submission.answers)], by=by, why=why, at=at)
    except Refused as no:
        return _unreadable(no)
    return _as_answers(said[0])


def place(submission: Submission, person: Person, *, by: Actor, at: datetime) -> dict[str, Any]:
    """One coarse place, opened alone and counted by the vault."""
    gate.require(by, Permission.PLACE_OPEN, person)
    try:
        opened = vault.open_sealed(
            [_item(submission, person, "place", submission.place)], by=by, why=Purpose.CHECKIN_REVIEW, at=at
        )
    except Refused as no:
        return _unreadable(no)
    return _as_answers(opened[0])


def _unreadable(no: Refused) -> dict[str, Any]:
    """What nobody can open reads as no words at all, and stops no page."""
    if no.code != "cannot_open":
        raise no
    return {"unreadable": ""}


def _item(submission: Submission, person: Person, field: str, blob: bytes | None) -> OpenItem:
    subject = Subject(person.programme_id, person.id, bytes(person.salt or b""))
    return OpenItem(subject, field, submission.client_id, bytes(blob) if blob else None)


def _as_answers(opened: bytes | None) -> dict[str, Any]:
    # What is no text, or half of a sign, is shown as a mark instead of stopping the page.
    words = (opened or b"{}").decode(errors="replace")
    try:
        said = json.loads(words)
    except (ValueError, RecursionError):
        return {"unreadable": words}
    if not isinstance(said, dict):
        return {"unreadable": words}
    return {_whole(key): _shown(value) for key, value in said.items()}


def _shown(value: Any) -> Any:
    """A value of the form: yes or no, a number, words, or a list of words; anything else as it was written."""
    if isinstance(value, list) and len(value) <= MOST_PICKED:
        return [_whole(one) if isinstance(one, str) else _written(one) for one in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _whole(value) if isinstance(value, str) else _written(value)


def _written(value: Any) -> str:
    try:
        return _whole(json.dumps(value, ensure_ascii=False))
    except RecursionError:
        return "…"


def _whole(words: str) -> str:
    """Without halves of signs, which no page can carry."""
    return words.encode(errors="replace").decode()


def deferral(deferral_id: UUID, *, by: Actor) -> Deferral:
    """One question for more time."""
    found = Deferral.objects.select_related("person", "checkin").filter(id=deferral_id).first()
    if found is None:
        raise Refused("unknown_deferral")
    gate.require(by, Permission.CHECKIN_VIEW, found)
    return found


def deferrals_of(checkin_id: UUID) -> list[Deferral]:
    """The questions for more time about one window, the newest first."""
    return list(Deferral.objects.filter(checkin_id=checkin_id).order_by("-asked_at"))


def deferral_words(found: Deferral, *, by: Actor, at: datetime) -> dict[str, str]:
    """What the person wrote, and what was answered."""
    gate.require(by, Permission.CHECKIN_VIEW, found)
    why = Purpose.OWN_RECORD if by.kind is Kind.PERSON else Purpose.CHECKIN_REVIEW
    person = found.person
    subject = people.subject_of(person)
    sealed = {"words": found.words, "reply": found.reply}
    items = [
        OpenItem(subject, f"checkins.{name}", found.id, bytes(blob) if blob else None) for name, blob in sealed.items()
    ]
    opened = vault.open_text(items, by=by, why=why, at=at)
    return {name: said for name, said in zip(sealed, opened, strict=True) if said is not None}
