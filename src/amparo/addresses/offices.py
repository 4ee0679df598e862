"""Whom somebody who moved should tell, by country: what to do, by when, and where that is written.

A clock stands here only where a law or an office's own form names one. Information, not legal advice: each entry says
its source and the day on which somebody last compared them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.addresses.rules import Clock, Count


@dataclass(frozen=True, slots=True)
class Office:
    """One office to tell. `needed`: it must be told, by law or for the case; the others are for comfort."""

    code: str
    ask: Any
    how: tuple[Any, ...]
    source: str
    reviewed: date
    needed: bool = False
    clock: Clock | None = None


REVIEWED = date(2026, 11, 29)

LAWYER = Office(
    "lawyer",
    _("Tell your lawyer, if you have one"),
    (_("Call or write to your lawyer. They can send the forms for you."),),
    "good practice",
    REVIEWED,
)
SCHOOL = Office(
    "school",
    _("Tell the school, if you have children there"),
    (_("Tell the school your new address and telephone number."), _("Ask if your child can stay at this school.")),
    "good practice",
    REVIEWED,
)
HEALTH = Office(
    "health",
    _("Tell your doctor, and who helps you with food or rent"),
    (_("Their letters go to the address they have."),),
    "good practice",
    REVIEWED,
)

UNITED_STATES = (
    Office(
        "court",
        _("Tell the court your new address"),
        (
            _("Use the form EOIR-33/IC. Each person who has a case needs their own form."),
            _(
                "You can fill it in on the court's own page on the internet (respondentaccess.eoir.justice.gov). "
                "Or send it by post, or bring it to the court."
            ),
            _("The government's lawyers must get a copy. The form says how to send it."),
            _("The form says: within five working days. Sooner is safer: the court writes to the address it has."),
            _("Telling us or another office does not tell the court."),
        ),
        "Form EOIR-33/IC, instructions (five working days); 8 CFR 1003.15(d)(2) (five days)",
        REVIEWED,
        needed=True,
        clock=Clock(5, Count.WORKING),
    ),
    Office(
        "uscis",
        _("Tell USCIS your new address"),
        (
            _("Use the form AR-11: in an account on the page of USCIS (uscis.gov), or by post."),
            _("Almost everybody who is not a citizen must do it. You have 10 days after you move."),
            _("If you have asked USCIS for something, give that case number too. Then they change it there as well."),
        ),
        "INA 265(a), 8 U.S.C. 1305(a); 8 CFR 265.1; Form AR-11",
        REVIEWED,
        needed=True,
        clock=Clock(10, Count.CALENDAR),
    ),
    Office(
        "ice",
        _("Tell ICE or ISAP, if you report to them"),
        (
            _("Look at your papers from them. They may say that you ask before you move."),
            _("Call the number on these papers. Write down the day, the hour and the name."),
        ),
        "the person's own order of supervision or release papers; Form I-220A, I-220B",
        REVIEWED,
    ),
    LAWYER,
    Office(
        "post",
        _("Ask the post office to send your letters on"),
        (
            _("Ask at the post office for a change of address, or do it on usps.com."),
            _("It does not tell the court: court letters may still go wrong."),
        ),
        "United States Postal Service, change of address",
        REVIEWED,
    ),
    SCHOOL,
    HEALTH,
)

UNITED_KINGDOM = (
    Office(
        "court",
        _("Tell the tribunal your new address"),
        (
            _("Write to the tribunal as soon as you can. Give your appeal number."),
            _("The court writes to the old address. Tell it the new one in writing."),
        ),
        "Tribunal Procedure (First-tier Tribunal) (Immigration and Asylum Chamber) Rules 2014, rule 12",
        REVIEWED,
        needed=True,
    ),
    Office(
        "authority",
        _("Tell the Home Office your new address"),
        (
            _("Tell the Home Office as soon as you can. Your papers say how."),
            _("If you report to them, tell the reporting centre too."),
        ),
        "conditions on the person's own papers; gov.uk, change of circumstances",
        REVIEWED,
        needed=True,
    ),
    LAWYER,
    SCHOOL,
    HEALTH,
)

ELSEWHERE = (
    Office(
        "court",
        _("Tell the court your new address"),
        (
            _("Write to the court or the office that decides your case, as soon as you can. Give your case number."),
            _("There may be a short time for this. Ask the court, a lawyer, or us."),
        ),
        "no rule is known here for this country",
        REVIEWED,
        needed=True,
    ),
    Office(
        "authority",
        _("Tell the immigration office your new address"),
        (_("Look at your papers from them. They say how, and if there is a time for it."),),
        "no rule is known here for this country",
        REVIEWED,
        needed=True,
    ),
    LAWYER,
    Office(
        "post",
        _("Ask the post office to send your letters on"),
        (_("Ask at the post office if they can send your letters to the new address."),),
        "good practice",
        REVIEWED,
    ),
    SCHOOL,
    HEALTH,
)

BY_COUNTRY = {"US": UNITED_STATES, "GB": UNITED_KINGDOM}
CODES = sorted({office.code for some in (*BY_COUNTRY.values(), ELSEWHERE) for office in some})


def to_tell(country: str) -> tuple[Office, ...]:
    """All offices that somebody in this country should tell, the pressing ones first."""
    return BY_COUNTRY.get(country, ELSEWHERE)


def of(code: str, country: str) -> Office:
    """What is known of one office."""
    known = {office.code: office for office in (*ELSEWHERE, *to_tell(country))}
    return known.get(code) or next(office for office in UNITED_STATES if office.code == code)
