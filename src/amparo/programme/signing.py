"""Whose signature counts. Two signatures are two people only while nobody else can hold one of the sign-ins."""

from datetime import datetime, timedelta

from amparo.access.actor import Actor
from amparo.foundation.errors import Refused
from amparo.programme.models import MemberChange

# Whoever gives a colleague a new sign-in knows it until they have changed it. Within these days the colleague, or
# anybody who reads the list of changes, notices.
SETTLED = timedelta(days=7)


def require_settled(by: Actor, *, at: datetime) -> None:
    """Refused("new_sign_in") for a member whose sign-in an administrator gave anew in the last seven days.

    Asked where a second signature protects a person: else an administrator could give both.
    """
    anew = MemberChange.objects.filter(member=by.id, what=MemberChange.What.SIGN_IN, at__gt=at - SETTLED)
    if anew.exists():
        raise Refused("new_sign_in")
