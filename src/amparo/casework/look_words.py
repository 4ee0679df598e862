"""Who looked, at what and why, in words that the person reads."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.foundation import languages

YOU = _("You")
AMPARO = _("Amparo, by itself")
SOMEBODY = _("A member of the team")
REPRESENTATIVE = _("whom you let see it")
HEAD = _("the head of your family")
ROLES = {
    "case_worker": _("case worker"),
    "supervisor": _("supervisor"),
    "manager": _("manager"),
    "privacy_officer": _("privacy officer"),
    "administrator": _("administrator"),
}
FIELDS = {
    "people.name": _("your name"),
    "people.case_number": _("your case number"),
    "people.address": _("how to reach you"),
    "addresses.address": _("where you live now"),
    "addresses.number": _("a number an office gave you"),
    "addresses.note": _("how you told an office that you moved"),
    "addresses.picture": _("a picture of a paper you kept"),
    "answers": _("what you said in a check-in"),
    "place": _("the area of one check-in"),
    "checkins.note": _("a note about a check-in"),
    "channels.body": _("a text message from you"),
    "checkins.help_words": _("what you wrote when you asked for help"),
    "checkins.words": _("what you wrote when you asked for time"),
    "checkins.reply": _("the answer about your time"),
    "concerns.question": _("a question to you"),
    "concerns.answer": _("your answer to a question"),
    "concerns.reason": _("why something was decided"),
    "concerns.contest": _("why you say it is not so"),
    "concerns.note": _("a note about reaching you"),
    "people.trusted_name": _("whom you named"),
    "people.trusted_address": _("how to reach whom you named"),
    "checkins.voice_recording": _("a recording of your voice"),
    "identity.template_face": _("the numbers of your face"),
    "identity.selfie_face": _("a selfie of you"),
    "identity.phrase": _("your words"),
    "identity.recovery_number": _("a new number of yours"),
    "people.call_times": _("when it is safe to call you"),
    "conversations.body": _("messages between you and us"),
    "conversations.photo": _("a photo in a message"),
    "conversations.recording": _("a recording in a message"),
    "conversations.paper": _("a paper in a message"),
    "documents.about": _("what your documents are"),
    "documents.paper": _("a document of yours"),
    "documents.raw_paper": _("a document, as you sent it"),
    "documents.original_paper": _("a document, as you sent it"),
    "visits.where": _("where a date is"),
    "visits.words": _("what a visit is about"),
    "visits.note": _("what you said about another time"),
    "visits.title": _("what you called a date of your own"),
    "mandates.name": _("who sees your record in your name"),
    "mandates.organisation": _("for whom they work"),
    "mandates.address": _("how to reach who sees your record"),
    "households.called": _("your first name"),
    "households.head_called": _("who is the head of your family"),
    "rights.request": _("what you asked about your data"),
    "rights.answer_request": _("the answer to what you asked"),
    "rights.where_request": _("where you can complain"),
    "rights.copy": _("the copy of your data"),
}
OTHER_FIELD = _("a part of your record")
LISTED = _("Opened: %(things)s.")
ACTIONS = {
    "forget": _("Had your record erased."),
    "read_log": _("Read this list."),
}
PURPOSES = {
    "represented_list": _("To see your name in their list, as you allowed."),
    "represented_hearings": _("To look at your court dates, as you allowed."),
    "represented_checkins": _("To look at your check-ins and receipts, as you allowed."),
    "represented_notices": _("To read what you were told, as you allowed."),
    "represented_documents": _("To see which documents you have, as you allowed."),
    "represented_paper": _("To look at one of your documents, as you allowed."),
    "family_list": _("To see your first name, to check in for you as you allowed."),
    "message_read": _("To read your messages and answer you."),
    "photo_read": _("To make your photo ready to be seen, by machine."),
    "document_read": _("To make your document ready to be seen, by machine."),
    "document_view": _("To look at one of your documents."),
    "caseload_list": _("To see your name in the list of the day."),
    "person_page": _("To open your page and help you."),
    "checkin_review": _("To read your check-in."),
    "concern_review": _("To look at a question after we did not hear from you."),
    "search_result": _("To find you among the people we help."),
    "import_preview": _("To compare a list from the court with what we know."),
    "hearing_question": _("To answer a question about your court date."),
    "home_help": _("To help you on the telephone, at the desk or at home."),
    "send_message": _("To send you a reminder."),
    "own_record": _("You read it yourself."),
    "voice_read": _("To make your recording ready to be heard, by machine."),
    "phrase_heard": _("To compare a recording with your words."),
    "face_compare": _("To compare your selfie with your own face, by machine."),
    "face_review": _("To look at a selfie that the machine could not settle."),
    "export_to_person": _("To make the copy of your record that is handed to you."),
    "subject_copy": _("To make your own copy, or to give it to you."),
    "rights_review": _("To answer what you asked about your data."),
    "log_review": _("To check that nobody looks without a reason."),
    "erasure": _("To erase your record."),
}


def what(action: str, fields: tuple[str, ...]) -> str:
    """One line of the access log, in words."""
    if action in ACTIONS:
        return str(ACTIONS[action])
    return str(LISTED) % {
        "things": languages.listed((str(FIELDS.get(name, OTHER_FIELD)) for name in fields), get_language() or "")
    }
