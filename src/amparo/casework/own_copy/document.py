"""A copy as files: a page to read, the same as data, the log's proof, and the recordings."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from amparo.access.actor import Kind
from amparo.casework import held, kept_words, look_words
from amparo.casework.own_copy import tables
from amparo.casework.own_copy.gathering import Gathered, Row
from amparo.checkins import questions
from amparo.foundation import languages

FORMAT = "amparo/own-copy/1"
PAGE, STYLE, DATA, LOG = "my-data.html", "my-data.css", "my-data.json", "who-looked.jsonl"
YES_NO = {True: lambda: _("Yes"), False: lambda: _("No")}


def files(found: Gathered, *, language: str, programme: str, at: datetime) -> dict[str, bytes]:
    """The files, in the language that is spoken."""
    lines = "".join(json.dumps(line) + "\n" for line in found.proof)
    page, data = _page(found, language, programme, at), _data(found, language, programme, at)
    style = (Path(__file__).parent / STYLE).read_bytes()
    return {PAGE: page.encode(), STYLE: style, DATA: data, LOG: lines.encode(), **found.files}


def _data(found: Gathered, language: str, programme: str, at: datetime) -> bytes:
    told = {
        "format": FORMAT,
        "made_at": at,
        "language": language,
        "programme": programme,
        "kinds": [
            {
                "table": one.label,
                "what": one.title,
                "why": one.purpose,
                "seen_by": list(one.seen_by),
                "until": one.until,
                "count": one.count,
                "emptied": one.emptied,
                "left_out": str(_left_out(one)) or None,
                "rows": [row.clear | row.opened for row in found.rows.get(one.label, [])],
            }
            for one in found.told
        ],
        "who_looked": [
            {"at": look.at, "who": _who(look), "action": look.action, "fields": look.fields, "why": look.purpose}
            for look in found.looks
        ],
        "automated_decisions": "none",
    }
    return json.dumps(told, ensure_ascii=False, indent=1, default=_as_text).encode()


def _page(found: Gathered, language: str, programme: str, at: datetime) -> str:
    said = languages.known(language)
    with timezone.override(found.person.zone):
        context = {
            "language": said,
            "programme": programme,
            "made": _spelled(at, language),
            "kinds": [_kind(one, found, language) for one in found.told if not one.is_none],
            "none": [one.title for one in found.told if one.is_none],
            "looks": [_look(look, language) for look in found.looks],
            "keys": tables.KEYS_LEFT_OUT,
        }
        return render_to_string("casework/own_copy.html", context)


def _kind(one: held.Held, found: Gathered, language: str) -> dict[str, Any]:
    rows = [list(_row(row, found, language)) for row in found.rows.get(one.label, [])]
    return {"held": one, "rows": rows, "left_out": _left_out(one)}


def _left_out(one: held.Held) -> Any:
    """Why no row of this kind is in the copy; empty where they are."""
    return tables.WITH_PASSKEY if one.count is None else tables.LEFT_OUT.get(one.label, "")


def _row(row: Row, found: Gathered, language: str) -> Iterator[tuple[str, list[str]]]:
    for name, value in row.clear.items():
        words = kept_words.value(name, value, language) or _in_words(value, found, language)
        if words and name not in tables.FOR_MACHINES:
            yield kept_words.column(name), [words]
    for name, value in row.opened.items():
        yield kept_words.column(name), list(_opened(name, value))


def _opened(name: str, value: Any) -> Iterator[str]:
    """The words, or why they are not here; the answers of a check-in question by question."""
    text = str(value)
    answers = _read(text) if name in ("answers", "place", "about") else None
    if answers is None:
        yield text
        return
    if name == "about":
        # A document: what kind of paper it is, and what they call it.
        yield from (str(one) for one in (kept_words.PAPERS.get(answers.get("kind", "")), answers.get("title")) if one)
        return
    known = {question.code: question for question in questions.QUESTIONS}
    for code, answer in answers.items():
        question = known.get(code)
        options = {option.code: str(option.text) for option in question.options} if question else {}
        picked = answer if isinstance(answer, list) else [answer]
        words = [options.get(str(one)) or _plain(one) for one in picked if isinstance(one, str | int | float)]
        said = languages.listed(words, get_language() or "")
        yield f"{question.text if question else code}: {said}"


def _plain(value: Any) -> str:
    return YES_NO[value]() if isinstance(value, bool) else str(value)


def _read(text: str) -> dict[str, Any] | None:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _in_words(value: Any, found: Gathered, language: str) -> str:
    """A value as somebody reads it; empty for what only a machine needs: ids stand in the data."""
    if value is None or value == "":
        return ""
    if isinstance(value, UUID):
        return found.colleagues.get(value, "")
    if isinstance(value, bool):
        return _plain(value)
    if isinstance(value, datetime):
        return _spelled(value, language)
    if isinstance(value, date):
        return languages.spelled_day(value, language)
    if isinstance(value, time):
        return languages.spelled_clock(value, language)
    if isinstance(value, list | tuple):
        return languages.listed((words for one in value if (words := _in_words(one, found, language))), language)
    return str(pgettext("value", value.replace("_", " "))) if isinstance(value, str) and _is_code(value) else str(value)


def _is_code(value: str) -> bool:
    """Whether it is a word of ours, such as `needs_look`, and not what somebody wrote."""
    return len(value) <= 24 and value.isascii() and value.replace("_", "").isalpha() and value.islower()


def _spelled(moment: datetime, language: str) -> str:
    shown = timezone.localtime(moment)
    clock = shown.time().replace(second=0, microsecond=0, fold=0)
    return languages.listed(
        (languages.spelled_day(shown.date(), language), languages.spelled_clock(clock, language)), language
    )


def _look(look: Any, language: str) -> dict[str, str]:
    return {
        "when": _spelled(look.at, language),
        "who": _who(look),
        "role": languages.listed((str(look_words.ROLES.get(role, "")) for role in look.roles), language),
        "what": look_words.what(look.action, look.fields),
        "why": str(look_words.PURPOSES.get(look.purpose, "")),
    }


def _who(look: Any) -> str:
    ours = {Kind.PERSON: look_words.YOU, Kind.SYSTEM: look_words.AMPARO, Kind.HEAD: look_words.HEAD}.get(look.kind)
    return str(ours or look.name or look_words.SOMEBODY)


def _as_text(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)
