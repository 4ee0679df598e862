"""Who works here, and, for an administrator, what each may do and how they come in."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amparo.access.actor import Role
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.foundation import clock
from amparo.people import names as written
from amparo.people import queries as people
from amparo.programme import queries as programme
from amparo.programme import staffing
from amparo.staff import guard, shown_once


def page(request: HttpRequest) -> HttpResponse:
    """Who works in this programme, what they may do, and who stands in for whom."""
    at, by = clock.now(), request.actor
    may_change = guard.could(by, Permission.STAFF_CHANGE)
    with acting(by):
        everybody = sorted(programme.everybody(), key=lambda one: written.sort_key(one.name))
        changes = programme.member_changes() if may_change else []
    rows = [one for one in everybody if may_change or staffing.works_here(one, at)]
    context = {
        "rows": [{"member": one, "works_here": staffing.works_here(one, at)} for one in rows],
        "changes": changes,
        "names": {one.id: one.name for one in everybody},
        "may_change": may_change,
        "at": at,
    }
    return render(request, "staff/members.html", context)


def member(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """One colleague: roles, access and signing in, and what was changed."""
    at, by = clock.now(), request.actor
    with acting(by):
        one = programme.member(member_id)
        changes = programme.member_changes(member_id)
        names, looked_after = programme.names_of_members(), people.looked_after(member_id)
    context: dict[str, Any] = {
        "member": one,
        "works_here": staffing.works_here(one, at),
        "has_phone": is_mfa_enabled(one.account, [Authenticator.Type.TOTP]),
        "looked_after": looked_after,
        "is_me": one.id == by.id,
        "roles": list(Role),
        "changes": changes,
        "names": names,
    }
    return render(request, "staff/member.html", context)


def roles(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """The colleague has the roles that are ticked."""
    with acting(request.actor):
        staffing.change_roles(member_id, request.POST.getlist("role"), by=request.actor, at=clock.now())
    messages.success(request, _("The roles are changed. They hold from the next page the colleague opens."))
    return redirect("staff:member", member_id=member_id)


def password(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """A new first password, shown once on a sheet to hand over."""
    with acting(request.actor):
        new = staffing.new_first_password(member_id, by=request.actor, at=clock.now())
    return shown_once.hand_over(request, reverse("staff:member_sheet", args=[member_id]), {"new": new})


def password_sheet(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """The sheet to hand over; opened again, it says that it was shown."""
    with acting(request.actor):
        one = programme.member(member_id)
    if sheet := shown_once.take(request):
        context = {"member": one, "address": settings.PUBLIC_URL + reverse("staff:today")} | sheet
        return render(request, "staff/member_password.html", context)
    back = reverse("staff:member", args=[member_id])
    # Another is made on the colleague's own page, where it says what ends with it.
    return render(request, "staff/shown_once.html", {"back": back, "back_words": one.name})


def end_sessions(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """The colleague is signed in nowhere."""
    with acting(request.actor):
        ended = staffing.end_sessions(member_id, by=request.actor, at=clock.now())
    if member_id == request.actor.id:
        request.session.flush()
        return redirect("account_login")
    said = ngettext("Signed out of %(n)d browser.", "Signed out of %(n)d browsers.", ended) % {"n": ended}
    messages.success(request, said if ended else _("They were signed in nowhere."))
    return redirect("staff:member", member_id=member_id)


def suspend(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """The colleague can no longer come in."""
    with acting(request.actor):
        staffing.suspend(member_id, by=request.actor, at=clock.now())
    messages.success(request, _("Suspended. No page of this programme opens for them any more."))
    return redirect("staff:member", member_id=member_id)


def take_back(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """The colleague can come in again."""
    with acting(request.actor):
        staffing.take_back(member_id, by=request.actor, at=clock.now())
    messages.success(request, _("They can come in again."))
    return redirect("staff:member", member_id=member_id)
