"""One person's page: what is known and what comes next, and what is opened to show it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.channels.models import InboundText
from amparo.checkins import queries as checkins
from amparo.checkins.models import Checkin, CheckinMove, Schedule, Submission
from amparo.documents import queries as documents
from amparo.foundation.errors import Refused
from amparo.hearings.models import Hearing, Question
from amparo.identity import locks
from amparo.identity.face_rules import SHOWS
from amparo.identity.models import FaceTry, Lock
from amparo.mandates import queries as mandates
from amparo.mandates.models import Mandate
from amparo.people import call_times, trusting
from amparo.people import queries as people
from amparo.people.models import CallTimes, ContactPoint, Person, Trusted
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.visits import queries as visits
from amparo.visits.models import Visit


@dataclass(frozen=True, slots=True)
class PersonFile:
    """The rows behind one page; what is sealed stays sealed here."""

    person: Person
    contacts: list[ContactPoint]
    hearings: list[Hearing]
    questions: list[Question]
    checkin: Checkin | None
    schedule: Schedule | None
    trusted: list[Trusted]
    documents: int
    new_documents: int
    # To come, or still to be settled.
    visits: list[Visit]
    mandates: list[Mandate]
    lock: Lock | None = None
    call_times: CallTimes | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """One check-in with everything that arrived for it."""

    person: Person
    checkin: Checkin
    submissions: list[Submission]
    moves: list[CheckinMove]
    # That showed who it was, the latest last.
    selfies: list[FaceTry]


def person(person_id: UUID, *, by: Actor, permission: Permission = Permission.PERSON_VIEW) -> Person:
    """The person, if this member may; nobody of another programme exists."""
    found = Person.objects.select_related("worker", "office").filter(id=person_id).first()
    if found is None:
        raise Refused("no_such_person")
    gate.require(by, permission, found)
    return found


def read(person_id: UUID, *, by: Actor, at: datetime) -> PersonFile:
    """What stands on the person's page, in one look."""
    who = person(person_id, by=by)
    papers = documents.of_person(who.id)
    open_checkins = Checkin.objects.filter(person=who, closes_at__gt=at, state__in=("planned", "due"))
    return PersonFile(
        person=who,
        contacts=list(ContactPoint.objects.filter(person=who).order_by("state", "position")),
        hearings=list(
            Hearing.objects.filter(person=who, starts_at__gt=at)
            .exclude(state="cancelled")
            .select_related("court", "source")
            .order_by("starts_at")
        ),
        questions=list(Question.objects.filter(person=who, decided_at=None).select_related("hearing", "source")),
        checkin=open_checkins.order_by("opens_at").first(),
        schedule=Schedule.objects.filter(person=who, ended_at=None).first(),
        trusted=trusting.named_by(who),
        documents=len(papers),
        new_documents=sum(one.state == "ready" and one.looked_at is None for one in papers),
        visits=list(visits.to_settle(who.id, at)),
        lock=locks.living(who.id),
        call_times=call_times.of(who),
        mandates=mandates.living(who.id, at),
    )


@dataclass(frozen=True, slots=True)
class Opened:
    """What the page shows of what is sealed; `trusted` holds (name, address)."""

    name: str = ""
    case_number: str = ""
    addresses: dict[UUID, str] = field(default_factory=dict)
    trusted: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    call_times: str = ""
    representatives: dict[UUID, mandates.Who] = field(default_factory=dict)


def open_page(file: PersonFile, *, by: Actor, at: datetime) -> Opened:
    """Opened together, and noted in the person's log."""
    who = file.person
    if not who.salt:
        return Opened()
    asked = [_item(who, "people.name", who.id, who.name)]
    asked.append(_item(who, "people.case_number", who.id, who.case_number))
    asked += [_item(who, "people.address", point.id, point.address) for point in file.contacts]
    asked += [_item(who, "people.trusted_name", one.id, one.name) for one in file.trusted]
    asked += [_item(who, "people.trusted_address", one.id, one.address) for one in file.trusted]
    if file.call_times:
        asked.append(_item(who, call_times.WORDS, file.call_times.id, file.call_times.words))
    opened = [value or "" for value in vault.open_text(asked, by=by, why=Purpose.PERSON_PAGE, at=at)]
    safe_times = opened.pop() if file.call_times else ""
    ways, named = len(file.contacts), len(file.trusted)
    theirs = zip(opened[2 + ways : 2 + ways + named], opened[2 + ways + named :], strict=True)
    return Opened(
        name=opened[0],
        case_number=opened[1],
        addresses=dict(zip((point.id for point in file.contacts), opened[2:], strict=False)),
        trusted=dict(zip((one.id for one in file.trusted), theirs, strict=True)),
        call_times=safe_times,
        representatives=mandates.shown(file.mandates, who, by=by, why=Purpose.PERSON_PAGE, at=at),
    )


def review(checkin_id: UUID, *, by: Actor) -> Review:
    """One check-in, what arrived for it, and every step it took."""
    checkin = Checkin.objects.select_related("person", "person__worker").filter(id=checkin_id).first()
    if checkin is None:
        raise Refused("no_such_checkin")
    gate.require(by, Permission.CHECKIN_VIEW, checkin)
    return Review(
        person=checkin.person,
        checkin=checkin,
        submissions=list(Submission.objects.filter(checkin=checkin).order_by("received_at", "id")),
        moves=list(CheckinMove.objects.filter(checkin=checkin).order_by("at")),
        selfies=_selfies(checkin),
    )


def _selfies(checkin: Checkin) -> list[FaceTry]:
    shown = FaceTry.objects.filter(person=checkin.person_id, about_id=checkin.id, state__in=SHOWS)
    return list(shown.order_by("received_at"))


def open_answers(found: Review, *, by: Actor, at: datetime) -> dict[UUID, dict[str, Any]]:
    """What the person said, by submission. The person's log says who read it."""
    sealed = [row for row in found.submissions if row.answers is not None]
    return {row.id: checkins.answers(row, found.person, by=by, at=at) for row in sealed}


def open_help(found: Review, *, by: Actor, at: datetime) -> str:
    """What the person said when they asked for help, "" if nothing; their log says who read it."""
    row = found.checkin
    if row.help_words is None:
        return ""
    asked = [_item(found.person, "checkins.help_words", row.id, row.help_words)]
    return vault.open_text(asked, by=by, why=Purpose.CHECKIN_REVIEW, at=at)[0] or ""


def open_notes(found: Review, *, by: Actor, at: datetime) -> dict[UUID, str]:
    """What colleagues wrote down at each step."""
    sealed = [row for row in found.moves if row.note is not None]
    asked = [_item(found.person, "checkins.note", row.id, row.note) for row in sealed]
    opened = vault.open_text(asked, by=by, why=Purpose.CHECKIN_REVIEW, at=at) if asked else []
    return {row.id: value or "" for row, value in zip(sealed, opened, strict=True)}


def open_place(found: Review, submission_id: UUID, *, by: Actor, at: datetime) -> dict[str, Any]:
    """One place of one check-in: counted, and one at a time. There is no way to ask for two."""
    row = next((row for row in found.submissions if row.id == submission_id and row.place), None)
    if row is None:
        raise Refused("no_place")
    return checkins.place(row, found.person, by=by, at=at)


def text(text_id: UUID, *, by: Actor) -> InboundText:
    """A text message somebody sent, if this member may read the person's."""
    found = InboundText.objects.select_related("person").filter(id=text_id).first()
    if found is None:
        raise Refused("no_such_text")
    if found.person:
        gate.require(by, Permission.PERSON_VIEW, found.person)
    return found


def open_text(found: InboundText, *, by: Actor, at: datetime) -> str:
    """What the message says; empty for a number that nobody knows: such words are not kept."""
    if not found.person or found.body is None:
        return ""
    asked = [_item(found.person, "channels.body", found.id, found.body)]
    return vault.open_text(asked, by=by, why=Purpose.PERSON_PAGE, at=at)[0] or ""


def _item(who: Person, field: str, row_id: UUID, blob: Any) -> vault.OpenItem:
    return vault.OpenItem(people.subject_of(who), field, row_id, None if blob is None else bytes(blob))
