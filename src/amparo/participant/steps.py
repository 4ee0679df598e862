"""What a person has to do next, in the order that helps: the pages show it, they do not decide it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from amparo.checkins import queries as checkins
from amparo.checkins.rules import CheckinState
from amparo.concerns import queries as concerns

# A hearing or a visit this near comes before a check-in that can wait.
NEAR_DAYS = 1
MOST_LATER = 4


def of(person: Any, others: list[dict[str, Any]], at: datetime) -> list[dict[str, Any]]:
    """The steps, first things first; one that says "nothing" if there is none. `others`: dates, offices to tell."""
    found = sorted([*_questions(person.id), *_check_ins(person.id, at), *others], key=_turn)
    return [*found[:1], *_after(found[1:])] or [{"kind": "nothing"}]


def _after(rest: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What comes after the first, by the day: never without the next hearing, and with one date of their own."""
    first_own = next((step for step in rest if step["kind"] == "own"), None)
    rest = [step for step in rest if step["kind"] != "own" or step is first_own]
    hearing = min((step for step in rest if step["kind"] == "hearing"), key=_moment, default=None)
    others = [step for step in rest if step is not hearing]
    shown = [*([hearing] if hearing else []), *others][:MOST_LATER]
    return sorted(shown, key=_moment)


def _moment(step: dict[str, Any]) -> datetime:
    return _turn(step)[1]


def _check_ins(person_id: UUID, at: datetime) -> list[dict[str, Any]]:
    found = []
    upcoming = checkins.next_of(person_id, at)
    if upcoming is not None:
        found.append(_check_in(upcoming, at))
    if not found or found[0]["kind"] != "check_in_open":
        unconfirmed = checkins.unconfirmed_of(person_id, at)
        if unconfirmed is not None:
            times = {"closes_at": unconfirmed.closes_at, **_urls(unconfirmed.id)}
            found.append({"kind": "check_in_unconfirmed"} | times)
        silent = checkins.unanswered_of(person_id).first()
        if silent is not None:
            found.append({"kind": "check_in_missed", "closes_at": silent.closes_at, **_urls(silent.id)})
    return found


def _questions(person_id: UUID) -> list[dict[str, Any]]:
    """What the person is asked, or can say no to."""
    return [
        {
            "kind": "question",
            "contest": row.state == "raised",
            "until": row.answer_until if row.state != "raised" else None,
            "asked_at": row.state_at,
            "url": reverse("participant:question", args=[row.id]),
        }
        for row in concerns.of_person(person_id)
        if row.state == "raised" or (row.state in ("asked", "proposed") and row.answered_at is None)
    ]


def _check_in(checkin: Any, at: datetime) -> dict[str, Any]:
    times = {"opens_at": checkin.opens_at, "closes_at": checkin.closes_at, **_urls(checkin.id)}
    is_open = checkin.state == CheckinState.DUE or checkin.opens_at <= at
    return {"kind": "check_in_open" if is_open else "check_in_later"} | times


def _turn(step: dict[str, Any]) -> tuple[int, datetime]:
    if step["kind"] in ("hearing", "visit"):
        # A time that somebody offered waits for a word, as a question does.
        return (0 if step["days"] <= NEAR_DAYS else 2 if step.get("offered") else 3), step["starts_at"]
    if step["kind"] == "own":
        # Theirs to remember: it never stands before what somebody waits for.
        return (2 if step["days"] <= NEAR_DAYS else 3), step["starts_at"]
    if step["kind"] == "tell_office":
        return (1 if step["pressing"] else 2), step["due_at"]
    if step["kind"] == "question":
        return 1, step["asked_at"]
    if step["kind"] == "check_in_open":
        return 1, step["closes_at"]
    if step["kind"] in ("check_in_missed", "check_in_unconfirmed"):
        return 2, step["closes_at"]
    return 3, step["opens_at"]


def _urls(checkin_id: UUID) -> dict[str, str]:
    names = {"url": "participant:check_in", "time_url": "participant:time_asked"}
    return {key: reverse(name, args=[checkin_id]) for key, name in names.items()}
