"""Contact points as they are kept: numbers that can be dialled, e-mail addresses that can exist."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from amparo.foundation.errors import Refused
from amparo.people import found_by, phones

LONGEST_EMAIL = 254
LONGEST_PUSH = 4096


def normal(kind: str, text: str, *, country: str) -> str:
    """The address in its one form. Codes: those of `phones.normal`, "email_unreadable", "kind_unknown"."""
    if kind in found_by.PHONE_KINDS:
        return phones.normal(text, country=country).e164
    if kind == "email":
        return _email(text)
    if kind == "push" and 0 < len(text) <= LONGEST_PUSH:
        return text
    raise Refused("kind_unknown")


def _email(text: str) -> str:
    plain = "".join(c for c in text if unicodedata.category(c)[0] != "C").strip().removeprefix("mailto:")
    try:
        validate_email(plain)
    except ValidationError:
        raise Refused("email_unreadable") from None
    if len(plain) > LONGEST_EMAIL:
        raise Refused("email_unreadable")
    name, _, host = plain.rpartition("@")
    return f"{name}@{host.lower()}"
