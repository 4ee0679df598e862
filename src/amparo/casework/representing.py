"""A representative accepts, and hears of what is new: where mandates meet hearings, questions and reminders."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from amparo.access.actor import system
from amparo.access.rows import acting
from amparo.concerns.models import Concern
from amparo.foundation.errors import Refused
from amparo.hearings.models import Hearing
from amparo.mandates import accepting, accounts, giving_back, noticing, totp
from amparo.mandates.accepting import Says
from amparo.mandates.accounts import SignedIn
from amparo.mandates.cookie import Held, SetUp
from amparo.mandates.models import Mandate
from amparo.mandates.noticing import News
from amparo.mandates.rules import What
from amparo.people.models import Person
from amparo.programme import queries as programmes
from amparo.reminders import actions as reminders
from amparo.reminders.planning import Occasion
from amparo.reminders.way_in_sentences import NEW_READER, READER_LEFT, WAY_IN
from amparo.visits.models import Visit
from amparo.visits.rules import State

WORTH_TELLING = timedelta(days=14)
# A visit that was offered or called off, or a time of the person's own that was taken. What they themselves said to one
# is no news to them.
VISITS_TOLD = Q(state__in=(State.OFFERED, State.CANCELLED)) | Q(state=State.AGREED, said_by_person=True)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The invitation is accepted with a new account; its sign-in name is to be shown once."""

    signed: SignedIn
    name: str = field(repr=False)


def accept(
    programme_id: UUID, *, token: str, code: str, phone_code: str, said: Says, made: SetUp, at: datetime
) -> Accepted:
    """The mandate holds, for an account that begins with it; the person is told.

    Codes: "phone_code_not_taken" (before the invitation is looked at), "invitation_not_opened".
    """
    step = totp.fits(accounts.secret_of(programme_id, made.seed), phone_code, after=0, at=at)
    if step is None:
        raise Refused("phone_code_not_taken")
    mandate_id = accepting.knock(programme_id, token=token, code=code, at=at)
    with acting(system(programme_id)):
        row = _take(mandate_id, said, made.account_id, at)
        with acting(accounts.itself(programme_id, made.account_id)):
            name = accounts.make(programme_id, made, step=step, at=at)
            accounts.sit_down(programme_id, made.account_id, row, at=at)
            return Accepted(accounts.begin(programme_id, made.account_id, at=at), name)


def accept_also(programme_id: UUID, *, token: str, code: str, said: Says, held: Held, at: datetime) -> None:
    """The mandate holds for whoever is signed in, wherever their account was made. Codes: "invitation_not_opened",
    "signed_out"."""
    at_home = accounts.itself(held.programme_id, held.account_id)
    with acting(at_home):
        if not accounts.sitting(held, at=at):
            raise Refused("signed_out")
    mandate_id = accepting.knock(programme_id, token=token, code=code, at=at)
    with acting(system(programme_id)):
        row = _take(mandate_id, said, held.account_id, at)
        with acting(at_home):
            accounts.sit_down(held.programme_id, held.account_id, row, at=at)


def give_back(mandate_id: UUID, *, held: Held, at: datetime) -> bool:
    """Whoever holds this mandate sees nothing of the person any more; the person is told. False if it was over already:
    then nothing changes. Codes: "signed_out", "not_found"."""
    with acting(accounts.itself(held.programme_id, held.account_id)):
        if not accounts.sitting(held, at=at):
            raise Refused("signed_out")
        seat = accounts.seat_of(mandate_id)
    if seat is None:
        raise Refused("not_found")
    with acting(system(seat.in_programme)):
        row = giving_back.give_back(seat.mandate, account_id=held.account_id, at=at)
        if row is None:
            return False
        if row.person.state == Person.State.ACTIVE:
            _tell_the_person(row, row.person, at, step=READER_LEFT)
    return True


def tell(programme_id: UUID, *, at: datetime) -> int:
    """Who represents somebody hears that there is something new, and nothing of what it is."""
    with acting(system(programme_id)):
        rows = noticing.to_be_told(programme_id, at=at)
        found = noticing.note(rows, _news(rows, at), at=at) if rows else 0
    return found + noticing.send(programme_id, at=at)


def _take(mandate_id: UUID, said: Says, account_id: UUID, at: datetime) -> Mandate:
    row, person = accepting.take(mandate_id, said=said, account_id=account_id, at=at)
    noticing.note([row], _news([row], at), quietly=True, at=at)
    _tell_the_person(row, person, at)
    return row


def _tell_the_person(row: Mandate, person: Person, at: datetime, *, step: str = NEW_READER) -> None:
    policy = programmes.rules_at(row.programme_id, at)
    said = Occasion(WAY_IN, row.id, person.id, at + WORTH_TELLING, person.zone)
    reminders.plan(row.programme_id, [said], steps=(step,), policy=policy, at=at)


def _news(rows: list[Mandate], at: datetime) -> list[News]:
    """What the people of these mandates were told: each version of a coming date or visit, each question."""
    about = {row.person_id for row in rows}
    dates = Hearing.objects.filter(person__in=about, starts_at__gt=at)
    told = [News(one.person_id, What.HEARING, one.id, f"{one.sequence}.{one.state}") for one in dates]
    asked = Concern.objects.filter(person__in=about, asked_at__isnull=False).only("id", "person_id", "asked_at")
    visits = Visit.objects.filter(VISITS_TOLD, person__in=about, starts_at__gt=at)
    told += [News(one.person_id, What.VISIT, one.id, f"{one.sequence}.{one.state}") for one in visits]
    return told + [News(one.person_id, What.QUESTION, one.id, f"{one.asked_at:%Y%m%d%H%M%S}") for one in asked]
