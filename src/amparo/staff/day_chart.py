"""The coming two weeks as a small picture: bars in numbers, drawn by the template."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

STEP, BAR, HIGH = 24, 9, 44


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: where its two bars stand and how high they are."""

    day: date
    x: int
    hearings: int
    closing: int
    hearing_height: float
    closing_height: float

    @property
    def hearing_top(self) -> float:
        return HIGH - self.hearing_height

    @property
    def closing_top(self) -> float:
        return HIGH - self.closing_height

    @property
    def closing_x(self) -> int:
        return self.x + BAR + 1


def chart(days: Sequence[tuple[date, int, int]]) -> list[Bar]:
    """A bar for each number, the highest as high as the picture; none for zero, never too small to see."""
    most = max((max(hearings, closing) for _day, hearings, closing in days), default=0) or 1
    return [
        Bar(day, n * STEP, hearings, closing, _height(hearings, most), _height(closing, most))
        for n, (day, hearings, closing) in enumerate(days)
    ]


def _height(count: int, most: int) -> float:
    return round(max(count / most * HIGH, 3), 1) if count else 0
