"""The staff's page about a family: who is in it, what each of them said, until when, and what happened."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amparo.access import rules
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.checkins.models import Submission
from amparo.foundation.errors import Refused
from amparo.households import queries
from amparo.households.models import FamilyMember, Household
from amparo.households.rules import State
from amparo.people import consent_words
from amparo.people import queries as people
from amparo.privacy.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Part:
    """One of them. `name` is empty, and `mine` false, for whoever is not on this member's work."""

    row: FamilyMember
    mine: bool
    name: str
    state: str
    # The words to read to them, while they are asked: (language, words).
    words: tuple[str, str] | None
    only_they: bool  # they said no before: only they themselves can say yes
    # When they last checked in by themselves: of whom nothing is heard but from the head, somebody should see.
    heard: datetime | None


@dataclass(frozen=True, slots=True)
class Family:
    """A family as its page shows it."""

    house: Household
    parts: list[Part]
    over: bool

    @property
    def happened(self) -> list[tuple[datetime, str, str]]:
        """(when, what, whose name) in the order in which it happened, of whom this member may know."""
        told = [(self.house.made_at, "made", "")]
        if self.house.renewals:
            told.append((self.house.renewed_at, "renewed", ""))
        for part in self.parts:
            if part.mine and part.row.agreed_at:
                told.append((part.row.agreed_at, "agreed", part.name or part.row.person.reference))
            if part.mine and part.row.ended_at:
                told.append((part.row.ended_at, part.row.ended, part.name or part.row.person.reference))
        return sorted(told)

    @property
    def all_mine(self) -> bool:
        return all(part.mine for part in self.parts if part.row.ended_at is None)


def read(household_id: UUID, *, programme: str, by: Actor, at: datetime) -> Family:
    """What stands on the page. `programme`: its neutral name. Code: "no_such_household"."""
    house = queries.one(household_id)
    rows = queries.members_of(house.id)
    mine = {row.id for row in rows if rules.allows(by, Permission.HOUSEHOLD_SET_UP, row.person)}
    if not mine:
        raise Refused("no_such_household")
    known = [row.person for row in rows if row.id in mine]
    names = people.names(known, by=by, why=Purpose.PERSON_PAGE, at=at)
    over = house.ended_at is not None or house.until <= at
    parts = [_part(row, row.id in mine, names.get(row.person_id, ""), programme, over, at) for row in rows]
    return Family(house, parts, over)


def _part(row: FamilyMember, mine: bool, name: str, programme: str, over: bool, at: datetime) -> Part:
    state = State.OVER if over else queries.state(row, at)
    what = consent_words.FAMILY_HEAD if row.is_head else consent_words.FAMILY
    code = consent_words.read_in(what, row.person.language)
    asked = mine and state is State.ASKED
    words = (code, consent_words.shown(what, code, programme=programme)) if asked else None
    only_they = asked and queries.said_no_before(row.person_id)
    return Part(row, mine, name, state.value, words, only_they, _heard(row) if mine else None)


def _heard(row: FamilyMember) -> datetime | None:
    own = Submission.objects.filter(person=row.person_id, sent_by=None).order_by("-received_at")
    return own.values_list("received_at", flat=True).first()
