"""The clocks of a move in words, and what a form about it did wrong. A clock that is over is never a reproach."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from amparo.addresses.rules import Left

TODAY = _("Today is the last day.")
OVER = _("The time for it has passed. Do it today: it still helps. We can help you.")

# code: (which field, what to do)
REFUSED: dict[str, tuple[str, Any]] = {
    "address_missing": ("address", _("Please write where you live now.")),
    "too_long": ("address", _("This is too long. Please write less.")),
    "day_missing": ("day", _("Please choose the day.")),
    "day_too_far": ("day", _("That day is far ahead. Please choose a day in the next two months.")),
    "day_too_long_ago": ("day", _("That day is long ago. Please call us, and we write it down together.")),
    "day_not_yet": ("day", _("That day has not come yet.")),
    "too_many_moves": ("address", _("You wrote many addresses today. Please call us.")),
    "proof_missing": ("proof", _("Please add one thing that shows it: a number, a picture, or some words.")),
    "reason_missing": ("reason", _("Please write why this office need not be told.")),
    "picture_too_large": ("picture", _("This picture is too large. Please take a smaller one, or write the number.")),
    "picture_heic": (
        "picture",
        _("We cannot read this kind of picture. Please send a JPEG, or a picture of the screen."),
    ),
    "picture_unreadable": ("picture", _("We could not read this picture. Please take it again, or write the number.")),
    "pick_one": ("", _("Please choose one of these.")),
}


def left(found: Left | None) -> str:
    """How much of a clock is left, as one sentence; empty where there is none."""
    if found is None:
        return ""
    if found.is_over:
        return str(OVER)
    if found.days < 1:
        return str(TODAY)
    if found.working:
        return ngettext("%(days)d working day left.", "%(days)d working days left.", found.days) % {"days": found.days}
    return ngettext("%(days)d day left.", "%(days)d days left.", found.days) % {"days": found.days}


def problem(code: str, fields: dict[str, str]) -> dict[str, Any]:
    """What went wrong, beside which field. `fields`: what was typed, to find the one that is too long."""
    field, words = REFUSED[code]
    if code == "too_long":
        field = max(fields, key=lambda name: len(fields[name])) if fields else field
    return {"code": code, "field": field, "words": words}
