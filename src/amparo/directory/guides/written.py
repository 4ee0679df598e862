"""The shape of a guide. Every text says where it comes from, and when somebody last compared it with that."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a case: what it means, what happens at it, what to bring or keep."""

    code: str
    name: Any
    means: Any
    happens: Any
    bring: tuple[Any, ...]
    source: str
    reviewed: date


@dataclass(frozen=True, slots=True)
class Case:
    """What to do if: you miss it, cannot come, have moved, need an interpreter, want a lawyer."""

    code: str
    asks: Any
    says: Any
    source: str
    reviewed: date


@dataclass(frozen=True, slots=True)
class Check:
    """One way to ask the court itself. `phone` can be dialled, `page` is written out: no page of ours leads there."""

    words: Any
    source: str
    reviewed: date
    phone: str = ""
    shown: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything that is written about cases in one country."""

    steps: tuple[Step, ...]
    cases: tuple[Case, ...]
    checks: tuple[Check, ...]
    step_of: Callable[[str], str | None]
    # What offices there call the case number, where it has another name. Every page of ours says: case number.
    number_elsewhere: Any = ""
