"""A PIN is checked by the vault alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.privacy import vault
from amparo.privacy.vault import pins


def test_the_right_pin_is_accepted_and_others_are_not(programme):
    who = ids.new()
    tag = vault.pin_new(programme, who, "402817")
    assert vault.pin_check(programme, who, "402817", tag)
    assert not vault.pin_check(programme, who, "402818", tag)


def test_a_tag_is_worth_nothing_for_another_person_or_programme(programme):
    who = ids.new()
    tag = vault.pin_new(programme, who, "402817")
    assert not vault.pin_check(programme, ids.new(), "402817", tag)
    assert not vault.pin_check(ids.new(), who, "402817", tag)


def test_the_same_pin_twice_makes_two_tags(programme):
    who = ids.new()
    assert vault.pin_new(programme, who, "402817") != vault.pin_new(programme, who, "402817")


def test_many_at_once_are_answered_in_turn(programme):
    who = ids.new()
    tag = vault.pin_new(programme, who, "402817")
    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(lambda _: vault.pin_check(programme, who, "402817", tag), range(16)))


def test_a_broken_tag_is_refused(programme):
    with pytest.raises(Refused, match="bad_request"):
        vault.pin_check(programme, ids.new(), "402817", b"short")


def test_endless_guessing_ends(monkeypatch):
    monkeypatch.setattr(pins, "MEMORY_KIB", 8)
    counter, tag = pins.Pins(), b"\x01" + bytes(48)
    got = [counter.check(b"pepper", b"who", f"{n:06}", tag) for n in range(pins.WRONG_PER_HOUR)]
    assert not any(got)
    with pytest.raises(Refused, match="budget_spent"):
        counter.check(b"pepper", b"who", "999999", tag)
    counter.check(b"pepper", b"another", "999999", tag)


def test_the_right_pin_forgives_the_wrong_ones(monkeypatch):
    monkeypatch.setattr(pins, "MEMORY_KIB", 8)
    counter = pins.Pins()
    tag = counter.new(b"pepper", b"who", "402817")
    for _ in range(3):
        for n in range(pins.WRONG_PER_HOUR - 1):
            counter.check(b"pepper", b"who", f"{n:06}", tag)
        assert counter.check(b"pepper", b"who", "402817", tag)
