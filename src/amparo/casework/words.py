"""Words for codes that staff read on their pages and that stand in the evidence pack: one table for both.

They speak of the person, not to them; what the person reads on their own pages is in `participant`.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

CAUSES: dict[str, Any] = {
    "our_outage": _("our own outage"),
    "carrier": _("the phone network"),
    "device": _("the phone itself"),
    "permission": _("a permission on the phone"),
    "no_capture": _("the check-in could not be captured"),
    "comparator": _("the comparison of faces"),
    "language": _("language, or hard to use"),
    "asked_to_defer": _("the person asked for another time"),
    "unknown": _("not known"),
}
TROUBLES: dict[str, Any] = {
    "unreachable": _("The phone could not reach us"),
    "server_refused": _("We answered with an error of ours"),
    "place_permission": _("The phone did not allow an area to be sent"),
    "place_unavailable": _("The phone could not find its area"),
    "place_timeout": _("The phone took too long to find its area"),
    "camera_denied": _("The phone did not allow the camera"),
    "camera_missing": _("The phone has no camera"),
    "camera_failed": _("The camera did not work"),
    "microphone_denied": _("The phone did not allow the microphone"),
    "microphone_missing": _("The phone has no microphone"),
    "microphone_failed": _("The microphone did not work"),
    "storage_full": _("The phone was full"),
    "storage_denied": _("The phone did not allow anything to be kept"),
    "cannot_seal": _("The phone is too old for our lock"),
    "script_failed": _("Our page broke"),
    "upload_cut": _("The network broke off while sending"),
    "no_face": _("No face could be seen"),
    "inconclusive": _("The comparison could not say"),
    "comparator_down": _("The comparison did not work"),
    "passkey_failed": _("The passkey did not work"),
    "pin_wrong": _("A PIN was not the right one"),
    "not_delivered": _("A message did not arrive"),
    "cannot_understand": _("The person said that it was hard to understand"),
    "asked_to_defer": _("The person asked for another time"),
    "phone_lost": _("The phone was lost, and their page was locked"),
}
CHANNELS: dict[str, Any] = {
    "app": _("the phone"),
    "form": _("the web page"),
    "call": _("telephone"),
    "office": _("the office"),
    "kiosk": _("the screen at the office"),
    "video": _("a video call"),
    "recording": _("a recording of the person's voice"),
    "visit": _("a visit"),
    "sms": _("text message"),
    "email": _("e-mail"),
    "push": _("notification on the phone"),
    "voice": _("call"),
}
HOW_TOLD: dict[str, Any] = {
    "in_person": _("face to face"),
    "on_paper": _("on paper"),
    "by_phone": _("on the telephone"),
}
