"""What is said to the team about a person's documents."""

from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {
    "court_letter": _("Letter from the court"),
    "identity": _("Identity paper"),
    "address": _("Proof of address"),
    "medical": _("Medical paper"),
    "other": _("Other paper"),
}
STATES: dict[str, Any] = {
    "waiting": _("arrived, is being made ready"),
    "reading": _("arrived, is being made ready"),
    "ready": _("ready"),
    "unusable": _("could not be read"),
}
CAUSES: dict[str, Any] = {
    "empty": _("There was nothing in it."),
    "too_many_bytes": _("It was larger than we take."),
    "heic": _("It is in a phone's own form (HEIC), which we do not read. A new picture from the page works."),
    "not_a_picture": _("It was neither a picture nor a PDF."),
    "moving": _("It was a moving picture."),
    "too_many_pixels": _("The picture was larger than we take."),
    "too_few_pixels": _("The picture was too small to read."),
    "damaged": _("It was damaged on its way."),
    "locked": _("It is a PDF with a password."),
    "too_many_pages": _("It has more than 20 pages: it is sent in two parts."),
    "too_slow": _("It took too long to read: pictures of its pages, or two parts, will do."),
    "harmful": _("The scanner found something harmful in it. That says nothing about the person."),
    "not_read": _("Something on our side did not work. Please send it again."),
}
PROBLEMS: dict[str, Any] = {
    "pages_missing": _("Please choose a file."),
    "kind_missing": _("Please say what it is."),
    "title_too_long": _("The name is too long. Use at most 120 letters."),
    "unreadable": _("There is a sign in the name that cannot be kept."),
    "too_large": _("A document can have 25 MB. Scan it with less detail, or in two parts."),
    "many_pages": _("A document can have 20 files. Scan the rest as another one."),
    "many_documents": _("Forty documents were begun for this person within a day. Go on tomorrow."),
}
REFUSED: dict[str, tuple[Any, Any, int]] = {
    "unknown_document": (_("There is no such document."), _("It may be deleted. Open it from the person's page."), 404),
    "not_ready": (_("This document cannot be seen yet."), _("Try again in a minute."), 409),
    "not_yours_to_delete": (
        _("The person added this document, so only they delete it."),
        _("They do it on their own page."),
        409,
    ),
} | {code: (words, "", 400) for code, words in PROBLEMS.items() if code != "unreadable"}
