"""The worker's day: everything that waits is on it, in order of need, and nothing of others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.access.rows import acting
from amparo.casework import handling, today, urgency
from amparo.casework.urgency import Kind, Need
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.people.models import Person
from amparo.visits import actions as visits
from tests.conftest import enrol, role
from tests.staff.a_full_day import checkin, full_day
from tests.visits.conftest import PHOENIX, in_days, offer

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)


def need(kind: Kind, *, waited: int = 1, left: int = 3) -> Need:
    return Need(kind, uuid4(), NOW - timedelta(hours=waited), NOW + timedelta(hours=left))


needs = st.lists(
    st.builds(need, st.sampled_from(Kind), waited=st.integers(0, 500), left=st.integers(-300, 300)), max_size=20
)


class TestOrder:
    """Which need comes first."""

    def test_every_kind_has_a_weight(self) -> None:
        assert set(urgency.WEIGHT) == set(Kind)

    @given(needs)
    def test_nothing_overtakes_a_request_for_help(self, some: list[Need]) -> None:
        weights = [urgency.WEIGHT[one.kind] == 0 for one in urgency.in_order(some, NOW)]
        assert weights == sorted(weights, reverse=True)

    @given(needs, st.randoms())
    def test_the_order_does_not_depend_on_where_it_was_found(self, some: list[Need], chance: Any) -> None:
        mixed = list(some)
        chance.shuffle(mixed)
        assert urgency.in_order(mixed, NOW) == urgency.in_order(some, NOW)

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            pytest.param(need(Kind.UNANSWERED, left=-1), need(Kind.HEARING_EARLIER), id="late counts one step"),
            pytest.param(need(Kind.HEARING_EARLIER), need(Kind.TO_LOOK_AT, left=-99), id="but not two"),
            pytest.param(need(Kind.TO_LOOK_AT, left=1), need(Kind.TEXT_TO_READ, left=2), id="what is due first"),
            pytest.param(need(Kind.UNANSWERED, waited=9), need(Kind.UNANSWERED, waited=2), id="then the oldest"),
        ],
    )
    def test_comes_before(self, first: Need, second: Need) -> None:
        assert urgency.in_order([second, first], NOW) == [first, second]


@pytest.fixture
def day(casa: Any, ana: Any) -> Any:
    return full_day(casa, [ana], clock.now())


def seen(by: Any, **how: Any) -> list[Kind]:
    with acting(by):
        return [one.kind for one in today.needs(by=by, at=clock.now(), **how)]


def test_everything_that_waits_is_on_the_list(casa: Any, day: Any) -> None:
    assert set(seen(casa.luz)) == {
        Kind.ASKED_FOR_HELP, Kind.CANNOT_COME, Kind.TEXT_FOR_HELP, Kind.HEARING_EARLIER, Kind.REMINDER_UNHEARD,
        Kind.UNANSWERED, Kind.CONTACT_STOPPED, Kind.TEXT_TO_READ, Kind.TO_LOOK_AT, Kind.HEARING_UNCONFIRMED,
    }  # fmt: skip


def test_a_colleagues_people_are_not_on_it(casa: Any, day: Any) -> None:
    # A text of a number nobody knows waits for everybody.
    assert seen(casa.teo) == [Kind.TEXT_FOR_HELP]


def test_another_programmes_day_is_empty(day: Any, elsewhere: Any) -> None:
    assert seen(elsewhere.luz) == []


def test_a_supervisor_may_look_at_the_whole_programme_and_a_worker_may_not(casa: Any, day: Any) -> None:
    assert Kind.ASKED_FOR_HELP not in seen(casa.sol)
    assert Kind.ASKED_FOR_HELP in seen(casa.sol, everybody=True)
    assert Kind.ASKED_FOR_HELP not in seen(casa.teo, everybody=True)


def test_a_person_without_a_worker_is_on_every_workers_list(casa: Any, day: Any, ana: Any) -> None:
    with acting(casa.sol):
        Person.objects.filter(id=ana.id).update(worker=None)
    assert Kind.ASKED_FOR_HELP in seen(casa.teo)


def test_who_stands_in_sees_the_absent_colleagues_list(casa: Any, day: Any) -> None:
    from amparo.programme import queries
    from amparo.programme.models import Member

    at = clock.now()
    with role("owner"), acting(casa.system):
        Member.objects.filter(id=casa.members["luz"].id).update(
            away_from=at - timedelta(days=1), away_until=at + timedelta(days=1), cover=casa.members["teo"]
        )
    with acting(casa.system):
        teo = queries.actor_of(casa.members["teo"], at)
    assert Kind.ASKED_FOR_HELP in seen(teo)


def test_a_privacy_officer_has_no_day_list(casa: Any, day: Any) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        seen(casa.paz)


@pytest.mark.parametrize("kind", sorted(handling.HANDLED_BY))
def test_what_was_taken_care_of_is_gone(casa: Any, day: Any, kind: Kind) -> None:
    with acting(casa.luz):
        waiting = [one for one in today.needs(by=casa.luz, at=clock.now()) if one.kind == kind]
        for one in waiting:
            handling.handled(kind, one.row_id, by=casa.luz, at=clock.now())
    assert kind not in seen(casa.luz)


def test_what_needs_a_decision_is_not_handled_by_a_button(casa: Any, day: Any) -> None:
    with pytest.raises(Refused, match="needs_a_decision"), acting(casa.luz):
        handling.handled(Kind.HEARING_EARLIER, day.question.id, by=casa.luz, at=clock.now())


def test_a_worker_cannot_handle_a_colleagues_need(casa: Any, day: Any) -> None:
    with pytest.raises(Refused, match="not_allowed"), acting(casa.teo):
        handling.handled(Kind.ASKED_FOR_HELP, day.help.id, by=casa.teo, at=clock.now())


def test_the_coming_days_count_hearings_and_closing_windows_on_the_wall(casa: Any, ana: Any) -> None:
    # 03:30 in UTC is still the day before in New York.
    at = datetime(2026, 11, 23, 15, tzinfo=UTC)
    with acting(casa.luz):
        checkin(ana, datetime(2026, 11, 24, 3, 30, tzinfo=UTC), "due")
        days = today.coming_days(by=casa.luz, at=at, zone=ZoneInfo("America/New_York"))
    assert [(one.day.day, one.closing) for one in days if one.closing] == [(25, 1)]


def test_the_caseload_is_counted(casa: Any, ana: Any) -> None:
    enrol(casa, name="Berta Diaz", case_number="", worker="teo", contacts=[])
    with acting(casa.luz):
        assert today.caseload(by=casa.luz) == 1


def test_the_coming_days_count_visits_that_stand(casa: Any, ana: Any) -> None:
    kept, off = offer(casa, ana), offer(casa, ana, starts=in_days(6))
    with acting(casa.luz):
        visits.cancel(off.id, by=casa.luz, at=clock.now())
        days = today.coming_days(by=casa.luz, at=clock.now(), zone=ZoneInfo(PHOENIX))
    assert [(one.day, one.visits) for one in days if one.visits] == [(in_days(5).date(), 1)] and kept.id != off.id
