"""What people ask about their own data, where it touches other rooms: who answers it, and a wish to be forgotten.

Every verb is called inside `acting(...)`.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from amparo.access import actor
from amparo.access.actor import Actor, Kind, Role, is_outside_the_team
from amparo.access.rows import acting
from amparo.foundation.errors import Refused
from amparo.people import forgetting, names
from amparo.people import queries as people
from amparo.people.reasons import WhyForgotten
from amparo.programme import queries as programmes
from amparo.rights import actions as rights
from amparo.rights import queries, rules
from amparo.rights.models import Request


def who_answers(at: datetime) -> list[str]:
    """The colleagues who may read and answer it: privacy officers who work on nobody's case."""
    answer = [member.name for member in programmes.members(at) if is_outside_the_team(_wearing(member))]
    return sorted(answer, key=names.sort_key)


def days_to_answer(programme_id: UUID, at: datetime) -> int:
    """How long the programme may take."""
    return programmes.rules_at(programme_id, at).rights_days


def answer(request_id: UUID, *, granted: bool, words: str, where: str, by: Actor, at: datetime) -> Request:
    """It is answered. A wish to be forgotten that is granted is the first of the two signatures."""
    found = rights.answer(request_id, granted=granted, words=words, where=where, by=by, at=at)
    if granted and found.kind == rules.Kind.ERASE:
        _first_signature(found.person_id, by, at)
    return found


def not_forgotten(person_id: UUID, *, by: Actor, at: datetime) -> None:
    """Nobody forgets them after all: what they had asked for waits for an answer again."""
    forgetting.take_back(person_id, by=by, at=at)
    # Whoever takes it back may be of the case team, for whom requests do not exist.
    with acting(actor.system(by.programme_id)):
        rights.open_again(person_id, by=actor.system(by.programme_id))


def wishes(*, by: Actor) -> list[Request]:
    """Who has asked to be forgotten and waits for an answer; nothing for whoever may not read requests."""
    if not is_outside_the_team(by):
        return []
    return [one for one in queries.waiting(by=by) if one.kind == rules.Kind.ERASE]


def wish_of(person_id: UUID, *, by: Actor) -> Request | None:
    """That this person asked for it themselves; nothing for whoever may not read requests."""
    return queries.asks_to_be_forgotten(person_id, by=by) if is_outside_the_team(by) else None


def counts(*, by: Actor, at: datetime) -> dict[str, int]:
    """How many requests wait, how many have waited too long, and how many people wait to be forgotten."""
    waiting = queries.waiting(by=by)
    return {
        "waiting": len(waiting),
        "overdue": sum(one.due_at < at for one in waiting),
        "forgetting": len(people.asks_to_forget()),
    }


def _first_signature(person_id: UUID, by: Actor, at: datetime) -> None:
    try:
        forgetting.ask(person_id, why=WhyForgotten.OWN_WISH, by=by, at=at)
    except Refused as no:
        # A colleague has asked already: then one signature is given, and theirs may be the second.
        if no.code != "already_asked":
            raise


def _wearing(member: Any) -> Actor:
    return Actor(Kind.MEMBER, member.id, member.programme_id, frozenset(Role(role) for role in member.roles))
