"""These tests share one installation; each works in a programme of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from amparo.access.actor import Actor
from amparo.foundation import ids
from tests import throwaway
from tests.vault.installation import Installation, Somebody, somebody, worker


@pytest.fixture(scope="session")
def shared() -> Iterator[tuple[Path, Installation]]:
    home = throwaway.make_home()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMPARO_HOME", str(home))
        running = Installation()
    yield home, running
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMPARO_HOME", str(home))
        running.stop()
    throwaway.remove_home(home)


@pytest.fixture
def installed(shared: tuple[Path, Installation], monkeypatch: pytest.MonkeyPatch) -> Installation:
    home, running = shared
    monkeypatch.setenv("AMPARO_HOME", str(home))
    return running


@pytest.fixture
def programme(installed: Installation) -> UUID:
    return ids.new()


@pytest.fixture
def ana(programme: UUID) -> Somebody:
    return somebody(programme)


@pytest.fixture
def luz(programme: UUID) -> Actor:
    return worker(programme)
