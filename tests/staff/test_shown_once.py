"""Passwords, links and PINs are shown once: a reload makes no other, shows nothing, and says so."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.sessions.models import Session
from django.urls import reverse

from amparo.staff import shown_once
from tests.staff.conftest import at_the_door


@pytest.fixture
def ada(casa: Any) -> Any:
    """Ada, the administrator, signed in."""
    return at_the_door(casa.members["ada"])


def new_password(ada: Any, casa: Any) -> Any:
    return ada.post(reverse("staff:member_password", args=[casa.members["luz"].id]))


def test_a_password_is_shown_after_a_redirect_and_a_reload_makes_no_other(ada: Any, casa: Any) -> None:
    answer = new_password(ada, casa)
    assert answer.status_code == 302
    new = ada.get(answer.url).context["new"]
    for _twice in range(2):
        again = ada.get(answer.url).content.decode()
        assert "It was shown once" in again and new not in again
    assert authenticate(email=casa.members["luz"].account.email, password=new)


def test_a_link_is_shown_once_and_another_is_made_only_by_a_tap(luz: Any, ana: Any) -> None:
    shown = luz.post(reverse("staff:link", args=[ana.id]), follow=True)
    again = luz.get(reverse("staff:link_sheet", args=[ana.id])).content.decode()
    assert shown.context["pin"] not in again and "It was shown once" in again
    assert f'action="{reverse("staff:link", args=[ana.id])}"' in again


def test_a_kiosks_link_is_shown_once(sol: Any, casa: Any) -> None:
    typed = {"office": casa.office.id, "name": "Waiting room"}
    answer = sol.post(reverse("staff:kiosks"), typed)
    shown = sol.get(answer.url)
    assert "Waiting room" in shown.content.decode() and shown.context["link"] in shown.content.decode()
    assert shown.context["link"] not in sol.get(answer.url).content.decode()


def test_on_its_way_neither_the_session_nor_the_browser_alone_can_tell_it(ada: Any, casa: Any) -> None:
    email = casa.members["luz"].account.email
    answer = new_password(ada, casa)
    cookie = answer.cookies[shown_once.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/staff/")
    half = Session.objects.get(session_key=ada.session.session_key).get_decoded()[shown_once.KEPT]["half"]
    new = ada.get(answer.url).context["new"]
    for part in (half, cookie.value):
        assert new not in part and new.encode() not in shown_once.base64url.decode(part)
    assert authenticate(email=email, password=new)


def test_without_the_browsers_half_nothing_is_shown(ada: Any, casa: Any) -> None:
    answer = new_password(ada, casa)
    del ada.cookies[shown_once.COOKIE]
    assert "It was shown once" in ada.get(answer.url).content.decode()


def test_what_was_handed_to_one_page_is_shown_on_no_other(ada: Any, casa: Any) -> None:
    answer = new_password(ada, casa)
    other = ada.get(reverse("staff:member_sheet", args=[casa.members["teo"].id]))
    assert "It was shown once" in other.content.decode()
    assert ada.head(answer.url).status_code == 200
    assert ada.get(answer.url).context["new"]
