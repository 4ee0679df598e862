"""Which language a cell means: names in many languages, codes of two and three letters. Never a guess."""

from functools import cache

from django.conf import settings

from amparo.people import names

# Written so in real lists, and found under no locale's name for the language.
ALSO = {
    "es": "spa|esp|castellano|castilian",
    "en": "eng|ing",
    "ht": "hat|kreyol|haitian|creole haitian|creole haitien|criollo haitiano",
    "pt": "por|brazilian portuguese|brazilian|pt br|portugues do brasil|brasileiro",
    "fr": "fra|fre",
    "ar": "ara",
    "ru": "rus",
    "zh-hans": "zh|zho|chi|cmn|mandarin|mandarin chinese|chinese mandarin|zh cn|zh sg|zh hans|"
    "chinese simplified|simplified chinese|chino simplificado|chino mandarin|putonghua|普通话|国语|中文|简体中文|汉语",
}
# Another script or another language: not to be taken for the one that is offered.
NOT = {"zh hant", "zh tw", "zh hk", "chinese traditional", "traditional chinese", "cantonese", "yue"}


def read(text: str) -> str | None:
    """The code of a language Amparo speaks; "" for a language that it does not speak; None if unknown."""
    said = _plain(text)
    if said in NOT:
        return ""
    if code := _offered().get(said):
        return code
    return "" if said in _every_language() else None


@cache
def _offered() -> dict[str, str]:
    """Every way of writing an offered language."""
    found: dict[str, str] = {}
    for code, own_name in settings.LANGUAGES:
        for written in (code, own_name, *ALSO[code].split("|"), *_in_every_locale(code.partition("-")[0])):
            found.setdefault(_plain(written), code)
    return found


def _in_every_locale(code: str) -> list[str]:
    from babel import Locale

    written_in = ("en", "es", "fr", "pt", "ar", "ru", "zh_Hans", "de", "it", "uk", "tr")
    locales = [Locale.parse(name) for name in written_in]
    return [name for locale in locales if (name := locale.languages.get(code))]


@cache
def _every_language() -> frozenset[str]:
    from babel import Locale
    from babel.core import get_global

    locales = [Locale.parse(name) for name in ("en", "es", "fr", "pt")]
    named = {said for locale in locales for code, name in locale.languages.items() for said in (code, name)}
    return frozenset(map(_plain, named | set(get_global("language_aliases"))))


def _plain(text: str) -> str:
    joined = names.fold(text).translate(_APOSTROPHES)
    return " ".join("".join(c if c.isalnum() else " " for c in joined).split())


_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´"))
