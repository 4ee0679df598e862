"""Families, in the staff's words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

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
    "no_such_reference": _("One of these numbers is of nobody here. Compare them with the people's pages."),
    "not_allowed": _("One of them is not on your work. Ask a supervisor to set the family up."),
    "too_few": _("A family is two people at least."),
    "too_many": _("Twelve people at most."),
    "head_missing": _("The head must be one of them."),
    "file_closed": _("The file of one of them is closed."),
    "in_a_family": _("One of them is in a family already. End that one first."),
    "said_no": _(
        "One of them said no to this less than 90 days ago, or left this head. They are not asked again before."
    ),
}
