"""How often something went wrong, and what a sample of this size can say about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Final

Z: Final = 1.959964  # 95 %, both sides


@dataclass(frozen=True, slots=True)
class Rate:
    """`errors` of `tries`, with the bounds of Wilson's score interval at 95 %.

    Wilson 1927: with p = errors / tries, (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n). It supposes that tries do
    not depend on each other; pairs that share a person do, so the true interval is wider.
    """

    errors: int
    tries: int
    low: float
    high: float

    @property
    def value(self) -> float:
        return self.errors / self.tries if self.tries else 0.0

    def shows_more_than(self, limit: float) -> bool:
        """Whether the sample can show it: the lower bound is above, or it is large enough to count by itself."""
        return self.errors > 0 and (self.low > limit or (self.tries * limit >= 3 and self.value > limit))

    def cannot_show(self, limit: float) -> bool:
        """Whether a true rate above the limit could have looked like this."""
        return self.high > limit


def rate(outcomes: Iterable[bool]) -> Rate:
    """True is an error. Without any try, everything between 0 and 1 is possible."""
    found = list(outcomes)
    return of(sum(found), len(found))


def of(errors: int, tries: int) -> Rate:
    if not tries:
        return Rate(0, 0, 0.0, 1.0)
    share, spread = errors / tries, Z * Z / tries
    middle = share + spread / 2
    half = sqrt(spread * share * (1 - share) + spread * spread / 4)
    low = (middle - half) / (1 + spread) if errors else 0.0
    high = (middle + half) / (1 + spread) if errors < tries else 1.0
    return Rate(errors, tries, low, high)


def ratio(worst_to_best: Iterable[Rate]) -> float | None:
    """The highest divided by the lowest; None for fewer than two, or when the lowest is 0: then it cannot be said."""
    values = sorted(one.value for one in worst_to_best if one.tries)
    return values[-1] / values[0] if len(values) > 1 and values[0] > 0 else None
