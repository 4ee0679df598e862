"""The worker's day, by need: what waits, for whom, how long it may still wait. Looked up, not kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.db.models.functions import Greatest, TruncDate

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.addresses.models import NewAddress, Telling
from amparo.casework import message_desk, urgency, whose
from amparo.casework.urgency import Kind, Need
from amparo.channels.models import InboundText
from amparo.checkins.models import Checkin, Deferral
from amparo.checkins.rules import Look
from amparo.concerns.models import Concern, Outreach, Step
from amparo.conversations import queries as conversations
from amparo.conversations.rules import URGENT_WITHIN
from amparo.documents.models import Document
from amparo.hearings.models import Hearing, Question
from amparo.identity.models import FaceTry, Lock
from amparo.people.models import ContactPoint, Person
from amparo.programme import queries as programme
from amparo.programme.rules import Rules
from amparo.reminders.models import Reminder, Reply
from amparo.visits.models import Visit
from amparo.visits.rules import STANDING

MOST = 500  # of one kind; a longer list helps nobody
SOON = timedelta(days=14)
DAYS_AHEAD = 14  # on the page of the coming days
VERY_SOON = timedelta(days=3)
LAST_DAY = timedelta(days=1)
EXPECTED = ("scheduled", "in_question", "gone_from_feed")
QUESTION_KINDS = {
    "moved_earlier": Kind.HEARING_EARLIER,
    "sources_disagree": Kind.HEARING_DISAGREE,
    "gone": Kind.HEARING_GONE,
}


def needs(*, by: Actor, at: datetime, everybody: bool = False) -> list[Need]:
    """What waits for `by`: their people, those they cover and those without a worker; most pressing first."""
    gate.require_any(by, Permission.TODAY_VIEW)
    rules = programme.rules_at(by.programme_id, at)
    mine = whose.mine(by, everybody=everybody)
    called = [_urgent(row) for row, _person in message_desk.calls(by=by, at=at, everybody=everybody)]
    return urgency.in_order([*called, *(need for source in SOURCES for need in source(mine, rules, at))], at)


def caseload(*, by: Actor) -> int:
    """How many people this member looks after."""
    return Person.objects.filter(worker_id=by.id, state=Person.State.ACTIVE).count()


@dataclass(frozen=True, slots=True)
class Day:
    """One of the coming days: how many hearings, visits, and check-ins that close."""

    day: date
    hearings: int
    visits: int
    closing: int


def coming_days(*, by: Actor, at: datetime, zone: ZoneInfo, everybody: bool = False) -> list[Day]:
    """What each of the coming days brings, on the wall of `zone`."""
    gate.require_any(by, Permission.TODAY_VIEW)
    first, until = at.astimezone(zone).date(), at + timedelta(days=DAYS_AHEAD)
    mine = whose.mine(by, everybody=everybody)
    hearings = _a_day(Hearing.objects.filter(mine, state__in=EXPECTED), "starts_at", at, until, zone)
    visits = _a_day(Visit.objects.filter(mine, state__in=STANDING), "starts_at", at, until, zone)
    closing = _a_day(Checkin.objects.filter(mine, state__in=("due", "planned")), "closes_at", at, until, zone)
    each = [first + timedelta(days=n) for n in range(DAYS_AHEAD)]
    return [Day(day, hearings.get(day, 0), visits.get(day, 0), closing.get(day, 0)) for day in each]


def _a_day(rows: Any, moment: str, at: datetime, until: datetime, zone: ZoneInfo) -> dict[date, int]:
    found = (
        rows.filter(**{f"{moment}__gte": at, f"{moment}__lt": until})
        .annotate(wall_day=TruncDate(moment, tzinfo=zone))
        .values("wall_day")
        .annotate(count=Count("id"))
    )
    return {row["wall_day"]: row["count"] for row in found}


def _asked_for_help(mine: Q, rules: Rules, at: datetime) -> Iterator[Need]:
    for row in _rows(Checkin, mine, wants_help=True, help_handled_at=None).order_by("state_at")[:MOST]:
        yield _need(Kind.ASKED_FOR_HELP, row, row.help_asked_at or row.state_at, rules.help_hours, checkin=row.id)


def _answers(mine: Q, rules: Rules, at: datetime) -> Iterator[Need]:
    kinds = {"help": Kind.NEEDS_HELP_TO_COME, "cannot": Kind.CANNOT_COME}
    rows = _rows(Reply, mine, handled_at=None, answer__in=kinds).select_related("reminder")
    for row in rows.order_by("at")[:MOST]:
        starts = row.reminder.starts_at if row.reminder else None
        facts = {"about": row.kind, "moment": starts, "zone": row.reminder.zone if row.reminder else ""}
        yield _need(kinds[row.answer], row, row.at, rules.help_hours, **facts)


def _texts(mine: Q, rules: Rules, at: datetime) -> Iterator[Need]:
    unknown = Q(person=None)
    rows = InboundText.objects.select_related("person").filter(mine | unknown, handled_at=None)
    for row in rows.exclude(meaning__in=("stop", "start")).order_by("received_at")[:MOST]:
        for_help = row.meaning == "help"
        kind = Kind.TEXT_FOR_HELP if for_help else Kind.TEXT_TO_READ
        yield _need(kind, row, row.received_at, rules.help_hours if for_help else rules.look_hours)


def _messages(mine: Q, rules: Rules, at: datetime) -> Iterator[Need]:
    """One line a person: what they called urgent, else the oldest that waits for an answer."""
    lines: dict[Any, Need] = {}
    rows = conversations.unanswered().select_related("person").filter(mine)
    for row in [*rows.filter(urgent=True)[:MOST], *rows.filter(urgent=False)[:MOST]]:
        plain = _need(Kind.MESSAGE_TO_ANSWER, row, row.received_at, rules.look_hours, messages=row.person_id)
        lines.setdefault(row.person_id, _urgent(row) if row.urgent else plain)
    yield from lines.values()


def _urgent(row: Any) -> Need:
    due = row.received_at + URGENT_WITHIN
    return Need(Kind.URGENT_MESSAGE, row.id, row.received_at, due, row.person, {"messages": row.person_id})


def _questions(mine: Q, rules: Rules, at: datetime) -> Iterator[Need]:
    rows = _rows(Question, mine, decided_at=None).select_related("person", "hearing").order_by("opened_at")
    for row in rows[:MOST]:
        kind = QUESTION_KINDS.get(row.kind, Kind.HEARING_ODD)
        yield _need(kind, row, row.opened_at, rules.look_hours, moment=row.hearing.starts_at, zone=row.hearing.zone)


def _unheard(mine: Q, rules: Rules, at: datetime) -> Iterator[Need]:
    rows = _rows(Reminder, mine, unheard_at__isnull=False, settled_at=None, starts_at__gt=at)
    # One line a thing: five steps of one hearing in vain are one worry.
    latest = {row.about_id: row for row in rows.order_by("unheard_at")[:MOST]}
    for row in latest.values():
        facts = {"about": row.kind, "moment": row.starts_at, "zone": row.zone}
        yield _need(Kind.REMINDER_UNHEARD, row, row.unheard_at, rules.help_hours, **facts)


def _to_look_at(mine: Q, rules: Rules, at: datetime) -> Iterator[Need]:
    rows = _rows(Checkin, mine).order_by("state_at")
    for row in rows.filter(state="needs_look")[:MOST]:
        yield _need(Kind.TO_LOOK_AT, row, row.state_at, rules.look_hours, checkin=row.id, looks=list(row.looks))
    rows = rows.exclude(state="needs_look").filter(looks__contains=[Look.SAYS_CHANGED])  # else it says so there
    for row in rows.annotate(said_at=Greatest("state_at", Max("submission__received_at")))[:MOST]:
        yield _need(Kind.SAYS_CHANGED, row, row.said_at, rules.look_hours, checkin=row.id)


def _faces(mine: Q, rules: Rules, at: datetime) -> Iterator[Need]:
    """Selfies that no machine could settle: one line for each check-in, not for each picture."""
    rows = _rows(FaceTry, mine, for_human_at__isnull=False, picture__isnull=False).order_by("for_human_at")
    first = {(row.person_id, row.about_id): row for row in reversed(rows[:MOST])}
    for row in first.values():
        yield _need(Kind.FACE_TO_LOOK_AT, row, row.for_human_at, rules.look_hours, selfie=row.id)


def _documents(mine: Q, rules: Rules, at: datetime) -> Iterator[Need]:
    """What people sent and nobody of the team has seen; each by itself, for one may be urgent."""
    rows = _rows(Document, mine, state="ready", looked_at=None).defer("paper").order_by("added_at")
    for row in rows[:MOST]:
        yield _need(Kind.DOCUMENT_TO_LOOK_AT, row, row.added_at, rules.look_hours, document=row.id)


def _unanswered(mine: Q, rules: Rules, at: datetime) -> Iterator[Need]:
    # While somebody reaches out, the steps of it stand on the day instead.
    under_way = Outreach.objects.filter(about_id=OuterRef("pk"), ended_at=None)
    concerned = Concern.objects.filter(about_id=OuterRef("pk")).exclude(state="closed")
    rows = _rows(Checkin, mine, state="unanswered").exclude(Exists(under_way)).exclude(Exists(concerned))
    for row in rows.order_by("state_at")[:MOST]:
        facts = {"checkin": row.id, "moment": row.closes_at, "zone": row.zone}
        yield _need(Kind.UNANSWERED, row, row.state_at, rules.unanswered_hours, **facts)


def _time(mine: Q, rules: Rules, at: datetime) -> Iterator[Need]:
    for row in _rows(Deferral, mine, state="waiting").select_related("checkin").order_by("answer_due")[:MOST]:
        facts = {"checkin": row.checkin_id, "moment": row.checkin.closes_at, "zone": row.checkin.zone}
        yield Need(Kind.ASKED_FOR_TIME, row.id, row.asked_at, row.answer_due, row.person, facts)


def _visits(mine: Q, rules: Rules, at: datetime) -> Iterator[Need]:
    """Whoever asks for another time to meet waits for a word, and need not come before they have it."""
    for row in _rows(Visit, mine, state="asked").order_by("asked_at")[:MOST]:
        yield _need(Kind.VISIT_TO_ANSWER, row, row.asked_at, rules.look_hours, moment=row.starts_at, zone=row.zone)


def _to_reach(mine: Q, rules: Rules, at: datetime) -> Iterator[Need]:
    """Steps of reaching out that a worker does, each from the moment it is its turn."""
    rows = _rows(Step, mine, state="waiting", due_at__lte=at).select_related("outreach").order_by("due_at")
    for row in rows[:MOST]:
        due = row.due_at + timedelta(hours=rules.unanswered_hours)
        window = row.outreach
        facts = {"step": row.kind, "moment": window.closes_at, "zone": window.zone, "checkin": window.about_id}
        yield Need(Kind.TO_REACH, row.id, row.due_at, due, row.person, facts)


def _concerns(mine: Q, rules: Rules, at: datetime) -> Iterator[Need]:
    for row in _rows(Concern, mine).exclude(state__in=("closed", "raised")).order_by("state_at")[:MOST]:
        kind = concern_kind(row, at)
        if kind:
            yield _need(kind, row, row.answered_at or row.state_at, rules.concern_hours, concern=row.id)


def concern_kind(row: Concern, at: datetime) -> Kind | None:
    """What waits about a concern; None while it is the person's turn."""
    if row.state == "contested":
        return Kind.CONCERN_CONTESTED
    if row.state == "proposed":
        return Kind.CONCERN_TO_SECOND
    if row.answered_at:
        return Kind.CONCERN_ANSWERED
    if row.state == "asked" and row.answer_until and row.answer_until > at:
        return None
    return Kind.CONCERN_TO_LOOK_AT


def _contacts(mine: Q, rules: Rules, at: datetime) -> Iterator[Need]:
    rows = _rows(ContactPoint, mine, state__in=("stopped", "retired"), settled_at=None)
    for row in rows.order_by("state_at")[:MOST]:
        kind = Kind.CONTACT_STOPPED if row.state == "stopped" else Kind.CONTACT_DEAD
        yield _need(kind, row, row.state_at, rules.look_hours, channel=row.kind, reason=row.state_reason)


def _locked(mine: Q, rules: Rules, at: datetime) -> Iterator[Need]:
    """Pages that people locked because a phone is lost: they need another way until somebody opens it."""
    for row in _rows(Lock, mine, unlocked_at=None).order_by("locked_at")[:MOST]:
        yield _need(Kind.PAGE_LOCKED, row, row.locked_at, rules.look_hours)


def _soon(mine: Q, rules: Rules, at: datetime) -> Iterator[Need]:
    """Hearings that come soon and that nobody has confirmed lately, or that the person has not answered."""
    asked = Question.objects.filter(hearing=OuterRef("pk"), decided_at=None)
    answered = Reply.objects.filter(about_id=OuterRef("pk"))
    rows = (
        _rows(Hearing, mine, state="scheduled", starts_at__gt=at, starts_at__lt=at + SOON)
        .annotate(is_asked=Exists(asked), is_answered=Exists(answered))
        .filter(is_asked=False)
    )
    stale = at - timedelta(days=rules.unconfirmed_days)
    for row in rows.order_by("starts_at")[:MOST]:
        if row.last_confirmed_at < stale:
            yield _before(Kind.HEARING_UNCONFIRMED, row, row.last_confirmed_at)
        if not row.is_answered and row.starts_at < at + VERY_SOON:
            yield _before(Kind.HEARING_UNANSWERED, row, row.made_at)


def _moved(mine: Q, rules: Rules, at: datetime) -> Iterator[Need]:
    """Who asks for help to tell an office, whose time to tell one ends within a day, and new addresses to look at."""
    open_ = _rows(Telling, mine, state="open")
    for row in open_.filter(help_asked_at__isnull=False, help_handled_at=None).order_by("help_asked_at")[:MOST]:
        yield _need(Kind.ADDRESS_HELP, row, row.help_asked_at, rules.help_hours, address=row.new_address_id)
    late = open_.filter(due_at__lte=at + LAST_DAY)
    # One line a person: the court first, as its clock is the shortest.
    nearest = {row.person_id: row for row in reversed(late.order_by("due_at", "office")[:MOST])}
    for row in nearest.values():
        facts = {"address": row.new_address_id}
        yield Need(Kind.ADDRESS_LATE, row.id, row.due_at - LAST_DAY, row.due_at, row.person, facts)
    for row in _rows(NewAddress, mine, seen_at=None, ended_at=None).order_by("said_at")[:MOST]:
        yield _need(Kind.ADDRESS_NEW, row, row.said_at, rules.look_hours, address=row.id)


def _before(kind: Kind, row: Hearing, since: datetime) -> Need:
    due = row.starts_at - timedelta(days=1)
    return Need(kind, row.id, since, due, row.person, {"moment": row.starts_at, "zone": row.zone, "hearing": row.id})


def _rows(model: Any, mine: Q, **facts: Any) -> Any:
    return model.objects.select_related("person").filter(mine, **facts)


def _need(kind: Kind, row: Any, since: datetime, hours: int, **facts: Any) -> Need:
    return Need(kind, row.id, since, since + timedelta(hours=hours), row.person, facts)


SOURCES: tuple[Callable[[Q, Rules, datetime], Iterator[Need]], ...] = (
    _asked_for_help,
    _answers,
    _texts,
    _messages,
    _questions,
    _unheard,
    _unanswered,
    _time,
    _visits,
    _to_reach,
    _concerns,
    _contacts,
    _locked,
    _to_look_at,
    _faces,
    _documents,
    _soon,
    _moved,
)
