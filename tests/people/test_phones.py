"""Telephone numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.foundation.errors import Refused
from amparo.people import phones


@pytest.mark.parametrize(
    ("written", "country", "e164"),
    [
        ("(404) 555-0101", "US", "+14045550101"),
        ("404.555.0104", "us", "+14045550104"),
        ("1-404-555-0106", "US", "+14045550106"),
        ("+1 (404) 555-0107", "", "+14045550107"),
        ("\u202a+1 404 555 0107\u202c", "US", "+14045550107"),
        ("+52 664 123 4567", "US", "+526641234567"),
        ("٤٠٤٥٥٥٠١٠٧", "US", "+14045550107"),
        ("020 7946 0018", "GB", "+442079460018"),
    ],
)
def test_a_number_has_one_form(written, country, e164):
    assert phones.normal(written, country=country).e164 == e164


def test_an_extension_is_kept_apart():
    found = phones.normal("404-555-0110 ext. 12", country="US")

    assert (found.e164, found.extension, found.country) == ("+14045550110", "12", "US")
    assert "4045550110" not in repr(found)


@pytest.mark.parametrize(
    ("written", "country", "code"),
    [
        ("", "US", "phone_missing"),
        ("UNKNOWN", "US", "phone_unreadable"),
        ("5550134", "US", "phone_too_short"),
        ("6641234567", "US", "phone_needs_country"),
        ("404-555-0101", "", "phone_needs_country"),
        ("+999 123 456 78", "US", "phone_not_in_use"),
        ("+1 664 123 4567", "US", "phone_not_in_use"),
        ("+1 404 555 0101 99999", "US", "phone_too_long"),
        ("1" * 400, "US", "phone_too_long"),
    ],
)
def test_what_cannot_be_dialled_is_refused_with_its_reason(written, country, code):
    with pytest.raises(Refused, match=f"^{code}$"):
        phones.normal(written, country=country)


@given(st.text(max_size=80))
def test_no_text_at_all_crashes_the_reader(text):
    try:
        assert phones.normal(text, country="US").e164.startswith("+")
    except Refused as refused:
        assert refused.code.startswith("phone_")
