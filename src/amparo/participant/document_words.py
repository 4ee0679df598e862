"""What is said about documents: what they are, what became of them, and what the person can do. Nothing blames them."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {
    "court_letter": _("A letter from the court"),
    "identity": _("An identity paper"),
    "address": _("A proof of where I live"),
    "medical": _("A medical paper"),
    "other": _("Another paper"),
}
STATES: dict[str, Any] = {
    "receiving": _("Not all of it has arrived yet."),
    "waiting": _("It arrived. We are making it ready."),
    "reading": _("It arrived. We are making it ready."),
    "ready": _("It is here. You and your case team can see it."),
    "unusable": _("It arrived, but it could not be read."),
    "deleted": _("It is deleted."),
}
# What helps, for each thing that can be wrong with a file.
HELP: dict[str, Any] = {
    "empty": _("There was nothing in it. Please take the picture again."),
    "too_many_bytes": _("It was too large. Please take a new picture with your camera, or send fewer pages."),
    "heic": _("Your phone saved the picture in a form that we cannot read. Please take it here with “Take a picture”."),
    "not_a_picture": _("This was not a picture or a PDF. Please take a picture of the paper."),
    "moving": _("This picture moves. Please take a still picture of the paper."),
    "too_many_pixels": _("The picture was too large. Please take a new one with your camera."),
    "too_few_pixels": _("The picture was too small to read. Please take a new one, from near."),
    "damaged": _("It was damaged on its way. Please send it again, or take a new picture."),
    "locked": _("This PDF asks for a password. Please send it without one, or take pictures of its pages."),
    "too_many_pages": _("It has more than 20 pages. Please send it in two parts."),
    "too_slow": _("It took too long to read. Please take pictures of its pages, or send it in two parts."),
    "harmful": _("The file may harm a computer, so we did not keep it. Please take a picture of the paper."),
    "not_read": _("Something on our side did not work. It is not your fault. Please send it again, or bring it to us."),
}
NEVER_AGAINST = _("This never counts against you.")

TOO_LARGE = _("This is too much for one document. Please send fewer pages, or take pictures instead.")
PAGES_MISSING = _("Please take at least one picture, or choose a file.")
# Shown beside the form, which keeps what was typed.
PROBLEMS: dict[str, Any] = {
    "pages_missing": PAGES_MISSING,
    "kind_missing": _("Please say what it is."),
    "title_too_long": _("The name is too long. Please use at most 120 letters."),
    "unreadable": _("There is a sign in the name that we cannot keep. Please type it again."),
    "too_large": TOO_LARGE,
    "many_pages": _("One document can have 20 pages. Please send the rest as another one."),
    "many_documents": _("You have sent many documents today. Please send the rest tomorrow, or call us."),
}
CALL = _("You can also bring the paper to us, or call us.")
# code: (what happened, what to do, status)
REFUSALS: dict[str, tuple[Any, Any, int]] = {
    "pages_missing": (_("Not all pages have arrived yet."), _("Please send it again."), 409),
    "kind_missing": (PROBLEMS["kind_missing"], CALL, 422),
    "title_too_long": (PROBLEMS["title_too_long"], CALL, 422),
    "many_pages": (PROBLEMS["many_pages"], CALL, 409),
    "many_documents": (PROBLEMS["many_documents"], CALL, 429),
    "unknown_document": (_("This document is not here any more."), _("Go back to your documents."), 404),
    "not_ready": (_("This document cannot be seen yet."), _("Please wait a minute and try again."), 409),
    "not_yours_to_delete": (
        _("Your case team added this document, so you cannot delete it here."),
        _("Please call us if it should go."),
        403,
    ),
    "budget_spent": (
        _("You have opened many pages in the last hour."),
        _("Please wait a little. If you need a paper now, call us."),
        429,
    ),
}


def told(state: str, code: str, at_file: int | None = None) -> str:
    """One document's standing in words; where something was wrong, also what to do."""
    if not code:
        return str(STATES.get(state, STATES["waiting"]))
    which = [gettext("About number %(number)s of what you sent:") % {"number": at_file}] if at_file else []
    return " ".join([*which, str(HELP.get(code, HELP["not_read"])), str(NEVER_AGAINST)])
