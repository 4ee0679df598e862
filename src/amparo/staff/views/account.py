"""One's own account, and the choice of a programme."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.access.actor import Actor, Kind
from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.programme import queries as programme
from amparo.programme import sign_ins
from amparo.staff import door


def page(request: HttpRequest) -> HttpResponse:
    """Who one is here, and how one signs in."""
    return render(request, "staff/account.html", {"roles": sorted(request.actor.roles)})


@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """A password of one's own. The other browsers in which one is signed in are not any more."""
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        sign_ins.choose_own(request.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your new password is in use."))
        return redirect("staff:today")
    context = {"form": form, "must": request.user.password_is_first}
    return render(request, "staff/password.html", context, status=400 if form.errors else 200)


def choose(request: HttpRequest) -> HttpResponse:
    """Whoever works for several programmes is in one at a time."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if request.method == "POST":
        wanted = request.POST.get("programme", "")
        if wanted in {str(programme_id) for programme_id, _member in request.memberships}:
            request.session[door.CHOSEN] = wanted
        return redirect("staff:today")
    return render(request, "staff/choose.html", {"programmes": _living(request)})


def _living(request: HttpRequest) -> list[Any]:
    """The programmes in which the account works today."""
    at, found = clock.now(), list[Any]()
    for programme_id, member_id in request.memberships:
        with acting(Actor(Kind.MEMBER, member_id, programme_id)):
            if programme.members(at).filter(id=member_id).exists():
                found.append(programme.by_id(programme_id))
    return found
