"""The courts as published: what is not said stays unsaid."""

from pathlib import Path

import pytest

from amparo.directory import court_list
from amparo.directory.court_list import Status
from amparo.foundation.errors import Refused

SHARED = Path(__file__).parents[2] / "../shared/data/courts/eoir-court-locations.csv"
HEADER = "code,official_name,list_status,location_name,address,operational_status,latitude,longitude,successor_code"


def read(*rows):
    return court_list.read("\n".join((HEADER, *rows)).encode())


def test_a_court_is_read_with_the_zone_of_its_address():
    court = read('PHO,Phoenix,listed,Phoenix,"10250 N. Seventh Avenue, Phoenix, AZ 85007",OPEN,33.4,-112,').courts[
        "PHO"
    ]

    assert (court.zone, court.status, court.latitude, court.listed) == (
        "America/Phoenix",
        Status.OPEN,
        33.4,
        True,
    )
    assert [one.source for one in court.zone_candidates] == ["zipcodes"]


def test_a_court_without_address_has_none_and_no_zone():
    court = read("BTV,Batavia,not_listed,,,,,,").courts["BTV"]

    assert (court.address, court.zone, court.latitude, court.status) == (None, None, None, Status.UNKNOWN)
    assert not court.listed


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("OPEN", Status.OPEN),
        ("OPEN · OPEN", Status.OPEN),
        ("Monroe Street: OPEN · Clark Street: OPEN", Status.OPEN),
        ("OPEN · Louisville: CLOSED", Status.PARTLY_OPEN),
        ("OPEN · delayed", Status.PARTLY_OPEN),
        ("closed", Status.CLOSED),
        ("", Status.UNKNOWN),
        ("see website", Status.UNKNOWN),
    ],
)
def test_a_status_becomes_one_word(text, status):
    assert court_list.normal_status(text) is status


def test_an_old_code_leads_to_the_court_of_today():
    found = read("A1,One,legacy_alias,,,,,,B1", "B1,Two,legacy_alias,,,,,,C1", "C1,Three,listed,,,,,,")

    assert found.resolve("a1 ").code == "C1"
    assert found.resolve("zzz") is None


def test_codes_that_lead_in_a_circle_are_refused():
    with pytest.raises(Refused) as caught:
        read("A1,One,,,,,,,B1", "B1,Two,,,,,,,A1")
    assert (caught.value.code, caught.value.details) == ("court_alias_loop", {"line": 2})


def test_a_successor_that_is_not_listed_is_a_problem():
    found = read("A1,One,,,,,,,B1")

    assert [(p.line, p.code) for p in found.problems] == [(2, "successor_missing")]
    assert found.resolve("A1") is None


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",Nameless,,,,,,,", "court_code_unreadable"),
        ("A1,Twice,,,,,,,", "court_code_twice"),
        ("B1,Sea,,,,,0,0,", "coordinates_unreadable"),
        ("B1,Far,,,,,99,200,", "coordinates_unreadable"),
        ("B1,Words,,,,,north,west,", "coordinates_unreadable"),
        ("B1,Nan,,,,,nan,nan,", "coordinates_unreadable"),
    ],
)
def test_a_row_that_cannot_be_is_a_problem_and_the_others_are_read(row, code):
    found = read("A1,One,,,,,,,", row)

    assert [(p.line, p.code) for p in found.problems] == [(3, code)]
    assert list(found.courts) == ["A1"]


def test_another_table_is_refused():
    with pytest.raises(Refused, match="columns_missing"):
        court_list.read(b"Name,Date\nAna,2027-03-09\n")


def test_the_published_list_is_read():
    if not SHARED.exists():
        pytest.skip("the shared data is not here")
    found = court_list.read(SHARED.read_bytes())

    assert (len(found.courts), found.problems) == (80, ())
    assert {code for code, court in found.courts.items() if not court.address} == {"AGA", "BTV", "SFR"}
    assert all(court.zone for court in found.courts.values() if court.address)
    assert len({court.zone for court in found.courts.values()} - {None}) == 10
    assert found.resolve("LOW").code == "CHE"
    assert sum(bool(court.successor_code) for court in found.courts.values()) == 4
