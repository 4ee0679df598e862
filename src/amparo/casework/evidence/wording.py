"""Every sentence of the evidence pack, chosen by a code. Plain and neutral: it says what is on record."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.casework import words

TITLES: dict[str, Any] = {
    "pack": _("Evidence of check-ins, hearings and help"),
    "summary": _("In short"),
    "windows": _("Each check-in of the period"),
    "checkins": _("Check-ins and receipts, step by step"),
    "faults": _("What did not work"),
    "deferrals": _("Other time asked for"),
    "help": _("Help asked for"),
    "outreach": _("Reaching the person"),
    "concerns": _("Questions to the person, and what they say"),
    "hearings": _("Hearings"),
    "messages": _("Reminders and messages"),
    "conversation": _("What was written to each other"),
    "visits": _("Visits"),
    "consents": _("What the person agreed to"),
    "check": _("How to check this document"),
    "when": _("When"),
}
SUMMARY: dict[str, Any] = {
    "who": _("This document is about {name}."),
    "case": _("Case number: {number}."),
    "period": _("It covers {begins} to {ends}, both days too, on the clock of {zone}."),
    "programme": _("It was made by {programme} from its own records. Telephone: {phone}."),
    "none": _("Nothing is on record for this period."),
    "windows": _("Check-ins that were asked for: {n}."),
    "receipts": _("Check-ins that arrived, each with a signed receipt: {n}."),
    "help": _("Check-ins for which the person asked for help: {n}. Taken care of: {handled}."),
    "faults": _("Outages of ours or of a network in this time: {n}. They never count against a person."),
    "concerns": _("Questions that people of the team looked at: {n}. Settled: {closed}."),
    "answered": _("The person answered or contested: {n}. Their words stand in full below."),
    "hearings": _("Hearings on record: {n}."),
    "messages": _("Messages on their way to the person: {n}. Known to have arrived: {delivered}."),
    "conversation": _("Messages between the person and the team: {n}. Written by the person: {theirs}."),
    "no_words": _("What stands in them is left out. The person can have it added."),
    "visits": _("Visits on record: {n}. Held: {held}."),
    "absent": _(
        "Not in this document: where anybody was, notes of the team that the person has not read, and other people."
    ),
    "counts": _("These are counts, one mark for each check-in. They are no measure of a person."),
    "chart": _("One mark for each check-in of the period, in the order of time"),
    "nothing": _("Nothing is on record here."),
}
MARKS: dict[str, Any] = {
    "on_time": _("on time"),
    "arrived": _("arrived; the hour is not certain"),
    "late": _("after its time"),
    "our_fault": _("explained by a fault of ours or of a network"),
    "explained": _("explained otherwise"),
    "asked": _("asked about"),
    "open": _("open"),
    "not_asked": _("no longer asked for"),
}
CHECKINS: dict[str, Any] = {
    "window": _("Check-in open until {closes}: {mark}."),
    "due": _("The window opened."),
    "again": _("The window was open again."),
    "done": _("Checked in."),
    "needs_look": _("Something arrived that a person of the team looks at. The person has done their part."),
    "unanswered": _("The window closed and nothing had arrived. That is a question, not a conclusion."),
    "explained": _("Explained."),
    "cancelled": _("This check-in is no longer asked for."),
    "planned": _("Planned."),
    "cause": _("Cause: {cause}."),
    "by": _("By {who}."),
    "arrived": _("Arrived by {channel}, receipt {number}: {mark}."),
    "arrived_by_head": _("Sent by the head of the family, as the person had agreed, receipt {number}: {mark}."),
    "captured": _("Captured {said}."),
}
WHO: dict[str, Any] = {
    "system": _("Amparo, by itself"),
    "person": _("the person"),
    "head": _("the head of the family"),
    "member": _("a person of the team"),
}
RECEIPTS: dict[str, Any] = {
    "signed": _(
        "The signed text of each receipt is in evidence.json. With the programme's key each one can be "
        "checked by itself."
    ),
}
CAUSES = words.CAUSES
PARTS: dict[str, Any] = {
    "all": _("Nothing of ours worked"),
    "web": _("Our pages and check-ins did not work"),
    "sms": _("Text messages did not work"),
    "email": _("E-mail did not work"),
    "push": _("Notifications on phones did not work"),
    "voice": _("Calls did not work"),
}
TROUBLES = words.TROUBLES
FAULTS: dict[str, Any] = {
    "from_to": _("{what}, until {ended}."),
    "going_on": _("{what}; it has not ended."),
    "trouble": _("{what}; {n} time(s), last {ended}."),
    "message": _("A message by {channel} did not arrive."),
    "never": _("This never counts against a person."),
}
SOURCES: dict[str, Any] = {
    "probe": _("Known from our own health record."),
    "silence": _("Nobody was there to look: that counts as a fault of ours."),
    "staff": _("Declared by the team."),
    "phone": _("Told by the phone."),
    "server": _("Noted by our server."),
    "provider": _("Told by the provider."),
}
CHANNELS = words.CHANNELS
DEFERRALS: dict[str, Any] = {
    "later": _("The person asked for more time."),
    "other_day": _("The person asked for another day."),
    "wanted": _("Day they would like: {day}."),
    "waiting": _("It waits for an answer."),
    "granted": _("It was granted."),
    "declined": _("It was not possible."),
    "taken_back": _("The person took it back."),
    "until": _("The window is open until {until}."),
    "words": _("In the person's own words:"),
    "reply": _("Answer of the team:"),
}
HELP: dict[str, Any] = {
    "asked": _("The person asked for help with a check-in, by {channel}."),
    "alone": _("The person asked to be called, apart from a check-in."),
    "handled": _("Somebody took care of it."),
    "waiting": _("Nobody has noted yet that it was taken care of."),
}
OUTREACH: dict[str, Any] = {
    "begun": _("Somebody began to reach out about the check-in that closed {closes}."),
    "message": _("Message by the person's own channels: {outcome}."),
    "trusted": _("Asking whom the person has named: {outcome}."),
    "call": _("Call to the person: {outcome}."),
    "due": _("due {due}"),
}
OUTCOMES: dict[str, Any] = {
    "sent": _("sent"),
    "reached": _("reached"),
    "left_word": _("word was left"),
    "no_answer": _("nobody answered"),
    "not_possible": _("it was not possible"),
    "nobody_named": _("nobody has been named"),
    "no_longer_needed": _("no longer needed"),
}
ENDED: dict[str, Any] = {
    "checked_in": _("It ended: the person checked in."),
    "explained": _("It ended: the check-in is explained."),
    "reached": _("It ended: the person was reached."),
    "concern": _("Every way was tried: a person of the team looks at it."),
}
CONCERNS: dict[str, Any] = {
    "opened": _("A person of the team was asked to look. Cause known then or since: {cause}."),
    "checked": _("Somebody looked for faults of ours and of networks first."),
    "to_look_at": _("A person of the team looks at it. Nothing is decided."),
    "asked": _("The person was asked. Nothing is decided."),
    "proposed": _("A member of the team proposed a conclusion; another one must look. Nothing is decided."),
    "raised": _("Two members of the team signed. The person can say that it is not so."),
    "contested": _("The person says that it is not so. It is open again."),
    "closed": _("It is settled."),
    "until": _("The person can answer until {until}."),
    "question": _("What the person was asked:"),
    "answer": _("The person's answer, in full:"),
    "reason": _("The reason that the team gave:"),
    "contest": _("Why the person says it is not so, in full:"),
}
WHYS: dict[str, Any] = {
    "fault": _("It was a fault: ours, the network's or the phone's."),
    "checked_in": _("The person checked in."),
    "reached": _("The person was reached."),
    "not_needed": _("It was no longer needed."),
    "not_so": _("What was concluded does not hold."),
    "ended": _("It ended by itself."),
}
HEARINGS: dict[str, Any] = {
    "hearing": _("Hearing on {starts}, on the court's clock."),
    "kind": _("Kind: {kind}."),
    "court": _("Where: {court}."),
    "source": _("The date comes from {source} and was last confirmed {confirmed}."),
    "scheduled": _("It is scheduled."),
    "in_question": _("Its date is in question."),
    "gone_from_feed": _("Its source no longer lists it. That is not a cancellation."),
    "cancelled": _("It is cancelled."),
    "held": _("It was held."),
    "moved_earlier": _("Question about the date: it was moved to an earlier day."),
    "sources_disagree": _("Question about the date: two sources say different dates."),
    "gone": _("Question about the date: the source no longer lists it."),
    "in_the_past": _("Question about the date: the source names a day in the past."),
    "too_far": _("Question about the date: the source names a day many years ahead."),
    "question": _("Question about the date."),
    "claim": _("{source} says {day}."),
    "undecided": _("A person has not decided it yet."),
    "keep": _("Decided: the date stays."),
    "take": _("Decided: the new date holds."),
    "ask": _("Decided: the court is asked first."),
    "overtaken": _("It settled itself: nobody needed to decide."),
    "reason": _("Reason:"),
    "coming": _("The person answered: I am coming."),
    "help": _("The person answered: I need help."),
    "cannot": _("The person answered: I cannot come."),
}
ABOUT: dict[str, Any] = {
    "hearing": _("About the hearing on {starts}:"),
    "checkin": _("About the check-in until {starts}:"),
    "other": _("About a question to the person, {starts}:"),
}
MESSAGES: dict[str, Any] = {
    "reminders": _("reminders planned: {n}"),
    "waiting": _("not yet sent: {n}"),
    "dropped": _("no longer needed or too late: {n}"),
    "sending": _("being sent: {n}"),
    "sent": _("sent, not known whether it arrived: {n}"),
    "delivered": _("known to have arrived: {n}"),
    "undelivered": _("did not arrive: {n}"),
    "not_accepted": _("not accepted by the provider: {n}"),
    "not_sent": _("not sent, it would have come too late: {n}"),
}
WRITTEN: dict[str, Any] = {
    "person": _("The person wrote a message."),
    "urgent": _("The person wrote a message and said that it is urgent."),
    "member": _("The team wrote a message."),
    "files": _("Photos, papers or recordings with it: {n}."),
    "read": _("The team read it."),
    "read_by_person": _("The person read it."),
    "unread": _("It is not on record that anybody has read it."),
    "answered": _("The team answered it, or noted that it needs no answer."),
}
VISITS: dict[str, Any] = {
    "visit": _("Visit on {starts}, {kind}, {n} minutes."),
    "office": _("at an office"),
    "home": _("at home"),
    "video": _("by video"),
    "said_by_member": _("The team named this time."),
    "said_by_person": _("The person named this time."),
    "other_time": _("The person asked for another time."),
    "wanted": _("It would suit them on {when}."),
    "note": _("What the person says about it:"),
    "moved": _("The person moved it {n} time(s)."),
    "offered": _("It is offered."),
    "agreed": _("It is agreed."),
    "asked": _("The team has not answered yet."),
    "cancelled": _("It was cancelled."),
    "held": _("It took place."),
}
CONSENTS: dict[str, Any] = {
    "given": _("The person agreed, {how}."),
    "withdrawn": _("The person took it back, {how}. That never counts against them."),
    "words": _("The words that were shown:"),
}
HOWS: dict[str, Any] = words.HOW_TOLD | {"other": _("by their own hand or as recorded at enrolment")}
CHECK: dict[str, Any] = {
    "digest": _("SHA-256 of evidence.json:"),
    "key": _("The programme's public key:"),
    "how": _(
        "This paper says the same as the file evidence.json. The file signature.txt signs both. With the key of "
        "the programme, you can check it without us and without internet: amparo verify-evidence FILE --key KEY"
    ),
    "where": _("The key also stands at {address}. Compare it with what the programme tells you by another way."),
    "other_languages": _("These sentences are not yet written in {language}. Days and hours are."),
}
