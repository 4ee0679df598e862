"""Words about a case that are true in most countries; for every country that has no guide of its own."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from amparo.directory.guides.written import Case, Check, Guide, Step

REVIEWED = date(2026, 11, 29)
SOURCE = "general; no law of this country is named here"

CANNOT = Case(
    "cannot",
    _("If you cannot come"),
    _(
        "Do not just stay at home. Ask the court for another day before the hearing, and say why. Until the court says "
        "yes, the old day holds. We help you with it."
    ),
    SOURCE,
    REVIEWED,
)
MOVED = Case(
    "moved",
    _("If you moved"),
    _("Tell the court your new address on paper, as soon as you can. The court writes to the address it has."),
    SOURCE,
    REVIEWED,
)

STEPS = (
    Step(
        "papers",
        _("The first papers"),
        _("An office sends you a paper about your case. Your case begins with it."),
        _("The paper says what it is about, and what you can do. There may be a last day for an answer."),
        (_("Keep every paper, and the envelope with its date."), _("Show it to a lawyer soon.")),
        SOURCE,
        REVIEWED,
    ),
    Step(
        "hearing",
        _("The hearing"),
        _("You speak about your case, with a judge or with people of the office. There can be more than one."),
        _("They ask you questions. You can say why you ask to stay, and show papers."),
        (_("All letters you got, and papers that help you."), _("Something that shows who you are.")),
        SOURCE,
        REVIEWED,
    ),
    Step(
        "decision",
        _("The decision"),
        _("It says yes or no, most often on paper."),
        _("If it is no, the paper says what you can do and until when. The time is often short."),
        (_("Show it to a lawyer on the same day."),),
        SOURCE,
        REVIEWED,
    ),
    Step(
        "appeal",
        _("Asking for another look"),
        _("In most places you can ask another court or office to look at it again."),
        _("The paper with the decision says by when. If you do not find it, ask a lawyer at once."),
        (_("The decision, and every paper that came with it."),),
        SOURCE,
        REVIEWED,
    ),
)

CASES = (
    Case(
        "miss",
        _("If you miss a hearing"),
        _("Somebody may decide without you. Call the court, us and a lawyer at once. If you are late, go anyway."),
        SOURCE,
        REVIEWED,
    ),
    CANNOT,
    MOVED,
    Case(
        "interpreter",
        _("If you need an interpreter"),
        _("Tell the court which language you speak best, as early as you can. Ask us if nobody comes."),
        SOURCE,
        REVIEWED,
    ),
    Case(
        "lawyer",
        _("If you want a lawyer"),
        _("You may ask somebody who knows the law. We can tell you who helps for little or no money."),
        SOURCE,
        REVIEWED,
    ),
)

CHECKS = (
    Check(
        _("Call the court, or go there with your letters. Have your case number ready."),
        SOURCE,
        REVIEWED,
    ),
    Check(
        _("Letters from the court count. If one says another day than we do, call the court and tell us."),
        SOURCE,
        REVIEWED,
    ),
)


def step_of(kind: str) -> str | None:
    """Nobody knows how every country names its hearings."""
    return None


GUIDE = Guide(STEPS, CASES, CHECKS, step_of)
