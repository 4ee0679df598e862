"""The numbers that people are told to call. None is made up: each has a source, and somebody who called it."""

from datetime import datetime
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.foundation.errors import Refused
from amparo.programme import queries
from amparo.programme.help_models import HelpLine

MOST = 12
LONGEST = {"name": 80, "phone": 32, "hours": 120, "languages": 120, "source": 160}
Kind = HelpLine.Kind

# The number of all emergencies, where it is one and the same in the whole country. Others are the programme's to say.
# North American numbering plan (911) and Directive (EU) 2018/1972, article 109 (112); read in October 2026.
EMERGENCY = dict.fromkeys(("US", "CA", "MX"), "911") | dict.fromkeys(
    ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU")
    + ("LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    "112",
)


def write_down(kind: str, *, by: Actor, at: datetime, **said: str) -> HelpLine:
    """People are told this number; whoever wrote it down has called it. The same number again replaces its words.

    `said`: name, phone, hours, languages, source. Codes: "line_incomplete", "too_long", "too_many".
    """
    programme = queries.by_id(by.programme_id)
    gate.require_any(by, Permission.HELP_LINES_CHANGE)
    words = {name: " ".join(said.get(name, "").split()) for name in LONGEST}
    if kind not in set(Kind) or not (words["name"] and words["source"]) or not any(map(str.isdigit, words["phone"])):
        raise Refused("line_incomplete")
    if any(len(words[name]) > most for name, most in LONGEST.items()):
        raise Refused("too_long")
    same = HelpLine.objects.filter(kind=kind, phone=words["phone"])
    if not same.exists() and HelpLine.objects.count() >= MOST:
        raise Refused("too_many")
    row, _ = HelpLine.objects.update_or_create(
        programme_id=programme.id,
        kind=kind,
        phone=words.pop("phone"),
        defaults=words | {"verified_at": at, "verified_by": by.id},
    )
    return row


def verify(line_id: UUID, *, by: Actor, at: datetime) -> None:
    """Somebody has called it today, and it is right. Code: "no_such_line"."""
    HelpLine.objects.filter(id=_line(line_id, by).id).update(verified_at=at, verified_by=by.id)


def remove(line_id: UUID, *, by: Actor) -> None:
    """Nobody is told this number any more. Code: "no_such_line"."""
    _line(line_id, by).delete()


def of_programme() -> list[HelpLine]:
    """Every number, by name. Public, inside `acting` of the programme."""
    return list(HelpLine.objects.order_by("kind", "name"))


def emergency(country: str) -> str:
    """The country's number of all emergencies, "" where there is not one that we know."""
    return EMERGENCY.get(country.upper(), "")


def _line(line_id: UUID, by: Actor) -> HelpLine:
    found = HelpLine.objects.filter(id=line_id).first()
    if found is None:
        raise Refused("no_such_line")
    gate.require(by, Permission.HELP_LINES_CHANGE, found)
    return found
