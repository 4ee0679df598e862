"""What a person may ask about their own data, and what may follow what. Pure."""

from datetime import timedelta
from enum import StrEnum

from amparo.foundation.errors import Refused

LONGEST_WORDS = 4000
LONGEST_ADDRESS = 500
# So many wait at once; nobody needs more, and a script does not fill the list of whoever answers.
MOST_WAITING = 12
BETWEEN_COPIES = timedelta(minutes=2)


class Kind(StrEnum):
    """What is asked."""

    CORRECT = "correct"  # this is wrong
    RESTRICT = "restrict"  # keep it, and use it for nothing until it is clear
    ERASE = "erase"  # forget me
    OBJECT = "object"  # do not do this with it
    COMPLAIN = "complain"  # about how somebody was treated


class State(StrEnum):
    WAITING = "waiting"
    DONE = "done"  # it was done as asked
    REFUSED = "refused"  # with a reason, and where to complain about it
    WITHDRAWN = "withdrawn"  # the person no longer wants it


MOVES: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.DONE, State.REFUSED, State.WITHDRAWN}),
    # Forgetting needs a second signature; who does not give it opens the request again.
    State.DONE: frozenset({State.WAITING}),
    State.REFUSED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
# Without words nobody knows what is meant.
NEEDS_WORDS = frozenset({Kind.CORRECT, Kind.OBJECT, Kind.COMPLAIN})


def require_move(before: str, after: State) -> None:
    """Refused("somebody_was_faster") where it does not follow."""
    if after not in MOVES[State(before)]:
        raise Refused("somebody_was_faster")


def words_of(text: str, *, kind: Kind | None = None) -> str:
    """The words as they were written, without space around them. Codes: "words_missing", "too_long"."""
    words = text.strip()
    if len(words) > LONGEST_WORDS:
        raise Refused("too_long")
    if not words.strip("\u200b\u200c\u200d\u2060\ufeff \n\t") and (kind is None or kind in NEEDS_WORDS):
        raise Refused("words_missing")
    return words


def address_of(text: str) -> str:
    """Where to complain. Codes: "where_missing", "too_long"."""
    where = text.strip()
    if not where:
        raise Refused("where_missing")
    if len(where) > LONGEST_ADDRESS:
        raise Refused("too_long")
    return where
