"""Turns of the head that one selfie is asked for: by chance, for this picture alone, and not for long.

Nothing is kept of the question: it is signed, and the phone brings it back with what its camera saw. What the answer
is worth, and what it is not, stands in `media.poses`: nothing hangs on it alone.

A phone sends still and film as one thing, so that they are sealed, opened and destroyed together:

    amparo/film/1 | length of the still (4) | still | for each frame: milliseconds (4), length (4), picture
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.utils.crypto import salted_hmac

from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.media.poses import Turn

TURNS = 3
LASTS = timedelta(minutes=10)
MARK = b"amparo/film/1"
_SALT = "amparo.identity.turns"
LONGEST_QUESTION = 400


@dataclass(frozen=True, slots=True)
class Question:
    """Turns for the selfie of this number; `signed` comes back with it."""

    client_id: UUID
    turns: tuple[str, ...]
    signed: str


def ask(person_id: UUID, *, sent: int, at: datetime) -> Question:
    """A question for the person's next selfie that nobody could know before; `sent`: how many came until now.

    Asked again before one is sent, the turns are the same: else whoever has a film would ask until it fits.
    """
    client_id, asked = ids.new(), _turns(person_id, sent, at)
    words = f"{person_id} {client_id} {','.join(asked)} {int(at.timestamp())}"
    return Question(client_id, asked, _signer().sign(words))


def _turns(person_id: UUID, sent: int, at: datetime) -> tuple[str, ...]:
    drawn = salted_hmac(_SALT, f"{person_id} {at.date()} {sent}", algorithm="sha256").digest()
    return tuple((Turn.LEFT if byte & 1 else Turn.RIGHT).value for byte in drawn[:TURNS])


def answered(signed: str, *, person_id: UUID, client_id: UUID, at: datetime) -> str:
    """The turns that this person was asked for, for this very selfie. Refused("turns_over"): another's, or old."""
    try:
        words = _signer().unsign(signed) if len(signed) <= LONGEST_QUESTION else ""
        person, selfie, asked, moment = words.split(" ")
        # A clock that was set back must not make a question last.
        age = abs(int(at.timestamp()) - int(moment))
    except (signing.BadSignature, ValueError):
        raise Refused("turns_over") from None
    if (person, selfie) != (str(person_id), str(client_id)) or age > LASTS.total_seconds():
        raise Refused("turns_over")
    return asked


def unpacked(data: bytes) -> tuple[bytes, list[tuple[float, bytes]]]:
    """The still, and the frames as (seconds, picture): none where there is no film, or one that is cut off."""
    if not data.startswith(MARK):
        return data, []
    parts = _parts(data[len(MARK) :])
    try:
        _, still = next(parts)
        return still, [(moment / 1000, frame) for moment, frame in parts]
    except (struct.error, ValueError, StopIteration):
        return b"", []


def packed(still: bytes, frames: list[tuple[float, bytes]]) -> bytes:
    """As a phone does it."""
    heads = (struct.pack(">II", round(at * 1000), len(frame)) + frame for at, frame in frames)
    return MARK + struct.pack(">I", len(still)) + still + b"".join(heads)


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The still, which has no moment of its own, then the frames."""
    data, place = bytes(4) + data, 0
    while place < len(data):
        moment, length = struct.unpack_from(">II", data, place)
        place += 8 + length
        if place > len(data):
            raise ValueError("cut off")
        yield moment, data[place - length : place]


def _signer() -> signing.Signer:
    return signing.Signer(salt=_SALT, algorithm="sha256")
