"""What staff type, as values. What a value may be is said by the rooms; here only its shape."""

from collections.abc import Sequence
from datetime import time
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.people import consent_words
from amparo.staff import wording

# The zones of the United States and its territories first: one of them is nearly always meant.
NEAR = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)


FROM_OFFICE = _("from the office")


def zones(nothing: Any = FROM_OFFICE) -> list[tuple[Any, Any]]:
    others = sorted(zone for zone in available_timezones() if "/" in zone and zone not in NEAR)
    return [
        ("", nothing),
        (_("Near"), [(z, z) for z in NEAR]),
        (_("All"), [(z, z) for z in others]),
    ]


def zones_of_dates() -> list[tuple[Any, Any]]:
    """The same for a file of court dates: an hour on a guessed clock is a hearing missed, so nothing is assumed."""
    return zones(_("not chosen: a line whose time zone nobody knows is left out"))


def zones_near(chosen: str) -> list[tuple[Any, Any]]:
    """A short list for correcting what was chosen."""
    return [*zones_of_dates()[:1], (_("Near"), [(z, z) for z in dict.fromkeys((chosen, *NEAR))])]


def zones_of_court() -> list[tuple[Any, Any]]:
    """The same for one court date, of which somebody has the paper."""
    return zones(_("please choose"))


def sentences(programme: str, *, first: str = "", what: str = consent_words.MESSAGES) -> list[tuple[str, str]]:
    """What to read to a person before they agree (to messages), in each language; theirs first."""
    codes = sorted(wording.LANGUAGES, key=lambda code: code != first)
    return [(code, consent_words.shown(what, code, programme=programme)) for code in codes]


class Enrol(forms.Form):
    """A new person by hand."""

    name = forms.CharField(label=_("Full name, as they write it"), max_length=200)
    case_number = forms.CharField(label=_("Case number"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=list(wording.LANGUAGES.items()), initial="es")
    zone = forms.ChoiceField(label=_("Time zone"), choices=zones, required=False)
    phone = forms.CharField(label=_("Mobile phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    agreed = forms.ChoiceField(
        label=_("They agreed to messages"),
        choices=[
            ("", _("Not asked yet")),
            ("in_person", _("Yes, face to face")),
            ("on_paper", _("Yes, on paper")),
            ("by_phone", _("Yes, on the telephone")),
        ],
        required=False,
    )
    mine = forms.BooleanField(label=_("Add to my caseload"), required=False, initial=True)


class Change(forms.Form):
    """What is known of a person, put right."""

    name = forms.CharField(label=_("Full name, as they write it"), max_length=200)
    case_number = forms.CharField(label=_("Case number"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=list(wording.LANGUAGES.items()))
    zone = forms.ChoiceField(label=_("Time zone"), choices=lambda: zones()[1:])
    worker = forms.TypedChoiceField(label=_("Case worker"), coerce=UUID, required=False, empty_value=None)

    def __init__(self, *args: Any, workers: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = [("", _("nobody yet")), *workers]


class Contact(forms.Form):
    """One more way to reach a person."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("sms", _("Text message")), ("voice", _("Call")), ("email", _("E-mail"))]
    )
    address = forms.CharField(label=_("Number or address"), max_length=254)


class Cadence(forms.Form):
    """The day and hours the person chose."""

    weeks = forms.TypedChoiceField(label=_("Every"), coerce=int, choices=[(n, n) for n in range(1, 9)], initial=2)
    weekday = forms.TypedChoiceField(label=_("Day"), coerce=int, choices=list(enumerate(wording.WEEKDAYS)))
    opens = forms.TimeField(label=_("From"), initial="09:00", widget=forms.TimeInput(attrs={"type": "time"}))
    hours = forms.TypedChoiceField(
        label=_("Open for"), coerce=int, choices=[(n, _("%d hours") % n) for n in (24, 48, 72)], initial=48
    )


class Seen(forms.Form):
    """A check-in that a worker writes down for the person. `key`: a second click is not a second check-in."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("Where"),
        choices=list(wording.SEEN_AT.items()),
    )
    wants_help = forms.BooleanField(label=_("They ask for help"), required=False)
    tell = forms.CharField(
        label=_("What they said (they can read this)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Look(forms.Form):
    """What a worker concludes of a check-in. Nothing here is held against the person by itself."""

    what = forms.ChoiceField(choices=[("look", _("Looked at")), ("explain", _("Explained"))])
    cause = forms.ChoiceField(choices=[("", ""), *wording.CAUSES.items()], required=False)
    note = forms.CharField(max_length=2000, required=False)
    arrived = forms.UUIDField(required=False)


class Decision(forms.Form):
    """What holds of two dates, and why."""

    decision = forms.ChoiceField(choices=list(wording.DECISIONS.items()))
    reason = forms.CharField(label=_("Reason"), max_length=400)


# A court that sits outside these hours is more often a slip of the hand: asked once more, never refused.
COURT_SITS = time(7), time(19)


class NewHearing(forms.Form):
    """A court date read from a paper or told by the person."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    time = forms.TimeField(label=_("Time, on the court's clock"), widget=forms.TimeInput(attrs={"type": "time"}))
    zone = forms.ChoiceField(label=_("Time zone of the court"), choices=zones_of_court)
    mode = forms.ChoiceField(
        label=_("How"),
        choices=[("in_person", _("In person")), ("video", _("By video")), ("phone", _("By telephone"))],
    )
    kind = forms.CharField(label=_("What for"), max_length=80, required=False)
    place = forms.CharField(label=_("Where"), max_length=300, required=False)
    room = forms.CharField(label=_("Room"), max_length=80, required=False)
    judge = forms.CharField(label=_("Judge"), max_length=120, required=False)
    sure = forms.BooleanField(label=_("Yes, it is at this hour"), required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        sure, hour = said.pop("sure", False), said.get("time")
        if hour and not sure and not COURT_SITS[0] <= hour <= COURT_SITS[1]:
            asks = _("%(hour)s is an unusual hour for a court. Is it right? Then tick here, and press Add again.")
            self.add_error("sure", asks % {"hour": f"{hour:%H:%M}"})
        return said


class Feed(forms.Form):
    """An address at which court dates stand."""

    name = forms.CharField(label=_("Where the dates come from"), max_length=80)
    url = forms.CharField(
        label=_("Address of the calendar or table"),
        max_length=500,
        widget=forms.TextInput(
            attrs={"inputmode": "url", "dir": "ltr", "placeholder": "https://", "autocapitalize": "none"}
        ),
    )
    zone = forms.ChoiceField(label=_("Time zone where the source says none"), choices=zones_of_dates, required=False)


class Upload(forms.Form):
    """A partner's file: people, where the member may bring them in, or court dates."""

    kind = forms.ChoiceField(label=_("What is in it"))
    file = forms.FileField(label=_("File"))
    source = forms.CharField(
        label=_("Where the dates come from"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "sources-known", "autocomplete": "off"}),
        help_text=_(
            "Such as “County court list”. Each date says its source, and two that disagree become a question. Write "
            "the same each time."
        ),
    )
    zone = forms.ChoiceField(
        label=_("For court dates: time zone where neither the file nor its court says one"),
        choices=zones_of_dates,
        required=False,
    )

    def __init__(self, *args: Any, people: bool, sources: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not "optional" either: a date without a source could not be confirmed, nor doubted.
        self.fields["source"].when_needed = _("needed for court dates")
        self.fields["source"].required = not people
        if len(sources) == 1:
            self.fields["source"].initial = sources[0]
        dates = ("hearings", _("Court dates"))
        self.fields["kind"].choices = [("people", _("A list of people")), dates] if people else [dates]

    def clean(self) -> dict[str, Any]:
        """Court dates have a source. Said beside the field, with the file's other faults."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("kind") == "hearings" and not said.get("source") and "source" not in self.errors:
            self.add_error("source", _("Please write where these dates come from."))
        return said
