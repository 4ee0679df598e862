"""Telephone numbers as people write them, in the one form that can be dialled from anywhere."""

import unicodedata
from dataclasses import dataclass, field

from amparo.foundation.errors import Refused

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that can exist, kept out of `repr`."""

    e164: str = field(repr=False)
    country: str
    extension: str = field(default="", repr=False)


def normal(text: str, *, country: str = "") -> Phone:
    """The number, read in the programme's `country` (ISO 3166, "US") unless it begins with a + of its own.

    Codes: phone_missing, phone_unreadable, phone_too_short, phone_too_long, phone_needs_country,
    phone_not_in_use.
    """
    # Imported when a number arrives: its tables are large.
    import phonenumbers

    plain = "".join(c for c in text if unicodedata.category(c) != "Cf").strip()
    if not plain:
        raise Refused("phone_missing")
    abroad = plain.startswith(("+", "\uff0b"))
    try:
        number = phonenumbers.parse(plain[: LONGEST + 1], country.upper() or None)
    except phonenumbers.NumberParseException as error:
        raise Refused(_unparsed(plain, error.error_type)) from None
    if len(plain) > LONGEST:
        raise Refused("phone_too_long")
    if not phonenumbers.is_valid_number(number):
        raise Refused(_impossible(phonenumbers.is_possible_number_with_reason(number), abroad))
    return Phone(
        e164=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        country=phonenumbers.region_code_for_number(number) or "",
        extension=number.extension or "",
    )


def _unparsed(plain: str, error: int) -> str:
    from phonenumbers import NumberParseException

    if error == NumberParseException.INVALID_COUNTRY_CODE:
        return "phone_not_in_use" if plain.startswith("+") else "phone_needs_country"
    if error in (NumberParseException.TOO_SHORT_NSN, NumberParseException.TOO_SHORT_AFTER_IDD):
        return "phone_too_short"
    return "phone_too_long" if error == NumberParseException.TOO_LONG else "phone_unreadable"


def _impossible(reason: int, abroad: bool) -> str:
    from phonenumbers import ValidationResult

    if reason in (ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY):
        return "phone_too_short"
    if reason == ValidationResult.TOO_LONG and abroad:
        return "phone_too_long"
    # Not a number of the programme's country: perhaps one of another, written without its code.
    return "phone_not_in_use" if abroad else "phone_needs_country"
