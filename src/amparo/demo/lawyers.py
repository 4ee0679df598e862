"""The person whose sign-in is printed lets a lawyer see their record, and has invited somebody else."""

from datetime import datetime, timedelta

from amparo.access.actor import Actor, Kind, system
from amparo.access.rows import acting
from amparo.identity import sessions
from amparo.identity.ways import Way
from amparo.mandates import accepting, accounts, cookie, inviting
from amparo.mandates.accepting import Says
from amparo.people.models import Person

AREAS = ["hearings", "checkins", "notices", "documents"]
LAWYER = Says("Rita Robles (invented)", "Robles Legal Aid (invented)", "")


def accept(person: Person, *, at: datetime) -> None:
    """One mandate that holds for some days, and one invitation that waits."""
    since, made = at - timedelta(days=3), cookie.new_set_up()
    me, home = Actor(Kind.PERSON, person.id, person.programme_id), person.programme_id
    with acting(me):
        session = sessions.begin(home, person.id, way=Way.PIN, device=None, settles_at=None, at=since)
        first = inviting.invite(session.session_id, kind="lawyer", areas=AREAS, days=180, by=me, at=since)
        inviting.invite(session.session_id, kind="trusted", areas=["hearings"], days=90, by=me, at=since)
    with acting(system(home)):
        row, _ = accepting.take(first.mandate_id, said=LAWYER, account_id=made.account_id, at=since)
        with acting(accounts.itself(home, made.account_id)):
            accounts.make(home, made, step=0, at=since)
            accounts.sit_down(home, made.account_id, row, at=since)
