"""Reads about courts: which one a code or a name means, and where it is. Nothing is guessed."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from amparo.directory.court_list import normal_code
from amparo.directory.models import Court


@dataclass(frozen=True)
class CourtBook:
    """All courts at once, for whoever looks up many."""

    courts: Mapping[str, Court] = field(repr=False)

    def resolve(self, code: str) -> Court | None:
        """The court that a code stands for today, its successors followed; None for an unknown code."""
        return _followed(self.courts.get(normal_code(code)), self.courts)

    def named(self, text: str) -> Court | None:
        """The one court of this name; None if there is none, or more than one."""
        return self._names.get(_plain(text))

    def written(self, text: str) -> Court | None:
        """The court that a partner's words mean: its code in capitals, or its name as an immigration court.

        A town's name alone is not enough: every town has several courts.
        """
        said = " ".join(text.split())
        if re.fullmatch(r"[A-Z]{3}", said):
            return self.resolve(said)
        return self.named(said) if _OURS.search(said) else None

    def zone_of(self, text: str) -> str | None:
        """The time zone of the court that the words mean."""
        court = self.written(text)
        return (court.zone or None) if court else None

    @cached_property
    def _names(self) -> dict[str, Court | None]:
        found: dict[str, Court | None] = {}
        for court in self.courts.values():
            today, name = _followed(court, self.courts), _plain(court.name)
            if today is not None:
                found[name] = today if found.get(name, today) == today else None
        return found


def court_book() -> CourtBook:
    """Every court that is known today."""
    return CourtBook({court.code: court for court in Court.objects.all()})


def resolve(code: str) -> Court | None:
    """The court that a code stands for today, its successors followed."""
    return court_book().resolve(code)


def successor_of(court: Court) -> Court:
    """The court that stands in this one's place today; itself if none does."""
    return (resolve(court.code) or court) if court.successor_id else court


def _followed(court: Court | None, courts: Mapping[str, Court]) -> Court | None:
    seen: set[str] = set()
    while court is not None and court.successor_id:
        # Codes that lead in a circle lead nowhere.
        if court.code in seen:
            return None
        seen.add(court.code)
        court = courts.get(court.successor_id)
    return court


_OURS = re.compile(r"\b(immigration|eoir|iac)\b", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"\b(u s|us|united states|eoir|immigration (court|adjudication center)|iac|the|of)\b")


def _plain(text: str) -> str:
    """A name without capitals, accents, dashes and the words that every court has."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    words = "".join(c if c.isalnum() else " " for c in apart if unicodedata.category(c) != "Mn")
    return " ".join(_NOT_A_NAME.sub(" ", " ".join(words.split())).split())
