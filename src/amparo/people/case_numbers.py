"""Case numbers: kept as the court writes them, compared without blanks, dashes and the A before a number."""

import re
import unicodedata

from amparo.foundation.errors import Refused

LONGEST = 40
_A_NUMBER = re.compile(r"A?0*(\d{7,9})")


def clean(text: str) -> str:
    """The number on one line; empty if there is none. Code: "case_number_too_long" (limit)."""
    composed = unicodedata.normalize("NFKC", text[: LONGEST * 8])
    shown = " ".join("".join(c for c in composed if unicodedata.category(c)[0] != "C" or c.isspace()).split())
    if len(shown) > LONGEST:
        raise Refused("case_number_too_long", limit=LONGEST)
    return shown if key(shown) else ""


def key(text: str) -> str:
    """Equal for two writings of one number: "A 012-345-678" and "12345678"."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())
    found = _A_NUMBER.fullmatch(plain)
    return found[1] if found else plain


def last_four(text: str) -> str:
    """What a person says on the telephone: the last four digits; empty if there are fewer."""
    digits = "".join(c for c in key(text) if c.isascii() and c.isdigit())
    return digits[-4:] if len(digits) >= 4 else ""
