"""How many text messages a text becomes, and which letters make it dear (3GPP TS 23.038)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Encoding = Literal["GSM-7", "UCS-2"]

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each of these takes two places: an escape, then the character.
_EXTENSION = frozenset("\f^{}\\[~]|€")

GSM_SINGLE, GSM_PART = 160, 153
UCS_SINGLE, UCS_PART = 70, 67

_PLAIN = {
    **dict.fromkeys("\u00a0\u202f\u2009", " "),
    **dict.fromkeys("\u2018\u2019", "'"),
    **dict.fromkeys("\u201c\u201d«»", '"'),
    **dict.fromkeys("–—\u2011•", "-"),
    **{"\u200b": "", "…": "...", "ç": "c", "œ": "oe", "Œ": "OE"},
}


@dataclass(frozen=True, slots=True)
class Cost:
    """How a text travels."""

    encoding: Encoding
    units: int
    segments: int


def is_gsm7(text: str) -> bool:
    """True if every character is in the GSM alphabet or its extension."""
    return all(character in _BASIC or character in _EXTENSION for character in text)


def cost(text: str) -> Cost:
    """Encoding, units (septets, or UTF-16 code units) and segments of a text."""
    if is_gsm7(text):
        sizes = [2 if character in _EXTENSION else 1 for character in text]
        return Cost("GSM-7", sum(sizes), _segments(sizes, GSM_SINGLE, GSM_PART))
    sizes = [2 if ord(character) > 0xFFFF else 1 for character in text]
    return Cost("UCS-2", sum(sizes), _segments(sizes, UCS_SINGLE, UCS_PART))


def segments(text: str) -> int:
    """How many text messages this becomes; an empty text is one."""
    return cost(text).segments


def plain(text: str) -> str:
    """The same words in the GSM alphabet where that is possible.

    é and ñ stay, á becomes a, narrow spaces become spaces. A character without a plain form stays, and the
    text then travels as UCS-2.
    """
    if text.isascii():
        return text
    return "".join(
        character if character in _BASIC or character in _EXTENSION else _plain(character) for character in text
    )


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    bare = "".join(c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c))
    return bare if bare and is_gsm7(bare) else character


def _segments(sizes: list[int], single: int, part: int) -> int:
    if sum(sizes) <= single:
        return 1
    count, used = 1, 0
    for size in sizes:
        # Neither an escape pair nor a surrogate pair is ever cut in two.
        if used + size > part:
            count, used = count + 1, 0
        used += size
    return count
