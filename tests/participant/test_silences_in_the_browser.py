"""The person's pages about silences in a true browser: small, dark, Spanish, right to left; no barrier, no spilling."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from amparo.access.rows import acting
from amparo.concerns import actions
from amparo.concerns.models import Concern
from amparo.concerns.rules import Outcome
from amparo.faults.rules import Cause
from amparo.foundation import clock
from tests.participant.conftest import link
from tests.staff import a_full_day
from tests.staff.browser import barriers, chromium, served

__all__ = ["link"]
pytestmark = pytest.mark.journey
SHOTS = os.environ.get("AMPARO_SHOTS")  # a folder, to look at the pages by eye


@pytest.fixture
def asked(casa: Any, ana: Any) -> Any:
    at = clock.now()
    with acting(casa.sol):
        silence = a_full_day.silence(ana, at)
    with acting(casa.luz):
        actions.do(silence.step.id, outcome=Outcome.NO_ANSWER, note="Sonó seis veces", by=casa.luz, at=at)
        actions.check_faults(silence.concern.id, cause=Cause.UNKNOWN, by=casa.luz, at=at)
        actions.ask(silence.concern.id, question="¿Qué pasó esta semana? ¿Está bien?", by=casa.luz, at=at)
    return silence


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(360, "light", "es"), (360, "dark", "en"), (1280, "light", "en"), (360, "light", "ar")],
)
def test_they_fit_and_have_no_barrier(
    link: Any, asked: Any, monkeypatch: Any, width: int, scheme: str, language: str
) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with served() as site, chromium() as browser:
        context = browser.new_context(
            viewport={"width": width, "height": 740}, color_scheme=scheme, base_url=site, service_workers="block"
        )
        context.add_cookies([{"name": "amparo_language", "value": language, "url": f"{site}/my/"}])
        page = context.new_page()
        page.goto(link.path)
        page.fill("[name=pin]", link.pin)
        page.locator("form:has([name=pin]) button").first.click()
        page.wait_for_url("**/my/")
        page.context.add_cookies([{"name": "amparo_language", "value": language, "url": f"{site}/my/"}])
        paths = [
            "/my/",
            "/my/questions/",
            f"/my/questions/{asked.concern.id}/",
            f"/my/check-in/{asked.deferral.checkin_id}/cannot/",
            f"/my/check-in/{asked.window.id}/cannot/",
        ]
        for n, path in enumerate(paths):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert barriers(page) == [], path
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / f"my-{n}-{width}-{scheme}-{language}.png", full_page=True)


def test_a_person_answers_and_contests_by_touch(link: Any, asked: Any, casa: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with served() as site, chromium() as browser:
        page = browser.new_context(viewport={"width": 360, "height": 740}, base_url=site, locale="en-US").new_page()
        page.goto(link.path)
        page.fill("[name=pin]", link.pin)
        page.locator("form:has([name=pin]) button").first.click()
        page.wait_for_url("**/my/")
        page.goto(f"/my/questions/{asked.concern.id}/")
        page.fill("#words", "Mi teléfono se rompió.")
        page.locator("main form:has(#words) button").click()
        page.wait_for_selector("[role=status]")
        assert "Mi teléfono se rompió." in page.inner_text("main")
        with acting(casa.luz):
            past = clock.now() - timedelta(days=4)
            Concern.objects.filter(id=asked.concern.id).update(asked_at=past, answer_until=past + timedelta(days=3))
            actions.propose(asked.concern.id, cause=Cause.UNKNOWN, reason="No answer.", by=casa.luz, at=clock.now())
        with acting(casa.sol):
            read = Concern.objects.get(id=asked.concern.id).answered_at
            actions.second(asked.concern.id, answered=read, by=casa.sol, at=clock.now())
        page.goto("/my/")
        page.locator(f"a[href='/my/questions/{asked.concern.id}/']").click()
        page.fill("#words", "Estuve en el hospital.")
        page.locator("main form:has(#words) button").click()
        page.wait_for_selector("[role=status]")
    with acting(casa.luz):
        assert Concern.objects.get(id=asked.concern.id).state == "contested"
