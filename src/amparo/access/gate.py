"""A verb's first line."""

from amparo.access import rules
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.foundation.errors import Refused


def require(by: Actor, permission: Permission, subject: rules.Subject) -> None:
    """Returns if `by` may; raises Refused("not_allowed") otherwise."""
    if not rules.allows(by, permission, subject):
        raise Refused("not_allowed", permission=permission.value)


def require_any(by: Actor, permission: Permission) -> None:
    """For verbs about the programme as a whole: the actor's own programme is the subject."""
    require(by, permission, by)
