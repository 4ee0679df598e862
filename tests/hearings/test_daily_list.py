"""The tribunal's daily list."""

# ruff: noqa: DTZ001 - what a wall clock shows has no zone of its own.

import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.foundation.errors import Refused
from amparo.foundation.table_rows import RowProblem
from amparo.hearings import daily_list
from amparo.hearings.rules import Mode

LISTS = Path(__file__).parents[2] / "../shared/data/courts/hmcts-iac"


def listing(start="2027-07-03T14:00:00Z", number="EA/1/2027", channels=("VIDEO HEARING",)):
    hearing = {"hearingType": "Directions", "case": [{"caseNumber": number}, {"caseNumber": "EA/2/2027"}]}
    session = {
        "judiciary": [
            {"johTitle": "Judge", "johNameSurname": "Second"},
            {"johNameSurname": "A", "isPresiding": True},
        ],
        "sittings": [{"sittingStart": start, "channel": list(channels), "hearing": [hearing]}],
    }
    rooms = [{"courtRoomName": "1", "session": [session]}]
    document = {"venue": {"venueName": "Harmondsworth"}, "courtLists": [{"courtHouse": {"courtRoom": rooms}}]}
    return json.dumps(document).encode()


def test_every_case_of_a_hearing_has_its_notice_on_the_courts_clock():
    first, second = daily_list.read(listing())

    assert (first.case_number, second.case_number) == ("EA/1/2027", "EA/2/2027")
    assert (first.wall, first.zone) == (datetime(2027, 7, 3, 15), "Europe/London")
    assert (first.court_text, first.room, first.judge, first.mode) == ("Harmondsworth", "1", "A", Mode.VIDEO)


def test_a_list_that_names_two_ways_to_attend_settles_neither():
    assert daily_list.read(listing(channels=("Teams", "Attended")))[0].mode is Mode.UNKNOWN


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"number": ""}, "case_number_missing"), ({"start": "soon"}, "date_unreadable")]
    + [({"start": "2027-07-03T14:00:00"}, "date_unreadable"), ({"start": ""}, "date_missing")],
)
def test_a_case_that_lacks_something_is_a_problem(changes, code):
    assert daily_list.read(listing(**changes))[0] == RowProblem(1, code)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"courtLists": 1}', b"[" * 100_000])
def test_another_document_is_refused(data):
    with pytest.raises(Refused, match="not_a_daily_list"):
        daily_list.read(data)


TREES = st.recursive(st.none() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=2), max_leaves=4)


@given(st.dictionaries(st.sampled_from(["courtHouse", "courtRoom", "session"]), TREES))
def test_parts_of_another_shape_are_passed_over(part):
    assert daily_list.read(json.dumps({"courtLists": [part]}).encode()) == []


def test_real_lists_are_read():
    files = sorted(LISTS.glob("*data_iac*.json"))
    if not files:
        pytest.skip("the shared data is not here")
    found = [one for file in files for one in daily_list.read(file.read_bytes())]

    assert [one.case_number for one in found] == ["A012341234", "A012341234"]
    # The second list has line breaks in its words, and a day of summer time.
    assert [one.wall for one in found] == [datetime(2023, 3, 3, 14), datetime(2020, 10, 20, 21)]
    assert [one.court_text for one in found] == ["This is the venue name"] * 2
