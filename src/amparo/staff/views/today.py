"""The worker's day."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from amparo.access.actor import Actor
from amparo.access.rows import acting
from amparo.access.rules import Permission, allows
from amparo.casework import handling, rights_desk, today, whose
from amparo.casework.urgency import Kind, Need
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy.purposes import Purpose
from amparo.programme import queries as programme
from amparo.staff import wording
from amparo.staff.day_chart import chart


def page(request: HttpRequest) -> HttpResponse:
    """What waits for this member, most pressing first."""
    if not allows(request.actor, Permission.TODAY_VIEW, request.actor):
        return _of_a_privacy_officer(request)
    at, by = clock.now(), request.actor
    with acting(by):
        load = today.caseload(by=by)
        everybody = whose.everybody(request.GET.get("who", ""), by=by)
        needs = today.needs(by=by, at=at, everybody=everybody)
        days = today.coming_days(by=by, at=at, zone=get_current_timezone(), everybody=everybody)
        colleagues = programme.names_of_members()
        names = people.names(_people(needs, by), by=by, why=Purpose.CASELOAD_LIST, at=at)
    context = {
        "needs": [_shown(need, names, colleagues, request.member.id) for need in needs],
        "overdue": sum(need.is_overdue(at) for need in needs),
        "at": at,
        "everybody": everybody,
        "load": load,
        "chart": chart(days),
        "days": days,
        "coming": sum(day.hearings for day in days),
    }
    return render(request, "staff/today.html", context)


def _of_a_privacy_officer(request: HttpRequest) -> HttpResponse:
    if not allows(request.actor, Permission.RIGHTS_DECIDE, request.actor):
        return redirect("staff:account")
    at = clock.now()
    with acting(request.actor):
        counts = rights_desk.counts(by=request.actor, at=at)
    return render(request, "staff/today_privacy.html", {"counts": counts, "at": at})


def handled(request: HttpRequest, kind: str, row_id: UUID) -> HttpResponse:
    """Somebody took care; the line is gone from everybody's list."""
    try:
        with acting(request.actor):
            handling.handled(Kind(kind), row_id, by=request.actor, at=clock.now())
    except ValueError:
        raise Refused("bad_request") from None
    messages.success(request, _("Marked as taken care of."))
    back = request.POST.get("person", "")
    return redirect("staff:person", person_id=back) if back else redirect("staff:today")


def _people(needs: Sequence[Need], by: Actor) -> list[Any]:
    """Whose names are opened: not of those for whom a member is only called while nobody of theirs is there."""
    return list({need.person.id: need.person for need in needs if need.person and _may_see(by, need.person)}.values())


def _may_see(by: Actor, person: Any) -> bool:
    return allows(by, Permission.PERSON_VIEW, person)


def _shown(need: Need, names: dict[UUID, str], colleagues: dict[UUID, str], me: UUID) -> dict[str, Any]:
    """A need with its words; the template only lays it out."""
    what, advice, tone = wording.NEEDS[need.kind]
    worker = need.person.worker_id if need.person else None
    return {
        "need": need,
        "name": names.get(need.person.id, "") if need.person else "",
        "what": what,
        "advice": advice,
        "tone": tone,
        "covered": colleagues.get(worker, "") if worker and worker != me else "",
        "nobodys": need.person is not None and worker is None,
        "by_button": need.kind in handling.HANDLED_BY,
    }
