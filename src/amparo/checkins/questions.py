"""The questions of a check-in as data, and what counts as an answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.foundation.errors import Refused

# Rises whenever a code is added, removed or changes its meaning; better words alone do not raise it.
VERSION = 1
LONGEST_TEXT = 2000
LONGEST_PROMPT = 200
MOST_PROMPTS = 3
NONE = "none"


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    MULTI = "multi"
    BOOLEAN = "boolean"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to pick; its code is kept, its text is shown."""

    code: str
    text: Any


@dataclass(frozen=True, slots=True)
class Question:
    """One question. It may be left out unless it is declared."""

    code: str
    kind: Kind
    text: Any
    options: tuple[Option, ...] = ()
    declared: bool = False
    longest: int = LONGEST_TEXT

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(option.code for option in self.options)


QUESTIONS: tuple[Question, ...] = (
    Question(
        "how",
        Kind.CHOICE,
        _("How are you doing?"),
        (
            Option("very_well", _("Very well")),
            Option("well", _("Well")),
            Option("so_so", _("So-so")),
            Option("not_well", _("Not well")),
            Option("bad", _("Very bad. I need help soon")),
        ),
    ),
    Question(
        "needs",
        Kind.MULTI,
        _("Do you need help with any of these?"),
        (
            Option("food", _("Food")),
            Option("housing", _("A place to live")),
            Option("health", _("Health, body or mind")),
            Option("work", _("Work or money")),
            Option("children", _("Children or school")),
            Option("legal", _("A lawyer or legal help")),
            Option("safety", _("Staying safe")),
            Option("transport", _("Getting to places")),
            Option("papers", _("Papers or ID")),
            Option(NONE, _("I do not need help now")),
        ),
    ),
    Question("phone_changed", Kind.BOOLEAN, _("Do you have a new phone number?")),
    Question("address_changed", Kind.BOOLEAN, _("Have you moved to a new address?")),
    Question("tell", Kind.TEXT, _("Is there anything you want to tell your worker?")),
)

HELP_LEVELS = frozenset({"bad"})
# A yes here is a reason to ask. capture.js knows these by how they end.
CHANGES = ("phone_changed", "address_changed")


def worker_questions(prompts: Sequence[str]) -> tuple[Question, ...]:
    """Up to three questions in a worker's own words."""
    if len(prompts) > MOST_PROMPTS:
        raise Refused("too_many_questions", most=MOST_PROMPTS)
    cleaned = [_clean_text(prompt, f"worker_{n}", LONGEST_PROMPT) for n, prompt in enumerate(prompts, 1)]
    if not all(cleaned):
        raise Refused("empty_question")
    return tuple(Question(f"worker_{n}", Kind.TEXT, text) for n, text in enumerate(cleaned, 1))


def asked(prompts: Sequence[str] = (), *, declared: Collection[str] = ()) -> tuple[Question, ...]:
    """The whole set a person sees: ours, then the worker's; `declared`: codes the programme must have."""
    every = (*QUESTIONS, *worker_questions(prompts))
    return tuple(
        Question(q.code, q.kind, q.text, q.options, q.declared or q.code in declared, q.longest) for q in every
    )


def clean(answers: Mapping[str, Any], *, of: Sequence[Question] = QUESTIONS) -> dict[str, Any]:
    """The answers given, in the order of the questions; what was left blank is absent.

    Raises Refused with a code and the field: unknown_question, unknown_option, wrong_kind, too_long,
    not_answered.
    """
    known = {question.code for question in of}
    if any(code not in known for code in answers):
        # The name that was sent is not repeated: it may be anything at all.
        raise Refused("unknown_question")
    cleaned = {question.code: _clean_one(question, answers.get(question.code)) for question in of}
    for question in of:
        if question.declared and _blank(cleaned[question.code]):
            raise Refused("not_answered", field=question.code)
    return {code: value for code, value in cleaned.items() if not _blank(value)}


def asks_for_help(answers: Mapping[str, Any]) -> bool:
    """True if somebody should call soon: a need was ticked, or the person is very bad."""
    return any(need != NONE for need in answers.get("needs", ())) or answers.get("how") in HELP_LEVELS


def says_changed(answers: Mapping[str, Any]) -> bool:
    """True if the person moved or has a new number: the worker asks which, and enters it."""
    return any(answers.get(code) is True for code in CHANGES)


def _clean_one(question: Question, value: Any) -> Any:
    if value is None or value == "":
        return None
    return _CLEAN[question.kind](question, value)


def _clean_choice(question: Question, value: Any) -> str:
    if not isinstance(value, str):
        raise Refused("wrong_kind", field=question.code)
    if value not in question.codes:
        raise Refused("unknown_option", field=question.code)
    return value


def _clean_multi(question: Question, value: Any) -> list[str]:
    if not isinstance(value, list | tuple):
        raise Refused("wrong_kind", field=question.code)
    picked = {_clean_choice(question, one) for one in value}
    # Who ticks a need and also "none" has a need.
    if len(picked) > 1:
        picked.discard(NONE)
    return [code for code in question.codes if code in picked]


def _clean_boolean(question: Question, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Refused("wrong_kind", field=question.code)
    return value


def _clean_free(question: Question, value: Any) -> str:
    return _clean_text(value, question.code, question.longest)


def _clean_text(value: Any, field: str, longest: int) -> str:
    if not isinstance(value, str):
        raise Refused("wrong_kind", field=field)
    if len(value) > 4 * longest:  # before any work is done on it
        raise Refused("too_long", field=field, longest=longest)
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(character for character in text if _visible(character)).strip(" \n\t" + _JOINERS)
    if len(text) > longest:
        raise Refused("too_long", field=field, longest=longest)
    return text


# Persian and Indic words and many emoji need these two; everything else of their class only hides or
# reorders.
_JOINERS = "\u200c\u200d"


def _visible(character: str) -> bool:
    """False for what a reader cannot see: left out, not refused, for nobody can correct the invisible."""
    return character in "\n\t" + _JOINERS or unicodedata.category(character)[0] != "C"


def _blank(value: Any) -> bool:
    return value is None or value == "" or value == []


_CLEAN = {
    Kind.CHOICE: _clean_choice,
    Kind.MULTI: _clean_multi,
    Kind.BOOLEAN: _clean_boolean,
    Kind.TEXT: _clean_free,
}
