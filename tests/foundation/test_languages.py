"""Languages, their dates, and the catalogues they are read from."""

from __future__ import annotations

import csv
import gettext
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages import pofile
from django.conf import settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from amparo.foundation import languages
from amparo.foundation.errors import Refused
from tests.conftest import shared

MOMENT = datetime(2027, 3, 10, 2, 5, tzinfo=UTC)  # the evening of the 9th in New York
NEW_YORK = "America/New_York"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "Tuesday, March 9, 2027"),
        ("es", "martes, 9 de marzo de 2027"),
        ("ht", "madi 9 mas 2027"),
        ("pt", "terça-feira, 9 de março de 2027"),
        ("fr", "mardi 9 mars 2027"),
        ("ru", "вторник, 9 марта 2027\u202fг."),
        ("zh-hans", "2027年3月9日星期二"),
    ],
)
def test_a_day_is_written_out_where_the_person_lives(code, expected):
    said = languages.spelled_date(MOMENT, NEW_YORK, code)
    assert " ".join(said.split()) == " ".join(expected.split())


def test_the_first_of_a_month_in_french_is_said_as_people_say_it():
    assert languages.spelled_day(date(2027, 3, 1), "fr") == "lundi 1er mars 2027"
    assert languages.spelled_day(date(2027, 3, 11), "fr") == "jeudi 11 mars 2027"


@pytest.mark.parametrize(
    ("code", "expected"), [("en", "9:05 PM"), ("es", "9:05 p.m."), ("ht", "9:05 PM"), ("fr", "21:05")]
)
def test_an_hour_is_written_as_people_there_write_it(code, expected):
    assert languages.spelled_time(MOMENT, NEW_YORK, code).replace("\u202f", " ") == expected


def test_the_first_of_a_month_and_noon_and_midnight_in_haitian_creole():
    assert languages.spelled_day(date(2027, 8, 1), "ht") == "dimanch 1ye out 2027"
    noon, midnight = datetime(2027, 3, 9, 12, tzinfo=UTC), datetime(2027, 3, 9, 0, tzinfo=UTC)
    assert [languages.spelled_time(m, "UTC", "ht") for m in (noon, midnight)] == ["12:00 PM", "12:00 AM"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "en"), ("", "en"), ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("en;q=0.5, ht", "ht"), ("de, fr-CA;q=0.4", "fr"),
        ("zh-CN", "zh-hans"), ("zh-Hans-SG", "zh-hans"), ("zh-TW", "en"), ("zh-TW, zh;q=0.5", "zh-hans"),
        ("es;q=0, pt-BR", "pt"), ("*;q=x, ,;;", "en"), ("ar_EG", "ar"), ("es;q=nan, ru;q=0.1", "ru"),
    ],
)  # fmt: skip
def test_a_browser_gets_the_first_of_its_languages_that_we_have(header, expected):
    assert languages.negotiate(header) == expected


def test_a_choice_can_be_among_fewer():
    assert languages.negotiate("ht, es", among={"en", "es"}) == "es"


@given(st.text())
def test_no_header_breaks_the_choice(header):
    assert languages.negotiate(header) in languages.LANGUAGES


def test_speaking_lasts_as_long_as_its_block_even_when_it_fails():
    translation.activate("en")
    with pytest.raises(ZeroDivisionError), languages.speaking("ht"):
        assert translation.get_language() == "ht"
        1 / 0  # noqa: B018
    assert translation.get_language() == "en"


def test_a_language_we_do_not_know_is_refused_and_written_to_in_english(creole_half_written):
    with pytest.raises(Refused, match="unknown_language"):
        languages.known("tlh")
    assert [languages.written(code) for code in ("es", "ht", "tlh")] == ["es", "en", "en"]


def test_the_settings_know_the_same_languages():
    known = [(language.code, language.endonym) for language in languages.LANGUAGES.values()]
    assert known == settings.LANGUAGES


def test_directions_are_those_the_public_tables_give():
    with shared("languages/cldr_language_endonyms.csv").open(encoding="utf-8") as stream:
        rows = {row["code"]: row for row in csv.DictReader(stream)}
    for language in languages.LANGUAGES.values():
        if language.code in rows:
            assert rows[language.code]["direction"] == language.direction


def write_part(folder: Path, name: str, said: str, *, msgid: str = "Hello") -> Path:
    path = folder / "es" / "LC_MESSAGES" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: es\\n"\n\n'
    path.write_text(f'{head}msgid "{msgid}"\nmsgstr "{said}"\n', encoding="utf-8")
    return path


def spoken(path: Path, sentence: str) -> str:
    with path.open("rb") as stream:
        return gettext.GNUTranslations(stream).gettext(sentence)


def test_catalogues_are_compiled_when_missing_or_older_and_only_then(tmp_path):
    source = write_part(tmp_path, "django.po", "Hola")
    (made,) = languages.compile_catalogues(tmp_path)
    assert spoken(made, "Hello") == "Hola"
    assert languages.compile_catalogues(tmp_path) == []
    write_part(tmp_path, "django.po", "Buenas")
    os.utime(source, (made.stat().st_mtime + 5, made.stat().st_mtime + 5))
    assert [spoken(path, "Hello") for path in languages.compile_catalogues(tmp_path)] == ["Buenas"]


def test_parts_are_joined_and_the_whole_goes_before_them(tmp_path):
    write_part(tmp_path, "django.po", "Hola")
    write_part(tmp_path, "parts/one.po", "Otra cosa")
    write_part(tmp_path, "parts/two.po", "Adiós", msgid="Bye")
    (made,) = languages.compile_catalogues(tmp_path, into=tmp_path / "elsewhere")
    assert (spoken(made, "Hello"), spoken(made, "Bye")) == ("Hola", "Adiós")
    assert not (tmp_path / "es" / "LC_MESSAGES" / "django.mo").exists()


def test_a_broken_catalogue_is_no_catalogue(tmp_path):
    source = write_part(tmp_path, "django.po", "Hola")
    languages.compile_catalogues(tmp_path)
    source.write_text('msgid "Hello"\nnonsense\n')
    os.utime(source, (2_000_000_000, 2_000_000_000))
    with pytest.raises(pofile.PoFileError):
        languages.compile_catalogues(tmp_path)
    assert spoken(source.with_suffix(".mo"), "Hello") == "Hola"


@pytest.mark.parametrize(
    ("code", "said", "strong"),
    [
        pytest.param("en", "a, b, c", "a; b; c", id="English"),
        pytest.param("ar", "a، b، c", "a؛ b؛ c", id="Arabic"),
        pytest.param("zh-hans", "a、b、c", "a；b；c", id="Chinese"),
    ],
)
def test_a_list_has_the_comma_of_its_language(code: str, said: str, strong: str) -> None:
    assert languages.listed("abc", code) == said and languages.listed("abc", code, strong=True) == strong
