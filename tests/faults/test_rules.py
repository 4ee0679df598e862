"""What counts as an outage, and which cause evidence speaks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.faults import rules
from amparo.faults.rules import Cause, Evidence, Source, Trouble

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_every_trouble_has_a_cause_and_every_cause_a_place_in_the_order() -> None:
    assert set(rules.CAUSE_OF) == set(Trouble)
    assert {*rules.IN_ORDER, Cause.UNKNOWN} == set(Cause)


def test_without_evidence_nothing_is_guessed() -> None:
    assert rules.likely([]) is Cause.UNKNOWN


@given(st.lists(st.sampled_from([c for c in Cause if c is not Cause.UNKNOWN]), min_size=1))
def test_what_is_never_the_persons_speaks_first(causes: list[Cause]) -> None:
    found = rules.likely(Evidence(cause, "x", "x", NOW) for cause in causes)
    assert found in causes
    if rules.NEVER_AGAINST & set(causes):
        assert found in rules.NEVER_AGAINST


def test_a_hiccup_is_no_outage_and_five_minutes_are() -> None:
    ill = rules.feel(NOW, None, ok=False, at=NOW + MINUTE, felt_at=NOW)
    assert ill.failing_since == NOW + MINUTE and ill.outage is None
    well = rules.feel(ill.ok_at, ill.failing_since, ok=True, at=NOW + 3 * MINUTE, felt_at=NOW + 2 * MINUTE)
    assert well.outage is None
    late = rules.feel(ill.ok_at, ill.failing_since, ok=False, at=NOW + 6 * MINUTE, felt_at=NOW + 5 * MINUTE)
    assert late.outage == (NOW + MINUTE, None, Source.PROBE)
    over = rules.feel(late.ok_at, late.failing_since, ok=True, at=NOW + 9 * MINUTE, felt_at=NOW + 8 * MINUTE)
    assert over.outage == (NOW + MINUTE, NOW + 9 * MINUTE, Source.PROBE)


def test_time_in_which_nobody_looked_counts_as_a_fault() -> None:
    felt = rules.feel(NOW, None, ok=True, at=NOW + timedelta(days=3), felt_at=NOW)
    assert felt.outage == (NOW, NOW + timedelta(days=3), Source.SILENCE)


@given(st.lists(st.tuples(st.integers(1, 30), st.booleans()), max_size=60))
def test_whatever_the_record_shows_outages_do_not_overlap_and_are_long_enough(steps: list[tuple[int, bool]]) -> None:
    ok_at = felt_at = at = NOW
    failing, found = None, []
    for minutes, ok in steps:
        at += minutes * MINUTE
        felt = rules.feel(ok_at, failing, ok=ok, at=at, felt_at=felt_at)
        ok_at, failing, felt_at = felt.ok_at, felt.failing_since, at
        if felt.outage and felt.outage[1]:
            found.append(felt.outage)
    for (_, ended, _), (began, _, _) in zip(found, found[1:], strict=False):
        assert ended is not None and ended <= began
    assert all(ended is not None and ended - began >= rules.NOTICED_AFTER for began, ended, _ in found)


@pytest.mark.parametrize(
    ("began", "ended", "touched"),
    [
        pytest.param(-2, -1, False, id="before"),
        pytest.param(-2, 0, False, id="until it opens"),
        pytest.param(-2, 1, True, id="into its beginning"),
        pytest.param(1, None, True, id="still going on"),
        pytest.param(48, 50, False, id="from its end on"),
        pytest.param(47, 50, True, id="over its end"),
    ],
)
def test_which_windows_an_outage_touches(began: int, ended: int | None, touched: bool) -> None:
    def hour(n: int) -> datetime:
        return NOW + timedelta(hours=n)

    assert rules.touches(hour(began), None if ended is None else hour(ended), NOW, hour(48)) is touched
