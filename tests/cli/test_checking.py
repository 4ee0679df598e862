"""`amparo check`: a tick is only where nothing is left to do."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from amparo.cli import checking
from amparo.cli.checking import Finding


def said(monkeypatch: pytest.MonkeyPatch, *findings: Finding) -> tuple[int, str]:
    """What the command ends with and writes, when it finds these."""
    monkeypatch.setattr(checking, "LOOKS", (lambda: iter(findings),))
    out = io.StringIO()
    return checking.run(Console(file=out, width=200)), out.getvalue()


def of_channels(settings: Any, **given: Any) -> dict[str, Finding]:
    plain = {"OUTBOX": "", "SMS_ACCOUNT": "", "SMTP_URL": "", "ALLOW_LOCAL_PROVIDERS": False, "HTTPS": True}
    for name, value in (plain | given).items():
        setattr(settings, name, value)
    return {found.says.split(":")[0]: found for found in checking._channels()}


def test_a_channel_that_reaches_nobody_is_a_warning_with_what_to_do(settings: Any) -> None:
    found = of_channels(settings, SMTP_URL="smtps://mail.example.org")
    assert found["sms"].warns and found["sms"].what_to_do == "Set AMPARO_SMS_ACCOUNT, _TOKEN, _FROM."
    assert not found["email"].what_to_do and not found["push"].what_to_do


def test_an_address_that_is_not_encrypted_is_a_warning(settings: Any) -> None:
    found = of_channels(settings, HTTPS=False, PUBLIC_URL="http://localhost:8000")
    assert found["http"].warns and "https://" in found["http"].what_to_do


@pytest.mark.parametrize(
    ("found", "mark", "ends_with"),
    [
        pytest.param(Finding("clock", "0.0 s apart"), "✓", 0, id="all is well"),
        pytest.param(Finding("channels", "sms: none", "Set it.", warns=True), "!", 0, id="it only warns"),
        pytest.param(Finding("database", "does not answer", "Start it."), "✗", 1, id="it must be put right"),
    ],
)
def test_the_mark_says_whether_anything_is_to_be_done(
    monkeypatch: pytest.MonkeyPatch, found: Finding, mark: str, ends_with: int
) -> None:
    code, out = said(monkeypatch, found)
    assert (code, out[0]) == (ends_with, mark)
    assert not found.what_to_do or f"→ {found.what_to_do}" in out
