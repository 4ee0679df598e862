"""A person's dates as a file for their own calendar program: neutral words, unless they chose otherwise."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from amparo.casework import calendar
from amparo.casework.calendar import CHECKIN, HEARING, OWN, VISIT, Date
from amparo.foundation import answers
from amparo.participant import calendar_words
from amparo.reminders import calendar_whole, decency
from amparo.reminders.calendar_whole import Entry

TYPE = "text/calendar; charset=utf-8"


def whole(dates: Sequence[Date], *, full: bool, language: str) -> bytes:
    """Every date, for a program that comes back for them."""
    entries = [_entry(date, full=full) for date in dates]
    name = str(calendar_words.CALENDAR_NAME)
    return calendar_whole.written(entries, name=name, language=language, by_itself=True)


def single(date: Date, *, language: str) -> bytes:
    """One date to add. What the person wrote is theirs to put there; what we know of them is not ours to."""
    entry = _entry(date, full=date.kind == OWN)
    return calendar_whole.written([entry], name="", language=language, by_itself=False)


def answer(data: bytes, *, name: str = "") -> HttpResponse:
    """The file as no cache, no search engine and no other page learns of it."""
    response = answers.unseen(HttpResponse(data, content_type=TYPE))
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def _entry(date: Date, *, full: bool) -> Entry:
    neutral = calendar_words.NEUTRAL[date.kind]
    title = str(calendar_words.title(date) if full else neutral)
    if date.is_off:
        # Programs that show what is cancelled show it by this word alone.
        title = calendar_words.CANCELLED_TITLE % {"title": title}
    # The address of the date's own page says what kind it is.
    url = f"{settings.PUBLIC_URL}{_page(date) if full else reverse('participant:calendar')}"
    details, location = calendar_words.MORE % {"url": url}, _location(date, full=full)
    return calendar.entry(date, summary=title, details=details, location=location, busy=date.kind != CHECKIN)


def _location(date: Date, *, full: bool) -> str:
    """Where it is. As in messages, an address that says too much stands on the person's page alone: a court's does."""
    if date.kind == OWN:
        return date.said.get("where", "") if full else ""
    if date.kind == HEARING and not full:
        return ""
    place: str = date.facts.get("place", "") if date.kind in (HEARING, VISIT) else ""
    return place if full or not decency.reveals(place) else ""


def _page(date: Date) -> Any:
    """Where the person reads more, once they are signed in. It names nobody."""
    return reverse("participant:date", args=[date.kind, date.row_id])
