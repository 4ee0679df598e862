"""A process of ours that was taken over opens what it can: what was made ready for a human is not among it."""

from __future__ import annotations

from typing import Any

import pytest

from amparo.checkins.voices import SOUND
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.identity.faces import PICTURE
from amparo.people import queries as people
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem

READY = 2


def sealed(person: Any, field: str, version: int) -> OpenItem:
    row, subject = ids.new(), people.subject_of(person)
    return OpenItem(subject, field, row, vault.seal(subject, field, row, b"theirs", version=version), version)


@pytest.mark.parametrize(("field", "why"), [(SOUND, Purpose.VOICE_READ), (PICTURE, Purpose.FACE_COMPARE)])
def test_the_background_opens_what_came_and_not_what_waits_for_a_human(
    casa: Any, ana: Any, field: str, why: Purpose
) -> None:
    came, ready = sealed(ana, field, 1), sealed(ana, field, READY)
    assert vault.open_sealed([came], by=casa.system, why=why, at=clock.now()) == [b"theirs"]
    with pytest.raises(Refused, match="not_allowed"):
        vault.open_sealed([ready], by=casa.system, why=why, at=clock.now())


def test_a_years_recordings_are_not_opened_at_once_by_calling_it_background(casa: Any, ana: Any) -> None:
    kept = [sealed(ana, SOUND, READY) for _ in range(3)]
    with pytest.raises(Refused, match="not_allowed"):
        vault.open_sealed(kept, by=casa.system, why=Purpose.VOICE_READ, at=clock.now())
    with pytest.raises(Refused, match="one_at_a_time"):
        vault.open_sealed(kept, by=casa.luz, why=Purpose.CHECKIN_REVIEW, at=clock.now())
    mislabelled = [OpenItem(one.subject, one.field, one.row_id, one.blob, 1) for one in kept]
    with pytest.raises(Refused, match="cannot_open"):
        vault.open_sealed(mislabelled, by=casa.system, why=Purpose.VOICE_READ, at=clock.now())
