"""The lock: asks who is there, gives the page back, and loses nothing that was typed."""

from allauth.core import ratelimit
from allauth.mfa.base.forms import ReauthenticateForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from amparo.foundation import clock
from amparo.staff import lock

# Travel with the lock's own form, or belong to it.
NOT_CARRIED = frozenset({"csrfmiddlewaretoken", "secret", "back", "carried_method"})
CODE_LENGTHS = (6, 8)  # from the phone, or a recovery code


def page(request: HttpRequest, problem: str = "") -> HttpResponse:
    """The lock in place of a page. What was being sent stays in the browser, never on the server."""
    asked_again = request.path == reverse("staff:unlock")
    back = request.POST.get("back", "/staff/") if asked_again else request.get_full_path()
    method = request.POST.get("carried_method", "GET") if asked_again else request.method
    context = {
        "problem": problem,
        "back": back,
        "carried_method": method,
        "carried": _carried(request) if method == "POST" else [],
    }
    return render(request, "staff/locked.html", context, status=423)


def unlock(request: HttpRequest) -> HttpResponse:
    """The right password or code opens the screen again where it was."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if request.method != "POST":
        return redirect("staff:today")
    quiet = "application/json" in request.headers.get("Accept", "")
    if not ratelimit.consume(request, action="reauthenticate", user=request.user):
        return HttpResponse(status=429) if quiet else page(request, "slow")
    if not _is_them(request):
        return HttpResponse(status=403) if quiet else page(request, "wrong")
    lock.open_again(request.session, clock.now())
    return HttpResponse(status=204) if quiet else _give_back(request)


def lock_now(request: HttpRequest) -> HttpResponse:
    """The screen is locked at once."""
    lock.lock_now(request.session)
    return redirect("staff:today")


def still_here(request: HttpRequest) -> HttpResponse:
    """Somebody is typing on a page that sends nothing for a while."""
    return HttpResponse(status=204)


def _is_them(request: HttpRequest) -> bool:
    secret = request.POST.get("secret", "")
    code = secret.replace(" ", "")
    if code.isdigit() and len(code) in CODE_LENGTHS:
        return bool(ReauthenticateForm(user=request.user, data={"code": code}).is_valid())
    return bool(request.user.check_password(secret))


def _give_back(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, None) or not back.startswith("/staff/"):
        back = reverse("staff:today")
    if request.POST.get("carried_method") != "POST":
        return redirect(back)
    return render(request, "staff/unlocked.html", {"back": back, "carried": _carried(request)})


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name in request.POST if name not in NOT_CARRIED for value in request.POST.getlist(name)]
