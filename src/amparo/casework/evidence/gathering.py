"""What every part of a pack needs: the period, who is who, and one list of what is sealed, opened together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from amparo.access.actor import Actor, Kind
from amparo.casework.evidence.written import name_of
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose


@dataclass(slots=True)
class Words:
    """A place in the pack for words that are still sealed."""

    item: vault.OpenItem
    text: str | None = None


@dataclass(slots=True)
class Gathering:
    """One pack in the making."""

    person: Person
    since: datetime
    until: datetime
    colleagues: dict[UUID, str]
    waiting: list[Words] = field(default_factory=list)

    def within(self, column: str) -> Q:
        """Rows whose moment falls into the period."""
        return Q(**{f"{column}__gte": self.since, f"{column}__lt": self.until})

    def among(self, column: str, ids: Sequence[UUID]) -> Q:
        return Q(**{f"{column}__in": list(ids)})

    def name(self, member_id: UUID | None) -> str:
        """A member's name; the person reads it on their own pages too."""
        return self.colleagues.get(member_id, "") if member_id else ""

    def who(self, kind: str, by_id: UUID) -> dict[str, str]:
        return {"by": kind, "by_name": self.name(by_id) if kind == Kind.MEMBER else ""}

    def ref(self, row_id: UUID) -> str:
        return name_of(row_id, self.person.pseudonym)

    def sealed(self, name: str, row_id: UUID, blob: Any) -> Any:
        """Words that will stand here; nothing where there are none."""
        if not blob:
            return None
        words = Words(vault.OpenItem(people.subject_of(self.person), name, row_id, bytes(blob)))
        self.waiting.append(words)
        return words

    def open(self, *, by: Actor, at: datetime) -> None:
        """All of it at once: one entry in the person's access log says who had the pack made."""
        try:
            texts = _opened([one.item for one in self.waiting], by, at)
        except Refused as no:
            if no.code != "cannot_open":
                raise
            # A phone has sealed one message wrongly: it must not hide all the others.
            texts = [_alone(one.item, by, at) for one in self.waiting]
        for words, text in zip(self.waiting, texts, strict=True):
            words.text = text


def _opened(items: list[vault.OpenItem], by: Actor, at: datetime) -> list[str | None]:
    opened = vault.open_sealed(items, by=by, why=Purpose.EXPORT_TO_PERSON, at=at)
    # A phone seals bytes, and nobody but the reader can look whether they are letters.
    return [None if value is None else value.decode(errors="replace") for value in opened]


def _alone(item: vault.OpenItem, by: Actor, at: datetime) -> str | None:
    try:
        return _opened([item], by, at)[0]
    except Refused as no:
        if no.code != "cannot_open":
            raise
        return None


def spoken(facts: Any) -> Any:
    """The facts with the opened words in their places."""
    if isinstance(facts, Words):
        return facts.text
    if isinstance(facts, dict):
        return {name: spoken(value) for name, value in facts.items()}
    return [spoken(value) for value in facts] if isinstance(facts, list) else facts
