"""Which page asks for how much: one table. A PIN that was seen being typed, or a phone left lying, must not open all.

Check-ins, court dates, receipts and who looked are open to whoever is signed in: without them nobody could comply, and
whoever cannot see who looked cannot object. What would let somebody stay, or shut the owner out, asks again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from amparo.identity import rules
from amparo.identity.rules import Shown
from amparo.identity.ways import Way


@dataclass(frozen=True, slots=True)
class Needs:
    """What must hold besides a living session."""

    fresh: bool = False  # a PIN or passkey, moments ago
    settled: bool = False  # not with what staff gave anew in the last 72 hours
    passkey: bool = False  # a PIN is not enough
    kiosk: bool = False  # opens on a screen that others use as well
    own_phone: bool = False  # opens on their own phone only: it would leave something there
    file: bool = False  # hands over a file: it would stay on a phone that is not theirs, and nothing may
    asks: bool = False  # is where somebody shows who they are, or goes out: open to whoever left in a hurry
    sends: bool = False  # a script may send there what was saved before somebody left in a hurry; it shows nothing


SIGNED_IN = Needs()
ALSO_AT_KIOSK = Needs(kiosk=True)
CHECKING_IN = Needs(kiosk=True, sends=True)
TELLING = Needs(sends=True)
ASKING = Needs(asks=True)
OWN_PHONE = Needs(own_phone=True)
FILE = Needs(file=True)
FRESH = Needs(fresh=True)
FRESH_AT_KIOSK = Needs(fresh=True, kiosk=True)
NEW_WAY_IN = Needs(fresh=True, settled=True)
NEW_KEY = Needs(fresh=True, settled=True, own_phone=True)
# A person's documents: who they are, where they live, what a doctor wrote. Sending asks for nothing more; seeing one
# asks as much as letting a new passkey in. No more than that: whoever holds a fresh, settled PIN may add a passkey
# anyway, so asking for one stops no thief, and keeps out whoever has a phone without passkeys, or no script.
PAPERS = Needs(fresh=True, settled=True)
PAPERS_FILE = Needs(fresh=True, settled=True, file=True)
# For what is written about a person. No page shows any of it yet. Messages are read by `reading`: whoever has an old
# phone and a PIN must be able to write, and to read the answer.
SENSITIVE = Needs(settled=True, passkey=True)

PAGES: dict[str, Needs] = {
    "what_next": ALSO_AT_KIOSK,  # check-ins and court dates
    "check_in": CHECKING_IN,  # sends answers; shows none that were sent before
    "voice": SIGNED_IN,  # the same check-in, spoken; nothing that was said can be heard there
    "voice_recording": SIGNED_IN,
    "time_asked": SIGNED_IN,  # who cannot check in must be able to say so
    "questions": SIGNED_IN,  # nobody may be kept from answering by a lock
    "question": SIGNED_IN,
    "messages": TELLING,  # writing always; what was written before opens by `reading`
    "messages_write": SIGNED_IN,  # shows nothing that was written
    "message_file": TELLING,  # takes a picture or recording; gives none
    "message_file_opened": FILE,  # and only of what `reading` opens: the view asks
    "calendar": SIGNED_IN,  # the same dates as on the first page, and what the person wrote beside them
    "date": SIGNED_IN,
    "date_file": FILE,
    "own_date_new": SIGNED_IN,
    "own_date": SIGNED_IN,
    "visit": SIGNED_IN,  # whoever cannot make it must be able to say so
    "calendar_link": SIGNED_IN,  # that there is one, never which
    # It goes on showing dates when the session is over: somebody else's hand must not be able to make one.
    "calendar_link_new": NEW_KEY,
    "calendar_link_end": SIGNED_IN,  # ending it takes nothing away but what somebody else may read
    "trouble": TELLING,  # codes of what did not work
    "documents": SIGNED_IN,  # that there are some, and what became of them; what they are only as PAPERS
    "document_new": SIGNED_IN,  # whoever has a letter from the court in their hand must be able to send it
    "document_state": SIGNED_IN,
    "document_piece": SIGNED_IN,
    "document": PAPERS,
    "document_picture": PAPERS,
    "document_file": PAPERS_FILE,
    "document_original": PAPERS_FILE,
    "document_delete": FRESH,  # shows nothing; a phone left lying must not lose papers
    # Sensitive, and outranked: somebody who needs a lawyer tonight must not need a passkey first. It is in the log.
    "evidence": FILE,
    "case": SIGNED_IN,  # hearing dates, and public buildings; that there is a number, never which
    "case_steps": SIGNED_IN,  # words that are the same for everybody
    "case_number": FRESH,
    "address": SIGNED_IN,  # which offices to tell, and by when; never where the person lives
    "address_new": FRESH,
    "telling": SIGNED_IN,  # takes a proof, and shows none; to take one away asks again: the view asks
    "telling_kept": FRESH,  # where they live, and the proof
    "receipts": SIGNED_IN,  # numbers and moments
    "receipt": ALSO_AT_KIOSK,
    "receipt_file": FILE,
    "all_pages": SIGNED_IN,  # names of pages
    "choose_time": SIGNED_IN,  # says nothing about the person, and is changed back as easily
    "written_in": SIGNED_IN,  # in which language, which every page says anyway; changed back as easily
    "hear_in": SIGNED_IN,  # in which language, which the page says aloud anyway; changed back as easily
    "who_looked": SIGNED_IN,  # the promise that everybody sees who looked outranks the rest
    "log_proof": FILE,  # sealed lines
    "my_data": SIGNED_IN,  # kinds of things and how many; none of them
    "promises": SIGNED_IN,  # the same for everybody
    "agreed": SIGNED_IN,  # the words they saw, and never whom they named
    "agreed_stop": SIGNED_IN,  # taking back is as easy as giving
    "browsers_stop": SIGNED_IN,
    # Nobody may be kept from complaining. Whoever found a phone unlocked reads what its owner wrote here, as they read
    # answers to questions; they cannot answer it.
    "rights": SIGNED_IN,
    "right": SIGNED_IN,
    # Everything at once. Also with a PIN, for many have nothing else: then just now and settled, and without whom they
    # named and how to reach them; the view asks for the passkey with which a copy was asked for.
    "my_copy": NEW_WAY_IN,
    "my_copy_file": PAPERS_FILE,
    "my_copy_end": FRESH,
    "push": OWN_PHONE,  # adds this phone; takes no other way of being reached away, and names no case
    # A picture to compare opens nothing: it signs nobody in. A face that is set up is a NEW_WAY_IN: the view asks.
    "selfie": SIGNED_IN,
    "selfie_result": SIGNED_IN,
    "trusted": SIGNED_IN,  # that there is somebody; their names only after a passkey
    "trusted_end": FRESH,  # whoever wants somebody alone begins here
    # Who sees the record in one's name is for whoever is signed in, as who looked is. To let somebody see it, or more
    # of it, lasts and is a NEW_WAY_IN; to let them see less is FRESH: the view asks. Ending it only takes sight away:
    # somebody who was made to invite, or whose PIN is blocked by wrong guesses, must be able to do it at once.
    "representatives": SIGNED_IN,
    "representative": SIGNED_IN,
    "representative_new": NEW_WAY_IN,
    "representative_end": SIGNED_IN,
    # Who may check in in their place. Leaving asks for nothing, wherever they are: it only takes that away. To say yes
    # lasts for months, and the head may be whom a new link from staff went to: as a new way in, on no borrowed phone.
    "family": ALSO_AT_KIOSK,
    "family_answer": NEW_KEY,
    "family_stop": ALSO_AT_KIOSK,
    "family_check_in": SIGNED_IN,  # first names, and until when; nothing that anybody said
    "session": ASKING,  # who is signed in, for a script that sends what was saved
    "it_is_me": ASKING,
    "it_is_me_passkey": ASKING,
    "passkeys": SIGNED_IN,  # whoever holds a stolen session sees what its owner may notice
    "passkeys_told": SIGNED_IN,
    "passkey_new": NEW_KEY,
    "passkey_remove": FRESH,
    "lost": FRESH_AT_KIOSK,  # locks everything: little harm, and undone by any worker
    "call_times": SIGNED_IN,  # whoever is afraid must not be asked for more; it shows nothing that was said before
    "phrase": SIGNED_IN,  # that there are words, never which
    "phrase_new": NEW_WAY_IN,
    "phrase_remove": FRESH,
}


# With a PIN alone: what is needed to go on with a conversation, not years of it.
LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Reading:
    """Which messages open to whoever holds the session: those since a moment, all, or none before a PIN."""

    allowed: bool
    since: datetime | None = None


def reading(shown: Shown, at: datetime) -> Reading:
    """A passkey opens all. A PIN, typed moments ago, opens the last days: a phone left lying opens nothing, and a PIN
    that was seen being typed not the years before. A link and PIN that staff gave anew open what was written since:
    if they went to somebody else, that one reads no word that was meant for the person before; and the person who
    lost their phone is not kept from their worker for three days. See decision 16."""
    if not rules.has_settled(shown, at) and shown.settles_at is not None:
        return Reading(rules.is_just_now(shown, at) or shown.way is Way.PASSKEY, shown.settles_at - rules.SETTLING)
    if shown.way is Way.PASSKEY:
        return Reading(True)
    return Reading(rules.is_just_now(shown, at), at - LATELY)


def missing(needs: Needs, shown: Shown, at: datetime) -> str:
    """What whoever holds the session must do first, as a code; empty if nothing."""
    if shown.at_kiosk and not needs.kiosk:
        return "not_on_kiosk"
    if shown.borrowed and needs.own_phone:
        return "not_on_borrowed"
    if shown.borrowed and needs.file:
        return "no_file_here"
    if shown.has_left and not needs.asks:
        return "show_it_is_you"
    if needs.settled and not rules.has_settled(shown, at):
        return "not_settled"
    if needs.passkey and shown.way is not Way.PASSKEY:
        return "show_passkey"
    if needs.fresh and not rules.is_just_now(shown, at):
        return "show_it_is_you"
    return ""
