"""Who may see parts of the person's record: invited here, changed here, and ended at once."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from amparo.access.actor import Kind
from amparo.casework import access_log, look_words
from amparo.foundation.errors import Refused
from amparo.mandates import inviting, queries, rules
from amparo.mandates.inviting import Invitation
from amparo.participant import door, scope
from amparo.participant import representative_words as words
from amparo.privacy.purposes import Purpose
from amparo.programme import queries as programmes


def index(request: HttpRequest) -> HttpResponse:
    """Everybody who was invited and is not over yet, then those who are."""
    with door.signed_in(request) as me:
        rows = queries.of_person(me.person.id)
        names = queries.shown(rows, me.person, by=me.actor, why=Purpose.OWN_RECORD, at=me.at)
        missing = scope.missing(scope.NEW_WAY_IN, me.shown, me.at)
    shown = [_line(row, names, me) for row in rows]
    context = {
        "now": [one for one in shown if one["state"] != "over"],
        "over": [one for one in shown if one["state"] == "over"],
        "settles_at": me.shown.settles_at if missing == "not_settled" else None,
    }
    return render(request, "participant/representatives.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """GET asks whom and what. POST: the link and the digits stand in this answer alone, which nobody stores."""
    typed = request.POST
    with door.signed_in(request) as me:
        made, wrong = _invite(typed, me) if request.method == "POST" else (None, "")
        slug = programmes.by_id(me.person.programme_id).slug
    if made:
        link = settings.PUBLIC_URL + reverse("representative:invitation", args=[slug, made.token])
        context: dict[str, Any] = {"link": link, "digits": " ".join(made.code), "until": made.until}
        return render(request, "participant/representative_invited.html", context)
    context = {
        "kinds": _choices(words.KINDS, typed.get("kind", "")),
        "areas": _choices(words.AREAS, *(typed.getlist("area") if wrong else words.CHOSEN_FIRST)),
        "days": _choices(words.DAYS, _days(typed.get("days", "")) or rules.DAYS),
        "wrong": {"code": wrong, "words": words.REFUSED[wrong]} if wrong else None,
    }
    return render(request, "participant/representative_new.html", context, status=422 if wrong else 200)


def page(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """GET: who it is, what they may see and what they have seen. POST: what they may see from now on."""
    wrong = ""
    with door.signed_in(request) as me:
        if request.method == "POST":
            _require_enough(request, me, mandate_id)
            try:
                inviting.change(mandate_id, areas=request.POST.getlist("area"), by=me.actor, at=me.at)
            except Refused as no:
                if no.code not in words.REFUSED:
                    raise Http404 from None
                wrong = no.code
        row = _one(mandate_id, me)
        names = queries.shown([row], me.person, by=me.actor, why=Purpose.OWN_RECORD, at=me.at)
        log = access_log.read(me.person, by=me.actor, at=me.at)
    if request.method == "POST" and not wrong:
        return redirect("participant:representative", mandate_id=mandate_id)
    looked = [look for look in log.looks if look.kind == Kind.REPRESENTATIVE and look.actor_id == mandate_id]
    chosen = request.POST.getlist("area") if wrong else row.areas
    context = _line(row, names, me) | {
        "choices": _choices(words.AREAS, *chosen),
        "looks": [{"at": look.at, "why": look_words.PURPOSES.get(look.purpose, "")} for look in looked],
        "wrong": {"code": wrong, "words": words.REFUSED[wrong]} if wrong else None,
    }
    return render(request, "participant/representative.html", context, status=422 if wrong else 200)


def end(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """GET asks once more. POST: they see nothing any more, from this moment."""
    with door.signed_in(request) as me:
        row = _one(mandate_id, me)
        if request.method == "POST":
            inviting.end(mandate_id, by=me.actor, at=me.at)
        names = queries.shown([row], me.person, by=me.actor, why=Purpose.OWN_RECORD, at=me.at)
    if request.method == "POST" or queries.state(row, me.at) is rules.State.OVER:
        return redirect("participant:representatives")
    return render(request, "participant/representative_end.html", _line(row, names, me))


def _invite(typed: Any, me: door.Me) -> tuple[Invitation | None, str]:
    try:
        made = inviting.invite(
            me.session_id,
            kind=typed.get("kind", ""),
            areas=typed.getlist("area"),
            days=_days(typed.get("days", "")),
            by=me.actor,
            at=me.at,
        )
    except Refused as no:
        if no.code not in words.REFUSED:
            raise
        return None, no.code
    return made, ""


def _require_enough(request: HttpRequest, me: door.Me, mandate_id: UUID) -> None:
    """To see it is enough to be signed in; to change it they must show that it is them. To let somebody see more asks
    as much as to invite: with a new link from staff that went astray nobody shows themselves the person's papers."""
    more = set(request.POST.getlist("area")) - set(_one(mandate_id, me).areas)
    missing = scope.missing(scope.NEW_WAY_IN if more else scope.FRESH, me.shown, me.at)
    if missing:
        raise door.ShowItIsYou(missing, reverse("participant:representative", args=[mandate_id]))


def _one(mandate_id: UUID, me: door.Me) -> Any:
    try:
        return queries.one(mandate_id, me.person.id)
    except Refused:
        raise Http404 from None


def _days(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _choices(known: dict[Any, Any], *chosen: Any) -> list[dict[str, Any]]:
    return [{"code": code, "words": said, "chosen": code in chosen} for code, said in known.items()]


def _how_it_stands(row: Any, state: rules.State, me: door.Me) -> Any:
    if row.ended == rules.Ended.GIVEN_BACK:
        return words.GAVE_BACK
    if state is rules.State.HOLDS and me.person.state == "closed":
        return words.RECORD_CLOSED
    return words.STATES[state.value]


def _line(row: Any, names: dict[UUID, queries.Who], me: door.Me) -> dict[str, Any]:
    state = queries.state(row, me.at)
    return {
        "id": row.id,
        "kind": words.KINDS[row.kind],
        "who": names.get(row.id, queries.Who()),
        "areas": [words.AREAS[area] for area in row.areas if area in words.AREAS],
        "state": state.value,
        "state_words": _how_it_stands(row, state, me),
        "gave_back": row.ended == rules.Ended.GIVEN_BACK,
        "since": row.accepted_at,
        "invited_at": row.invited_at,
        "until": row.expires_at,
    }
