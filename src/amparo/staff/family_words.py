"""Families, in the staff's words."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.foundation.errors import Refused

WHYS: dict[str, Any] = {
    "they_asked": _("the family asked for it"),
    "one_phone": _("they share one phone"),
    "needs_a_hand": _("somebody needs a hand with the app"),
}
STATES: dict[str, Any] = {
    "asked": _("asked, has not said yes"),
    "agreed": _("said yes"),
    "over": _("not in it any more"),
}
ENDED: dict[str, Any] = {
    "agreed": _("said yes"),
    "said_no": _("said no"),
    "left": _("left"),
    "over": _("the family's time was over"),
    "by_team": _("ended by the team"),
}
# What a member can mend on the form.
PROBLEMS: dict[str, Any] = {
    "no_such_reference": _("%(number)s is of nobody here. Compare it with the person's page."),
    "not_allowed": _("%(number)s is not on your work. Ask a supervisor to set the family up."),
    "too_few": _("A family is two people at least."),
    "too_many": _("Twelve people at most."),
    "head_missing": _("The head must be one of them."),
    "file_closed": _("The file of one of them is closed."),
    "in_a_family": _("One of them is in a family already. End that one first."),
    "said_no": _(
        "One of them said no to this less than 90 days ago, or left this head. They are not asked again before."
    ),
}
# Where it is mended; what concerns several of them stands above the form.
FIELDS = {"too_few": "others", "too_many": "others", "head_missing": "head"}


def problem(no: Refused, numbers: Sequence[str], head: str) -> tuple[str | None, str]:
    """The field of the form, and what to say there: the very number, where one of those typed is meant."""
    if "number" not in no.details:
        return FIELDS.get(no.code), str(PROBLEMS[no.code])
    number = int(no.details["number"])
    typed = numbers[number - 1] if number else head
    return ("others" if number else "head"), PROBLEMS[no.code] % {"number": typed}
