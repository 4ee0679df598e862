"""Appeals to the First-tier Tribunal (Immigration and Asylum Chamber) of the United Kingdom, shortly.

Times to appeal depend on where somebody is and on the decision: none stands here, the decision letter names it.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from amparo.directory.guides.elsewhere import CANNOT, MOVED
from amparo.directory.guides.written import Case, Check, Guide, Step

REVIEWED = date(2026, 11, 29)
RULES = "Tribunal Procedure (First-tier Tribunal) (Immigration and Asylum Chamber) Rules 2014"

APPEALED, REVIEW, HEARING = "appealed", "review", "hearing"
DECISION, ONWARD = "decision", "onward"

STEPS = (
    Step(
        APPEALED,
        _("Your appeal begins"),
        _("The Home Office said no, and you ask the tribunal to look at it. The tribunal is not the Home Office."),
        _("The court gives your appeal a number. It says which papers it needs, and by when."),
        (_("Keep the letter with the decision."), _("Write down your appeal number.")),
        f"{RULES}, rules 19 to 24",
        REVIEWED,
    ),
    Step(
        REVIEW,
        _("The short hearing before (case management)"),
        _("A short meeting, often by video or phone. Nothing is decided there."),
        _("The judge asks if all papers are there, and what you need: an interpreter, a quiet room, more time."),
        (_("All letters from the tribunal."),),
        f"{RULES}, rule 4",
        REVIEWED,
    ),
    Step(
        HEARING,
        _("Your hearing"),
        _("Here you tell the judge why the decision is wrong."),
        _("You speak, and people who know you can speak. Somebody from the Home Office may ask questions."),
        (_("All your papers, and copies."), _("Something that shows who you are.")),
        f"{RULES}, rules 14, 25 and 28",
        REVIEWED,
    ),
    Step(
        DECISION,
        _("The decision"),
        _("The decision comes on paper. Most often it takes some weeks."),
        _("It says if your appeal is allowed or dismissed, and what you can do."),
        (_("Show it to a lawyer on the same day."),),
        f"{RULES}, rule 29",
        REVIEWED,
    ),
    Step(
        ONWARD,
        _("Asking the next court"),
        _("Did the judge get the law wrong? Then you can ask to go to the Upper Tribunal."),
        _("The time for it is short. The paper with the decision names the last day."),
        (_("Ask a lawyer at once."),),
        f"{RULES}, rule 33; Tribunals, Courts and Enforcement Act 2007, section 11",
        REVIEWED,
    ),
)

CASES = (
    Case(
        "miss",
        _("If you miss a hearing"),
        _("The tribunal can decide without you. Call it, us and a lawyer at once. If you are late, go anyway."),
        f"{RULES}, rule 28",
        REVIEWED,
    ),
    CANNOT,
    MOVED,
    Case(
        "interpreter",
        _("If you need an interpreter"),
        _("Tell the tribunal which language you speak best, as early as you can. The tribunal brings an interpreter."),
        "Practice Direction of the Immigration and Asylum Chamber of the First-tier Tribunal",
        REVIEWED,
    ),
    Case(
        "lawyer",
        _("If you want a lawyer"),
        _("You may have a lawyer. If you have little money, ask if legal aid pays. Only some people may give advice."),
        "Legal Aid, Sentencing and Punishment of Offenders Act 2012; Immigration and Asylum Act 1999, part V",
        REVIEWED,
    ),
)

CHECKS = (
    Check(
        _("Call or write to the tribunal. Its number is on the letters you got. Have your appeal number ready."),
        RULES,
        REVIEWED,
    ),
    Check(
        _("Letters from the tribunal count. If one says another day than we do, call the tribunal and tell us."),
        RULES,
        REVIEWED,
    ),
)

_KINDS = {
    "case management review": REVIEW,
    "case management appointment": REVIEW,
    "cma": REVIEW,
    "cmr": REVIEW,
    "directions": REVIEW,
    "substantive": HEARING,
    "substantive hearing": HEARING,
    "full hearing": HEARING,
}


def step_of(kind: str) -> str | None:
    """By the names that the tribunal's daily list uses; None for all others, as for bail."""
    return _KINDS.get(" ".join(kind.casefold().split()))


GUIDE = Guide(STEPS, CASES, CHECKS, step_of)
