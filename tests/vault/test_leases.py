"""When something that waits to be read is tried again, and when it is not."""

from datetime import UTC, datetime, timedelta

import pytest

from amparo.privacy import leases

AT = datetime(2027, 3, 3, 19, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("looks", "away", "known", "again"),
    [
        pytest.param(1, False, True, None, id="what is known is written"),
        pytest.param(1, False, False, (timedelta(seconds=5), 1), id="a fault of ours is tried again soon"),
        pytest.param(2, False, False, (timedelta(minutes=1), 2), id="then later"),
        pytest.param(4, False, False, (timedelta(hours=1), 4), id="at last an hour later"),
        pytest.param(5, False, False, None, id="and no more"),
        pytest.param(5, True, False, (timedelta(minutes=1), 4), id="who is away is waited for, and no look is used up"),
    ],
)
def test_when_it_is_tried_again(looks: int, away: bool, known: bool, again: tuple[timedelta, int] | None) -> None:
    later = leases.later(looks, away=away, known=known, at=AT)
    assert later == (again and leases.Later(AT + again[0], again[1]))
