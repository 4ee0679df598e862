"""A need and "I do not need help now" cannot both be meant: the person is not asked twice, and a need is never lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.checkins import queries
from amparo.checkins.models import Checkin, Submission
from amparo.foundation import clock, ids
from tests.staff.browser import chromium, served

BOTH = {"q_needs": ["none", "food"], "question_set": "1"}


def post(phone: Client, window: Checkin, step: str) -> Any:
    return phone.post(f"/my/check-in/{window.id}/", BOTH | {"client_id": str(ids.new()), "step": step})


def test_without_script_the_need_is_kept_and_nothing_is_refused(
    phone: Client, window: Checkin, casa: Any, ana: Any
) -> None:
    shown = post(phone, window, "review").content.decode()
    assert "<bdi>Comida</bdi>" in shown and "No necesito ayuda ahora" not in shown
    assert post(phone, window, "send").status_code == 302
    with acting(casa.luz):
        answers = queries.answers(Submission.objects.get(), ana, by=casa.luz, at=clock.now())
        assert answers == {"needs": ["food"]} and queries.one(window.id).wants_help


def test_changing_ones_mind_shows_the_need_alone(phone: Client, window: Checkin) -> None:
    page = post(phone, window, "change").content.decode()
    assert 'value="food" data-help checked' in page
    assert 'value="none" data-alone checked' not in page


@pytest.mark.journey
def test_with_script_one_tick_takes_the_other_away(link: Any, window: Checkin, monkeypatch: Any) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with served() as site, chromium() as browser:
        page = browser.new_context(
            viewport={"width": 360, "height": 740}, base_url=site, service_workers="block"
        ).new_page()
        page.goto(link.path)
        page.fill("[name=pin]", link.pin)
        page.locator("form:has([name=pin]) button").first.click()
        page.wait_for_url("**/my/")
        page.goto(f"/my/check-in/{window.id}/")

        def ticked() -> Any:
            return page.eval_on_selector_all("[name=q_needs]:checked", "all => all.map(one => one.value)")

        page.check("[name=q_needs][value=food]")
        page.check("[name=q_needs][value=work]")
        assert ticked() == ["food", "work"]
        page.check("[name=q_needs][value=none]")
        assert ticked() == ["none"]
        page.check("[name=q_needs][value=papers]")
        assert ticked() == ["papers"]
        page.click("#check-in > .stack > .btn")
        assert "Papeles o identificación" in page.inner_text("#review")
        assert "No necesito ayuda ahora" not in page.inner_text("#review")
