"""What people read on their phones, in their language, with nothing for a stranger to see."""

from __future__ import annotations

import string
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_file
from django.utils import translation
from django.utils.translation import trans_real

import amparo
from amparo.channels import text_segments
from amparo.foundation import catalogues, languages
from amparo.foundation.errors import Refused
from amparo.reminders import sentences, wording
from amparo.reminders.wording import Facts

PACKAGE = Path(amparo.__file__).parent
LOCALE = PACKAGE / "locale"
NEW_YORK = "America/New_York"
# The longest day of the week and month there is, in both languages.
HEARING = Facts(
    kind="hearing",
    starts_at=datetime(2027, 9, 29, 14, 30, tzinfo=UTC),
    zone=NEW_YORK,
    reply_url="https://amparo.example.org/r/" + "k" * (wording.LONGEST_URL - 29),
    programme_name="Neighbours Together Southside",
    place="Room 400, 26 Main Street, Springfield",
)
CHECKIN = Facts("checkin", HEARING.starts_at, NEW_YORK, HEARING.reply_url, HEARING.programme_name)
AT = HEARING.starts_at - timedelta(days=3)
STALE = {"unconfirmed_days": 19}
STEPS = {
    "hearing": ("scheduled", "-7d", "-3d", "-1d", "-2h", "moved", "cancelled", "question"),
    "checkin": ("scheduled", "opens", "middle", "-1d", "-3h", "moved", "cancelled", "question"),
    "visit": ("scheduled", "-3d", "-1d", "-2h", "moved", "cancelled"),
    "way_in": ("new_passkey", "new_words", "new_face", "new_calendar", "new_reader", "reader_left"),
    "message": ("new_message",),
}
EVERY = [
    (kind, step, channel, language, stale)
    for kind, steps in STEPS.items()
    for step in steps
    for channel in wording.CHANNELS
    for language in ("en", "es")
    for stale in (False, True)
]


@pytest.fixture(scope="module", autouse=True)
def _translated(tmp_path_factory: Any) -> Iterator[None]:
    """Spanish as it is written now, not as it was last compiled."""
    from django.test import override_settings

    compiled = tmp_path_factory.mktemp("locale")
    catalogues.compile_catalogues(LOCALE, into=compiled)
    with override_settings(LOCALE_PATHS=[str(compiled)]):
        _forget()
        yield
    _forget()


def _forget() -> None:
    trans_real._translations = {}  # Django keeps each language it has read
    translation.trans_real._default = None
    wording.forget_templates()


def facts(kind: str, *, stale: bool = False, **changes: Any) -> Facts:
    base = HEARING if kind == "hearing" else CHECKIN
    every = (
        {name: getattr(base, name) for name in Facts.__slots__} | {"kind": kind} | (STALE if stale else {}) | changes
    )
    return Facts(**every)


def text(kind: str, step: str, channel: str = "sms", language: str = "en", **changes: Any) -> str:
    at = changes.pop("at", AT)
    message = wording.render(facts(kind, **changes), step, channel, language, at=at)
    return f"{message.subject}\n{message.body}"


def test_a_text_says_when_what_happens_otherwise_and_where_help_is():
    assert text("hearing", "-3d").strip() == (
        "Neighbours Together Southside: Your appointment is in 3 days: Wednesday, September 29, 2027, "
        "10:30 AM. If you miss it, a decision can be made without you. Reply 1 I will go, 2 I need help, "
        "3 I cannot go. " + HEARING.reply_url
    )


def test_spanish_is_spanish_and_still_cheap():
    said = text("hearing", "-1d", language="es", at=HEARING.starts_at - timedelta(days=1)).strip()
    assert "Su cita es mañana: miércoles, 29 de septiembre de 2027, 10:30 a.m. Si falta" in said
    assert text_segments.is_gsm7(said)


@pytest.mark.parametrize(("kind", "step", "channel", "language", "stale"), EVERY)
def test_no_message_tells_a_stranger_anything(kind, step, channel, language, stale):
    said = text(kind, step, channel, language, stale=stale)
    assert wording.reveals(said) == []
    assert "%(" not in said and "  " not in said
    if channel == "sms":
        assert text_segments.segments(said.strip()) <= 2
    if channel == "push":
        title, body = said.split("\n", 1)
        assert len(title) <= 60 and len(body) <= 180 and HEARING.reply_url not in said


@pytest.mark.parametrize(("kind", "step", "channel", "language", "stale"), EVERY)
def test_no_day_is_written_in_numbers(kind, step, channel, language, stale):
    without_link = text(kind, step, channel, language, stale=stale).replace(HEARING.reply_url, "")
    assert "/" not in without_link


def test_a_date_nobody_confirmed_for_a_week_says_so_and_how_to_check():
    assert "We could not confirm this date for 8 days" in text("hearing", "-1d", unconfirmed_days=8)
    assert "confirm" not in text("hearing", "-1d", unconfirmed_days=7)
    assert "confirm" not in text("hearing", "cancelled", unconfirmed_days=8)


def test_the_night_before_says_tomorrow_and_the_same_day_today():
    assert "tomorrow at 10:30 AM" in text("hearing", "-2h", at=HEARING.starts_at - timedelta(hours=14))
    assert "today at 10:30 AM" in text("hearing", "-2h", at=HEARING.starts_at - timedelta(hours=2))


def test_the_day_is_that_of_the_person_not_of_greenwich():
    late = datetime(2027, 9, 30, 1, 30, tzinfo=UTC)  # still the 29th in New York
    assert "September 29" in text("hearing", "scheduled", starts_at=late)


@pytest.mark.parametrize("place", ["Immigration Court, 26 Main Street", "Corte de Inmigración", "ICE office", ""])
def test_a_place_that_says_too_much_stands_behind_the_link(place):
    said = text("hearing", "-3d", "email", place=place)
    assert f"The address is on your page: {HEARING.reply_url}" in said
    assert not place or place not in said


def test_a_decent_place_is_told_by_email_only_and_may_hold_a_per_cent_sign():
    assert "Place: 100% House, Main Street" in text("hearing", "-3d", "email", place="100% House,\nMain Street")
    assert HEARING.place not in text("hearing", "-3d") + text("hearing", "-3d", "push")


@pytest.mark.parametrize("name", ["ICE Supervision Unit", "Programa para migrantes", "", " \n "])
def test_a_programme_whose_name_says_too_much_is_a_support_team(name):
    assert text("hearing", "-3d", programme_name=name).strip().startswith("Your support team: ")


def test_a_subject_is_one_line_whatever_the_programme_is_called():
    message = wording.render(facts("hearing", programme_name="A\r\nBcc: x@example.org"), "-3d", "email", "en", at=AT)
    assert "\n" not in message.subject and "\r" not in message.body


def test_a_language_without_a_whole_catalogue_is_written_in_english_dates_and_all(creole_half_written):
    assert text("hearing", "-3d", language="ht") == text("hearing", "-3d", language="en")


@pytest.mark.parametrize(
    ("kind", "step", "channel"),
    [("party", "-1d", "sms"), ("hearing", "-1d", "fax"), ("hearing", "opens", "sms")],
)
def test_what_has_no_words_is_refused(kind, step, channel):
    with pytest.raises(Refused, match="nothing_to_say"):
        wording.render(Facts(kind, AT, NEW_YORK, "https://x.example"), step, channel, "en", at=AT)


@pytest.mark.parametrize(
    "said",
    [
        "You have immigration court", "su AUDIENCIA de inmigración", "ICE will call",
        "your file A 123-456-789", "A123456789", "the Venezuelan family", "el Juez", "deportación",
        "移民法院",
        "суд завтра", "جلسة المحكمة", "odyans ou a", "tribunal d’immigration",
    ],
)  # fmt: skip
def test_the_lint_finds_what_must_not_be_read(said):
    assert wording.reveals(said)


@pytest.mark.parametrize(
    "said", ["ice cream on Tuesday", "Apartment A 12", "Your appointment is today", "Su cita es hoy"]
)
def test_the_lint_lets_ordinary_words_pass(said):
    assert wording.reveals(said) == []


def test_a_hundred_thousand_messages_take_two_seconds():
    rows = [
        Facts("hearing", HEARING.starts_at + timedelta(hours=n % 9, days=n % 60), NEW_YORK,
              f"https://amparo.example.org/r/{n}", HEARING.programme_name, HEARING.place)
        for n in range(20_000)
    ]  # fmt: skip
    began = time.perf_counter()
    for n, row in enumerate(rows):
        wording.render(row, "-3d", "sms", ("en", "es")[n % 2], at=AT)
    # A fifth of them in a fifth of the time, and as much again for a busy machine.
    assert time.perf_counter() - began < 0.8


MARKED = {"gettext": None, "gettext_noop": None, "gettext_lazy": None, "_": None, "ngettext": (1, 2)}
FILES = (
    "checkins/questions.py",
    "reminders/sentences.py",
    "reminders/way_in_sentences.py",
    "reminders/wording.py",
)


def test_every_sentence_is_there_in_spanish_with_the_same_values():
    spanish = catalogues.merged(LOCALE / "es" / "LC_MESSAGES")
    for name in FILES:
        for _, message, _, _ in extract_from_file("python", PACKAGE / name, keywords=MARKED):
            found = spanish.get(message)
            assert found is not None and found.string and all(found.string), message
            originals = (message,) if isinstance(message, str) else message
            translations = (found.string,) if isinstance(found.string, str) else found.string
            assert {fields(o) for o in originals} == {fields(t) for t in translations}, message


def fields(sentence: str) -> frozenset[str]:
    return frozenset(part.split(")")[0] for part in sentence.split("%(")[1:])


def test_english_sentences_are_short_words_for_tired_people():
    every = [s for table in (sentences.SMS, sentences.PUSH, sentences.EMAIL) for s in flat(table)]
    words = [w.strip(string.punctuation) for s in every for w in s.split() if "%(" not in w and "http" not in w]
    assert sum(map(len, words)) / len(words) < 4.6
    assert not [s for sentence in every for s in sentence.split(". ") if len(s.split()) > 24]


def flat(table: Any) -> list[str]:
    return [s for value in table.values() for s in ([value] if isinstance(value, str) else value)]


def test_calendar_words_are_decent_too():
    words = wording.calendar_words(facts("hearing", place="Immigration Court"), "es")
    assert words == {
        "summary": "Cita",
        "details": f"Qué llevar y cómo pedir ayuda: {HEARING.reply_url}",
        "location": "",
        "language": "es",
    }


def test_messages_know_every_language_that_is_complete():
    assert [code for code, language in languages.LANGUAGES.items() if language.complete] == list(languages.LANGUAGES)
