"""Whose rows a member's lists show."""

from django.db.models import Q

from amparo.access import rules
from amparo.access.actor import Actor
from amparo.people.models import Person


def everybody(said: str, *, by: Actor) -> bool:
    """Whether a supervisor's list is about the whole programme: as was said ("all", "mine"), else if they look after
    nobody. For nobody else it is."""
    if not rules.supervisor(by, by):
        return False
    if said in ("all", "mine"):
        return said == "all"
    # Who looks after nobody oversees those who do.
    return not Person.objects.filter(worker_id=by.id, state=Person.State.ACTIVE).exists()


def mine(by: Actor, *, everybody: bool) -> Q:
    """Rows about the member's people, those they cover and those without a worker; a supervisor may see all."""
    active = Q(person__state=Person.State.ACTIVE)
    if everybody and rules.supervisor(by, by):  # whoever calls
        return active
    return active & (Q(person__worker_id__in=by.covers | {by.id}) | Q(person__worker_id=None))
