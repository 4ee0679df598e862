"""What staff type about a family."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.households.rules import MOST, OFFERED_DAYS
from amparo.staff import family_words

DAYS = [(days, _("%d days") % days) for days in OFFERED_DAYS]
SIGNS = 400


class Renew(forms.Form):
    """For how long, and why."""

    days = forms.TypedChoiceField(label=_("For how long"), coerce=int, choices=DAYS, initial=OFFERED_DAYS[-1])
    why = forms.ChoiceField(label=_("Why"), choices=list(family_words.WHYS.items()))


class SetUp(Renew):
    """Who is in the family, and who checks in for the others."""

    others = forms.CharField(
        label=_("Numbers of the others, one a line"),
        max_length=SIGNS,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("The six letters and digits on each one's page. All of them must be on your work."),
    )
    head = forms.CharField(
        label=_("Number of the one who checks in for all"),
        max_length=20,
        help_text=_("Each of them is asked, this one too. Nothing is sent for anybody before they said yes."),
    )
    field_order = ("others", "head", "days", "why")

    def references(self) -> list[str]:
        """The numbers that were typed, each once; more than can be are left for the verb to refuse."""
        typed = [line.strip() for line in self.cleaned_data["others"].replace(",", "\n").splitlines()]
        return [line for line in typed if line][: MOST + 1]

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("days", "why")}
