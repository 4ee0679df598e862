"""The verbs of concerns: reach out, look, ask, hear, conclude by two, contest, let go."""

from amparo.concerns.concluding import answer, ask, check_faults, close, contest, let_go, propose, second
from amparo.concerns.reaching import Silence, begin, do, end, to_humans

__all__ = [
    "Silence",
    "answer",
    "ask",
    "begin",
    "check_faults",
    "close",
    "contest",
    "do",
    "end",
    "let_go",
    "propose",
    "second",
    "to_humans",
]
