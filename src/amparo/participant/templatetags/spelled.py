"""Moments as the reader's language writes them: the month in words, the hour with a.m. and p.m. where people say so."""

from datetime import datetime

from django import template
from django.utils import timezone

from amparo.foundation import languages
from amparo.participant import tongues

register = template.Library()


@register.filter
def spelled(moment: datetime) -> str:
    """Day and hour on the clock of the page's time zone."""
    shown, code = timezone.localtime(moment), tongues.now()
    clock = shown.time().replace(second=0, microsecond=0, fold=0)
    comma = "، " if code == "ar" else ", "
    return languages.spelled_day(shown.date(), code) + comma + languages.spelled_clock(clock, code)
