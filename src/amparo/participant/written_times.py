"""A day and an hour as a form of the person's brings them."""

from collections.abc import Mapping
from datetime import date, datetime, time

from amparo.foundation.errors import Refused


def moment(form: Mapping[str, str], name: str = "") -> datetime | None:
    """What the clock shows then, from the fields `day` and `time` (with `name` behind them); None if both are empty.

    Code: "time_missing", where one of them is missing or says no day or hour.
    """
    day, hour = form.get(f"day{name}", "").strip(), form.get(f"time{name}", "").strip()
    if not day and not hour:
        return None
    try:
        return datetime.combine(date.fromisoformat(day), time.fromisoformat(hour).replace(second=0, microsecond=0))
    except ValueError:
        raise Refused("time_missing") from None
