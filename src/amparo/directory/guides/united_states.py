"""Removal proceedings before the immigration courts of the United States.

The time to appeal stands here in words only: 8 CFR 1003.38 was changed by an interim rule published on 6 February 2026
and is before the courts, so that a number of days could cost somebody their appeal. The judge's paper names the day.
"""

import re
from datetime import date

from django.utils.translation import gettext_lazy as _

from amparo.directory.guides.written import Case, Check, Guide, Step

REVIEWED = date(2026, 11, 29)

NOTICE, MASTER, ASKING = "notice", "master", "asking"
INDIVIDUAL, DECISION, APPEAL = "individual", "decision", "appeal"

STEPS = (
    Step(
        NOTICE,
        _("The notice to appear"),
        _("The government sends you a paper. It says why they think you may not stay. Your case begins with it."),
        _("Nothing is decided yet. The court gives you a day for the first hearing. Check that day: it can change."),
        (_("Keep this paper."), _("Look if your name and your address on it are right.")),
        "INA 239(a), 8 U.S.C. 1229(a); 8 CFR 1003.15, 1003.18",
        REVIEWED,
    ),
    Step(
        MASTER,
        _("The short hearing (master calendar hearing)"),
        _("Your first hearing is a short one, and you may get more of them. Many people come on the same day."),
        _(
            "The judge asks who you are, which language you speak, and if you have a lawyer. You say what is true and "
            "what is not in the paper from the government. You can ask for time to find a lawyer."
        ),
        (
            _("The notice to appear, and all letters from the court."),
            _("Something that shows who you are."),
            _("Your address, written down."),
        ),
        "INA 240(b)(4), 8 U.S.C. 1229a(b)(4); 8 CFR 1240.10",
        REVIEWED,
    ),
    Step(
        ASKING,
        _("Asking for protection"),
        _("If you are afraid to go back, you can ask for asylum. There are other ways to stay too. Ask a lawyer."),
        _(
            "For asylum there is a form, I-589. It must arrive within one year after you came to this country. There "
            "are a few exceptions, but do not wait for them. Ask if there is a fee."
        ),
        (
            _("Write down what happened to you, with days and places."),
            _("Papers in another language need a translation into English."),
            _("Keep a copy, with the stamp of the day it came to the court."),
        ),
        "INA 208(a)(2)(B) and (D), 8 U.S.C. 1158(a)(2); 8 CFR 1208.4; 8 CFR 1003.33",
        REVIEWED,
    ),
    Step(
        INDIVIDUAL,
        _("Your own hearing (individual hearing)"),
        _("A long hearing about your case only. Here you tell the judge why you ask to stay."),
        _("You speak. The government's lawyer asks you questions, and so does the judge. It can take some hours."),
        (
            _("All your papers, and copies. The judge says by which day they must be at the court."),
            _("People who can tell what they know about you."),
        ),
        "INA 240(b)(4)(B), 8 U.S.C. 1229a(b)(4)(B); 8 CFR 1003.31, 1240.11",
        REVIEWED,
    ),
    Step(
        DECISION,
        _("The decision"),
        _("The judge says yes or no: at the end of the hearing, or later in a letter."),
        _("Both you and the government can ask another court to look at it. Ask what the decision means for you."),
        (_("Ask for the decision on paper, and keep it."), _("Show it to a lawyer on the same day.")),
        "8 CFR 1003.37, 1240.12, 1240.13",
        REVIEWED,
    ),
    Step(
        APPEAL,
        _("The appeal"),
        _(
            "Do you think that it is wrong? You can ask a higher court to look at it. Its name is the Board of "
            "Immigration Appeals."
        ),
        _(
            "The time for it is short, and the rules have changed. Ask the judge for the last day, and read the paper "
            "with the decision. The form must be there by that day. Sending it by then is not enough."
        ),
        (_("Ask a lawyer at once."), _("Ask if there is a fee, and if you can ask not to pay it.")),
        "INA 240(c)(5), 8 U.S.C. 1229a(c)(5); 8 CFR 1003.3, 1003.38 (changed by an interim rule in 2026)",
        REVIEWED,
    ),
)

CASES = (
    Case(
        "miss",
        _("If you miss a hearing"),
        _(
            "The judge can decide without you, and order that you must leave. Call us and a lawyer at once. A judge "
            "can open a case again, but only for some reasons and for a short time. If you are late, go anyway."
        ),
        "INA 240(b)(5), 8 U.S.C. 1229a(b)(5); 8 CFR 1003.23(b)(4)(ii), 1003.26",
        REVIEWED,
    ),
    Case(
        "cannot",
        _("If you cannot come"),
        _(
            "Do not just stay at home. Ask the court for another day before the hearing, on paper, and say why. Until "
            "the court says yes, the old day holds. We help you with it."
        ),
        "8 CFR 1003.29",
        REVIEWED,
    ),
    Case(
        "moved",
        _("If you moved"),
        _(
            "Tell the court with the form EOIR-33/IC, within five working days. If the court is far away now, you can "
            "ask for a court near you. Until the court says yes, go to the old one."
        ),
        "Form EOIR-33/IC; 8 CFR 1003.15(d)(2), 1003.20",
        REVIEWED,
    ),
    Case(
        "interpreter",
        _("If you need an interpreter"),
        _(
            "The court brings one, and you pay nothing. Say which language you speak best, also if few people speak "
            "it. If you do not understand the interpreter, say so at once."
        ),
        "8 CFR 1003.22; 8 CFR 1240.5",
        REVIEWED,
    ),
    Case(
        "lawyer",
        _("If you want a lawyer"),
        _(
            "You may have a lawyer, but the court does not pay for one. The court has a list of lawyers who work for "
            "little or no money. You can ask the judge for time to find one."
        ),
        "INA 292, 8 U.S.C. 1362; INA 240(b)(4)(A); 8 CFR 1003.61, 1240.10(a)",
        REVIEWED,
    ),
)

CHECKS = (
    Check(
        _("Call the automatic line of the immigration courts, at any hour. You need your case number."),
        "EOIR Automated Case Information, telephone line",
        REVIEWED,
        phone="+18008987180",
        shown="1-800-898-7180",
    ),
    Check(
        _("Or look on the court's own page on the internet. You need your case number there too."),
        "EOIR Automated Case Information, on the internet",
        REVIEWED,
        page="acis.eoir.justice.gov",
    ),
    Check(
        _("Letters from the court count. If one says another day than we do, call the court and tell us."),
        "8 CFR 1003.18",
        REVIEWED,
    ),
)

# How the courts themselves and their lists write the kind of a hearing. What is not here is not guessed.
_CODES = {
    **dict.fromkeys(("M", "MC", "MCH", "MA", "MM", "MR", "MP", "MD", "CI", "PD", "RD"), MASTER),
    **dict.fromkeys(("I", "IC", "ICH", "IA", "ID", "II", "IR"), INDIVIDUAL),
}
_WORDS = (
    # Hearings beside the line of steps: about being locked up, or about fear at the border.
    (re.compile(r"\b(bond|custody|fear|reasonable cause|non-work|leave)\b"), None),
    (re.compile(r"\bmaster\b|\bmerits? to master\b"), MASTER),
    (re.compile(r"\bindividual\b|\bmerits\b"), INDIVIDUAL),
)


def step_of(kind: str) -> str | None:
    """By the courts' own codes and words; None for all others."""
    said = " ".join(kind.split())
    if said in _CODES:
        return _CODES[said]
    return next((code for words, code in _WORDS if words.search(said.casefold())), None)


GUIDE = Guide(STEPS, CASES, CHECKS, step_of, _("On letters, and with the court, it is called A-number."))
