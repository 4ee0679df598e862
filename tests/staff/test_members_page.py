"""An administrator's page of colleagues: roles, access, signing in, and the history of what was changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.urls import reverse

from amparo.access.actor import Actor, Kind, Role
from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.programme import actions, queries, staffing
from amparo.programme.models import Member, MemberChange, StaffAccount
from tests.conftest import role
from tests.staff.conftest import PASSWORD, at_the_door, with_password


@pytest.fixture
def ada(casa: Any) -> Any:
    """Ada, the administrator, signed in."""
    return at_the_door(casa.members["ada"])


def of(casa: Any, name: str) -> str:
    return str(casa.members[name].id)


def post(client: Any, name: str, key: Any, **typed: Any) -> Any:
    return client.post(reverse(f"staff:member_{name}", args=[key]), typed)


def changes(casa: Any) -> list[tuple[str, str]]:
    with acting(casa.ada):
        return [(str(one.what), one.member.name) for one in reversed(queries.member_changes())]


def now(casa: Any, name: str) -> Member:
    with acting(casa.ada):
        return Member.objects.select_related("account").get(id=of(casa, name))


def second_administrator(casa: Any) -> Actor:
    """Sol is an administrator too."""
    with acting(casa.ada):
        member = staffing.change_roles(casa.sol.id, [Role.ADMINISTRATOR], by=casa.ada, at=clock.now())
    return Actor(Kind.MEMBER, member.id, casa.id, frozenset({Role.ADMINISTRATOR}), frozenset({member.id}))


def test_everybody_sees_their_colleagues_and_only_an_administrator_can_open_one(luz: Any, ada: Any, casa: Any) -> None:
    address = reverse("staff:member", args=[of(casa, "teo")])
    assert "Teo" in luz.get(reverse("staff:members")).content.decode()
    assert address not in luz.get(reverse("staff:members")).content.decode()
    assert "What was changed" not in luz.get(reverse("staff:members")).content.decode()
    assert address in ada.get(reverse("staff:members")).content.decode()
    assert luz.get(address).status_code == 403
    assert "teo@" in ada.get(address).content.decode()


def test_roles_are_changed_and_hold_at_once(ada: Any, teo: Any, casa: Any) -> None:
    assert teo.get(reverse("staff:import", args=[of(casa, "teo")])).status_code == 403
    assert post(ada, "roles", of(casa, "teo"), role=["case_worker", "supervisor"]).status_code == 302
    assert teo.get(reverse("staff:import", args=[of(casa, "teo")])).status_code == 404
    page = ada.get(reverse("staff:members")).content.decode()
    assert "supervisor" in page and "Ada" in page
    post(ada, "roles", of(casa, "teo"), role=["supervisor", "case_worker"])
    assert changes(casa) == [("roles", "Teo")]


@pytest.mark.parametrize("typed", [[], ["emperor"], ["supervisor", "emperor"]])
def test_roles_that_are_none_are_refused(ada: Any, casa: Any, typed: list[str]) -> None:
    answer = post(ada, "roles", of(casa, "teo"), role=typed)
    assert answer.status_code == 400 and "at least one role" in answer.content.decode()
    assert now(casa, "teo").roles == ["case_worker"] and changes(casa) == []


def test_a_suspended_colleague_opens_nothing_until_it_is_taken_back(ada: Any, teo: Any, casa: Any) -> None:
    for _twice in range(2):
        assert post(ada, "suspend", of(casa, "teo")).status_code == 302
    told = teo.get("/staff/")
    assert told.status_code == 403 and "Your access to this programme has ended." in told.content.decode()
    assert "cannot come in" in ada.get(reverse("staff:members")).content.decode()
    for _twice in range(2):
        assert post(ada, "back", of(casa, "teo")).status_code == 302
    assert teo.get("/staff/").status_code == 200
    assert changes(casa) == [("suspended", "Teo"), ("back", "Teo")]


def test_a_new_first_password_ends_the_old_one_the_code_app_and_all_sessions(ada: Any, casa: Any) -> None:
    luz = at_the_door(with_password(casa.members["luz"]))
    answer = ada.get(post(ada, "password", of(casa, "luz")).url)
    new, email = answer.context["new"], casa.members["luz"].account.email
    assert new in answer.content.decode() and "no-store" in answer.headers["Cache-Control"]
    assert authenticate(email=email, password=new) and not authenticate(email=email, password=PASSWORD)
    assert not Authenticator.objects.filter(user=casa.members["luz"].account).exists()
    assert luz.get("/staff/").url.startswith("/staff/account/login/")
    assert changes(casa) == [("sign_in", "Luz")]
    assert new not in ada.get(reverse("staff:member", args=[of(casa, "luz")])).content.decode()
    again = ada.get(post(ada, "password", of(casa, "luz")).url).context["new"]
    assert again != new and not authenticate(email=email, password=new)


def test_a_password_that_would_open_another_programme_is_not_given(ada: Any, casa: Any, elsewhere: Any) -> None:
    with role("owner"), acting(elsewhere.system):
        email = casa.members["luz"].account.email
        actions.add_member(elsewhere.id, email=email, name="Luz", roles=[Role.CASE_WORKER], at=clock.now())
    before = now(casa, "luz").account.password
    answer = post(ada, "password", of(casa, "luz"))
    assert answer.status_code == 409 and "signs in to another programme" in answer.content.decode()
    assert now(casa, "luz").account.password == before and changes(casa) == []


def test_all_sessions_are_ended_and_nobody_elses(ada: Any, luz: Any, casa: Any) -> None:
    teo_at_home, teo_at_work = at_the_door(casa.members["teo"]), at_the_door(casa.members["teo"], with_phone=False)
    answer = ada.post(reverse("staff:member_sessions", args=[of(casa, "teo")]), follow=True)
    assert "Signed out of 2 browsers." in answer.content.decode()
    for browser in (teo_at_home, teo_at_work):
        assert browser.get("/staff/").url.startswith("/staff/account/login/")
    assert luz.get("/staff/me/").status_code == ada.get("/staff/me/").status_code == 200
    again = ada.post(reverse("staff:member_sessions", args=[of(casa, "teo")]), follow=True)
    assert "They were signed in nowhere." in again.content.decode()
    assert changes(casa) == [("sessions", "Teo")]


def test_one_may_sign_oneself_out_everywhere(ada: Any, casa: Any) -> None:
    assert post(ada, "sessions", of(casa, "ada")).url == "/staff/account/login/"
    assert ada.get("/staff/").url.startswith("/staff/account/login/")


@pytest.mark.parametrize("name", ["roles", "suspend", "back", "password"])
def test_nobody_changes_themselves_so_an_administrator_always_stays(ada: Any, casa: Any, name: str) -> None:
    answer = post(ada, name, of(casa, "ada"), role=["manager"])
    assert answer.status_code == 409 and "Ask another administrator" in answer.content.decode()
    assert now(casa, "ada").roles == ["administrator"] and changes(casa) == []


def test_of_two_administrators_who_suspend_each_other_one_stays(casa: Any) -> None:
    sol, at = second_administrator(casa), clock.now()
    with acting(casa.ada):
        staffing.suspend(sol.id, by=casa.ada, at=at)
    with acting(sol), pytest.raises(Refused, match="not_allowed"):
        staffing.suspend(casa.ada.id, by=sol, at=at)
    with acting(casa.ada):
        staffing.take_back(sol.id, by=casa.ada, at=at)
        staffing.change_roles(sol.id, [Role.MANAGER], by=casa.ada, at=at)
    with acting(sol), pytest.raises(Refused, match="not_allowed"):
        staffing.change_roles(casa.ada.id, [Role.MANAGER], by=sol, at=at)


@pytest.mark.parametrize("verb", ["suspend", "take_back", "end_sessions", "new_first_password"])
def test_only_an_administrator_of_this_programme_may(casa: Any, elsewhere: Any, verb: str) -> None:
    for by in (casa.luz, casa.sol, casa.paz):
        with acting(by), pytest.raises(Refused, match="not_allowed"):
            getattr(staffing, verb)(casa.teo.id, by=by, at=clock.now())
    with acting(elsewhere.ada), pytest.raises(Refused, match="no_such_member"):
        getattr(staffing, verb)(casa.teo.id, by=elsewhere.ada, at=clock.now())


def test_another_programmes_colleague_does_not_exist(casa: Any, elsewhere: Any) -> None:
    stranger = at_the_door(elsewhere.members["ada"])
    assert stranger.get(reverse("staff:member", args=[of(casa, "teo")])).status_code == 404
    for name in ("roles", "suspend", "back", "password", "sessions"):
        assert post(stranger, name, of(casa, "teo"), role=["manager"]).status_code == 404


@pytest.mark.parametrize("name", ["roles", "suspend", "password", "sessions"])
def test_a_change_without_its_history_is_no_change(ada: Any, casa: Any, monkeypatch: Any, name: str) -> None:
    luz = at_the_door(with_password(casa.members["luz"]))
    before = now(casa, "luz")
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(MemberChange.objects, "create", lambda **columns: 1 / 0)
        post(ada, name, of(casa, "luz"), role=["manager"])
    after = now(casa, "luz")
    assert (after.roles, after.active_until) == (before.roles, before.active_until)
    assert after.account.password == before.account.password
    assert luz.get("/staff/").status_code == 200 and changes(casa) == []


def test_an_ended_membership_is_told_from_a_future_one(casa: Any) -> None:
    at = clock.now()
    one = Member(active_from=at, active_until=None)
    assert staffing.works_here(one, at) and not staffing.works_here(one, at - timedelta(seconds=1))
    one.active_until = at
    assert not staffing.works_here(one, at)


OWN = {
    "old_password": PASSWORD,
    "new_password1": "four ordinary words here",
    "new_password2": "four ordinary words here",
}


def test_a_first_password_opens_nothing_until_they_have_chosen_their_own(casa: Any) -> None:
    client = at_the_door(with_password(casa.members["luz"]))
    elsewhere = at_the_door(casa.members["luz"], with_phone=False)
    StaffAccount.objects.filter(id=casa.members["luz"].account_id).update(password_is_first=True)
    for name in ("today", "people", "account"):
        assert client.get(reverse(f"staff:{name}"))["Location"] == reverse("staff:password")
    assert "has seen it" in client.get(reverse("staff:password")).content.decode()
    assert client.post(reverse("staff:password"), OWN)["Location"] == reverse("staff:today")
    assert client.get(reverse("staff:people")).status_code == 200
    assert elsewhere.get(reverse("staff:people")).status_code == 302  # signed out by it


@pytest.mark.parametrize(
    "wrong",
    [
        {"old_password": "not this one"},
        {"new_password2": "another one entirely"},
        {"new_password1": "short", "new_password2": "short"},
    ],
)
def test_a_password_that_will_not_do_is_told_and_changes_nothing(casa: Any, wrong: dict[str, str]) -> None:
    client = at_the_door(with_password(casa.members["luz"]))
    told = client.post(reverse("staff:password"), OWN | wrong)
    assert told.status_code == 400 and 'class="problem"' in told.content.decode()
    account = StaffAccount.objects.get(id=casa.members["luz"].account_id)
    assert account.check_password(PASSWORD)
