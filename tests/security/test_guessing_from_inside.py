"""A web process that was taken over guesses PINs at the vault itself: the vault's own count holds."""

from __future__ import annotations

from typing import Any

import pytest

from amparo.foundation.errors import Refused
from amparo.privacy.vault import pins

PEPPER, WHO = b"pepper", b"who"


@pytest.fixture
def vault(monkeypatch: Any) -> pins.Pins:
    monkeypatch.setattr(pins, "MEMORY_KIB", 8)
    return pins.Pins()


def guess_all(vault: pins.Pins, tag: bytes) -> None:
    for n in range(pins.WRONG_PER_HOUR):
        vault.check(PEPPER, WHO, f"{n:06}", tag)


def test_a_tag_made_for_the_purpose_forgives_no_guesses_at_another(vault: Any) -> None:
    theirs, known = vault.new(PEPPER, WHO, "402817"), vault.new(PEPPER, WHO, "999999")
    guess_all(vault, theirs)
    for _ in range(2):
        assert vault.check(PEPPER, WHO, "999999", known)
    with pytest.raises(Refused, match="budget_spent"):
        vault.check(PEPPER, WHO, "402817", theirs)


def test_what_costs_no_computation_pushes_no_count_out(vault: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(pins, "REMEMBERED", 100)
    theirs = vault.new(PEPPER, WHO, "402817")
    guess_all(vault, theirs)
    for n in range(200):
        with pytest.raises(AttributeError):
            vault.check(PEPPER, n.to_bytes(4), None, theirs)
    with pytest.raises(Refused, match="budget_spent"):
        vault.check(PEPPER, WHO, "402817", theirs)
