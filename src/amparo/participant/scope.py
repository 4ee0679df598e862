"""Which page asks for how much: one table. A PIN that was seen being typed, or a phone left lying, must not open all.

Check-ins, court dates, receipts and who looked are open to whoever is signed in: without them nobody could comply, and
whoever cannot see who looked cannot object. What would let somebody stay, or shut the owner out, asks again.
"""

from dataclasses import dataclass
from datetime import datetime

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


SIGNED_IN = Needs()
ALSO_AT_KIOSK = Needs(kiosk=True)
FRESH = Needs(fresh=True)
NEW_WAY_IN = Needs(fresh=True, settled=True)
# For what is written about a person, their messages, documents and addresses. No page shows any of it yet.
SENSITIVE = Needs(settled=True, passkey=True)

PAGES: dict[str, Needs] = {
    "what_next": ALSO_AT_KIOSK,  # check-ins and court dates
    "check_in": ALSO_AT_KIOSK,  # sends answers; shows none that were sent before
    "voice": SIGNED_IN,  # the same check-in, spoken; nothing that was said can be heard there
    "voice_recording": SIGNED_IN,
    "time_asked": SIGNED_IN,  # who cannot check in must be able to say so
    "questions": SIGNED_IN,  # nobody may be kept from answering by a lock
    "question": SIGNED_IN,
    "trouble": SIGNED_IN,  # codes of what did not work
    # Sensitive, and outranked: somebody who needs a lawyer tonight must not need a passkey first. It is in the log.
    "evidence": SIGNED_IN,
    "receipts": SIGNED_IN,  # numbers and moments
    "receipt": ALSO_AT_KIOSK,
    "receipt_file": SIGNED_IN,
    "choose_time": SIGNED_IN,  # says nothing about the person, and is changed back as easily
    "who_looked": SIGNED_IN,  # the promise that everybody sees who looked outranks the rest
    "log_proof": SIGNED_IN,  # sealed lines
    "push": SIGNED_IN,  # adds this phone; takes no other way of being reached away, and names no case
    # A picture to compare opens nothing: it signs nobody in. A face that is set up is a NEW_WAY_IN: the view asks.
    "selfie": SIGNED_IN,
    "selfie_result": SIGNED_IN,
    "trusted": SIGNED_IN,  # that there is somebody; their names only after a passkey
    "trusted_end": FRESH,  # whoever wants somebody alone begins here
    # Who sees the record in one's name is for whoever is signed in, as who looked is. To let somebody see it lasts and
    # is a NEW_WAY_IN; to let them see more is FRESH, which the view asks. Ending it only takes sight away: somebody
    # who was made to invite, or whose PIN is blocked by wrong guesses, must be able to do it at once.
    "representatives": SIGNED_IN,
    "representative": SIGNED_IN,
    "representative_new": NEW_WAY_IN,
    "representative_end": SIGNED_IN,
    "it_is_me": SIGNED_IN,
    "it_is_me_passkey": SIGNED_IN,
    "passkeys": SIGNED_IN,  # whoever holds a stolen session sees what its owner may notice
    "passkeys_told": SIGNED_IN,
    "passkey_new": NEW_WAY_IN,
    "passkey_remove": FRESH,
    "phrase": SIGNED_IN,  # that there are words, never which
    "phrase_new": NEW_WAY_IN,
    "phrase_remove": FRESH,
}


def missing(needs: Needs, shown: Shown, at: datetime) -> str:
    """What whoever holds the session must do first, as a code; empty if nothing."""
    if shown.at_kiosk and not needs.kiosk:
        return "not_on_kiosk"
    if needs.settled and not rules.has_settled(shown, at):
        return "not_settled"
    if needs.passkey and shown.way is not Way.PASSKEY:
        return "show_passkey"
    if needs.fresh and not rules.is_just_now(shown, at):
        return "show_it_is_you"
    return ""
