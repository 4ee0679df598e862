"""Who may come in by the staff's door."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from amparo.foundation import clock
from amparo.staff import lock
from tests.conftest import role
from tests.staff.conftest import PASSWORD, at_the_door, second_factor, with_password


def staff_patterns() -> list[URLPattern]:
    """Every address below /staff/."""

    def walk(resolver: URLResolver) -> list[URLPattern]:
        found = []
        for one in resolver.url_patterns:
            found += walk(one) if isinstance(one, URLResolver) else [one]
        return found

    staff = next(one for one in get_resolver().url_patterns if str(one.pattern) == "staff/")
    return walk(staff)


def address(pattern: URLPattern) -> str:
    """The address with an id of nobody in each place."""
    name = pattern.name if pattern.name.startswith(("account_", "mfa_")) else f"staff:{pattern.name}"
    kinds = pattern.pattern.converters
    return reverse(name, kwargs={key: "help" if key == "kind" else uuid4() for key in kinds})


def test_every_address_says_who_may_come_in() -> None:
    assert [p.name for p in staff_patterns() if not hasattr(p.callback, "guard")] == []


def test_every_open_address_says_why() -> None:
    open_ones = [p for p in staff_patterns() if p.callback.guard.open_because]
    assert {p.name for p in open_ones} == {
        "account_login", "account_logout", "account_inactive", "account_reauthenticate", "mfa_authenticate",
        "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes", "unlock", "mfa_index", "choose", "calendar_feed",
    }  # fmt: skip


def test_nobody_gets_past_the_sign_in(db: None) -> None:
    client = Client()
    for pattern in staff_patterns():
        if not pattern.callback.guard.open_because:
            for answer in (client.get(address(pattern)), client.post(address(pattern))):
                assert answer.status_code == 405 or answer.url.startswith("/staff/account/login/"), pattern.name


def test_open_addresses_show_nobody_anything(db: None) -> None:
    client = Client()
    for pattern in staff_patterns():
        if pattern.callback.guard.open_because and pattern.name not in (
            "account_login",
            "account_inactive",
            "mfa_index",
            "calendar_feed",  # of nobody's link it is not there, see tests/visits/test_worker_links.py
        ):
            assert client.get(address(pattern)).url.startswith("/staff/account/login/"), pattern.name


def test_a_password_alone_leads_to_the_phone_and_nowhere_else(casa: Any) -> None:
    client = at_the_door(casa.members["luz"], with_phone=False)
    for name in ("today", "people", "hearings", "account", "imports"):
        assert client.get(reverse(f"staff:{name}")).url == reverse("mfa_activate_totp")


def test_signing_in_asks_for_password_then_code(casa: Any) -> None:
    from allauth.mfa.totp.internal import auth

    luz, client = with_password(casa.members["luz"]), Client()
    secret = second_factor(luz)
    typed = {"login": luz.account.email, "password": PASSWORD}
    assert client.post("/staff/account/login/", typed).url == reverse("mfa_authenticate")
    assert client.get("/staff/").status_code == 302
    code = auth.format_hotp_value(auth.hotp_value(secret, next(iter(auth.yield_hotp_counters_from_time()))))
    assert client.post(reverse("mfa_authenticate"), {"code": code}).url == "/staff/"
    assert client.get("/staff/").status_code == 200


def test_the_first_sign_in_sets_up_the_phone_and_shows_recovery_codes_once(casa: Any) -> None:
    from allauth.mfa.totp.internal import auth

    luz, client = with_password(casa.members["luz"]), Client()
    client.post("/staff/account/login/", {"login": luz.account.email, "password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    assert b"<svg" in page.content and b"<script" not in page.content
    secret = page.context["form"].secret
    code = auth.format_hotp_value(auth.hotp_value(secret, next(iter(auth.yield_hotp_counters_from_time()))))
    done = client.post(reverse("mfa_activate_totp"), {"code": code})
    codes = client.get(done.url)
    assert codes.context["can_view_codes"] and codes.context["unused_codes"][0] in codes.content.decode()
    assert not client.get(done.url).context["can_view_codes"]


def test_the_phones_secret_is_not_readable_in_the_database(casa: Any) -> None:
    from allauth.mfa.models import Authenticator

    secret = second_factor(casa.members["luz"])
    kept = Authenticator.objects.get(user=casa.members["luz"].account)
    assert secret not in str(kept.data)


def test_moving_to_another_phone_asks_who_it_is_and_sets_up_the_other_at_once(luz: Any) -> None:
    again = luz.get(reverse("mfa_deactivate_totp"))
    assert again.url.startswith(reverse("account_reauthenticate"))
    assert luz.post(again.url, {"password": "not this one"}).status_code == 200
    assert luz.post(again.url, {"password": PASSWORD}).url == reverse("mfa_deactivate_totp")
    luz.post(reverse("mfa_deactivate_totp"))
    assert luz.get("/staff/").url == reverse("mfa_activate_totp")


def test_a_wrong_password_says_nothing_about_the_account(casa: Any) -> None:
    known = Client().post("/staff/account/login/", {"login": casa.members["luz"].account.email, "password": "x" * 14})
    unknown = Client().post("/staff/account/login/", {"login": "nobody@example.org", "password": "x" * 14})
    assert known.context["form"].errors == unknown.context["form"].errors


def test_an_ended_membership_opens_nothing_and_says_so(casa: Any) -> None:
    luz = casa.members["luz"]
    client = at_the_door(luz)
    end(casa, luz)
    answer = client.get("/staff/")
    assert answer.status_code == 403
    assert "has ended" in answer.content.decode()


def end(casa: Any, member: Any) -> None:
    from amparo.access.rows import acting
    from amparo.programme.models import Member

    with role("owner"), acting(casa.system):
        Member.objects.filter(id=member.id).update(active_until=clock.now() - timedelta(minutes=1))


def test_who_works_for_two_programmes_is_in_one_at_a_time(casa: Any, elsewhere: Any) -> None:
    from amparo.access.actor import Role
    from amparo.access.rows import acting
    from amparo.programme import actions

    luz = casa.members["luz"]
    with role("owner"), acting(elsewhere.system):
        actions.add_member(elsewhere.id, email=luz.account.email, name="Luz", roles=[Role.CASE_WORKER], at=clock.now())
    client = at_the_door(luz)
    assert client.get("/staff/").url == reverse("staff:choose")
    client.post(reverse("staff:choose"), {"programme": str(elsewhere.id)})
    assert client.get("/staff/").context["request"].programme.id == elsewhere.id


def test_a_programme_that_is_not_ones_own_cannot_be_chosen(casa: Any, elsewhere: Any) -> None:
    client = at_the_door(casa.members["luz"])
    client.post(reverse("staff:choose"), {"programme": str(elsewhere.id)})
    assert client.get("/staff/").context["request"].programme.id == casa.id


def test_a_role_without_the_permission_is_told_so(casa: Any) -> None:
    paz = at_the_door(casa.members["paz"])
    answer = paz.get(reverse("staff:people"))
    assert answer.status_code == 403
    assert "Your role does not include this" in answer.content.decode()


def test_a_refusal_says_whose_role_includes_it(casa: Any) -> None:
    refused = at_the_door(casa.members["ada"]).get(reverse("staff:people")).content.decode()
    assert "This is for: case worker, supervisor." in refused and "See who works here" in refused
    refused = at_the_door(casa.members["luz"]).get(reverse("staff:kiosks")).content.decode()
    assert "This is for: supervisor." in refused


@pytest.mark.parametrize("who", ["luz", "sol", "paz", "ada"])
def test_the_menu_leads_only_where_one_may_go(casa: Any, who: str) -> None:
    browser = at_the_door(casa.members[who])
    menu = browser.get(reverse("staff:account")).content.decode().split("<header")[1].split("</header>")[0]
    links = set(re.findall(r'href="(/staff/[^"]*)"', menu))
    assert {link: browser.get(link).status_code for link in links if browser.get(link).status_code == 403} == {}
    assert ("staff/people/" in menu) == (who in ("luz", "sol"))


class TestTheLock:
    """A screen left alone."""

    def left_alone(self, client: Any) -> Any:
        session = client.session
        session[lock.SEEN] = 0
        session.save()
        return client

    def test_shows_the_lock_instead_of_any_page(self, luz: Any) -> None:
        self.left_alone(luz)
        for name in ("today", "people", "account"):
            assert luz.get(reverse(f"staff:{name}")).status_code == 423
        assert luz.get(reverse("mfa_view_recovery_codes")).status_code == 423

    def test_gives_the_page_back_for_the_password(self, luz: Any) -> None:
        self.left_alone(luz)
        typed = {"secret": PASSWORD, "back": "/staff/hearings/", "carried_method": "GET"}
        assert luz.post(reverse("staff:unlock"), typed).url == "/staff/hearings/"
        assert luz.get("/staff/").status_code == 200

    def test_stays_for_a_wrong_one(self, luz: Any) -> None:
        self.left_alone(luz)
        assert luz.post(reverse("staff:unlock"), {"secret": "guess"}).status_code == 423
        assert luz.get("/staff/").status_code == 423

    def test_opens_for_the_code_of_the_phone(self, casa: Any) -> None:
        from allauth.mfa.totp.internal import auth

        client = at_the_door(casa.members["luz"], with_phone=False)
        secret = second_factor(casa.members["luz"])
        code = auth.format_hotp_value(auth.hotp_value(secret, next(iter(auth.yield_hotp_counters_from_time()))))
        self.left_alone(client)
        assert client.post(reverse("staff:unlock"), {"secret": code}).status_code == 302

    def test_keeps_what_was_being_sent_in_the_browser(self, luz: Any) -> None:
        self.left_alone(luz)
        page = luz.post(reverse("staff:person_new"), {"name": "Beatriz Ñandú"})
        assert page.status_code == 423 and "Beatriz Ñandú" in page.content.decode()
        assert "Beatriz" not in str(dict(luz.session))
        typed = {
            "secret": PASSWORD, "back": reverse("staff:person_new"), "carried_method": "POST",
            "name": "Beatriz Ñandú",
        }  # fmt: skip
        again = luz.post(reverse("staff:unlock"), typed).content.decode()
        assert "Beatriz Ñandú" in again and PASSWORD not in again

    @pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "/my/", "javascript:alert(1)"])
    def test_gives_back_no_page_of_others(self, luz: Any, back: str) -> None:
        self.left_alone(luz)
        typed = {"secret": PASSWORD, "back": back, "carried_method": "GET"}
        assert luz.post(reverse("staff:unlock"), typed).url == "/staff/"

    def test_slows_down_who_guesses(self, luz: Any) -> None:
        self.left_alone(luz)
        answers = [luz.post(reverse("staff:unlock"), {"secret": f"guess {n}"}) for n in range(12)]
        assert "many tries" in answers[-1].content.decode()

    @pytest.mark.parametrize(
        ("seen", "locked"),
        [
            pytest.param(None, False, id="just signed in"),
            pytest.param(1000, False, id="on the last second"),
            pytest.param(999, True, id="a second later"),
        ],
    )
    def test_comes_after_the_minutes(self, seen: float | None, locked: bool) -> None:
        assert lock.is_locked(seen, 1000 + 15 * 60, 15) is locked
