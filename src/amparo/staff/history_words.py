"""A person's history in sentences."""

from typing import Any

from django.utils import formats
from django.utils.translation import gettext_lazy as _

from amparo.staff import wording
from amparo.staff.templatetags import moments

LINES: dict[str, str] = {
    "wrote_person": _("Wrote a message."),
    "wrote_urgent": _("Wrote a message and said that it is urgent."),
    "wrote_member": _("A message was written to them."),
    "checkin_due": _("The check-in window opened, until {closes}."),
    "checkin_longer": _("The check-in window was given more time: {cause}. It closes {closes}."),
    "checkin_done": _("Checked in."),
    "checkin_needs_look": _("Something arrived that needs a look. They have done their part."),
    "checkin_unanswered": _("The window closed in silence."),
    "checkin_explained": _("Explained: {cause}."),
    "checkin_cancelled": _("This check-in is no longer asked for."),
    "submission": _("A check-in arrived by {channel}, receipt {receipt}{timing}."),
    "help_asked": _("Asked for help{words}."),
    "help_handled": _("Their call for help was taken care of."),
    "schedule": _("Check-ins every {weeks} week(s) on {weekday}, from {opens}."),
    "hearing": _("Hearing noted for {moment}, from {source}."),
    "question": _("Question about the hearing of {moment}: {kind}{claim}."),
    "decided": _("Decided: {decision}. Reason: {reason}"),
    "overtaken": _("The question about the hearing of {moment} settled itself: nobody needed to decide."),
    "unheard": _("A reminder of the {about} on {moment} arrived nowhere."),
    "unheard_settled": _("Somebody took care of the reminder that arrived nowhere."),
    "message_sending": _("A message about the {about} is being sent by {channel}."),
    "message_sent": _("A message about the {about} was sent by {channel}; not yet known whether it arrived."),
    "message_delivered": _("A message about the {about} arrived by {channel}."),
    "message_undelivered": _("A message about the {about} did not arrive by {channel}{code}."),
    "message_failed": _("A message about the {about} was refused by the {channel} provider{code}."),
    "message_dropped": _("A message about the {about} by {channel} was not sent: it would have come too late."),
    "reply_coming": _("Answered: I am coming to the {about}."),
    "reply_help": _("Answered: I need help to come to the {about}."),
    "reply_cannot": _("Answered: I cannot come to the {about}."),
    "text": _("Sent a text message."),
    "contact_added": _("New way to reach them: {channel}."),
    "contact_stopped": _("Said STOP to messages by {channel}."),
    "contact_retired": _("The {channel} address or number no longer works{reason}."),
    "contact_settled": _("Another way than {channel} was agreed."),
    "address_said": _("Said where they live now."),
    "address_done": _("Done: {ask}."),
    "address_not_needed": _("Not needed: {ask}."),
    "consent": _("Agreed: {what}, {how}."),
    "consent_withdrawn": _("Took back the agreement: {what}, {how}."),
    "file_closed": _("The file was closed: {why}."),
    "file_open": _("The file was opened again."),
    "listed": _("A file that was brought in changed: {fields}."),
    "link": _("Got a new personal link and PIN."),
}


def line(event: Any, names: dict[Any, str]) -> str:
    """The sentence of one event, and who did it where a colleague did."""
    facts = {key: _said(key, value, event.facts) for key, value in event.facts.items()}
    known = dict.fromkeys(("about", "channel", "moment"), _("appointment")) | facts
    known["words"] = _(", with words of their own") if event.facts.get("words") else ""
    known |= {"timing": _timing(event.facts), "claim": _claim(event.facts)}
    for aside in ("code", "reason"):
        if event.code != "decided":
            known[aside] = f" ({_plain(event.facts[aside])})" if event.facts.get(aside) else ""
    text = str(LINES.get(event.code, event.code)).format_map(known)
    who = names.get(event.facts.get("by_id"))
    return f"{text} {_('By')} {who}." if who else text


def _said(key: str, value: Any, facts: dict[str, Any]) -> Any:
    if key in TABLES:
        return getattr(wording, TABLES[key]).get(str(value), _plain(value))
    if key in ("moment", "closes", "said_at") and value:
        return moments.on_wall(value, facts["zone"]) if facts.get("zone") else moments.short(value)
    if key == "fields":
        return ", ".join(str(text) for code, text in wording.MEANINGS.items() if code in value)
    if key == "weekday":
        return wording.WEEKDAYS[value]
    if key == "opens" and hasattr(value, "strftime"):
        return f"{value:%H:%M}"
    return _plain(value) if isinstance(value, str) and key in ("what", "how") else value


def _timing(facts: dict[str, Any]) -> str:
    if "on_time" not in facts:
        return ""
    return {True: _(", in time"), False: _(", after the window"), None: ""}[facts["on_time"]]


def _claim(facts: dict[str, Any]) -> str:
    if not facts.get("day"):
        return ""
    hour = f", {facts['time']:%H:%M}" if facts.get("time") else ""
    return f" ({facts.get('source', '')}: {formats.date_format(facts['day'], 'D j M Y')}{hour})"


def _plain(value: Any) -> str:
    return str(value).replace("_", " ")


TABLES = {
    "cause": "CAUSES",
    "channel": "CHANNELS",
    "about": "ABOUT",
    "kind": "QUESTIONS",
    "decision": "DECISIONS",
    "how": "HOW_TOLD",
    "why": "WHY_CLOSED",
}
