"""A worker's dates as their own calendar program reads them: what kind, when, and at which of our offices.

Calendar programs send what they read to their makers. So no name, no number and no address of anybody is in it, and
the link leads to the worker's day, which asks who is there.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.casework import calendar
from amparo.casework.calendar import HEARING, Date
from amparo.reminders import calendar_whole
from amparo.reminders.calendar_whole import Entry

KINDS: dict[str, Any] = {
    "office": gettext_lazy("Visit at the office"),
    "home": gettext_lazy("Visit at home"),
    "video": gettext_lazy("Video meeting"),
}


def written(dates: Sequence[Date], *, language: str) -> bytes:
    """The calendar file, for a program that comes back for it."""
    return calendar_whole.written([_entry(date) for date in dates], name=_("Work"), language=language, by_itself=True)


def _entry(date: Date) -> Entry:
    kind = _("Hearing of somebody you look after") if date.kind == HEARING else str(KINDS[date.facts["mode"]])
    return calendar.entry(
        date,
        summary=_("Cancelled: %(title)s") % {"title": kind} if date.is_off else kind,
        details=f"{settings.PUBLIC_URL}{reverse('staff:today')}",
        # Of a visit this is one of our offices or nothing; which court somebody goes to is theirs.
        location="" if date.kind == HEARING else date.facts.get("place", ""),
        # A worker may be elsewhere while somebody they look after is in court.
        busy=date.kind != HEARING,
    )
