"""After a silence: reaching out, looking for faults, asking, concluding by two, letting go."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.access.rows import acting
from amparo.access.rules import Permission, allows
from amparo.casework import concern_desk, whose
from amparo.concerns import actions, queries
from amparo.concerns.rules import Outcome, State, Why
from amparo.faults.rules import NEVER_AGAINST, Cause
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.programme import queries as programme
from amparo.staff import concern_forms as forms
from amparo.staff import concern_words as words

YEAR = timedelta(days=365)


def index(request: HttpRequest) -> HttpResponse:
    """What is open, and how often a concern turned out to be a fault."""
    at, by = clock.now(), request.actor
    with acting(by):
        everybody = whose.everybody(request.GET.get("who", ""), by=by)
        rows = concern_desk.open_ones(by=by, everybody=everybody)
        names = concern_desk.names(rows, by=by, at=at)
        told = queries.counts(since=at - YEAR, until=at)
    context = {
        "rows": [
            {"concern": row, "name": names.get(row.person_id, ""), "says": words.STATES[row.state]} for row in rows
        ],
        "told": told,
        "rate": queries.false_concern_rate(told),
        "concluded": told["all"] - told["open"],
        "bars": words.bars(told),
        "everybody": everybody,
        "at": at,
    }
    return render(request, "staff/concerns.html", context)


def page(request: HttpRequest, concern_id: UUID, problem: Refused | None = None) -> HttpResponse:
    """One concern: faults first, then who tried, then what was said, then what may follow."""
    at, by = clock.now(), request.actor
    with acting(by):
        file = concern_desk.read(concern_id, by=by, at=at)
        colleagues = programme.names_of_members()
    concern = file.concern
    context: dict[str, Any] = {
        "file": file,
        "concern": concern,
        "colleagues": colleagues,
        "at": at,
        "evidence": words.evidence(file.evidence),
        "causes": words.CAUSES.items(),
        "weighing": [(code, text) for code, text in words.CAUSES.items() if code not in NEVER_AGAINST],
        "whys": words.WHYS.items(),
        "next": _next(concern, by, at, signed=by.id in file.contested_of),
        "typed": request.POST if problem else {},
        "problem": words.refused(problem.code) if problem else None,
    }
    return render(request, "staff/concern.html", context, status=409 if problem else 200)


def check(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Somebody has looked for faults of ours, of carriers and of phones."""
    return _done(request, concern_id, forms.Check, actions.check_faults, _("The look for faults is on record."))


def ask(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """The person is asked, with three days to answer."""
    return _done(request, concern_id, forms.Ask, concern_desk.ask, _("The person is asked, and told so."))


def propose(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """A reason, for another colleague to look at."""
    said = _("Proposed. A supervisor has to look at it; nothing is concluded yet.")
    return _done(request, concern_id, forms.Propose, actions.propose, said)


def second(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """The second signature."""
    return _done(
        request, concern_id, forms.Second, concern_desk.second, _("Raised. The person is told how to contest.")
    )


def close(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """It is let go."""
    return _done(request, concern_id, forms.Close, concern_desk.close, _("Closed. Nothing of it weighs on the person."))


def step(request: HttpRequest, step_id: UUID) -> HttpResponse:
    """How to reach the person, and what came of it."""
    at, by = clock.now(), request.actor
    form = forms.Reached(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with acting(by):
            typed = form.cleaned_data
            actions.do(step_id, outcome=Outcome(typed["outcome"]), note=typed["note"], by=by, at=at)
        messages.success(request, _("Written down."))
        return redirect("staff:today")
    with acting(by):
        found = concern_desk.step(step_id, by=by, at=at)
        colleagues = programme.names_of_members()
    context = {
        "found": found,
        "form": form,
        "colleagues": colleagues,
        "evidence": words.evidence(found.evidence),
        "at": at,
    }
    return render(request, "staff/outreach.html", context, status=400 if form.errors else 200)


def _done(request: HttpRequest, concern_id: UUID, kind: Any, verb: Any, said: str) -> HttpResponse:
    form = kind(request.POST)
    try:
        if not form.is_valid():
            raise Refused(form.code())
        with acting(request.actor):
            verb(concern_id, **form.cleaned_data, by=request.actor, at=clock.now())
    except Refused as no:
        if no.code in words.REFUSED:
            return page(request, concern_id, no)
        raise
    messages.success(request, said)
    return redirect("staff:concern", concern_id=concern_id)


def _next(concern: Any, by: Any, at: datetime, *, signed: bool) -> dict[str, bool]:
    """Which steps are possible now, for this member; `signed` what the person contested since."""
    may = allows(by, Permission.CONCERN_LOOK, concern)
    waiting = concern.answer_until is not None and at < concern.answer_until
    theirs = allows(by, Permission.CONCERN_SECOND, concern) and concern.proposed_by != by.id and not signed
    seconds = theirs and concern.state == State.PROPOSED
    return {
        "check": may and concern.state not in (State.CLOSED, State.RAISED),
        "ask": may
        and concern.fault_checked_at is not None
        and concern.state in (State.TO_LOOK_AT, State.PROPOSED, State.CONTESTED)
        and not signed,
        "propose": may
        and concern.state == State.ASKED
        and (not waiting or concern.answered_at is not None)
        and not signed,
        "second": seconds and not waiting,
        "second_later": seconds and waiting,
        "waiting": waiting,
        "close": may and concern.state != State.CLOSED,
    }


assert {why.value for why in Why} >= set(words.WHYS)  # noqa: S101  words and codes belong together  # nosec B101
assert set(words.CAUSES) == {*Cause}  # noqa: S101  # nosec B101
