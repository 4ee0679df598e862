"""What arrives when a person checks in, whatever the channel; checked before any verb sees it."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from amparo.checkins import questions
from amparo.checkins.clock_evidence import Evidence
from amparo.identity.ways import Way


class Channel(StrEnum):
    """The ways to check in. They have equal standing."""

    APP = "app"  # the person's page with script: sealed on the phone
    FORM = "form"  # the same page without script
    VOICE = "recording"  # spoken into the person's page, question by question
    CALL = "call"
    OFFICE = "office"
    KIOSK = "kiosk"  # a shared screen at the office, with a worker beside it
    VISIT = "visit"
    VIDEO = "video"


class PlaceCause(StrEnum):
    """Why there is no place. Every one is accepted."""

    NOT_ASKED = "not_asked"
    PERMISSION = "permission"
    UNAVAILABLE = "unavailable"
    TIMEOUT = "timeout"
    DECLINED = "declined"
    NOT_SAID = "not_said"  # the question was left empty: that is no refusal


@dataclass(frozen=True, slots=True)
class Capture:
    """One check-in as it was captured. Sealed parts come from the phone as they are; `answers` is for forms."""

    client_id: UUID
    channel: Channel
    identity: Way
    language: str
    body_hash: bytes
    evidence: Evidence | None = None
    sealed_answers: bytes | None = None
    answers: dict[str, Any] | None = None
    sealed_place: bytes | None = None
    place_cause: PlaceCause | None = None
    wants_help: bool = False
    says_changed: bool = False
    question_set: int = questions.VERSION


def hash_of(body: bytes) -> bytes:
    """Names what was sent, so that the same key with other words is noticed."""
    return hashlib.sha256(body).digest()
