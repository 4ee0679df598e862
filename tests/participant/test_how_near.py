"""How near a day is: counted on the wall where the reader lives, also across a clock change."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from amparo.participant.templatetags.spelled import nearness

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("now", "moment", "said"),
    [
        pytest.param((2026, 11, 29, 23, 59), (2026, 11, 29, 23, 59), "Today", id="this minute"),
        pytest.param((2026, 11, 29, 23, 59), (2026, 11, 30, 0, 1), "Tomorrow", id="in two minutes"),
        pytest.param((2026, 11, 29, 0, 1), (2026, 12, 2, 23, 0), "In 3 days", id="late on the third"),
        pytest.param((2026, 10, 31, 23, 30), (2026, 11, 1, 23, 30), "Tomorrow", id="a day of 25 hours"),
        pytest.param((2026, 3, 7, 23, 30), (2026, 3, 9, 0, 15), "In 2 days", id="a day of 23 hours"),
        pytest.param((2026, 11, 29, 9, 0), (2026, 11, 28, 23, 0), "", id="past"),
    ],
)
def test_days_are_counted_on_the_wall(now: tuple[int, ...], moment: tuple[int, ...], said: str) -> None:
    with time_machine.travel(datetime(*now, tzinfo=NEW_YORK), tick=False), timezone.override(NEW_YORK):
        assert nearness(datetime(*moment, tzinfo=NEW_YORK)) == said


def test_it_is_said_in_the_language_of_the_page() -> None:
    now = datetime(2026, 11, 29, 9, 0, tzinfo=NEW_YORK)
    with time_machine.travel(now, tick=False), timezone.override(NEW_YORK), translation.override("es"):
        assert nearness(now.replace(month=12, day=2)) == "En 3 días"
