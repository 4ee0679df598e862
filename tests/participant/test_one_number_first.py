"""Which telephone number stands first, and what the first page of all begins with."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from amparo.participant import card
from amparo.programme import queries as programmes

OFFICE = {"id": 1, "address": "1 Long Street", "hours": "24/7", "zone": "UTC"}


@pytest.mark.parametrize(
    ("programme", "office", "first", "own"),
    [
        pytest.param("+1 305 555 0100", "+1 305 555 0101", "+1 305 555 0100", "+1 305 555 0101", id="two numbers"),
        pytest.param("+1 305 555 0100", "+1 305 555 0100", "+1 305 555 0100", "", id="the same"),
        pytest.param("+1 305 555 0100", "", "+1 305 555 0100", "", id="the programme's alone"),
        pytest.param("", "+1 305 555 0101", "+1 305 555 0101", "", id="the office's alone"),
    ],
)
def test_the_programmes_number_is_first_before_and_after_signing_in(
    monkeypatch: pytest.MonkeyPatch, programme: str, office: str, first: str, own: str
) -> None:
    whole = SimpleNamespace(neutral_name="Casa", phone=programme, zone="UTC", country="US")
    monkeypatch.setattr(programmes, "by_id", lambda _: whole)
    monkeypatch.setattr(programmes, "offices", lambda: [SimpleNamespace(phone=office, **OFFICE)])
    mine = card.of_person(SimpleNamespace(programme_id=1, office_id=1))
    assert (mine["phone"], mine["office_phone"]) == (first, own)
    if programme:
        assert card.of_programme(whole)["phone"] == mine["phone"]


def test_the_page_of_the_pin_begins_with_the_languages_once(link: Any) -> None:
    page = Client(headers={"accept-language": "en"}).get(link.path).content.decode()
    assert page.index('name="language"') < page.index('name="pin"') < page.index("Check in without a PIN")
    assert page.count('value="ht"') == 1 and page.index("Check in without a PIN") < page.index("Phone lost or stolen?")


def test_open_at_all_hours_is_said_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    from amparo.foundation import languages
    from amparo.participant.templatetags.spelled import opening

    assert opening("24/7") == "Day and night"
    with languages.speaking("es"):
        assert opening("24/7") == "Día y noche"
