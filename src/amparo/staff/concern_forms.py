"""What staff type about a silence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.concerns.rules import Why
from amparo.faults.rules import Cause, Part
from amparo.staff import concern_words as words

LONG = forms.Textarea(attrs={"rows": 4, "class": "field"})


class Coded(forms.Form):
    """A form whose first problem is told by a code."""

    missing = "words_missing"

    def code(self) -> str:
        return self.missing


class Second(Coded):
    """A button, and the moment of the answer that stood beside it."""

    answered = forms.DateTimeField(required=False)
    missing = "answered_meanwhile"


class Check(Coded):
    cause = forms.TypedChoiceField(choices=list(words.CAUSES.items()), coerce=Cause)
    missing = "no_such_cause"


class Ask(Coded):
    question = forms.CharField(max_length=4000, widget=LONG)


class Propose(Coded):
    cause = forms.TypedChoiceField(choices=list(words.CAUSES.items()), coerce=Cause)
    reason = forms.CharField(max_length=4000, widget=LONG)
    missing = "reason_missing"

    def code(self) -> str:
        return self.missing if "reason" in self.errors else "no_such_cause"


class Close(Coded):
    because = forms.TypedChoiceField(choices=list(words.WHYS.items()), coerce=Why)
    cause = forms.TypedChoiceField(choices=list(words.CAUSES.items()), coerce=Cause)
    missing = "no_such_cause"

    def code(self) -> str:
        return "because_missing" if "because" in self.errors else self.missing


class Reached(forms.Form):
    """What came of trying to reach somebody."""

    # Nothing stands chosen: "reached" by a slip would end the search for somebody who is in trouble.
    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=[("", _("please choose")), *words.OUTCOMES.items()],
        error_messages={"required": _("Choose what came of it.")},
    )
    note = forms.CharField(label=_("What was said"), max_length=2000, required=False, widget=LONG)


class Outage(forms.Form):
    """From when to when something did not work, on the wall of the programme's zone."""

    part = forms.TypedChoiceField(label=_("What did not work"), choices=list(words.PARTS.items()), coerce=Part)
    began_at = forms.DateTimeField(
        label=_("From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    ended_at = forms.DateTimeField(
        label=_("Until"),
        required=False,
        help_text=_("Leave it empty while it goes on."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    note = forms.CharField(label=_("Note about the machine"), max_length=240, required=False)


class Time(forms.Form):
    """The answer to somebody who cannot check in now."""

    until = forms.DateTimeField(
        label=_("Open until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reply = forms.CharField(
        label=_("Your answer, in words they can read"), max_length=2000, required=False, widget=LONG
    )

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if not typed.get("until") and not (typed.get("reply") or "").strip():
            raise forms.ValidationError(_("Give them time, or say why not."))
        return typed


class Trusted(forms.Form):
    """Somebody the person names."""

    kind = forms.ChoiceField(label=_("Who it is"), choices=list(words.TRUSTED.items()))
    name = forms.CharField(label=_("Name"), max_length=120)
    address = forms.CharField(label=_("Phone or e-mail"), max_length=200)
    how = forms.ChoiceField(
        label=_("How they agreed"),
        choices=[("in_person", _("Face to face")), ("on_paper", _("On paper")), ("by_phone", _("On the telephone"))],
    )
