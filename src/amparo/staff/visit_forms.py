"""What staff type about a visit. What a time may be is said by the room."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.staff import visit_words

LENGTHS = [(n, _("%d minutes") % n) for n in (15, 30, 45, 60, 90, 120)]


class When(forms.Form):
    """Another time for a visit, on the clock of where it is."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    time = forms.TimeField(label=_("Time, on their clock"), widget=forms.TimeInput(attrs={"type": "time"}))
    minutes = forms.TypedChoiceField(label=_("How long at most"), coerce=int, choices=LENGTHS, initial=30)

    def starts(self) -> datetime:
        """What the clock there shows."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"].replace(second=0, microsecond=0))


class Offer(When):
    """A visit to offer."""

    kind = forms.ChoiceField(label=_("Where to meet"), choices=list(visit_words.KINDS.items()))
    where = forms.CharField(label=_("Room or place, if it is not plain"), max_length=300, required=False)
    words = forms.CharField(
        label=_("What it is about, and what to bring"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it. It is sealed."),
    )
    field_order = ("kind", "day", "time", "minutes", "where", "words")

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {name: said[name] for name in ("kind", "minutes", "where", "words")} | {"starts": self.starts()}
