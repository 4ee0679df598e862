"""What a representative sees of one person: only what the mandate covers, and each look stands in the person's log."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.checkins.models import Checkin, Submission
from amparo.concerns.models import Concern
from amparo.documents import opening
from amparo.documents import queries as documents_of
from amparo.documents.actions import ABOUT
from amparo.documents.models import Document
from amparo.documents.rules import State
from amparo.foundation.errors import Refused
from amparo.hearings import queries as hearings_of
from amparo.hearings.models import Hearing
from amparo.hearings.queries import Place
from amparo.mandates import queries as mandates
from amparo.mandates.models import Mandate, Notice
from amparo.mandates.rules import What
from amparo.media.paper_reader import Page
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem
from amparo.visits.models import Visit

BACK = timedelta(days=365)
AT_ONCE = 60


@dataclass(frozen=True, slots=True)
class Date:
    """One court date, with where to go."""

    hearing: Hearing
    place: Place


@dataclass(frozen=True, slots=True)
class Window:
    """One check-in, and what proves it."""

    checkin: Checkin
    submissions: list[Submission]


@dataclass(frozen=True, slots=True)
class Paper:
    """One document, and what the person or the team calls it."""

    document: Document
    kind: str
    title: str
    pages: int


@dataclass(frozen=True, slots=True)
class Told:
    """One thing the person was told."""

    at: datetime
    what: str
    words: str = ""
    answer_until: datetime | None = None
    answered_at: datetime | None = None
    visit: Visit | None = None


def name(person: Person, *, by: Actor, at: datetime) -> str:
    """Whom the list shows."""
    gate.require(by, Permission.REPRESENTED_KNOW, person)
    return _opened(person, [], by, Purpose.REPRESENTED_LIST, at)[0]


def hearings(person: Person, *, by: Actor, at: datetime) -> tuple[str, list[Date]]:
    """Their name and their court dates, the next one first, then the past ones."""
    gate.require(by, Permission.REPRESENTED_HEARINGS, person)
    rows = [row for row in hearings_of.of_person(person.id) if row.starts_at > at - BACK][:AT_ONCE]
    coming = sorted((row for row in rows if row.starts_at > at), key=lambda row: row.starts_at)
    past = [row for row in rows if row.starts_at <= at]
    dates = [Date(row, hearings_of.place_of(row)) for row in coming + past]
    return _opened(person, [], by, Purpose.REPRESENTED_HEARINGS, at)[0], dates


def checkins(person: Person, *, by: Actor, at: datetime) -> tuple[str, list[Window]]:
    """Their name and their check-ins, the latest first: when, what became of it, the receipt. No answer."""
    gate.require(by, Permission.REPRESENTED_CHECKINS, person)
    since, soon = at - BACK, at + timedelta(days=60)
    rows = list(
        Checkin.objects.filter(person=person, opens_at__gt=since, opens_at__lt=soon).order_by("-opens_at")[:AT_ONCE]
    )
    came: dict[UUID, list[Submission]] = {}
    sent = Submission.objects.filter(checkin__in=rows).only("checkin_id", "receipt_number", "receipt", "received_at")
    for row in sent.order_by("received_at"):
        came.setdefault(row.checkin_id, []).append(row)
    shown = [Window(row, came.get(row.id, [])) for row in rows]
    return _opened(person, [], by, Purpose.REPRESENTED_CHECKINS, at)[0], shown


def receipt(person: Person, number: str, *, by: Actor, at: datetime) -> Submission:
    """One receipt, to be checked by anybody. Code: "no_such_receipt"."""
    gate.require(by, Permission.REPRESENTED_CHECKINS, person)
    # PostgreSQL knows no text with a zero byte: nothing can have such a number.
    found = Submission.objects.filter(person=person, receipt_number=number.replace("\0", "-")).first()
    if found is None:
        raise Refused("no_such_receipt")
    _opened(person, [], by, Purpose.REPRESENTED_CHECKINS, at)
    return found


def notices(person: Person, mandate: Mandate, *, by: Actor, at: datetime) -> tuple[str, list[Told]]:
    """Their name and what they were told, the latest first: that a date or visit is new or changed, and the questions.

    With the latest word of each visit comes how it stands; where it is and what it is about stay sealed.
    """
    gate.require(by, Permission.REPRESENTED_NOTICES, person)
    asked = list(Concern.objects.filter(person=person, asked_at__isnull=False).order_by("-asked_at")[:AT_ONCE])
    subject = people.subject_of(person)
    items = [
        OpenItem(subject, "concerns.question", row.id, bytes(row.question) if row.question else None) for row in asked
    ]
    said = _opened(person, items, by, Purpose.REPRESENTED_NOTICES, at)
    told = [
        Told(row.asked_at, "question", words, row.answer_until, row.answered_at)
        for row, words in zip(asked, said[1:], strict=True)
        if row.asked_at
    ]
    # What was known when they accepted is on the page of court dates.
    since = mandate.accepted_at or at
    news = [row for row in mandates.notices_of(mandate.id) if row.noted_at > since]
    told += [Told(row.noted_at, row.what) for row in news if row.what == What.HEARING]
    told += _visits([row for row in news if row.what == What.VISIT], person)
    return said[0], sorted(told, key=lambda one: one.at, reverse=True)


def documents(person: Person, *, by: Actor, at: datetime) -> tuple[str, list[Paper]]:
    """Their name and the documents that can be seen, the newest first; no page of any."""
    gate.require(by, Permission.REPRESENTED_DOCUMENTS, person)
    rows = [row for row in documents_of.of_person(person.id) if row.state == State.READY]
    return _papers(person, rows, by, at)


def document(person: Person, document_id: UUID, *, by: Actor, at: datetime) -> tuple[str, Paper]:
    """Their name and what one document is. Code: "unknown_document"."""
    gate.require(by, Permission.REPRESENTED_DOCUMENTS, person)
    shown_to, [paper] = _papers(person, [_ready(person, document_id, by)], by, at)
    return shown_to, paper


def pages(person: Person, document_id: UUID, *, by: Actor, at: datetime) -> list[Page]:
    """The pages of one document, as pictures of ours. Codes: "unknown_document", "budget_spent"."""
    gate.require(by, Permission.REPRESENTED_DOCUMENTS, person)
    return opening.pages(_ready(person, document_id, by), by=by, at=at)


def _ready(person: Person, document_id: UUID, by: Actor) -> Document:
    found = documents_of.document(document_id, by=by)
    if found.state != State.READY or found.person_id != person.id:
        raise Refused("unknown_document")
    return found


def _papers(person: Person, rows: list[Document], by: Actor, at: datetime) -> tuple[str, list[Paper]]:
    subject = people.subject_of(person)
    items = [OpenItem(subject, ABOUT, row.id, bytes(row.about) if row.about else None) for row in rows]
    known, *said = _opened(person, items, by, Purpose.REPRESENTED_DOCUMENTS, at)
    about = [json.loads(words) if words else {} for words in said]
    told = [
        Paper(row, one.get("kind", ""), one.get("title", ""), documents_of.pages_of(row))
        for row, one in zip(rows, about, strict=True)
    ]
    return known, told


def _visits(news: list[Notice], person: Person) -> list[Told]:
    rows = {row.id: row for row in Visit.objects.filter(person=person, id__in=[one.about_id for one in news])}
    # Each is taken out with its latest notice: the ones before say only that there was something.
    return [Told(one.noted_at, one.what, visit=rows.pop(one.about_id, None)) for one in news]


def _opened(person: Person, items: list[OpenItem], by: Actor, why: Purpose, at: datetime) -> list[str]:
    """The person's name and these, opened together: one line in their log."""
    subject = people.subject_of(person)
    whole = [OpenItem(subject, "people.name", person.id, bytes(person.name) if person.name else None), *items]
    return [value or "" for value in vault.open_text(whole, by=by, why=why, at=at)]
