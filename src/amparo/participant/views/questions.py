"""What was asked about a silence: who tried to reach the person, what is asked and concluded, and their answer."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amparo.concerns import actions, queries
from amparo.foundation.errors import Refused
from amparo.participant import door, question_words
from amparo.programme import queries as programmes


def index(request: HttpRequest) -> HttpResponse:
    """Every silence, the newest first, with each step that was taken."""
    with door.signed_in(request) as me:
        rows = list(queries.outreach_of(me.person.id)[:50])
        concerns = {row.outreach_id: row for row in queries.of_person(me.person.id)[:50]}
        colleagues = programmes.names_of_members()
    told = [
        {
            "outreach": row,
            "steps": question_words.steps(row.steps.all(), colleagues),
            "concern": concerns.get(row.id),
            "says": question_words.STATES.get(concerns[row.id].state) if row.id in concerns else None,
            "ended": question_words.ENDED.get(row.ended),
        }
        for row in rows
    ]
    return render(request, "participant/questions.html", {"told": told})


def page(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """One question: read it, answer it, or say that what was concluded is not so."""
    problem: Any = None
    with door.signed_in(request) as me:
        _own(concern_id, me)
        if request.method == "POST":
            words = request.POST.get("words", "")
            verb = actions.contest if request.POST.get("what") == "contest" else actions.answer
            try:
                verb(concern_id, words=words, by=me.actor, at=me.at)
            except Refused as no:
                problem = question_words.ANSWER_REFUSED.get(no.code)
                if problem is None:
                    raise
        concern = _own(concern_id, me)
        said = queries.words(concern, by=me.actor, at=me.at)
        moves = question_words.moves(queries.moves_of(concern_id), programmes.names_of_members())
    context = {
        "concern": concern,
        "said": said,
        "moves": moves,
        "cause": question_words.CAUSES.get(concern.cause),
        "says": question_words.STATES[concern.state],
        "can_answer": concern.state in ("to_look_at", "asked", "proposed"),
        "can_contest": concern.state == "raised",
        "sent": request.method == "POST" and not problem,
        "problem": problem,
        "typed": request.POST.get("words", "") if problem else "",
    }
    return render(request, "participant/question.html", context, status=422 if problem else 200)


def _own(concern_id: UUID, me: door.Me) -> Any:
    try:
        return queries.concern(concern_id, by=me.actor)
    except Refused:
        raise ObjectDoesNotExist from None
