"""Promises to speak: made once for each version of a thing, by the clock where the person lives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from amparo.access.rows import acting
from amparo.foundation import ids, wall
from amparo.programme.rules import Rules
from amparo.reminders import planning
from amparo.reminders.models import Reminder
from amparo.reminders.planning import Occasion

AT = datetime(2027, 2, 1, 15, tzinfo=UTC)
STARTS = datetime(2027, 3, 17, 18, 30, tzinfo=UTC)
STEPS = Rules().hearing_steps


def occasion(person: Any, **changes: Any) -> Occasion:
    facts = {"kind": "hearing", "about_id": ids.new(), "person_id": person.id, "starts_at": STARTS}
    return Occasion(**(facts | {"zone": "America/New_York"} | changes))


def plan(casa: Any, *occasions: Occasion, at: datetime = AT) -> int:
    with acting(casa.system):
        return planning.plan(casa.id, occasions, steps=STEPS, policy=Rules(), at=at)


def planned(casa: Any, about: Occasion) -> dict[str, datetime]:
    with acting(casa.system):
        return dict(Reminder.objects.filter(about_id=about.about_id).values_list("step", "send_at"))


def test_every_step_is_planned_at_the_same_hour_on_the_wall_across_a_clock_change(casa, ana) -> None:
    about = occasion(ana)
    assert plan(casa, about) == 5
    found = planned(casa, about)
    assert [wall.shown(found[s], "America/New_York").hour for s in ("-7d", "-3d", "-1d")] == [14, 14, 14]
    assert found["-2h"] == STARTS - timedelta(hours=2)


def test_days_are_counted_and_nights_are_quiet_where_the_person_lives(casa, ana) -> None:
    early = datetime(2027, 3, 17, 13, tzinfo=UTC)  # 9:00 in New York, 6:00 in Phoenix
    there, here = occasion(ana, starts_at=early), occasion(ana, starts_at=early, lives_in="America/Phoenix")
    plan(casa, there, here)
    assert wall.shown(planned(casa, there)["-1d"], "America/New_York").hour == 9
    assert 8 <= wall.shown(planned(casa, here)["-1d"], "America/Phoenix").hour < 21


def test_planned_again_nothing_changes(casa, ana) -> None:
    about = occasion(ana)
    plan(casa, about)
    before = planned(casa, about)
    assert plan(casa, about, at=AT + timedelta(hours=1)) == 0
    assert planned(casa, about) == before


def test_a_new_version_is_planned_beside_what_was_said(casa, ana) -> None:
    about = occasion(ana)
    plan(casa, about)
    with acting(casa.system):
        planning.cancel([about.about_id], at=AT)
    moved = occasion(ana, about_id=about.about_id, sequence=1, starts_at=STARTS + timedelta(days=3))
    assert plan(casa, moved) == 5


def test_a_failure_half_way_leaves_nothing(casa, ana) -> None:
    import pytest

    good, bad = occasion(ana), occasion(ana, zone="Nowhere/Atall")
    with pytest.raises(Exception, match="unknown_zone"):
        plan(casa, good, bad)
    assert planned(casa, good) == {}


def test_another_programme_can_neither_see_nor_take_back(casa, elsewhere, ana) -> None:
    about = occasion(ana)
    plan(casa, about)
    with acting(elsewhere.system):
        assert planning.cancel([about.about_id], at=AT) == 0
    assert len(planned(casa, about)) == 5
