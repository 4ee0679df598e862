"""Ana writes, Luz answers, each with a few words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from amparo.access.rows import acting
from amparo.conversations import actions
from amparo.conversations.rules import Written
from amparo.foundation import ids
from tests.conftest import person_actor

# Noon in Phoenix, where Ana lives: no quiet hours.
AT = datetime(2027, 3, 3, 19, 0, tzinfo=UTC)


@pytest.fixture
def says(ana: Any) -> Callable[..., Any]:
    """Ana writes: (message, whether it was new)."""

    def write(words: str = "Hola", *, at: datetime = AT, key: Any = None, **more: Any) -> Any:
        me = person_actor(ana)
        written = Written(key or ids.new(), more.pop("said_at", at), words, **more)
        with acting(me):
            return actions.write(ana.id, written=written, by=me, at=at)

    return write


@pytest.fixture
def answers(casa: Any, ana: Any) -> Callable[..., Any]:
    """Luz, or whoever it is, answers."""

    def write(words: str = "Buenos días", *, at: datetime = AT, by: Any = None, key: Any = None) -> Any:
        who = by or casa.luz
        with acting(who):
            return actions.answer(ana.id, written=Written(key or ids.new(), at, words), by=who, at=at)

    return write
