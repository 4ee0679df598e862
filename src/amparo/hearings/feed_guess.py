"""A first proposal of which column holds what: by the words over the columns, or by what stands in them."""

import re
from collections.abc import Callable
from dataclasses import replace

from amparo.foundation import written_dates
from amparo.foundation.errors import Refused
from amparo.foundation.tables import Table
from amparo.foundation.written_dates import Ambiguous, Order
from amparo.hearings.feed_columns import Mapping, split_place

# The first pattern of a field wins, and a column is given away once, in this order.
_HEADINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("key", (r"uid|(hearing|event|notice) ?id",)),
    (
        "case_number",
        (
            r"case ?(number|no|nbr|num|id)?|caso|(numero|no) de caso|expediente|dossier|processo",
            r"(citation|ticket|docket|file|alien|a) ?(number|no|nbr|num|id)|a ?#",
            r"citation|docket",
        ),
    ),
    ("starts", (r"starts?( at)?|(start|hearing|event)? ?date ?(and )?time|datetime|fecha y hora",)),
    (
        "date",
        (
            r"(hearing|event|court|appearance|start) ?(date|dt)|fecha( de (la )?audiencia)?|date d.audience",
            r"date|dt|data|day",
        ),
    ),
    ("time", (r"(hearing|event|court|appearance|start)? ?(time|tm)|hora|heure|horario",)),
    ("zone", (r"time ?zone|zone|tz|zona( horaria)?|fuseau",)),
    ("court_code", (r"(court|hearing location|hloc|base city|location) ?code|hloc",)),
    (
        "place",
        (r"court|court ?(name|house)|tribunal|corte|juzgado", r"location|place|venue|lugar|lieu|local"),
    ),
    ("room", (r"c(ou)?rt ?room|room|sala|salle",)),
    ("judge", (r"judge( name)?|ij|juez|juge|juiz",)),
    (
        "kind",
        (
            r"(hearing|event|case|calendar|schedule) ?type|tipo( de audiencia)?",
            r"event|hearing|type|kind",
            r"(action|actn|event|violation) ?(description|desc)?|violation",
        ),
    ),
    ("mode", (r"mode|medium|modality|modalidad|channel",)),
    ("status", (r"status|estado|statut|(hearing|event) ?status",)),
)

_LOOKED_AT = 200


def guess(table: Table) -> Mapping:
    """What the table most likely holds, for a person to confirm; a field nobody can tell stays empty."""
    mapping = _by_headings(table) if table.header else _by_content(table)
    if not mapping.place and mapping.room and _share(table, mapping.room, _is_courthouse) > 0.3:
        mapping = replace(mapping, place=mapping.room, room="")
    if not mapping.starts and mapping.date and not mapping.time and _share(table, mapping.date, _has_time) > 0.5:
        mapping = replace(mapping, starts=mapping.date, date="")
    order = written_dates.order_of(_sample(table, mapping.starts or mapping.date))
    return replace(mapping, order=order if order in ("mdy", "dmy") else "")


def two_days(table: Table, mapping: Mapping) -> tuple[str, Ambiguous] | None:
    """The first date that is two days, as it is written; None where every date, or another of the column, tells."""
    column = mapping.starts or mapping.date
    written = table.values(column) if column in table.columns else []
    if written_dates.order_of(written) in (Order.MDY, Order.DMY):
        return None
    return next(((text, day) for text in written if (day := _ambiguous(text))), None)


def _ambiguous(text: str) -> Ambiguous | None:
    try:
        day = written_dates.read_moment(text).day
    except Refused:
        return None
    return day if isinstance(day, Ambiguous) else None


def _by_headings(table: Table) -> Mapping:
    left = {column: _words(column) for column in table.columns}
    found: dict[str, str] = {}
    for name, patterns in _HEADINGS:
        for pattern in patterns:
            fits = next((column for column, words in left.items() if re.fullmatch(pattern, words)), "")
            if fits:
                found[name] = fits
                del left[fits]
                break
    return Mapping(**found)


def _by_content(table: Table) -> Mapping:
    left = list(table.columns)
    found: dict[str, str] = {}
    for name, is_one in _CONTENTS:
        ranked = sorted(left, key=lambda column: _share(table, column, is_one), reverse=True)
        if ranked and _share(table, ranked[0], is_one) > 0.6:
            found[name] = ranked[0]
            left.remove(ranked[0])
    return Mapping(**found)


def _sample(table: Table, column: str) -> list[str]:
    return [value for value in table.values(column)[:_LOOKED_AT] if value] if column else []


def _share(table: Table, column: str, is_one: Callable[[str], bool]) -> float:
    values = _sample(table, column)
    return sum(is_one(value) for value in values) / len(values) if values else 0.0


def _words(heading: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|[\s_./-]+", " ", heading)
    return " ".join(written_dates.unaccented(spaced.casefold()).split()).strip(" :")


def _has_time(text: str) -> bool:
    return _reads(lambda: written_dates.read_moment(text).at is not None)


def _is_date(text: str) -> bool:
    return _reads(lambda: written_dates.read_moment(text).at is None)


def _is_time(text: str) -> bool:
    return _reads(lambda: written_dates.read_time(text) is not None)


def _reads(reader: Callable[[], bool]) -> bool:
    try:
        return reader()
    except Refused as refused:
        return refused.code == "no_such_date"


def _is_courthouse(text: str) -> bool:
    return bool(split_place(text)[0]) or re.search(r"court|tribunal|juzgado|corte", text.casefold()) is not None


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z]{0,6}[-#/ ]?\d[\dA-Za-z/ -]{4,30}", text) is not None


def _is_hearing(text: str) -> bool:
    return (
        re.search(r"hearing|conference|trial|plea|arraignment|audiencia|infraction|motion", text.casefold()) is not None
    )


_CONTENTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("starts", _has_time),
    ("date", _is_date),
    ("time", _is_time),
    ("case_number", _is_number),
    ("place", _is_courthouse),
    ("kind", _is_hearing),
)
