"""When an office is open, in the reader's language, on every page where something can fail."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.foundation import languages
from amparo.participant import tongues
from amparo.participant.templatetags.spelled import opening
from amparo.programme import hours
from amparo.programme.models import Office
from tests.conftest import role

WEEK = "Mo-Fr 09:00-17:00"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param("en", "Monday to Friday, 9:00 AM to 5:00 PM", id="english"),
        pytest.param("es", "De lunes a viernes, de 9:00 a.m. a 5:00 p.m.", id="spanish"),
    ],
)
def test_hours_are_said_in_the_readers_language(code: str, said: str) -> None:
    with languages.speaking(code):
        assert " ".join(opening(WEEK).split()) == said


def test_days_and_the_words_between_them_are_of_one_language(monkeypatch: Any) -> None:
    monkeypatch.setattr(tongues, "offered", lambda: ("en", "es"))
    with languages.speaking("ar"):
        assert " ".join(opening(WEEK).split()) == "Monday to Friday, 9:00 AM to 5:00 PM"


def test_days_apart_and_a_break_at_noon_are_said_too() -> None:
    with languages.speaking("es"):
        said = " ".join(opening("Mo,We 09:00-12:00,13:00-17:00; Sa 10:00-13:00").split())
    assert (
        said
        == "Lunes, miércoles, de 9:00 a.m. a 12:00 p.m., de 1:00 p.m. a 5:00 p.m.; sábado, de 10:00 a.m. a 1:00 p.m."
    )


@pytest.mark.parametrize(
    "text", ["Monday to Friday, 9 to 5", "Mo-Fr", "Mo-Fr 9-17", "Mo-Fr 09:00-25:00", "Mo-Fr 09:00-17:00; ask us", ""]
)
def test_what_is_written_in_words_stays_as_it_was_written(text: str) -> None:
    assert hours.read(text) == () and opening(text) == text


def test_the_persons_help_page_says_them_in_spanish(phone: Client, casa: Any) -> None:
    with role("owner"), acting(casa.system):
        changed = Office.objects.update(hours=WEEK)
    page = " ".join(phone.get("/my/help/").content.decode().split())
    assert changed and "<bdi>De lunes a viernes, de 9:00 a.m. a 5:00 p.m.</bdi>" in page
