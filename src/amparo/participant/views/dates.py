"""The person's calendar: a month of dates, and each date by itself."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from amparo.casework import calendar
from amparo.casework.calendar import CHECKIN, HEARING, OWN, VISIT, Date
from amparo.checkins import queries as checkins
from amparo.foundation import languages, month_words, wall
from amparo.foundation.errors import Refused
from amparo.participant import calendar_files, calendar_words, coming, door, months, tongues
from amparo.visits import queries as visits


def page(request: HttpRequest) -> HttpResponse:
    """One month: which days have something, and what."""
    with door.signed_in(request) as me:
        today = wall.shown(me.at, me.person.zone).date()
        month = months.asked(request.GET.get("month", ""), today)
        dates = _in(month, me)
        is_ahead = "month" not in request.GET and not any(months.is_to_come(one, me.at) for one in dates)
        if is_ahead:
            # Nothing more in this month: the page begins where the next date is.
            month = _next(me, month)
            dates = _in(month, me)
        dates = calendar.opened(dates, me.person, by=me.actor, at=me.at)
    code, now = tongues.now(), months.Month(today.year, today.month)
    days = months.shown(dates, month, me.person.zone)
    counts = {day: len(some) for day, some in days}
    context = {
        "month": month,
        "name": month_words.spelled_month(month.year, month.month, code),
        "heads": months.heads(code),
        "weeks": months.grid(month, counts, today, code),
        "days": [
            {"day": day, "spelled": languages.spelled_day(day, code), "dates": [_line(one) for one in some]}
            for day, some in days
        ],
        "earlier": _beside(month, -1, now, code),
        "later": _beside(month, 1, now, code),
        "now": now.value,
        "is_now": month == now,
        "is_ahead": is_ahead and month != now,
    }
    return render(request, "participant/calendar.html", context)


def _in(month: months.Month, me: door.Me) -> list[Date]:
    since, until = month.bounds(me.person.zone)
    return calendar.of(me.person, since=since, until=until, by=me.actor, at=me.at)


def _next(me: door.Me, now: months.Month) -> months.Month:
    """The month of the next date; this one where nothing is to come."""
    _, until = now.beside(months.AHEAD).bounds(me.person.zone)
    coming_ones = calendar.of(me.person, since=now.bounds(me.person.zone)[1], until=until, by=me.actor, at=me.at)
    first = next((one for one in coming_ones if months.is_to_come(one, me.at)), None)
    if first is None:
        return now
    day = wall.shown(first.starts_at, me.person.zone)
    return months.Month(day.year, day.month)


def date(request: HttpRequest, kind: str, date_id: UUID) -> HttpResponse:
    """One date: what, when, where, what to bring, and what can be done about it."""
    with door.signed_in(request) as me:
        [found] = calendar.opened([_own(kind, date_id, me)], me.person, by=me.actor, at=me.at)
        words: dict[str, str] = {}
        if kind == VISIT:
            words = visits.words(visits.visit(date_id, by=me.actor), by=me.actor, at=me.at)
        reply_url = coming.reply_url(me, date_id) if kind == HEARING else ""
        said = coming.said_about(date_id) if kind == HEARING else ""
        can_check_in = kind == CHECKIN and checkins.may_be_sent(checkins.one(date_id), me.at)
    context = {
        "date": found,
        "title": calendar_words.title(found),
        "stands": calendar_words.stands(found),
        "days": months.days_until(found.starts_at, me.at, me.person.zone),
        "is_over": found.ends_at <= me.at and found.state != "asked",
        "words": words,
        "reply_url": reply_url,
        "said": said,
        "can_check_in": can_check_in,
        "elsewhere": _there(found, me.person.zone),
        "file_url": reverse("participant:date_file", args=[kind, date_id]),
    }
    return render(request, "participant/date.html", context)


def file(request: HttpRequest, kind: str, date_id: UUID) -> HttpResponse:
    """The date as a file for the person's own calendar program."""
    with door.signed_in(request) as me:
        [found] = calendar.opened([_own(kind, date_id, me)], me.person, by=me.actor, at=me.at)
    return calendar_files.answer(calendar_files.single(found, language=tongues.now()), name="date")


def _own(kind: str, date_id: UUID, me: door.Me) -> Date:
    try:
        return calendar.one(me.person, kind, date_id, by=me.actor)
    except Refused as no:
        if no.code != "no_such_date":
            raise
        raise ObjectDoesNotExist from None


def _line(one: Date) -> dict[str, Any]:
    return {
        "date": one,
        "title": calendar_words.title(one),
        "stands": calendar_words.stands(one),
        "by_days": one.kind == CHECKIN,
        "url": reverse("participant:date", args=[one.kind, one.row_id]),
        "where": one.said.get("where", "") if one.kind == OWN else one.facts.get("place", ""),
    }


def _beside(month: months.Month, step: int, now: months.Month, code: str) -> dict[str, str] | None:
    other = month.beside(step)
    if not months.within_reach(other, now):
        return None
    return {"value": other.value, "name": month_words.month_name(other.month, code), "year": str(other.year)}


def _there(found: Date, lives_in: str) -> str:
    """The hour on the clock of another zone, where that shows another one."""
    here, there = (wall.shown(found.starts_at, zone) for zone in (lives_in, found.zone))
    if here == there:
        return ""
    return languages.spelled_time(found.starts_at, found.zone, tongues.now())
