"""A reminder's link: whoever holds it may say whether they come, without signing in. Nothing names the person."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from amparo.access.actor import Actor, Kind, system
from amparo.access.rows import acting
from amparo.foundation import answers, clock, guesses, languages, wall
from amparo.foundation.errors import Refused
from amparo.hearings import queries as hearings
from amparo.participant import card
from amparo.people import queries as people
from amparo.programme import queries as programmes
from amparo.reminders import queries as reminders
from amparo.reminders import replies, reply_link

# A link that names nothing costs a guess; links that name something always open, also for a guesser's neighbours.
GUESSES, A_WHILE = 30, 600
HEARING = "hearing"


@dataclass(frozen=True, slots=True)
class Page:
    """What the link leads to: the state to show, the event, and in which words and whose hours."""

    state: str
    event: dict[str, Any]
    language: str
    zone: str
    card: Any
    kind: str


def reply(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """GET shows and asks, POST answers: programs that open links ahead of people answer nothing."""
    found = _found(request, slug, token, said=request.POST.get("answer", "") if request.method == "POST" else "")
    if found is None:
        return render(request, "participant/link_unknown.html", status=429 if _guessed_often(request) else 404)
    if found.kind != HEARING and found.state != "over":
        # Nothing to promise here: what there is to do or to say stands on their own page.
        return redirect("participant:what_next")
    request.card = found.card
    with languages.speaking(found.language), timezone.override(wall.zone_named(found.zone)):
        response = render(request, "participant/reply.html", {"state": found.state, "event": found.event})
    answers.unseen(response)
    response["Content-Language"] = found.language
    return response


def _found(request: HttpRequest, slug: str, token: str, *, said: str) -> Page | None:
    programme, at = programmes.by_slug(slug), clock.now()
    if programme is None:
        return None
    with acting(system(programme.id)):
        reminder = reply_link.find(token)
        if reminder is None:
            return None
        newest = reminders.newest_about(reminder)
        person = people.by_id(reminder.person_id)
        shown = card.of_person(person)
    over = replies.is_over(newest, at) or newest.step == "cancelled"
    by = Actor(Kind.PERSON, reminder.person_id, programme.id)
    with acting(by):
        if said and not over and newest.kind == HEARING:
            _answer(newest, said, by, at)
        state = "over" if over else replies.standing(newest) or "ask"
        mode = hearings.mode_of(newest.about_id)
    event = {
        "kind": newest.kind,
        "starts_at": newest.starts_at,
        "place": newest.place,
        "mode": mode,
        "in_question": newest.step == "question",
    }
    return Page(state, event, _shown_in(person.language), newest.zone, shown, newest.kind)


def _answer(reminder: Any, said: str, by: Actor, at: Any) -> None:
    try:
        replies.answer(reminder, said, by=by, at=at)
    except Refused:  # neither of the three: the page asks again
        pass


def _shown_in(code: str) -> str:
    return code if code in languages.LANGUAGES else languages.DEFAULT


def _guessed_often(request: HttpRequest) -> bool:
    return guesses.by(request, "reply", seconds=A_WHILE) > GUESSES
