"""By what a person is found: words and numbers, before the vault turns them into blind tags. Pure."""

from collections.abc import Iterable

from amparo.people import case_numbers, names

# A blind tag's kind, eight letters at most, and what it is made of.
NAME = "name"  # each word of the name and its beginnings
NAME_KEY = "namekey"  # the whole name, however it is written
CASE, CASE_LAST = "case", "case4"
PHONE, PHONE_LAST = "phone", "phone4"
EMAIL = "email"
ROW = "row"  # the line of a partner's file

Sought = tuple[str, str]
PHONE_KINDS = ("sms", "voice")


def of_name(name: str) -> set[Sought]:
    """Every word by which the name is found, and the name as a whole."""
    found = {(NAME, word) for word in names.search_words(name)}
    key = names.same_person_key(name)
    return found | ({(NAME_KEY, key)} if key else set())


def of_case_number(text: str) -> set[Sought]:
    """The number as a whole, and its last four digits."""
    whole, last = case_numbers.key(text), case_numbers.last_four(text)
    return ({(CASE, whole)} if whole else set()) | ({(CASE_LAST, last)} if last else set())


def of_contacts(contacts: Iterable[tuple[str, str]]) -> set[Sought]:
    """The addresses; of a telephone number its last four digits too."""
    found: set[Sought] = set()
    for kind, address in contacts:
        if kind in PHONE_KINDS:
            found |= {(PHONE, address), (PHONE_LAST, address[-4:])}
        elif kind == "email":
            found.add((EMAIL, address.casefold()))
    return found
