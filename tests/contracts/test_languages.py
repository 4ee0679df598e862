"""No language is shown half: every sentence a person may read is there in each, with its blanks; and none is hard."""

from __future__ import annotations

import re
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message

from amparo.foundation import catalogues, languages
from amparo.public.views import keep
from tests.contracts import sentences, source

LOCALES = source.PACKAGE / "locale"
BLANK = re.compile(r"%\(\w+\)[sd]|{\w*}")
# What a form for exactly one, or two, may say in words.
NUMBERS = {f"%({name})s" for name in ("count", "days", "hours", "minutes", "n", "number", "times", "weeks")}
NUMBERS |= {blank.replace(")s", ")d") for blank in NUMBERS}
MARKUP = re.compile(r"</?\w+|&\w+;")
COMPLETE = [code for code, language in languages.LANGUAGES.items() if language.complete and code != languages.DEFAULT]
GRADE = 6.0
# Shorter ones are buttons and names of things, whose grade is chance.
WORDS = 10


@cache
def catalogue(code: str) -> Catalog:
    return catalogues.merged(LOCALES / catalogues.folder_of(code) / "LC_MESSAGES")


def wanted() -> set[sentences.Key]:
    """What is marked in the code, and what each table says of itself."""
    found = set(sentences.spoken())
    for model in keep.declared():
        privacy = model.Privacy
        found |= {(None, text) for text in (privacy.purpose, *privacy.sealed.values(), *privacy.clear.values())}
        found |= {("column", name.replace("_", " ")) for name in (*privacy.sealed, *privacy.clear)}
    return found


def texts_of(message: Message) -> list[tuple[str, str]]:
    """(English, translation) for each form that the language has; all forms but the first say the many."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    said = [message.string] if isinstance(message.string, str) else list(message.string)
    return [(ids[min(at, len(ids) - 1)], text) for at, text in enumerate(said)]


def test_sentences_are_found() -> None:
    found = sentences.spoken()
    assert (None, "You can check in now") in found
    assert (None, ("In %(days)s day", "In %(days)s days")) in found
    assert len(found) > 900


@pytest.mark.parametrize("code", COMPLETE)
def test_no_sentence_is_missing(code: str) -> None:
    there = {
        (message.context, tuple(message.id) if isinstance(message.id, (list, tuple)) else message.id)
        for message in catalogue(code)
        if message.id and all(text for _, text in texts_of(message))
    }
    assert sorted(map(str, wanted() - there)) == []


@pytest.mark.parametrize("code", COMPLETE)
def test_every_form_of_a_number_is_there(code: str) -> None:
    words = catalogue(code)
    assert [
        message.id
        for message in words
        if isinstance(message.id, (list, tuple)) and len(message.string) != words.num_plurals
    ] == []


@pytest.mark.parametrize("code", COMPLETE)
def test_no_blank_and_no_mark_is_lost(code: str) -> None:
    broken = [found for message in catalogue(code) if message.id for found in lost(message)]
    assert broken == []


def lost(message: Message) -> list[tuple[str, str]]:
    """What of a sentence has a blank or a mark too few or too many. A form for a number may say it in words."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    blanks = [set(BLANK.findall(english)) for english in ids]
    may, must = set.union(*blanks), set.intersection(*blanks) - (NUMBERS if len(ids) > 1 else set())
    return [
        (english, text)
        for english, text in texts_of(message)
        if not must <= set(BLANK.findall(text)) <= may
        or sorted(MARKUP.findall(english)) != sorted(MARKUP.findall(text))
    ]


@pytest.mark.parametrize(
    ("english", "text", "seen"),
    [
        ("Until %(date)s", "Hasta %(date)s", False),
        ("Until %(date)s", "Hasta", True),
        ("Until", "Hasta %(date)s", True),
        ("<strong>Now</strong>", "<strong>Ya</strong>", False),
        ("Now", "<b>Ya</b>", True),
        (("In %(days)s day", "In %(days)s days"), ("Mañana", "En %(days)s días"), False),
        (("%(name)s, %(n)s day", "%(name)s, %(n)s days"), ("Un día", "%(n)s días"), True),
    ],
)
def test_a_planted_loss_is_seen(english: str | tuple[str, str], text: str | tuple[str, str], seen: bool) -> None:
    assert bool(lost(Message(english, text))) is seen


def test_no_language_is_offered_that_is_not_complete() -> None:
    """A folder with words in it is a language that people can pick."""
    begun = {folder.parent.name.replace("_", "-").lower() for folder in LOCALES.glob("*/LC_MESSAGES")}
    assert begun <= set(COMPLETE)


def easy_to_read() -> list[tuple[str, list[str]]]:
    found = [
        (words if isinstance(words, str) else words[-1], where) for (_, words), where in sentences.spoken().items()
    ]
    return [(text, where) for text, where in found if len(sentences.plain(text).split()) >= WORDS]


def test_every_text_can_be_read_after_six_years_of_school() -> None:
    hard = {text: where for text, where in easy_to_read() if sentences.grade(sentences.plain(text)) > GRADE}
    assert hard == {}


def test_what_tables_say_of_themselves_can_be_read_too() -> None:
    said = {text for model in keep.declared() for text in (model.Privacy.purpose, *model.Privacy.clear.values())}
    hard = {text for text in said if len(text.split()) >= WORDS and sentences.grade(text) > GRADE}
    assert hard == set()


@pytest.mark.parametrize(
    ("text", "hard"),
    [
        ("You can check in now. It takes about two minutes. It works without internet too.", False),
        ("Failure to comply with the aforementioned supervision requirements necessitates notification.", True),
    ],
)
def test_a_hard_text_is_seen(text: str, hard: bool) -> None:
    assert (sentences.grade(text) > GRADE) is hard
