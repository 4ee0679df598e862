"""Coming in by link and PIN, and going out."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from amparo.identity import cookie


def test_link_and_pin_open_the_persons_page(link: Any) -> None:
    phone = Client()
    assert b"PIN" in phone.get(link.path).content
    came_in = phone.post(link.path, {"pin": link.pin})
    assert (came_in.status_code, came_in["Location"]) == (302, "/my/")
    assert phone.get("/my/").status_code == 200


def test_a_wrong_pin_shows_the_same_page_and_no_session(link: Any) -> None:
    phone = Client()
    wrong = phone.post(link.path, {"pin": link.wrong})
    assert wrong.status_code == 403
    assert b'id="problem"' in wrong.content
    assert cookie.SESSION_NAME not in phone.cookies


def test_a_link_that_names_nobody_looks_like_any_other(link: Any) -> None:
    phone, nobody = Client(), link.path.replace(link.token, "0" * 26)
    assert phone.get(nobody).content.count(b"<") == phone.get(link.path).content.count(b"<")
    assert phone.post(nobody, {"pin": link.pin}).status_code == 403


def test_many_tries_slow_the_device_and_show_the_other_ways(link: Any) -> None:
    phone = Client()
    answers = [phone.post(link.path, {"pin": link.wrong}) for _ in range(5)]
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0
    assert b"tel:" in answers[-1].content


def test_the_links_secret_travels_nowhere(link: Any) -> None:
    page = Client().get(link.path)
    assert page["Referrer-Policy"] == "strict-origin"
    assert b'name="referrer" content="strict-origin"' in page.content
    assert page["Cache-Control"] == "no-store"


def test_the_session_cookie_is_for_our_own_pages_only(phone: Client) -> None:
    held = phone.cookies[cookie.SESSION_NAME]
    assert (held["httponly"], held["samesite"], held["path"]) == (True, "Lax", "/my/")


def test_signing_out_ends_the_session_and_empties_the_browsers_cache(phone: Client) -> None:
    before = phone.cookies[cookie.SESSION_NAME].value
    left = phone.post("/my/sign-out/")
    assert left["Clear-Site-Data"] == '"cache"'
    phone.cookies[cookie.SESSION_NAME] = before
    assert phone.get("/my/").status_code == 401


@pytest.mark.parametrize("value", ["", "x", "a:b", "é" * 500])
def test_a_cookie_that_is_not_ours_is_nobody(db: None, value: str) -> None:
    phone = Client()
    phone.cookies[cookie.SESSION_NAME] = value
    assert phone.get("/my/").status_code == 401


def test_the_person_is_spoken_to_in_their_language(link: Any) -> None:
    phone = Client()
    phone.post(link.path, {"pin": link.pin})
    assert b'<html lang="es" dir="ltr">' in phone.get("/my/").content


def test_a_form_without_its_token_is_turned_away(link: Any) -> None:
    assert Client(enforce_csrf_checks=True).post(link.path, {"pin": link.pin}).status_code == 403
