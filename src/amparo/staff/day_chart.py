"""The coming two weeks as a small picture: bars in numbers, drawn by the template."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from amparo.casework.today import Day

STEP, BAR, GAP, HIGH = 24, 6, 1, 44
KINDS = ("hearings", "visits", "closing")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: of what, how many, where it stands and how high it is."""

    kind: str
    count: int
    x: int
    height: float

    @property
    def top(self) -> float:
        return HIGH - self.height

    @property
    def middle(self) -> int:
        return self.x + BAR // 2


@dataclass(frozen=True, slots=True)
class Column:
    """One day with its bars; none for zero."""

    day: date
    middle: int
    bars: list[Bar]


def chart(days: Sequence[Day]) -> list[Column]:
    """A bar for each number, the highest as high as the picture; none for zero, never too small to see."""
    most = max((getattr(day, kind) for day in days for kind in KINDS), default=0) or 1
    return [
        Column(
            day.day,
            n * STEP + STEP // 2 - 1,
            [
                Bar(kind, count, n * STEP + place * (BAR + GAP), _height(count, most))
                for place, kind in enumerate(KINDS)
                if (count := getattr(day, kind))
            ],
        )
        for n, day in enumerate(days)
    ]


def _height(count: int, most: int) -> float:
    return round(max(count / most * HIGH, 3), 1)
