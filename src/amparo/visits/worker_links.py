"""The address at which a worker's own calendar program reads when their visits are: made, found again, ended."""

from datetime import datetime

from amparo.access import gate, rules
from amparo.access.actor import Actor, system
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.programme import queries as programmes
from amparo.visits import queries, tokens
from amparo.visits.models import WorkerLink


def make(*, by: Actor, at: datetime) -> str:
    """The new address's secret part, to be shown once. The one before it opens nothing from now on."""
    end(by=by)
    token = tokens.new(by.programme_id, tokens.WORKERS)
    WorkerLink.objects.create(
        programme_id=by.programme_id,
        member_id=by.id,
        token_hash=tokens.hashed(token, tokens.WORKERS),
        made_at=at,
        used_at=at,
    )
    return token


def end(*, by: Actor) -> None:
    """The address opens nothing any more. Was there none, nothing changes."""
    gate.require(by, Permission.CALENDAR_LINK_WORKER, programmes.member(by.id))
    WorkerLink.objects.filter(member_id=by.id).delete()


def found(token: str, *, at: datetime) -> Actor | None:
    """Whose living address this is, as the actor they are today: their roles, and the colleagues they cover.

    None for a guess, for one that was ended or opens no more, and for whoever works here no more or looks after nobody.
    """
    programme_id = tokens.programme_of(token, tokens.WORKERS)
    if programme_id is None:
        return None
    with acting(system(programme_id)):
        row = WorkerLink.objects.filter(token_hash=tokens.hashed(token, tokens.WORKERS)).first()
        member = programmes.members(at).filter(id=row.member_id).first() if row else None
        if row is None or member is None or not queries.still_opens(row):
            return None
        actor = programmes.actor_of(member, at)
        if not rules.allows(actor, Permission.CALENDAR_LINK_WORKER, member):
            return None
        if row.used_at.date() != at.date():  # the day is enough to know when it ended to be used
            WorkerLink.objects.filter(id=row.id).update(used_at=at)
        return actor
