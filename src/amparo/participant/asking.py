"""The questions of a check-in as the page shows them, and what was typed back into answers."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from amparo.checkins import questions
from amparo.checkins.questions import Kind, Question
from amparo.foundation.errors import Refused
from amparo.participant import wording

SHOWN_AS = {Kind.CHOICE: "one", Kind.MULTI: "many", Kind.BOOLEAN: "one", Kind.TEXT: "text"}
TRUTHS = {"yes": True, "no": False}


def shown(posted: QueryDict | None = None, problem: Refused | None = None) -> list[dict[str, Any]]:
    """See parts/question.html. What was typed before is there again."""
    return [_question(question, posted or QueryDict(), problem) for question in questions.asked()]


def answers(posted: QueryDict) -> dict[str, Any]:
    """What a form says, checked. Refused with the field that is wrong."""
    return questions.clean(
        {question.code: _value(question, posted) for question in questions.asked()}, of=questions.asked()
    )


def in_words(said: Mapping[str, Any]) -> list[dict[str, str]]:
    """Each question with its answer, as a person reads it."""
    return [
        {"label": str(question.text), "value": _words(question, said.get(question.code))}
        for question in questions.asked()
    ]


def _question(question: Question, posted: QueryDict, problem: Refused | None) -> dict[str, Any]:
    wrong = problem is not None and problem.details.get("field") == question.code
    code = problem.code if problem and wrong else ""
    return {
        "key": question.code,
        "text": question.text,
        "kind": SHOWN_AS[question.kind],
        "truth": question.kind is Kind.BOOLEAN,
        "required": question.declared,
        "max_length": question.longest,
        "typed": posted.get(f"q_{question.code}", ""),
        "choices": _choices(question, posted.getlist(f"q_{question.code}")),
        "error": wording.ANSWER_PROBLEMS.get(code, "") if wrong else "",
    }


def _choices(question: Question, chosen: list[str]) -> list[dict[str, Any]]:
    if question.kind is Kind.BOOLEAN:
        pairs = [("yes", wording.YES), ("no", wording.NO)]
    else:
        pairs = [(option.code, option.text) for option in question.options]
    if question.kind is Kind.MULTI and len(chosen) > 1:
        # As `questions.clean` reads it.
        chosen = [one for one in chosen if one != questions.NONE]
    return [
        {
            "value": value,
            "label": label,
            "chosen": value in chosen,
            "help": _calls_for_help(question, value),
            "alone": question.kind is Kind.MULTI and value == questions.NONE,
        }
        for value, label in pairs
    ]


def _calls_for_help(question: Question, value: str) -> bool:
    said = [value] if question.kind is Kind.MULTI else value
    return question.kind in (Kind.CHOICE, Kind.MULTI) and questions.asks_for_help({question.code: said})


def _value(question: Question, posted: QueryDict) -> Any:
    name = f"q_{question.code}"
    if question.kind is Kind.MULTI:
        return posted.getlist(name)
    typed = posted.get(name, "")
    return TRUTHS.get(typed) if question.kind is Kind.BOOLEAN else typed


def _words(question: Question, value: Any) -> str:
    if value is None:
        return str(wording.NOTHING_SAID)
    if isinstance(value, bool):
        return str(wording.YES if value else wording.NO)
    texts = {option.code: str(option.text) for option in question.options}
    return "\n".join(str(texts.get(str(one)) or one) for one in (value if isinstance(value, list) else [value]))
