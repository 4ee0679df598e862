"""What a selfie's answer says: what happened, and what the person can do. Nothing here blames them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

OTHER_WAYS = _("You can check in in the other ways right now. They count the same.")

STATES: dict[str, Any] = {
    "waiting": _("Your selfie is being compared. This takes a few seconds."),
    "enrolled": _("Your face is set up. The picture is destroyed."),
    "match": _("It is you. The picture is destroyed."),
    "inconclusive": _("The computer could not tell. That happens, and it never counts against you."),
    "retake": _("This picture could not be used. It is destroyed."),
    "not_compared": _("Something on our side did not work. It is not your fault, and it never counts against you."),
    "it_is_them": _("A person on the team looked: it is you. The pictures are destroyed."),
    "will_ask": _("A person on the team looked and will ask you. The pictures are destroyed."),
    "taken_back": _("You took your agreement back. The picture is destroyed."),
}
HUMAN_LOOKS = _("A person on the team will look at your two pictures, within 7 days. Then they are destroyed.")

# Beside the other ways, on the check-in page.
BESIDE: dict[str, Any] = {
    "waiting": _("Your selfie is being compared. You can send your check-in now. You do not have to wait."),
    "match": _("Your selfie showed that it is you. You can send your check-in now."),
    "it_is_them": _("A person on the team looked at your selfie: it is you. You can send your check-in now."),
    "inconclusive": _(
        "The computer could not tell from your selfie. It never counts against you. "
        "You can send your check-in in any way."
    ),
    "retake": _("Your last selfie could not be used. You can take another one, or use another way."),
    "not_compared": _("We could not compare your selfie. That is our fault. You can send your check-in in any way."),
}
NOT_FOR_THIS = _(
    "This selfie is not for a check-in: that check-in is not open now. You do not need to do anything for it."
)

# What helps, for each thing that can be wrong with a picture.
HELP: dict[str, Any] = {
    "no_face": _("We could not see a face. Hold the phone in front of you, and look at it."),
    "two_faces": _("There was more than one face. Please be alone in the picture: others did not agree to be in it."),
    "too_small": _("Your face was too far away. Hold the phone closer."),
    "too_dark": _("It was too dark. Turn towards a window or a lamp."),
    "too_bright": _("It was too bright. Turn away from the sun or the lamp."),
    "turns_not_seen": _(
        "We did not see your head turn as we asked. That happens in poor light or with an old phone. You can take it "
        "again, without turning your head if you like."
    ),
    "blurred": _("The picture was blurred. Hold the phone still, and wipe the camera."),
    "turned_away": _("Please look straight at the phone."),
    "heic": _("Your phone keeps pictures in a way we cannot read. Take the picture here, with the button."),
    "moving": _("This was a moving picture. Please take a still one."),
    "too_many_pixels": _("This picture was too large. Take the picture here, with the button."),
    "too_many_bytes": _("This picture was too large. Take the picture here, with the button."),
    "too_few_pixels": _("This picture was too small. Take the picture here, with the button."),
}
HELP_OTHERWISE = _("This was not a picture that we can read. Take the picture here, with the button.")

REFUSED: dict[str, Any] = {
    "face_not_agreed": _("You have not agreed to selfies, so we did not take the picture."),
    "no_face_yet": _("Your face is not set up yet. Please set it up first."),
    "face_made_already": _("Your face is set up already."),
    "other_ways": _(
        "That was many tries for today. You can check in in the other ways right now. They count the same."
    ),
    "too_large": _("This picture was too large. Take the picture here, with the button."),
    "unreadable": _("No picture arrived. Please take one and send it."),
}

# What is said of the turns that were asked for, beside the answer.
TURNS: dict[str, Any] = {
    "": "",
    "turns_seen": _("We saw your head turn as we asked. That is a help, and not a guarantee."),
    "turns_not_seen": _("We did not see the turns of your head. That never counts against you."),
}

MOVES: dict[tuple[str, str], Any] = {
    ("made", "agreed"): _("The numbers of your face were made."),
    ("destroyed", "taken_back"): _("The numbers of your face were destroyed, because you took your agreement back."),
    ("destroyed", "file_closed"): _("The numbers of your face were destroyed, because our support for you ended."),
    ("destroyed", "new_link"): _(
        "The numbers of your face were destroyed, because you got a new link and PIN. You can set it up again."
    ),
    ("destroyed", "unused"): _("The numbers of your face were destroyed, because nobody used them for 180 days."),
}


def help_for(code: str) -> Any:
    """What the person can do about a picture that could not be used."""
    return HELP.get(code, HELP_OTHERWISE) if code else ""
