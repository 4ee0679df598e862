"""Names: kept as people write them, and folded so that they are found however they are typed."""

import re
import unicodedata

from amparo.foundation.errors import Refused

LONGEST = 120
LONGEST_PREFIX = 10
MOST_WORDS = 24

# What US forms hold where a name is not known: "first name unknown", "last name unknown".
PLACEHOLDERS = frozenset({"fnu", "lnu", "xxx", "unknown"})


def clean(name: str) -> str:
    """The name as it is shown: one line, without characters that turn or hide text. One word is enough.

    Codes: "name_missing", "name_too_long" (limit).
    """
    # Bounded before the work, which grows with the length.
    if len(name) > LONGEST * 8:
        raise Refused("name_too_long", limit=LONGEST)
    composed = unicodedata.normalize("NFC", name)
    kept = "".join(_kept(composed, at) for at in range(len(composed)))
    shown = " ".join(kept.split())
    if not any(c.isalnum() for c in shown):
        raise Refused("name_missing")
    if len(shown) > LONGEST:
        raise Refused("name_too_long", limit=LONGEST)
    return shown


def without_placeholders(name: str) -> str:
    """The name one may greet somebody by: no FNU, no LNU; empty if nothing else is known."""
    return " ".join(word for word in name.split() if fold(word).strip(".,") not in PLACEHOLDERS)


def first(name: str) -> str:
    """The word by which a family calls somebody, as far as a written name tells: "DOE, JANE" is Jane."""
    family, comma, given = name.partition(",")
    known = without_placeholders(given if comma and given.strip() else name) or name
    return known.split()[0].strip(",")


def search_words(name: str) -> set[str]:
    """Every word one is found by: whole, joined and split at hyphens and apostrophes, and beginnings."""
    words = _words(name)
    found = set(words)
    for word in words:
        if _without_spaces(word):
            # These scripts write no space between family and given name.
            found |= {word[at:end] for at in range(len(word)) for end in range(at + 1, len(word) + 1)}
        else:
            found |= {word[:size] for size in range(2, min(LONGEST_PREFIX, len(word)) + 1)}
    return found


def query_words(text: str) -> set[str]:
    """What to look for when somebody types `text`: each word must be among the name's `search_words`."""
    return {word[:LONGEST_PREFIX] for word in _pieces(fold(text))[:MOST_WORDS]}


def same_person_key(name: str) -> str:
    """Equal for two writings of one name ("DOE, JANE", "Jane Doe"); empty if the name tells nobody apart."""
    return " ".join(sorted(set(_pieces(fold(without_placeholders(name))))))


def sort_key(name: str) -> tuple[bool, str, str]:
    """Where a name stands in a list: Álvarez beside Alvarez, whoever has no name last."""
    return not name, fold(name), name


def fold(text: str) -> str:
    """Small letters without accents or invisible characters; scripts stay what they are."""
    visible = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in _HIDDEN)
    apart = unicodedata.normalize("NFD", visible.casefold())
    kept: list[str] = []
    base = ""
    for c in apart:
        if unicodedata.combining(c) or unicodedata.category(c) == "Mn":
            if _ACCENTED.match(base):
                continue
        else:
            base = c
        kept.append(c)
    return unicodedata.normalize("NFC", "".join(kept)).translate(_LETTERS)


# Turns and joiners, halves of pairs, private and unassigned characters.
_HIDDEN = frozenset({"Cf", "Cs", "Co", "Cn"})
_ACCENTED = re.compile(r"[\u0041-\u024f\u0370-\u05ff\u0600-\u06ff\u1e00-\u1fff]")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_JOINED = re.compile(r"[-\u2010-\u2015\u2212'’‘ʼʻ`´.·]+")
_JOINERS = "\u200c\u200d"
# Arabic, the Indic scripts, Sinhala, Mongolian: where a joiner changes what a word looks like.
_USES_JOINERS = re.compile(r"[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af]")
_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]{1,8}")


def _kept(text: str, at: int) -> str:
    c = text[at]
    if c in _JOINERS:
        beside = at > 0 and at + 1 < len(text) and _USES_JOINERS.match(text[at - 1])
        return c if beside and _USES_JOINERS.match(text[at + 1]) else ""
    category = unicodedata.category(c)
    if c.isspace() or category == "Cc":
        return " "
    return "" if category in _HIDDEN else c


def _words(name: str) -> list[str]:
    folded = fold(name)
    return list(dict.fromkeys([*_pieces(_JOINED.sub("", folded)), *_pieces(folded)]))[:MOST_WORDS]


def _pieces(folded: str) -> list[str]:
    # \w leaves out the vowel signs of several scripts: cut at blanks and punctuation instead.
    cut = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in folded)
    return cut.split()


def _without_spaces(word: str) -> bool:
    return _NO_SPACES.fullmatch(word) is not None
