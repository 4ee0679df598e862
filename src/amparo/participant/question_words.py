"""The words of questions after a silence, chosen by codes; calm, and blaming nobody."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

STATES: dict[str, Any] = {
    "to_look_at": _("A person on the team looks at it. Nothing is decided."),
    "asked": _("We have asked you. Nothing is decided."),
    "proposed": _("Two people look at it. Nothing is decided yet."),
    "raised": _("Two people have decided something. You can say that it is not so."),
    "contested": _("You said it is not so. A different person looks at it now."),
    "closed": _("It is settled. Nothing of it counts against you."),
}
ENDED: dict[str, Any] = {
    "checked_in": _("You checked in. There is nothing more to do."),
    "explained": _("It is explained. There is nothing more to do."),
    "reached": _("We reached you. There is nothing more to do."),
}
CAUSES: dict[str, Any] = {
    "our_outage": _("Something of ours did not work. That is never your fault."),
    "carrier": _("The phone network did not work. That is never your fault."),
    "comparator": _("The comparison of pictures did not work. That is never your fault."),
    "device": _("Your phone did not work."),
    "permission": _("Your phone did not allow something."),
    "no_capture": _("The check-in could not be made."),
    "language": _("It was hard to understand or to use."),
    "asked_to_defer": _("You asked for another time."),
    "unknown": _("We do not know why we did not hear from you."),
}
STEPS: dict[tuple[str, str], Any] = {
    ("message", "sent"): _("We wrote to you."),
    ("trusted", "nobody_named"): _("You have named nobody whom we may ask."),
    ("trusted", "reached"): _("We asked the person you named."),
    ("trusted", "left_word"): _("We left word with the person you named."),
    ("trusted", "not_possible"): _("We could not ask the person you named."),
    ("trusted", "no_answer"): _("We tried the person you named. Nobody answered."),
    ("call", "reached"): _("We called, and talked to you."),
    ("call", "left_word"): _("We called, and left word for you."),
    ("call", "no_answer"): _("We called. Nobody answered."),
    ("call", "not_possible"): _("We could not call you."),
    ("trusted", ""): _("We will ask the person you named."),
    ("call", ""): _("We will call you."),
}
NOT_NEEDED = _("This was no longer needed.")
MOVES: dict[str, Any] = {
    "to_look_at": _("A person on the team was asked to look at it."),
    "asked": _("You were asked."),
    "proposed": _("Somebody proposed to decide something."),
    "raised": _("A second person signed."),
    "contested": _("You said it is not so."),
    "closed": _("It was settled."),
}
ANSWER_REFUSED: dict[str, Any] = {
    "words_missing": _("You left this empty. Please write a few words."),
    "too_long": _("That is too long for one answer. Please make it shorter."),
    "no_such_move": _("It has changed meanwhile. Please read what it says now."),
    "somebody_was_faster": _("It has changed meanwhile. Please read what it says now."),
}
TIME_REFUSED: dict[str, Any] = {
    "pick_one": _("Please choose one of these."),
    "too_long": _("That is too long. Please make it shorter."),
    "no_such_day": _("Please choose a day in the coming weeks."),
    "no_longer_asked": _("This check-in is done. There is nothing more to ask for."),
    "already_handled": _("We have answered it already. Please read the answer."),
}


def steps(rows: Iterable[Any], colleagues: Mapping[Any, str]) -> list[dict[str, Any]]:
    """Each step of reaching out, in words, with who took it and when."""
    return [
        {
            "at": row.done_at or row.due_at,
            "done": row.state == "done",
            "words": NOT_NEEDED
            if row.outcome == "no_longer_needed"
            else STEPS.get((row.kind, row.outcome), STEPS["call", "not_possible"]),
            "who": colleagues.get(row.done_by, ""),
        }
        for row in rows
    ]


def moves(rows: Iterable[Any], colleagues: Mapping[Any, str]) -> list[dict[str, Any]]:
    """Each step of a question, in words."""
    return [{"at": row.at, "words": MOVES[row.after], "who": colleagues.get(row.by_id, "")} for row in rows]
