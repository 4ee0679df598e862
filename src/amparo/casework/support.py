"""What a person agreed to, and whether support goes on: with all that hangs on it in other rooms.

Every verb is called inside `acting(...)`.
"""

from datetime import datetime
from uuid import UUID

from amparo.access.actor import Actor
from amparo.checkins import actions as checkins
from amparo.checkins.models import Checkin, Schedule
from amparo.checkins.rules import CheckinState
from amparo.concerns import reaching
from amparo.foundation.errors import Refused
from amparo.hearings import promises
from amparo.hearings import queries as hearings
from amparo.hearings.rules import State
from amparo.people import actions as people
from amparo.people import consent_words, trusting
from amparo.people.models import Consent, ContactPoint, Person
from amparo.people.reasons import How
from amparo.reminders import actions as reminders
from amparo.visits import actions as visits

# The ways that the sentence names. What their own page shows on their own phone is theirs to switch off.
WAYS = ("sms", "email", "voice")
STILL_ASKED = (CheckinState.PLANNED, CheckinState.DUE, CheckinState.UNANSWERED)


def agree(person_id: UUID, *, how: str, language: str, by: Actor, at: datetime) -> Consent:
    """They agreed to messages, to the words shown in this language. Agreed already, it stays as it was."""
    return people.record_consent(person_id, consent_words.MESSAGES, how=_how(how), language=language, by=by, at=at)


def take_back(person_id: UUID, *, how: str, by: Actor, at: datetime) -> None:
    """They took it back: nothing is sent to any number or address of theirs any more."""
    stop_messages(person_id, how=_how(how), by=by, at=at)


def stop_messages(person_id: UUID, *, how: str, by: Actor, at: datetime) -> None:
    """As `take_back`, in whatever way the caller says."""
    people.withdraw_consent(person_id, consent_words.MESSAGES, how=how, by=by, at=at)
    in_use = ContactPoint.objects.filter(person=person_id, kind__in=WAYS, state=ContactPoint.State.ACTIVE)
    for contact_id in in_use.values_list("id", flat=True):
        people.stop_contact(contact_id, by=by, at=at)


def end_trust(person_id: UUID, trusted_id: UUID, *, by: Actor, at: datetime) -> None:
    """They are asked no more, neither in what is yet to come nor in what has begun. Code: "already_handled"."""
    if not trusting.end_trust(trusted_id, by=by, at=at):
        reaching.nobody_named(person_id, by=by, at=at)


def close(person_id: UUID, *, why: str, by: Actor, at: datetime) -> Person:
    """Support has ended: no check-in is asked any more, no visit is to come, nothing that was planned is said, and no
    silence is one.

    What somebody was reaching out about ends with the next sweep.
    """
    person = people.close(person_id, why=why, by=by, at=at)
    for schedule in Schedule.objects.filter(person=person, ended_at=None):
        checkins.end_schedule(schedule, by=by, at=at)
    for window in Checkin.objects.select_for_update().filter(person=person, state__in=STILL_ASKED):
        checkins.cancel(window, by=by, at=at)
    asked = Checkin.objects.filter(person=person, closes_at__gt=at).values_list("id", flat=True)
    coming = hearings.upcoming(at).filter(person=person).values_list("id", flat=True)
    reminders.cancel([*asked, *coming])
    visits.end_all(person_id, by=by, at=at)
    return person


def reopen(person_id: UUID, *, by: Actor, at: datetime) -> Person:
    """Support goes on: they are reminded of their hearings again. A day for check-ins is chosen anew."""
    person = people.reopen(person_id, by=by, at=at)
    said = promises.begin(person.programme_id, at)
    for hearing in hearings.upcoming(at).filter(person=person):
        if hearing.state == State.IN_QUESTION:
            said.tell_checking(hearing, list(hearings.open_questions(hearing.id)))
        else:
            said.tell(hearing)
    said.keep()
    return person


def _how(said: str) -> str:
    if said not in set(How):
        raise Refused("how_missing")
    return said
