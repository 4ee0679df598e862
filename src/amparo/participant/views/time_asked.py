""" "I can't now": more time at once, another day, or help. Always possible, always answered."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amparo.casework import concern_desk
from amparo.checkins import actions, queries
from amparo.foundation import wall
from amparo.foundation.errors import Refused
from amparo.participant import door, question_words


def page(request: HttpRequest, checkin_id: UUID) -> HttpResponse:
    """What can be asked for, and what became of it."""
    wrong = ""
    with door.signed_in(request) as me:
        if request.method == "POST":
            try:
                _ask(request, checkin_id, me)
            except Refused as no:
                if no.code not in question_words.TIME_REFUSED:
                    raise
                wrong = no.code
        checkin = queries.one(checkin_id)
        asked = queries.deferrals_of(checkin_id)
        said = {row.id: queries.deferral_words(row, by=me.actor, at=me.at) for row in asked if row.reply or row.words}
    gives = request.method == "POST" and not wrong and request.POST.get("kind") == "later"
    context = {
        "checkin": checkin,
        "closed": checkin.closes_at <= me.at,
        "not_open": checkin.state == "planned" and not queries.may_be_sent(checkin, me.at),
        "asked": [{"row": row, "said": said.get(row.id, {})} for row in asked],
        "waiting": next((row for row in asked if row.state == "waiting"), None),
        "granted": gives and bool(asked) and asked[0].state == "granted",
        "can_ask": checkin.state in ("planned", "due", "unanswered"),
        "helped": checkin.wants_help and checkin.help_handled_at is None,
        "wrong": {"code": wrong, "words": question_words.TIME_REFUSED[wrong]} if wrong else None,
        "typed": request.POST if wrong else {},
    }
    return render(request, "participant/time_asked.html", context, status=422 if wrong else 200)


def _ask(request: HttpRequest, checkin_id: UUID, me: door.Me) -> None:
    kind, words = request.POST.get("kind", ""), request.POST.get("words", "").replace("\0", "")
    if kind == "help":
        actions.ask_for_help(checkin_id, words=words, by=me.actor, at=me.at)
    elif kind == "take_back":
        for row in queries.deferrals_of(checkin_id):
            if row.state == "waiting":
                actions.take_back_time(row.id, by=me.actor, at=me.at)
    elif kind in ("later", "other_day"):
        today = wall.shown(me.at, me.person.zone).date()
        wanted = _day(request.POST.get("wanted", ""), today) if kind == "other_day" else None
        concern_desk.ask_for_time(checkin_id, kind=kind, words=words, wanted=wanted, by=me.actor, at=me.at)
    else:
        raise Refused("pick_one")


def _day(text: str, today: date) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused("no_such_day") from None
    if not 0 <= (day - today).days <= 60:
        raise Refused("no_such_day")
    return day
