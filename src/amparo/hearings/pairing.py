"""Which notice of a source is about which hearing we hold."""

from collections.abc import Callable, Iterable

from amparo.hearings import rules
from amparo.hearings.rules import Known, Notice


def pair(known: Iterable[Known], notices: Iterable[Notice]) -> list[tuple[Known | None, Notice | None]]:
    """Each hearing with the notice about it, in one source.

    By the source's own key if it has keys. Otherwise within a case: what says the same, then what is at the
    same time, then the one hearing and the one notice of a kind that are left; two are never paired by luck.
    """
    left, said = list(known), list(dict.fromkeys(notices))
    found: list[tuple[Known | None, Notice | None]] = []
    for place, same in _PAIRINGS:
        pairs = _paired(left, said, place, same)
        found += pairs
        taken = {id(one) for both in pairs for one in both}
        left = [one for one in left if id(one) not in taken]
        said = [one for one in said if id(one) not in taken]
    return found + [(one, None) for one in left] + [(None, notice) for notice in said]


def _same_key(one: Notice, other: Notice) -> bool:
    return bool(one.external_key) and one.external_key == other.external_key


def _unkeyed(one: Notice, other: Notice) -> bool:
    return not (one.external_key and other.external_key)


def _same_words(one: Notice, other: Notice) -> bool:
    return _unkeyed(one, other) and one.says() == other.says()


def _same_time(one: Notice, other: Notice) -> bool:
    return _unkeyed(one, other) and one.starts_at == other.starts_at and _kind(one) == _kind(other)


def _same_kind(one: Notice, other: Notice) -> bool:
    return _unkeyed(one, other) and _kind(one) == _kind(other)


def _kind(notice: Notice) -> str:
    return " ".join(notice.kind.casefold().split())


def _paired(
    left: list[Known],
    said: list[Notice],
    place: Callable[[Notice], str],
    same: Callable[[Notice, Notice], bool],
) -> list[tuple[Known, Notice]]:
    """Those that have exactly one partner, on both sides. Compared within one key or case: feeds are long."""
    rivals: dict[str, list[Known]] = {}
    for one in left:
        rivals.setdefault(place(one.notice), []).append(one)
    found = []
    for where, notices in _placed(said, place).items():
        for one in rivals.get(where, ()) if where else ():
            fits = [notice for notice in notices if same(one.notice, notice)]
            if len(fits) == 1 and sum(same(other.notice, fits[0]) for other in rivals[where]) == 1:
                found.append((one, fits[0]))
    return found


def _placed(said: list[Notice], place: Callable[[Notice], str]) -> dict[str, list[Notice]]:
    found: dict[str, list[Notice]] = {}
    for notice in said:
        found.setdefault(place(notice), []).append(notice)
    return found


def _key(notice: Notice) -> str:
    return notice.external_key


def _case(notice: Notice) -> str:
    return rules.normal_case_number(notice.case_number)


_PAIRINGS = ((_key, _same_key), (_case, _same_words), (_case, _same_time), (_case, _same_kind))
