"""STOP in every language, however it is typed, and nothing that only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.channels import keywords
from amparo.channels.keywords import Answer, Keyword
from amparo.foundation import languages

TABLES = {
    Keyword.STOP: keywords.STOP_PHRASES,
    Keyword.START: keywords.START_PHRASES,
    Keyword.HELP: keywords.HELP_PHRASES,
}
EVERY = [
    (keyword, phrase.strip())
    for keyword, table in TABLES.items()
    for phrases in table.values()
    for phrase in phrases.split(",")
]
ODD = ("¡{}!", " {} ", "{}.", "{} 🙏", "«{}»", "{}\n")


@pytest.mark.parametrize("table", TABLES.values())
def test_every_language_has_words_for_it(table):
    assert table.keys() == languages.LANGUAGES.keys()


def test_more_than_sixty_phrases_stop():
    assert len({phrase for keyword, phrase in EVERY if keyword is Keyword.STOP}) >= 60


@pytest.mark.parametrize(("keyword", "phrase"), EVERY)
def test_a_phrase_means_what_it_says_however_it_is_typed(keyword, phrase):
    for odd in ODD:
        assert keywords.recognise(odd.format(phrase)) is keyword
    assert keywords.recognise(phrase.upper()) is keyword


@pytest.mark.parametrize("word", ["stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe"])
def test_the_words_the_law_names_stop(word):
    assert keywords.recognise(word.title()) is Keyword.STOP


@pytest.mark.parametrize(
    "text",
    [
        "STOP!!!", "Stop.", "no mas", "NO MÁS", "arret", "ARRÊT", "إيقاف", "ايقاف", "أَوْقِفْ", "Opt-Out",
        "don't text me",
    ],
)  # fmt: skip
def test_accents_capitals_and_points_do_not_matter(text):
    assert keywords.recognise(text) is Keyword.STOP


@pytest.mark.parametrize(
    "text",
    [
        "stop by the office tomorrow?", "can I stop by", "the bus does not stop", "end of the month",
        "no puedo parar de llorar", "para mañana", "necesito ayuda con la renta", "I need help",
        "", "👍", "1",
        "cancel my appointment on Monday please", "停车场在哪里",
        "stop" * 20,
    ],
)  # fmt: skip
def test_a_sentence_with_the_word_in_it_is_a_sentence(text):
    assert keywords.recognise(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", Answer.COMING), ("Sí!", Answer.COMING), ("OK 👍", Answer.COMING), ("oui", Answer.COMING),
        ("2", Answer.HELP), ("Necesito ayuda.", Answer.HELP), ("need help", Answer.HELP),
        ("3", Answer.CANNOT), ("I can’t make it", Answer.CANNOT), ("No puedo ir", Answer.CANNOT),
        ("4", None), ("maybe", None), ("1 2", None), ("stop", None),
    ],
)  # fmt: skip
def test_short_answers_to_a_reminder_are_understood(text, expected):
    assert keywords.answer(text) is expected


@given(st.text())
def test_no_text_breaks_the_reading(text):
    keywords.recognise(text)
    keywords.answer(text)
