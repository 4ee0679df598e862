"""A browser, an installation, and people with phones."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.journeys.installation import Installation, profile_folder

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "en-US", "timezone_id": "America/New_York"}
PEOPLE_AT_ONCE = 160


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="package")
def amparo() -> Iterator[Installation]:
    """A running installation with a programme."""
    if not CHROMIUM.exists():
        pytest.skip(f"no {CHROMIUM}: the journeys need the package chromium")
    running = Installation()
    try:
        running.programme = running.ask("programme")  # type: ignore[attr-defined]
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="package")
def playwright(amparo: Installation) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread; Django would take every query of other tests for an asynchronous one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as running:
        yield running
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def chromium(playwright: Any) -> Iterator[Any]:
    browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def crowd(amparo: Installation) -> list[SimpleNamespace]:
    return list(amparo.ask("people", count=PEOPLE_AT_ONCE))


@pytest.fixture
def ana(crowd: list[SimpleNamespace]) -> SimpleNamespace:
    """Somebody nobody else's story is about: {id, path, pin, check_in, checkin}."""
    return crowd.pop()


@pytest.fixture
def luis(crowd: list[SimpleNamespace]) -> SimpleNamespace:
    return crowd.pop()


@pytest.fixture
def watched(amparo: Installation) -> Iterator[Callable[[Any], Any]]:
    """Watches a browser context: afterwards, every request stayed with us and no script failed."""
    asked: list[str] = []
    trouble: list[str] = []

    def watch(context: Any) -> Any:
        context.on("request", lambda request: asked.append(request.url))
        context.on("weberror", lambda error: trouble.append(str(error.error)))
        context.on(
            "console",
            lambda message: trouble.append(message.text) if "Content Security Policy" in message.text else None,
        )
        context.set_default_timeout(15_000)
        return context

    yield watch
    assert [url for url in asked if not url.startswith((amparo.origin, "data:", "blob:", "chrome"))] == []
    assert trouble == []


@pytest.fixture
def new_phone(chromium: Any, amparo: Installation, watched: Any) -> Iterator[Callable[..., Any]]:
    """A phone whose memory is empty; options as for a Playwright context."""
    made = []

    def phone(**options: Any) -> Any:
        context = watched(chromium.new_context(base_url=amparo.origin, **(PHONE | options)))
        made.append(context)
        return context

    yield phone
    for context in made:
        context.close()


@pytest.fixture
def kept_phone(playwright: Any, amparo: Installation, watched: Any) -> Iterator[Callable[..., Any]]:
    """A phone that can be switched off and on again: phone() opens it, .folder is its memory."""
    folder, opened = profile_folder(), []

    def phone(**options: Any) -> Any:
        context = watched(
            playwright.chromium.launch_persistent_context(
                str(folder), executable_path=str(CHROMIUM), args=ARGUMENTS, base_url=amparo.origin, **(PHONE | options)
            )
        )
        opened.append(context)
        return context

    phone.folder = folder  # type: ignore[attr-defined]
    yield phone
    for context in opened:
        try:
            context.close()
        except Exception:  # noqa: BLE001  it was closed as part of the story
            pass
    shutil.rmtree(folder, ignore_errors=True)
