"""What a reminder says, rendered when it is sent: in the reader's language, by the clock where they live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils import translation

from amparo.channels import text_segments
from amparo.foundation import languages, wall
from amparo.foundation.errors import Refused
from amparo.reminders import decency, rules, sentences

CHANNELS = ("sms", "push", "email")
# A date that nobody confirmed for longer than this is said to be so.
UNCONFIRMED_AFTER_DAYS = 7
# With a name and a link this long at most, every text is two segments at most.
LONGEST_NAME = 30
LONGEST_URL = 60

reveals = decency.reveals


@dataclass(frozen=True, slots=True)
class Facts:
    """What there is to say. For a check-in `starts_at` is the moment its window closes."""

    kind: str
    starts_at: datetime
    zone: str
    reply_url: str
    programme_name: str = ""
    place: str = ""
    unconfirmed_days: int = 0
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """A text has no subject; of a push message it is the title."""

    subject: str
    body: str


def render(facts: Facts, step: str, channel: str, language: str, *, at: datetime) -> Message:
    """The message of one step for one channel, as it is true at `at`."""
    code = languages.written(language)
    template = _template(code, facts.kind, _notice(step, facts), channel)
    values = _values(facts, channel, code, at)
    return Message(_stopped(template.subject % values), _stopped(template.body % values))


def shown_name(name: str, language: str) -> str:
    """The programme's name as a stranger may read it in a text message."""
    return _name(name, languages.written(language), "sms")


def forget_templates() -> None:
    """The next message is translated anew: for those who change catalogues while running."""
    for kept in (_template, _when, _days, _spelled, _name, _where):
        kept.cache_clear()


def _stopped(text: str) -> str:
    """One full stop where a sentence ends in "a.m."."""
    return text.replace(".m..", ".m.")


def _notice(step: str, facts: Facts) -> str:
    notice = _notice_of(step)
    stale = facts.unconfirmed_days > UNCONFIRMED_AFTER_DAYS and facts.kind == sentences.HEARING
    if stale and notice in (sentences.SCHEDULED, sentences.REMINDER, sentences.LAST):
        return sentences.UNCONFIRMED
    return notice


def _notice_of(step: str) -> str:
    if step in rules.AT_ONCE or step == rules.OPENS:
        return step
    return sentences.LAST if step.endswith("h") else sentences.REMINDER


def _values(facts: Facts, channel: str, code: str, at: datetime) -> dict[str, str]:
    starts = wall.shown(facts.starts_at, facts.zone)
    date, time = _spelled(starts.replace(second=0, microsecond=0, fold=0), code, channel)
    days_left = (starts.date() - wall.shown(at, facts.zone).date()).days
    return {
        "programme": _name(facts.programme_name, code, channel),
        "date": date,
        "time": time,
        "when": _when(days_left, code, channel) if days_left >= 0 else date,
        "days": _days(facts.unconfirmed_days, code, channel),
        "where": _where(facts.place, code) % {"url": facts.reply_url},
        "url": facts.reply_url,
    }


@lru_cache(maxsize=1024)
def _template(code: str, kind: str, notice: str, channel: str) -> Message:
    try:
        if channel == "sms":
            parts: tuple[str, ...] = ("", sentences.SMS[kind, notice])
        else:
            parts = {"push": sentences.PUSH, "email": sentences.EMAIL}[channel][kind, notice]
    except KeyError:
        raise Refused("nothing_to_say") from None
    with languages.speaking(code):
        subject, *body = (translation.gettext(part) if part else "" for part in parts)
    if channel == "email":
        return Message(subject, "\n\n".join((*body, "%(programme)s")))
    return Message(subject, _for(channel, code, " ".join(body)))


@lru_cache(maxsize=1024)
def _when(days: int, code: str, channel: str) -> str:
    with languages.speaking(code):
        if days < 2:
            said = translation.gettext(sentences.TOMORROW if days else sentences.TODAY)
        else:
            said = translation.ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}
    return _for(channel, code, said)


@lru_cache(maxsize=1024)
def _days(days: int, code: str, channel: str) -> str:
    with languages.speaking(code):
        said = translation.ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    return _for(channel, code, said)


@lru_cache(maxsize=65_536)
def _spelled(shown: datetime, code: str, channel: str) -> tuple[str, str]:
    date = languages.spelled_day(shown.date(), code)
    return _for(channel, code, date), _for(channel, code, languages.spelled_clock(shown.time(), code))


@lru_cache(maxsize=4096)
def _name(name: str, code: str, channel: str) -> str:
    """The programme's name on one line, or a neutral one if it says too much."""
    said = " ".join(name.split())
    if not said or reveals(said):
        with languages.speaking(code):
            said = translation.gettext(sentences.NEUTRAL_NAME)
    return said if channel == "email" else _for(channel, code, said)[:LONGEST_NAME].rstrip()


@lru_cache(maxsize=16_384)
def _where(place: str, code: str) -> str:
    """The place if a stranger may read it, else that it stands behind the link (still without `url`)."""
    said = " ".join(place.split())
    hidden = not said or bool(reveals(said))
    with languages.speaking(code):
        template = translation.gettext(sentences.PLACE_BEHIND if hidden else sentences.PLACE)
    return template if hidden else (template % {"place": said}).replace("%", "%%")


def _for(channel: str, code: str, text: str) -> str:
    """Plain letters in a text message where the language can do with them: one á makes it twice as dear."""
    return text_segments.plain(text) if channel == "sms" and languages.known(code).gsm7 else text


def calendar_words(facts: Facts, language: str) -> dict[str, str]:
    """Summary, details and location for a calendar file: nothing that a shared calendar may not show."""
    code = languages.written(language)
    with languages.speaking(code):
        summary = translation.gettext(sentences.CALENDAR_SUMMARY)
        details = translation.gettext(sentences.CALENDAR_DETAILS) % {"url": facts.reply_url}
    place = " ".join(facts.place.split())
    return {
        "summary": summary,
        "details": details,
        "location": "" if reveals(place) else place,
        "language": code,
    }
