"""No address of this door without a decision who may come in: addresses are made by these functions only."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import URLPattern, path

from amparo.access import rules
from amparo.access.actor import Actor, Role
from amparo.access.rules import Permission
from amparo.foundation.errors import Refused
from amparo.staff import wording

OWN_PASSWORD = "/me/password/"  # noqa: S105  a part of an address

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may call an address: those with the permission, every member (None), or all, with a reason."""

    permission: Permission | None = None
    open_because: str = ""


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A person of one's own caseload: whoever may not do a thing even for them, may not do it at all."""

    programme_id: UUID
    worker_id: UUID


def staff_path(route: str, view: View, permission: Permission | None, *, name: str, methods: str = "GET") -> URLPattern:
    """An address for signed-in members with a second factor and, if one is named, the permission."""
    return path(route, _guarded(view, Guard(permission), methods.split()), name=name)


def open_path(route: str, view: View, because: str, *, name: str) -> URLPattern:
    """An address that must answer before a membership is known; the view looks after itself."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    door.guard = Guard(open_because=because)  # type: ignore[attr-defined]
    return path(route, door, name=name)


def _guarded(view: View, guard: Guard, methods: list[str]) -> View:
    @wraps(view)
    def door(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method not in {*methods, "HEAD" if "GET" in methods else ""}:
            return HttpResponseNotAllowed(methods)
        turned_away = _turned_away(request, guard)
        if turned_away is not None:
            return turned_away
        try:
            return view(request, **kwargs)
        except Refused as no:
            return refusal(request, no.code)

    door.guard = guard  # type: ignore[attr-defined]
    return door


def _turned_away(request: HttpRequest, guard: Guard) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "/staff/")
    if not is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        return redirect("mfa_activate_totp")
    if request.user.password_is_first and not request.path.endswith(OWN_PASSWORD):
        return redirect("staff:password")
    if request.actor is None:
        return redirect("staff:choose") if len(request.memberships) > 1 else refusal(request, "membership_ended")
    if guard.permission and not could(request.actor, guard.permission):
        return _no_role(request, guard.permission)
    return None


def could(actor: Actor, permission: Permission) -> bool:
    """Whether the actor may do it for somebody. For whom, each read and verb asks again."""
    return rules.allows(actor, permission, OwnCase(actor.programme_id, actor.id))


def _no_role(request: HttpRequest, permission: Permission) -> HttpResponse:
    """The page that says no, and whose role includes it."""
    able = [role for role in Role if could(replace(request.actor, roles=frozenset({role})), permission)]
    said = {"code": "not_allowed", **wording.refused("not_allowed")}
    if able:
        said["what_to_do"] = wording.who_may(able)
    return render(request, "staff/error.html", said, status=wording.status("not_allowed"))


def refusal(request: HttpRequest, code: str) -> HttpResponse:
    """The page that says no, in words."""
    return render(request, "staff/error.html", {"code": code, **wording.refused(code)}, status=wording.status(code))
