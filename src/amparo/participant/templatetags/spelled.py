"""Moments as the reader's language writes them: the month in words, the hour with a.m. and p.m. where people say so."""

from datetime import date, datetime, time

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amparo.foundation import clock, languages
from amparo.participant import tongues
from amparo.programme import hours

register = template.Library()


@register.filter
def spelled(moment: datetime) -> str:
    """Day and hour on the clock of the page's time zone."""
    shown = timezone.localtime(moment)
    return spelled_at(shown.date(), shown.time().replace(second=0, microsecond=0, fold=0))


@register.filter
def nearness(moment: datetime) -> str:
    """How near a day is on the wall of the page's time zone: "Tomorrow", "In 3 days"; empty once it is past."""
    days = (timezone.localdate(moment) - timezone.localdate(clock.now())).days
    if days < 0:
        return ""
    if days < 2:
        return _("Tomorrow") if days else _("Today")
    return ngettext("In %(days)s day", "In %(days)s days", days) % {"days": days}


@register.filter
def spelled_out(day: date) -> str:
    """A calendar day, with weekday and month in words."""
    return languages.spelled_day(day, tongues.now())


@register.filter
def spelled_today(moment: datetime) -> str:
    """The calendar day of a moment, on the clock of the page's time zone."""
    return languages.spelled_day(timezone.localdate(moment), tongues.now())


@register.filter
def spelled_at(day: date, shown: time) -> str:
    """A calendar day, and what a clock on the wall shows, wherever that is."""
    code = tongues.now()
    return languages.listed((languages.spelled_day(day, code), languages.spelled_clock(shown, code)), code)


@register.filter
def spelled_hour(moment: datetime) -> str:
    """The hour alone, on the clock of the page's time zone."""
    return languages.spelled_clock(
        timezone.localtime(moment).time().replace(second=0, microsecond=0, fold=0), tongues.now()
    )


@register.filter
def listed(words: list[str]) -> str:
    """Words one after the other, with the comma of the page's language."""
    return languages.listed(words, tongues.now())


@register.filter
def opening(text: str) -> str:
    """When an office is open, in the page's language; as somebody wrote it where it was written in words."""
    if text.strip() == hours.ALWAYS:
        return _("Day and night")
    # Days and the words between them are one phrase: where these are not translated yet, neither are the days.
    code = tongues.now() if tongues.now() in tongues.offered() else languages.DEFAULT
    with languages.speaking(code):
        said = languages.listed((_spelled_hours(rule, code) for rule in hours.read(text)), code, strong=True) or text
    return said[:1].upper() + said[1:]


def _spelled_hours(rule: hours.Open, code: str) -> str:
    days = [_from_to(*(languages.spelled_weekday(day, code) for day in run)) for run in rule.days]
    times = [_from_to(*(languages.spelled_clock(at, code) for at in span)) for span in rule.times]
    return languages.listed(days + times, code)


def _from_to(first: str, last: str) -> str:
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
