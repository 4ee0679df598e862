"""A hearing in the person's words: where its date is from, what is unclear, on whose clock it is."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from amparo.foundation import languages, wall
from amparo.participant import tongues

# Where a link to a map leads, when the person taps it. Nothing of it is asked for before.
MAP = "https://www.openstreetmap.org/"

SOURCES = {
    "hand": _("Somebody on the team wrote it down."),
    "table": _("A list that was sent to us."),
    "calendar": _("A calendar that was sent to us."),
    "feed": _("A calendar that we read each hour."),
}
MODES = {
    "in_person": _("At the court."),
    "video": _("By video. We will help you join."),
    "phone": _("By telephone."),
}
NOT_SAID = _("We do not know it. Ask the court, or ask us.")
QUESTIONS = {
    "moved_earlier": _("A list says an earlier day. We are asking the court."),
    "sources_disagree": _("Two lists say different days. We are asking the court."),
    "gone": _("A list does not show this date any more. That does not mean it is cancelled. We are asking the court."),
    "in_the_past": _("A list names a day that has passed. We are asking the court."),
    "too_far": _("A list names a day many years ahead. We are asking the court."),
}
UNCLEAR = _("Something about this date is not clear. We are asking the court.")
PAST = {
    "held": _("It took place."),
    "cancelled": _("It was cancelled."),
}
PASSED = _("The day has passed.")


def question(row: Any) -> dict[str, Any]:
    """What is unclear, and the day that a list names, as a human wrote or a list said it."""
    there = wall.instant(datetime.combine(row.day, row.time), row.zone or row.hearing.zone) if _named(row) else None
    day = on_the_clock(there, row.zone or row.hearing.zone) if there else ""
    return {"words": QUESTIONS.get(row.kind, UNCLEAR), "day": day}


def on_the_clock(moment: datetime, zone: str) -> str:
    """Day and hour as clocks in this zone show them, in the page's language."""
    code = tongues.now()
    comma = "، " if code == "ar" else ", "
    return languages.spelled_date(moment, zone, code) + comma + languages.spelled_time(moment, zone, code)


def court_clock(moment: datetime, zone: str, own_zone: str) -> str:
    """The same on the court's clock, where it shows another hour than the person's; else nothing."""
    differs = wall.shown(moment, zone) != wall.shown(moment, own_zone)
    return on_the_clock(moment, zone) if differs else ""


def map_url(court: Any) -> str:
    """Where the court is on a map; only for a public building whose address the list of courts knows."""
    if court is None or not court.address:
        return ""
    if court.latitude is None or court.longitude is None:
        return f"{MAP}search?{urlencode({'query': court.address})}"
    at = f"{court.latitude:.5f}", f"{court.longitude:.5f}"
    return f"{MAP}?{urlencode({'mlat': at[0], 'mlon': at[1]})}#map=17/{at[0]}/{at[1]}"


def _named(row: Any) -> bool:
    return row.day is not None and row.time is not None
