"""The colours of the person's app, read from its style, and how well one can be told from another."""

import re
from dataclasses import dataclass

TOKEN = re.compile(r"--([a-z-]+):(#[0-9a-f]{3,6})\b")
# What stands on what, and how far apart they must be: 4.5 for words, 3 for the edges of what can be touched (WCAG 2.2).
WORDS, EDGES = 4.5, 3.0
STANDS_ON = (
    ("ink", "paper", WORDS),
    ("ink", "card", WORDS),
    ("ink", "mint", WORDS),
    ("ink", "sun", WORDS),
    ("soft", "paper", WORDS),
    ("soft", "card", WORDS),
    ("go", "paper", WORDS),
    ("go", "card", WORDS),
    ("go", "mint", WORDS),
    ("go-ink", "go", WORDS),
    ("edge", "card", EDGES),
    ("edge", "paper", EDGES),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """One colour on another."""

    on: str
    under: str
    ratio: float
    wanted: float


def of(css: str, *, dark: bool) -> dict[str, str]:
    """Each colour by its name, in one light: the first block of the style is light, the second changes some."""
    first, second = css.split("@media(prefers-color-scheme:dark)")[:2]
    found = dict(TOKEN.findall(first))
    return found | dict(TOKEN.findall(second.split("}}")[0])) if dark else found


def pairs(css: str, *, dark: bool) -> list[Pair]:
    """What stands on what in one light, with the contrast of the two."""
    colours = of(css, dark=dark)
    return [Pair(on, under, round(contrast(colours[on], colours[under]), 2), wanted) for on, under, wanted in STANDS_ON]


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white), by WCAG 2.2."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
