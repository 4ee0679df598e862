"""A native reader says what they think of a sentence; nothing they write can become a page."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.translations import actions, queries, rules, sentences

AT = clock.now()


def one(words: str = "You can check in now") -> sentences.Sentence:
    return next(sentence for sentence in sentences.of("es") if sentence.english == words)


def said_of(sentence: sentences.Sentence) -> tuple[str, list[str]]:
    state, rows = next((state, rows) for found, state, rows in queries.listed("es") if found.key == sentence.key)
    return state, [row.better for row in rows]


def say(by: object, said: str, better: str = "", *, read: str = "", minutes: int = 0) -> None:
    actions.say("es", one().key, said, better, read=read or one().read, by=by, at=AT + timedelta(minutes=minutes))


def test_nothing_has_been_read_at_first(casa: SimpleNamespace) -> None:
    with acting(casa.luz):
        (spanish,) = [row for row in queries.progress() if row.code == "es"]
    assert spanish.unread == spanish.sentences > 1000


def test_a_sentence_is_read_as_right_and_said_twice_it_is_said_once(casa: SimpleNamespace) -> None:
    luz = casa.luz
    with acting(luz):
        say(luz, "right")
        say(luz, "right", minutes=1)
        assert said_of(one()) == ("right", [""])


def test_better_words_of_one_outweigh_that_another_found_it_right(casa: SimpleNamespace) -> None:
    luz, sol = casa.luz, casa.sol
    with acting(luz):
        say(luz, "better", "Ya puede reportarse")
    with acting(sol):
        say(sol, "right")
        assert said_of(one()) == ("better", ["Ya puede reportarse", ""])


def test_words_that_changed_since_have_been_read_by_nobody(casa: SimpleNamespace) -> None:
    luz = casa.luz
    with acting(luz), pytest.raises(Refused, match="sentence_changed"):
        say(luz, "right", read="0" * 32)


def test_what_was_said_is_taken_back(casa: SimpleNamespace) -> None:
    luz = casa.luz
    with acting(luz):
        say(luz, "right")
        actions.take_back("es", one().key, by=luz)
        actions.take_back("es", one().key, by=luz)
        assert said_of(one()) == ("", [])


def test_another_programme_sees_none_of_it(casa: SimpleNamespace, elsewhere: SimpleNamespace) -> None:
    luz, omar = casa.luz, elsewhere.luz
    with acting(luz):
        say(luz, "right")
    with acting(omar):
        assert said_of(one()) == ("", [])


@pytest.mark.parametrize(
    ("better", "english", "code"),
    [
        pytest.param("", "Hello", "better_missing", id="nothing"),
        pytest.param(" \n ", "Hello", "better_missing", id="only space"),
        pytest.param("x" * 4001, "Hello", "better_too_long", id="too long"),
        pytest.param("Hola", "Hello %(name)s", "blanks_differ", id="a blank is lost"),
        pytest.param("Hola %(name)s %(url)s", "Hello %(name)s", "blanks_differ", id="a blank is new"),
        pytest.param("<b>Hola</b>", "Hello", "blanks_differ", id="a mark is new"),
        pytest.param("Hola <script src=x>", "Hello", "blanks_differ", id="a script"),
        pytest.param("Hola < b", "Hello", "blanks_differ", id="half a mark"),
        pytest.param("Hola &lt;", "Hello", "blanks_differ", id="a letter in disguise"),
    ],
)
def test_words_that_could_break_a_page_are_refused(better: str, english: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        rules.as_better(better, english)


def test_words_are_kept_as_they_are_written() -> None:
    assert rules.as_better("  مرحبًا %(name)s 👩‍👧\r\n", "Hello %(name)s") == "مرحبًا %(name)s 👩‍👧"
    assert rules.as_better("Abra <strong>aquí</strong>", "Open <strong>here</strong>") == "Abra <strong>aquí</strong>"
