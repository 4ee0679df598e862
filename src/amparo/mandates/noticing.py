"""A representative hears that there is something new: noted once, told in a message that says nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from amparo.access.actor import system
from amparo.access.rows import acting
from amparo.channels import providers
from amparo.channels.outcomes import Kind, Mail
from amparo.channels.providers import House
from amparo.foundation import ids
from amparo.mandates.models import Mandate, Notice
from amparo.mandates.rules import Area
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem
from amparo.programme import queries as programmes

MOST_TRIES, AGAIN = 5, timedelta(minutes=15)
AT_ONCE = 500
LEFT = (Kind.ACCEPTED, Kind.SENT, Kind.DELIVERED)
SUBJECT = "There is something new"
TEXT = "Hello,\n\nThere is something new to see. Sign in to see it:\n%(url)s\n"


@dataclass(frozen=True, slots=True)
class News:
    """Something of which the person was told, as plain facts: this room does not know what a hearing is."""

    person_id: UUID
    what: str
    about_id: UUID
    version: str


def to_be_told(programme_id: UUID, *, at: datetime) -> list[Mandate]:
    """The living mandates that cover notices."""
    rows = Mandate.objects.filter(
        programme_id=programme_id,
        ended_at=None,
        expires_at__gt=at,
        accepted_at__isnull=False,
        areas__contains=[Area.NOTICES],
        person__state=Person.State.ACTIVE,
    )
    return list(rows)


def note(mandates: Sequence[Mandate], news: Iterable[News], *, quietly: bool = False, at: datetime) -> int:
    """Each of these representatives has a notice of each piece of news; noted before, nothing changes.

    `quietly`: it was there before them. Returns how many are new.
    """
    by_person: dict[UUID, list[News]] = {}
    for one in news:
        by_person.setdefault(one.person_id, []).append(one)
    known = {
        (row.mandate_id, row.about_id, row.version)
        for row in Notice.objects.filter(mandate__in=[m.id for m in mandates]).only("mandate_id", "about_id", "version")
    }
    fresh = [
        Notice(
            id=ids.new(),
            programme_id=row.programme_id,
            person_id=row.person_id,
            mandate_id=row.id,
            what=one.what,
            about_id=one.about_id,
            version=one.version,
            noted_at=at,
            send_at=at if row.address and not quietly else None,
        )
        for row in mandates
        for one in by_person.get(row.person_id, [])
        if (row.id, one.about_id, one.version) not in known
    ]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def send(programme_id: UUID, *, at: datetime) -> int:
    """Each representative with something new has one message. What could not leave is tried again a few times."""
    by, programme = system(programme_id), programmes.by_id(programme_id)
    if "email" not in providers.able():
        return 0
    with acting(by):
        leased = _lease(at)
        addresses = _addresses(leased, at=at)
    mails = {
        mandate_id: Mail(ids.new(), address, SUBJECT, TEXT % {"url": f"{settings.PUBLIC_URL}/rep/"})
        for mandate_id, address in addresses.items()
    }
    whose = {mail.reference: mandate_id for mandate_id, mail in mails.items()}
    left: set[UUID] = set()
    over: set[UUID] = {row.id for row in leased if row.id not in mails}
    if mails:
        adapter = providers.adapter("email", House(programme.slug, programme.neutral_name))
        for outcome in adapter.send(list(mails.values()), at=at):
            if outcome.kind in LEFT:
                left.add(whose[outcome.reference])
            elif outcome.kind is Kind.PERMANENT:
                over.add(whose[outcome.reference])
    with acting(by):
        waiting = Notice.objects.filter(mandate__in=[row.id for row in leased], send_at__isnull=False, noted_at__lte=at)
        waiting.filter(mandate__in=left).update(sent_at=at, send_at=None)
        waiting.filter(mandate__in=over).update(send_at=None)
        waiting.filter(tries__gte=MOST_TRIES).update(send_at=None)
    return len(leased)


def _lease(at: datetime) -> list[Mandate]:
    """The mandates with something to send, held by nobody else for a while."""
    due = Notice.objects.select_for_update(skip_locked=True).filter(send_at__lte=at).order_by("send_at")[:AT_ONCE]
    rows = list(due)
    for row in rows:
        Notice.objects.filter(id=row.id).update(send_at=at + AGAIN, tries=row.tries + 1)
    return list(Mandate.objects.select_related("person").filter(id__in={row.mandate_id for row in rows}))


def _addresses(mandates: Sequence[Mandate], *, at: datetime) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for row in mandates:
        holds = row.ended_at is None and row.expires_at > at and Area.NOTICES in row.areas
        if not holds or row.person.state != Person.State.ACTIVE or not row.address or not row.person.salt:
            continue
        item = OpenItem(people.subject_of(row.person), "mandates.address", row.id, bytes(row.address))
        opened = vault.open_text([item], by=system(row.programme_id), why=Purpose.SEND_MESSAGE, at=at)[0]
        if opened:
            found[row.id] = opened
    return found
