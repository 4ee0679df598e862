"""What staff type about a move."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.addresses.rules import LONGEST_ADDRESS

PROBLEMS: dict[str, Any] = {
    "address_missing": _("Write where they live now."),
    "too_long": _("This is too long."),
    "day_too_far": _("That day is more than two months ahead."),
    "day_too_long_ago": _("That day is more than a year ago. The day they told you will do."),
    "too_many_moves": _("Many addresses were written down today. Wait a day, or ask a supervisor."),
}


class Moved(forms.Form):
    """Where somebody lives now, and since when."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    address = forms.CharField(
        label=_("Where they live now"),
        max_length=LONGEST_ADDRESS,
        widget=forms.Textarea(attrs={"rows": 4, "class": "field", "dir": "auto"}),
    )
    moved_on = forms.DateField(label=_("Since when"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
