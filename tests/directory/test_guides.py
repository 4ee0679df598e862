"""The guides of a case: each text has a source, a day of review and its Spanish; no kind of hearing is guessed."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from amparo.addresses import offices
from amparo.directory import guides
from amparo.foundation import catalogues
from amparo.participant import address_words, case_words
from tests.conftest import shared

SOURCE = Path(__file__).parents[2] / "src/amparo"
COUNTRIES = ["US", "GB", "MX"]
SCHEDULES = {
    "master": {"CI", "MA", "MD", "MM", "MP", "MR", "PD", "RD"},
    "individual": {"IA", "ID", "II", "IR"},
}


def texts(country: str) -> list[str]:
    guide = guides.of(country)
    said: list[Any] = []
    for step in guide.steps:
        said += [step.name, step.means, step.happens, *step.bring]
    for case in guide.cases:
        said += [case.asks, case.says]
    said += [check.words for check in guide.checks]
    for office in offices.to_tell(country):
        said += [office.ask, *office.how]
    return [str(one) for one in said]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_text_has_a_source_and_was_reviewed(country: str) -> None:
    guide = guides.of(country)
    every = [*guide.steps, *guide.cases, *guide.checks, *offices.to_tell(country)]
    assert all(one.source and date(2026, 1, 1) <= one.reviewed for one in every)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_guide_answers_the_five_questions(country: str) -> None:
    assert [case.code for case in guides.of(country).cases] == ["miss", "cannot", "moved", "interpreter", "lawyer"]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_text_has_its_spanish_one(country: str) -> None:
    words = catalogues.merged(SOURCE / "locale/es/LC_MESSAGES")
    assert [text for text in texts(country) if not (words.get(text) and words.get(text).string)] == []


def test_the_words_of_both_pages_have_their_spanish_ones() -> None:
    words = catalogues.merged(SOURCE / "locale/es/LC_MESSAGES")
    said = [*case_words.SOURCES.values(), *case_words.MODES.values(), *case_words.QUESTIONS.values()]
    said += [case_words.NOT_SAID, case_words.UNCLEAR, case_words.PASSED, *case_words.PAST.values()]
    said += [address_words.TODAY, address_words.OVER, *(text for _, text in address_words.REFUSED.values())]
    assert [str(text) for text in said if not words.get(str(text))] == []


@pytest.mark.parametrize("country", COUNTRIES)
def test_sentences_are_short(country: str) -> None:
    long = [one for text in texts(country) for one in re.split(r"[.:?]\s", text) if len(one.split()) > 24]
    assert long == []


def test_the_kinds_of_the_courts_own_schedule_are_read_and_no_other_is_guessed() -> None:
    kinds = json.loads(shared("courts/eoir-lookups/tbllookupSchedule_Type.json").read_text())
    for code, words in kinds.items():
        expected = next((step for step, codes in SCHEDULES.items() if code in codes), None)
        for kind in (code, words):
            found = guides.step_of(kind, "US")
            if kind == words and expected is None:
                assert found is None, kind
            else:
                assert (found.code if found else None) == expected, kind


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        pytest.param("Master calendar hearing", "master", id="as partners write it"),
        pytest.param("INDIVIDUAL  HEARING", "individual", id="in capitals"),
        pytest.param("Merits hearing", "individual", id="as lawyers say it"),
        pytest.param("Custody redetermination (master)", None, id="about being locked up"),
        pytest.param("Credible fear review", None, id="at the border"),
        pytest.param("Teleconference", None, id="how, not what"),
        pytest.param("", None, id="nothing"),
        pytest.param("\u202eretsam", None, id="turned around"),
        pytest.param("x" * 10_000, None, id="ten thousand letters"),
    ],
)
def test_a_hearing_of_this_kind_belongs_to_this_step(kind: str, step: str | None) -> None:
    found = guides.step_of(kind, "US")
    assert (found.code if found else None) == step


def test_the_tribunals_own_names_are_read() -> None:
    assert guides.step_of("Substantive", "GB").code == "hearing"  # type: ignore[union-attr]
    assert guides.step_of("Case Management Review", "GB").code == "review"  # type: ignore[union-attr]
    assert guides.step_of("Bail", "GB") is None
    assert guides.step_of("Master calendar hearing", "MX") is None
