"""Whatever is opened is opened in the open: every call says why, every reason is known, no way leads around."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from amparo.privacy.purposes import RULES, Purpose
from tests.contracts import source

OPENING = {"open_sealed", "open_text"}

# Every spot that opens something sealed, and the reasons it may give. "why" is a reason that the caller gives.
SPOTS: dict[str, set[str]] = {
    "addresses/queries.py": {"why"},
    "casework/evidence/gathering.py": {"EXPORT_TO_PERSON"},
    "casework/hearing_intake.py": {"IMPORT_PREVIEW"},
    "casework/own_copy/gathering.py": {"SUBJECT_COPY", "OWN_RECORD"},
    "casework/person_file.py": {"PERSON_PAGE", "CHECKIN_REVIEW"},
    "casework/represented.py": {"why"},
    "casework/staging.py": {"IMPORT_PREVIEW"},
    "checkins/queries.py": {"why", "CHECKIN_REVIEW"},
    "checkins/voice_reading.py": {"VOICE_READ"},
    "checkins/voice_review.py": {"CHECKIN_REVIEW"},
    "concerns/queries.py": {"why"},
    "documents/opening.py": {"why"},
    "documents/reading.py": {"DOCUMENT_READ"},
    "conversations/queries.py": {"why"},
    "conversations/reading.py": {"why"},
    "households/queries.py": {"FAMILY_LIST", "OWN_RECORD"},
    "identity/comparing.py": {"FACE_COMPARE"},
    "identity/face_review.py": {"FACE_REVIEW"},
    "identity/phrases.py": {"PHRASE_HEARD"},
    "identity/recovery.py": {"HOME_HELP"},
    "mandates/noticing.py": {"SEND_MESSAGE"},
    "mandates/queries.py": {"why"},
    "people/queries.py": {"why"},
    "people/trusting.py": {"why"},
    "reminders/sending.py": {"SEND_MESSAGE"},
    "rights/queries.py": {"why", "SUBJECT_COPY"},
    "visits/queries.py": {"why", "OWN_RECORD"},
}
# Reasons that no code gives yet, and what will.
NOT_YET: dict[str, str] = {}
# `vault.forget` and `vault.log_read` write these themselves.
WRITTEN_BY_THE_VAULT = {"ERASURE", "LOG_REVIEW"}


def opening(parsed: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for name, call in source.calls(parsed):
        whose, _, verb = name.rpartition(".")
        if verb in OPENING and whose.endswith("vault"):
            yield verb, call


def without_reason(parsed: ast.AST) -> Iterator[ast.AST]:
    """Openings that do not say who, why and when."""
    for _, call in opening(parsed):
        if not {"by", "why", "at"} <= {word.arg for word in call.keywords}:
            yield call


def reasons(parsed: ast.AST) -> set[str]:
    """The reasons given: names of Purpose, or "why" where the caller gives it."""
    given = set()
    for _, call in opening(parsed):
        for word in call.keywords:
            if word.arg == "why":
                said = source.dotted(word.value)
                given.add(said.removeprefix("Purpose.") if said.startswith("Purpose.") else "why")
    return given


CALLERS = [path for path in source.modules() if "privacy/vault" not in str(path)]


def test_every_opening_says_who_why_and_when() -> None:
    assert source.breaches(without_reason, CALLERS) == {}


def test_every_spot_that_opens_is_written_down_with_its_reasons() -> None:
    found = {source.name(path): reasons(source.tree(path)) for path in CALLERS}
    assert {where: why for where, why in found.items() if why} == SPOTS


@pytest.mark.parametrize("purpose", Purpose)
def test_every_reason_is_given_somewhere_or_waits_for_something(purpose: Purpose) -> None:
    used = {
        node.attr
        for path in CALLERS
        if source.name(path) != "privacy/purposes.py"
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Attribute) and source.dotted(node.value) == "Purpose"
    }
    assert (purpose.name in used | WRITTEN_BY_THE_VAULT) is not (purpose.name in NOT_YET)
    assert purpose in RULES


def test_only_the_vault_knows_how_to_open() -> None:
    """There is no second way: nobody else sends the vault the word for it."""
    asking = [
        source.name(path)
        for path in source.modules()
        for name, call in source.calls(source.tree(path))
        if name.endswith("line.ask") and source.name(path) != "privacy/vault/client.py"
    ]
    assert asking == []


def test_an_opening_without_a_reason_is_seen() -> None:
    assert source.planted(without_reason, "vault.open_text(items, by=by, at=at)")
    assert not source.planted(without_reason, "vault.open_text(items, by=by, why=Purpose.PERSON_PAGE, at=at)")
