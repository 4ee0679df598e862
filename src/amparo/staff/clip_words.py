"""Why a clip of a page was not taken, or is not played, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

AGAIN = _("Record the page once more, or choose another file.")

REFUSED: dict[str, tuple[Any, Any, int]] = {
    "endonym_missing": (_("The language has no name yet."), _("Write how its speakers call it."), 422),
    "endonym_too_long": (_("That is too long."), _("At most 60 letters."), 422),
    "endonym_ours": (_("The app is written in this language already."), _("Open it in the list."), 422),
    "unknown_language": (_("We do not know this language."), _("Choose one from the list."), 400),
    "too_many_spoken": (_("There are too many languages."), _("Take one away that nobody hears."), 422),
    "no_such_spoken": (_("There is no such language here."), _("Look at the list of languages."), 404),
    "no_such_page": (_("There is no such page."), _("Look at the list of pages."), 404),
    "no_such_clip": (_("There is no such clip."), _("It may be recorded anew: look at the list of pages."), 404),
    "own_clip": (_("You recorded this clip yourself."), _("Somebody else has to listen to it."), 409),
    "clip_names_somebody": (
        _("It is not clear whether the recording names somebody."),
        _("Tick that it names nobody, or record it without the name."),
        422,
    ),
    "too_busy": (_("Another file is being read just now."), _("Try again in a minute."), 503),
    "clip_missing": (_("There is no recording yet."), AGAIN, 422),
    "clip_silent": (_("Nobody can be heard in it."), AGAIN, 422),
    "clip_too_large": (_("The file is too large."), _("At most 20 megabytes."), 422),
    "clip_too_long": (_("The recording is too long."), _("At most four minutes."), 422),
    "clip_unreadable": (_("We cannot read this file as sound."), AGAIN, 422),
}
# What `media.sound` says of a file; all else cannot be read.
UNUSABLE: dict[str, str] = {
    "empty": "clip_missing",
    "too_many_bytes": "clip_too_large",
    "too_long": "clip_too_long",
    "too_short": "clip_silent",
    "silent": "clip_silent",
}
STATES: dict[str, Any] = {
    "none": _("Not recorded"),
    "waits": _("Waits for somebody to listen"),
    "plays": _("Is played"),
    "changed": _("Words have changed: record again"),
}
