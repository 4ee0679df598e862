"""What the person reads about who may see their record."""

from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {"lawyer": _("A lawyer"), "trusted": _("Somebody I trust")}
AREAS: dict[str, Any] = {
    "hearings": _("My court dates"),
    "checkins": _("My check-ins and receipts, but not my answers"),
    "notices": _("What I was told: that a court date or a visit changed, and questions to me"),
    "documents": _("My documents: all papers that I or the team put here"),
}
# Chosen before the person has chosen: not documents, among which there are medical papers and those of others.
CHOSEN_FIRST = ("hearings", "checkins", "notices")
DAYS: dict[int, Any] = {30: _("One month"), 90: _("Three months"), 180: _("Six months"), 365: _("One year")}
STATES: dict[str, Any] = {
    "invited": _("Not accepted yet"),
    "closed": _("Closed, because wrong digits were typed. You can invite them again"),
    "holds": _("Can see it now"),
    "over": _("Sees nothing any more"),
}
# How one that is over came to its end, where it was not by the person or its day.
GAVE_BACK = _("Gave it back")
# It holds, but of whoever is closed nothing is shown.
RECORD_CLOSED = _("Sees nothing while your record is closed")
REFUSED: dict[str, Any] = {
    "kind_missing": _("Please say who it is."),
    "area_missing": _("Please choose what they may see."),
    "days_missing": _("Please choose for how long."),
    "too_many_representatives": _("You have invited many people already. Please end one first."),
    "mandate_over": _("This has ended already."),
}
