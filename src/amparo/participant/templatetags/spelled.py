"""Moments as the reader's language writes them: the month in words, the hour with a.m. and p.m. where people say so."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.foundation import languages
from amparo.participant import tongues
from amparo.programme import hours

register = template.Library()


@register.filter
def spelled(moment: datetime) -> str:
    """Day and hour on the clock of the page's time zone."""
    shown, code = timezone.localtime(moment), tongues.now()
    clock = shown.time().replace(second=0, microsecond=0, fold=0)
    comma = "، " if code == "ar" else ", "
    return languages.spelled_day(shown.date(), code) + comma + languages.spelled_clock(clock, code)


@register.filter
def spelled_hour(moment: datetime) -> str:
    """The hour alone, on the clock of the page's time zone."""
    return languages.spelled_clock(
        timezone.localtime(moment).time().replace(second=0, microsecond=0, fold=0), tongues.now()
    )


@register.filter
def opening(text: str) -> str:
    """When an office is open, in the page's language; as somebody wrote it where it was written in words."""
    # Days and the words between them are one phrase: where these are not translated yet, neither are the days.
    code = tongues.now() if tongues.now() in tongues.offered() else languages.DEFAULT
    said = "; ".join(_spelled_hours(rule, code) for rule in hours.read(text)) or text
    return said[:1].upper() + said[1:]


def _spelled_hours(rule: hours.Open, code: str) -> str:
    days = [_from_to(*(languages.spelled_weekday(day, code) for day in run)) for run in rule.days]
    return ", ".join(days + [_from_to(*(languages.spelled_clock(at, code) for at in span)) for span in rule.times])


def _from_to(first: str, last: str) -> str:
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
