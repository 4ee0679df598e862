"""From which day to which day, on the person's own wall clock."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from amparo.foundation import wall
from amparo.foundation.errors import Refused

# Longer than anything is kept: two years of a pack are still read by a human.
LONGEST = timedelta(days=731)


@dataclass(frozen=True, slots=True)
class Period:
    """Both days included."""

    begins: date
    ends: date

    def instants(self, zone: str) -> tuple[datetime, datetime]:
        """The first moment of the first day, and the first one after the last day. Code: "no_such_period"."""
        try:
            after = self.ends + timedelta(days=1)
            return (
                wall.instant(datetime.combine(self.begins, time()), zone),
                wall.instant(datetime.combine(after, time()), zone, overlap="later"),
            )
        except (OverflowError, Refused):
            raise Refused("no_such_period") from None


def read(begins: str, ends: str) -> Period:
    """The period as a form says it. Codes: "no_such_period", "period_too_long"."""
    try:
        period = Period(date.fromisoformat(begins.strip()), date.fromisoformat(ends.strip()))
    except ValueError:
        raise Refused("no_such_period") from None
    if period.ends < period.begins or period.begins.year < 1971:
        raise Refused("no_such_period")
    if period.ends - period.begins > LONGEST:
        raise Refused("period_too_long")
    return period


def offered(at: datetime, zone: str) -> Period:
    """What a form shows first: the year until today."""
    today = wall.shown(at, zone).date()
    return Period(today - timedelta(days=365), today)
