"""Colleagues who grew up with a language read our words in it."""

from __future__ import annotations

import html
from typing import Any

from amparo.translations import sentences

WORDS = "/staff/translations/words/?language=es"


def sentence(words: str = "You can check in now") -> sentences.Sentence:
    return next(one for one in sentences.of("es") if one.english == words)


def post(browser: Any, **said: str) -> Any:
    one = sentence()
    return browser.post(f"{WORDS}&show=all", {"key": one.key, "read": one.read} | said)


def test_every_language_with_how_far_it_has_been_read(luz: Any) -> None:
    page = luz.get("/staff/translations/").content.decode()
    assert "Español" in page and "Needs a native reader" in page


def test_a_sentence_is_found_by_its_words_and_read(luz: Any) -> None:
    page = html.unescape(luz.get(f"{WORDS}&q=check in now").content.decode())
    assert sentence().words in page and sentence().english in page
    assert post(luz, said="right").status_code == 302
    assert sentence().words in html.unescape(luz.get(f"{WORDS}&show=right").content.decode())


def test_better_words_can_be_downloaded_for_whoever_keeps_the_translations(luz: Any) -> None:
    assert post(luz, said="better", better="Ya puede reportarse").status_code == 302
    file = luz.get("/staff/translations/better.po?language=es")
    assert "attachment" in file["Content-Disposition"]
    assert 'msgid "You can check in now"\nmsgstr "Ya puede reportarse"' in file.content.decode()


def test_what_is_refused_says_why_and_keeps_what_was_typed(luz: Any) -> None:
    answer = post(luz, said="better", better="Mire <b>aquí</b> %(x)s")
    page = answer.content.decode()
    assert answer.status_code == 422 and "A blank or a mark differs" in page
    assert "Mire &lt;b&gt;aquí&lt;/b&gt; %(x)s" in page


def test_unknown_languages_and_sentences_are_not_there(luz: Any) -> None:
    assert luz.get("/staff/translations/words/?language=xx").status_code == 404
    assert luz.get("/staff/translations/words/?language=en").status_code == 404
    assert luz.post(WORDS, {"key": "f" * 32, "said": "right"}).status_code == 422
