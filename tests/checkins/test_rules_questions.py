"""The questions of a check-in, and what is kept of the answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.checkins import questions
from amparo.foundation.errors import Refused


def refusal(answers, **options) -> tuple[str, object]:
    with pytest.raises(Refused) as refused:
        questions.clean(answers, **options)
    return refused.value.code, refused.value.details.get("field")


def test_answers_are_kept_in_the_order_of_the_questions():
    given_answers = {
        "tell": "  Gracias \r\n",
        "needs": ["work", "food"],
        "how": "so_so",
        "phone_changed": False,
    }
    assert list(questions.clean(given_answers).items()) == [
        ("how", "so_so"),
        ("needs", ["food", "work"]),
        ("phone_changed", False),
        ("tell", "Gracias"),
    ]


@pytest.mark.parametrize("answers", [{}, {"how": None, "needs": [], "tell": " \u200b\u00ad\n"}, {"how": ""}])
def test_nothing_has_to_be_answered(answers):
    assert questions.clean(answers) == {}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"mood": "good"}, ("unknown_question", None)),
        ({"how": "great"}, ("unknown_option", "how")),
        ({"how": ["well"]}, ("wrong_kind", "how")),
        ({"how": "well\u200b"}, ("unknown_option", "how")),
        ({"needs": "food"}, ("wrong_kind", "needs")),
        ({"needs": ["food", "gold"]}, ("unknown_option", "needs")),
        ({"needs": [["food"]]}, ("wrong_kind", "needs")),
        ({"phone_changed": "yes"}, ("wrong_kind", "phone_changed")),
        ({"tell": 5}, ("wrong_kind", "tell")),
        ({"tell": "x" * 2001}, ("too_long", "tell")),
        ({"tell": "x" * 1_000_000}, ("too_long", "tell")),
        ({"worker_1": "yes"}, ("unknown_question", None)),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_field(answers, expected):
    assert refusal(answers) == expected


def test_a_declared_question_has_to_be_answered():
    asked = questions.asked(declared={"phone_changed"})
    assert refusal({"how": "well"}, of=asked) == ("not_answered", "phone_changed")
    assert questions.clean({"phone_changed": False}, of=asked) == {"phone_changed": False}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        pytest.param("a\u202eb\u0000c\u200bd\ufeff", "abcd", id="hidden and reversing characters"),
        pytest.param("me\u0301xico", "m\u00e9xico", id="one way to write an accent"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="a joiner that Persian needs"),
        pytest.param("👩\u200d👧 ok", "👩\u200d👧 ok", id="a family"),
        pytest.param("one\ntwo\tthree", "one\ntwo\tthree", id="lines"),
        pytest.param("x\ud800", "x", id="half a character"),
    ],
)
def test_what_nobody_sees_is_left_out_rather_than_refused(said, kept):
    assert questions.clean({"tell": said})["tell"] == kept


def test_a_worker_may_add_three_questions_in_their_own_words():
    asked = questions.asked(["Did the school call?", "Is the heating on?"])
    assert [q.code for q in asked[-2:]] == ["worker_1", "worker_2"]
    assert questions.clean({"worker_2": "Yes"}, of=asked) == {"worker_2": "Yes"}


@pytest.mark.parametrize(
    ("prompts", "code"),
    [
        (["a", "b", "c", "d"], "too_many_questions"),
        (["\u200b "], "empty_question"),
        (["x" * 201], "too_long"),
    ],
)
def test_a_worker_may_not_add_more_or_none_or_a_speech(prompts, code):
    with pytest.raises(Refused, match=code):
        questions.worker_questions(prompts)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, False),
        ({"how": "not_well", "needs": ["none"]}, False),
        ({"how": "bad"}, True),
        ({"needs": ["papers"]}, True),
    ],
)
def test_a_need_or_a_very_bad_day_asks_for_help(answers, expected):
    assert questions.asks_for_help(questions.clean(answers)) is expected


def test_who_ticks_a_need_and_none_has_a_need():
    assert questions.clean({"needs": ["none", "food"]}) == {"needs": ["food"]}


def test_codes_are_used_once():
    codes = [q.code for q in questions.QUESTIONS]
    assert len(codes) == len(set(codes))
    assert all(len(q.codes) == len(set(q.codes)) for q in questions.QUESTIONS)


question_codes = st.sampled_from([q.code for q in questions.QUESTIONS])


@given(st.dictionaries(question_codes, st.text() | st.booleans() | st.lists(st.text())))
def test_what_is_clean_stays_as_it_is(answers):
    try:
        cleaned = questions.clean(answers)
    except Refused:
        return
    assert questions.clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("answers", "is_so"),
    [
        ({"address_changed": True}, True),
        ({"address_changed": False, "phone_changed": True}, True),
        ({"address_changed": False, "phone_changed": False}, False),
        ({}, False),
        ({"how": "bad", "tell": "address_changed"}, False),
        ({"phone_changed": "yes"}, False),
    ],
)
def test_a_yes_to_either_says_that_something_changed(answers, is_so):
    assert questions.says_changed(answers) is is_so


def test_the_script_knows_them_by_how_they_end():
    """And nothing else that may be answered with yes ends so: see capture.js."""
    yes_or_no = {question.code for question in questions.QUESTIONS if question.kind is questions.Kind.BOOLEAN}
    assert {code for code in yes_or_no if code.endswith("_changed")} == set(questions.CHANGES)
    assert not [q.code for q in questions.QUESTIONS if q.code.endswith("_changed") and q.code not in yes_or_no]
