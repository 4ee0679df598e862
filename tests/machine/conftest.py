"""Each test here has an AMPARO_HOME of its own, and may start its own server in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from amparo.machine import postgres, roles
from tests import throwaway


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty AMPARO_HOME."""
    place = throwaway.make_home()
    monkeypatch.setenv("AMPARO_HOME", str(place))
    monkeypatch.delenv("AMPARO_TEST", raising=False)
    yield place
    throwaway.remove_home(place)


@pytest.fixture
def server(home: Path) -> Iterator[postgres.Server]:
    """A running server, as careful as the true one."""
    with postgres.Server() as running:
        yield running


@pytest.fixture
def prepared(server: postgres.Server) -> postgres.Server:
    """A running server with the database and its roles."""
    roles.prepare()
    return server
