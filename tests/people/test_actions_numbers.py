"""References to say on the telephone, and case numbers however they are written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from amparo.foundation.errors import Refused
from amparo.people import case_numbers, references


def test_a_reference_is_short_and_has_no_look_alikes() -> None:
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}", references.new()) for _ in range(500))


def test_a_reference_is_read_however_it_is_heard() -> None:
    reference = references.new()
    heard = reference.lower().replace("0", "o").replace("1", "i").replace("-", " ")
    assert references.read(heard) == reference


@given(said=some.text(max_size=12))
def test_anything_said_is_a_reference_or_none(said) -> None:
    read = references.read(said)
    assert read is None or references.read(read) == read


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("A123456789", "a 123-456-789", True, id="blanks and dashes"),
        pytest.param("A012345678", "12345678", True, id="the letter and a zero"),
        pytest.param("22-CF-0042", "22CF0042", True, id="a court's number"),
        pytest.param("２２CF", "22cf", True, id="wide digits"),
        pytest.param("A123456789", "A123456788", False, id="another number"),
        pytest.param("B123456789", "A123456789", False, id="another letter"),
        pytest.param("0042", "42", False, id="zeros of a short number"),
    ],
)
def test_case_numbers_are_compared_by_what_they_say(one, other, same) -> None:
    assert (case_numbers.key(one) == case_numbers.key(other)) is same


@given(text=some.text(max_size=60))
def test_a_case_number_is_one_line_or_too_long(text) -> None:
    try:
        shown = case_numbers.clean(text)
    except Refused as refused:
        assert refused.code == "case_number_too_long"
    else:
        assert shown == case_numbers.clean(shown) and "\n" not in shown and len(shown) <= 40
        assert case_numbers.key(shown) == case_numbers.key(case_numbers.clean(shown))


@pytest.mark.parametrize(("number", "last"), [("A123456789", "6789"), ("22-CF-0042", "0042"), ("CF-42", ""), ("", "")])
def test_the_last_four_digits_are_what_people_say(number, last) -> None:
    assert case_numbers.last_four(number) == last
