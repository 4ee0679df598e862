"""From a claimed row to the message that leaves: in the person's language, for the channel it takes."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings

from amparo.channels.outcomes import Calendar, Mail, Push, Text
from amparo.foundation.errors import Refused
from amparo.programme.models import Programme
from amparo.reminders import calendar_update, reply_link, sentences, wording
from amparo.reminders.calendar_update import Invitation
from amparo.reminders.wording import Facts

# What has a moment to be at; a check-in has days.
IN_A_CALENDAR = (sentences.HEARING, sentences.VISIT)


def compose(row: Any, address: str, programme: Programme, *, at: datetime) -> Text | Mail | Push:
    """The message of a claimed reminder. The same row at the same moment gives the same words.

    Raises Refused or ValueError for what cannot be said, or not there.
    """
    facts = facts_of(row, programme, at=at)
    words = wording.render(facts, row.step, row.channel, row.language, at=at)
    if row.channel == "sms":
        return Text(row.delivery_id, address, words.body, row.not_after)
    if row.channel == "email":
        calendar = _calendar(row, address, facts, at)
        return Mail(row.delivery_id, address, words.subject, words.body, calendar=calendar)
    return _push(row, address, words, facts.reply_url)


def facts_of(row: Any, programme: Programme, *, at: datetime) -> Facts:
    """What there is to say."""
    unconfirmed = (at - row.confirmed_at).days if row.confirmed_at else 0
    return Facts(
        kind=row.kind,
        starts_at=row.starts_at,
        zone=row.zone,
        reply_url=reply_link.url(programme.slug, row.reminder_id),
        programme_name=programme.neutral_name,
        place=row.place,
        unconfirmed_days=max(0, unconfirmed),
        sequence=row.sequence,
    )


def _push(row: Any, address: str, words: wording.Message, link: str) -> Push:
    """`address` is the subscription as the browser gave it."""
    given = json.loads(address)
    try:
        endpoint, keys = given["endpoint"], given["keys"]
        return Push(
            row.delivery_id,
            str(endpoint),
            str(keys["p256dh"]),
            str(keys["auth"]),
            words.subject,
            words.body,
            link,
            row.not_after,
        )
    except (KeyError, TypeError):
        raise Refused("bad_subscription") from None


def _calendar(row: Any, address: str, facts: Facts, at: datetime) -> Calendar | None:
    """Whichever message gets through first puts the appointment into the calendar; the next ones change nothing.

    A date in question is left as it is until somebody knows.
    """
    if row.kind not in IN_A_CALENDAR or row.step == sentences.QUESTION:
        return None
    words = wording.calendar_words(facts, row.language)
    invitation = Invitation(
        uid=calendar_update.uid_of(row.about_id),
        sequence=row.sequence,
        starts_at=row.starts_at,
        zone=row.zone,
        summary=words["summary"],
        details=words["details"],
        location=words["location"],
        language=words["language"],
    )
    if row.step == sentences.CANCELLED:
        ics = calendar_update.cancel(invitation, organizer=settings.MAIL_FROM, attendee=address, at=at)
        return Calendar("CANCEL", ics)
    ics = calendar_update.request(invitation, organizer=settings.MAIL_FROM, attendee=address, at=at)
    return Calendar("REQUEST", ics)
