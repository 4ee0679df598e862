"""A page is read aloud: recorded by one, listened to by another, and silent as soon as the page says something else."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from amparo.access.actor import Actor, Kind
from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.media.made import Recording
from amparo.people import actions as people
from amparo.people import hearing_in
from amparo.translations import clip_queries, clip_rules, clips, spoken_pages
from amparo.translations.clip_rules import State
from amparo.translations.models import Clip, SpokenLanguage

AT = clock.now()
SOUND = Recording(data=b"OggS and so on", seconds=12.0, speech_seconds=9.0, loudness=-22.0)
SILENCE = Recording(data=b"OggS", seconds=12.0, speech_seconds=0.0, loudness=-58.0)


def record(by: Actor, *, page: str = "help", language: str = "es", sound: Recording = SOUND, read: str = "") -> Clip:
    with acting(by):
        now = read or spoken_pages.read(page, clip_queries.one_spoken(language).read_from)
        return clips.record(page, language, sound, read=now, by=by, at=AT)


def approve(clip: Clip, by: Actor, *, read: str = "") -> None:
    with acting(by):
        now = read or spoken_pages.read(clip.page, clip.read_from)
        clips.approve(clip.id, read=now, by=by, at=AT + timedelta(minutes=1))


def mam(by: Actor, name: str = "Mam") -> str:
    with acting(by):
        return clips.add_language(name, "es", by=by, at=AT).endonym


def state(by: Actor, *, page: str = "help", language: str = "es") -> State:
    with acting(by):
        return next(one.state for one in clip_queries.pages_of(language) if one.page == page)


def plays(by: Actor, *, written: str = "es", said: str | None = "") -> list[str]:
    with acting(by):
        return [one.name for _, one in clip_queries.to_play("help", written=written, said=said)]


def other_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release in which every page says something else."""
    monkeypatch.setattr(spoken_pages, "words", lambda page, code: ("Something else.",))


# --- what stands on a page ---


@pytest.mark.parametrize("page", spoken_pages.PAGES)
def test_every_page_has_a_title_and_words_to_read(page: str) -> None:
    assert spoken_pages.title(page) and len(spoken_pages.words(page, "es")) >= 2


def test_every_page_is_found_by_the_addresses_of_the_app() -> None:
    from django.urls import NoReverseMatch, reverse

    for address in spoken_pages.AT:
        try:
            reverse(f"participant:{address}")
        except NoReverseMatch as no:
            assert "arguments" in str(no) and "is not a valid view" not in str(no)


def test_the_words_are_the_page_s_own_in_the_reader_s_language_and_of_its_parts() -> None:
    words = spoken_pages.words("help", "es")
    assert words[0] == "¿En qué podemos ayudarle?"
    assert "Otras formas de reportarse" in words, "the parts of a page are read too"
    assert spoken_pages.words("help", "en") != words
    assert spoken_pages.read("help", "en") != spoken_pages.read("help", "es") != spoken_pages.read("safe", "es")


# --- recording, and listening ---


def test_a_clip_plays_once_somebody_else_has_listened(casa: SimpleNamespace) -> None:
    clip = record(casa.luz)
    assert state(casa.luz) is State.WAITS and plays(casa.luz) == []
    approve(clip, casa.sol)
    approve(clip, casa.sol)
    assert state(casa.luz) is State.PLAYS and plays(casa.luz) == ["Español"]
    with acting(casa.luz):
        assert bytes(clip_queries.heard(clip.id).sound) == SOUND.data


def test_nobody_approves_their_own_clip_and_no_case_worker_approves_any(casa: SimpleNamespace) -> None:
    of_sol, of_luz = record(casa.sol), record(casa.luz, page="safe")
    with pytest.raises(Refused, match="own_clip"):
        approve(of_sol, casa.sol)
    with pytest.raises(Refused, match="not_allowed"):
        approve(of_luz, casa.teo)
    assert (state(casa.luz), state(casa.luz, page="safe")) == (State.WAITS, State.WAITS)


def test_not_even_by_hand_is_a_clip_of_ones_own_approved(casa: SimpleNamespace) -> None:
    clip = record(casa.luz)
    with acting(casa.luz), pytest.raises(IntegrityError), transaction.atomic():
        Clip.objects.filter(id=clip.id).update(heard_by=casa.luz.id, heard_at=AT)


def test_recorded_twice_there_is_the_second_and_it_waits_again(casa: SimpleNamespace) -> None:
    approve(record(casa.luz), casa.sol)
    record(casa.luz)
    assert state(casa.luz) is State.WAITS
    with acting(casa.luz):
        assert Clip.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        pytest.param({"page": "nowhere"}, "no_such_page", id="no such page"),
        pytest.param({"language": "xx"}, "no_such_spoken", id="no such language"),
        pytest.param({"sound": SILENCE}, "clip_silent", id="nobody speaks"),
        pytest.param({"read": "0" * 32}, "sentence_changed", id="the words changed while it was read"),
    ],
)
def test_what_is_refused_leaves_the_clip_before(casa: SimpleNamespace, said: dict[str, Any], code: str) -> None:
    approve(record(casa.luz), casa.sol)
    with pytest.raises(Refused, match=code):
        record(casa.luz, **said)
    assert state(casa.luz) is State.PLAYS


def test_a_fault_half_way_leaves_the_clip_before(casa: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    approve(record(casa.luz), casa.sol)
    monkeypatch.setattr(Clip.objects, "create", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        record(casa.luz)
    assert state(casa.luz) is State.PLAYS


def test_a_person_and_the_background_record_nothing(casa: SimpleNamespace, ana: Any) -> None:
    for by in (Actor(Kind.PERSON, ana.id, casa.id), casa.system):
        with pytest.raises(Refused, match="not_allowed"):
            record(by)


def test_a_clip_is_taken_away(casa: SimpleNamespace) -> None:
    clip = record(casa.luz)
    with acting(casa.teo):
        clips.remove(clip.id, by=casa.teo)
    assert state(casa.luz) is State.NONE
    with acting(casa.teo), pytest.raises(Refused, match="no_such_clip"):
        clips.remove(clip.id, by=casa.teo)


# --- words that change ---


def test_when_the_words_change_the_clip_is_silent_until_somebody_listens_again(
    casa: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = record(casa.luz)
    approve(clip, casa.sol)
    before = clip.read
    other_words(monkeypatch)
    assert state(casa.luz) is State.CHANGED and plays(casa.luz) == []
    with acting(casa.luz):
        assert clip_queries.heard(clip.id) is None
        assert [row.changed for row in clip_queries.coverage() if row.spoken.code == "es"] == [1]
    with pytest.raises(Refused, match="sentence_changed"):
        approve(clip, casa.sol, read=before)
    approve(clip, casa.sol)
    assert state(casa.luz) is State.PLAYS


# --- languages that are only spoken ---


def test_a_language_that_is_only_spoken_is_read_from_another(casa: SimpleNamespace) -> None:
    code = mam(casa.luz)
    approve(record(casa.luz, language=code), casa.sol)
    assert plays(casa.luz, said=code) == ["Mam"]
    assert plays(casa.luz, said="") == []
    # Who is not known yet is offered it beside what they read.
    assert plays(casa.luz, said=None) == ["Mam"]


def test_the_same_name_again_is_the_same_language(casa: SimpleNamespace) -> None:
    first = mam(casa.luz, "Q’anjob’al")
    with acting(casa.sol):
        assert clips.add_language("  Q’anjob’al ", "en", by=casa.sol, at=AT).endonym == first
        assert clip_queries.one_spoken(first).read_from == "en"


@pytest.mark.parametrize(
    ("name", "read_from", "code"),
    [
        pytest.param(" ", "es", "endonym_missing", id="no name"),
        pytest.param("x" * 61, "es", "endonym_too_long", id="too long"),
        pytest.param("español", "es", "endonym_ours", id="one of ours"),
        pytest.param("ES", "es", "endonym_ours", id="the code of one of ours"),
        pytest.param("Mam", "xx", "unknown_language", id="read from nothing we know"),
    ],
)
def test_what_is_no_language_is_refused(casa: SimpleNamespace, name: str, read_from: str, code: str) -> None:
    with acting(casa.luz), pytest.raises(Refused, match=code):
        clips.add_language(name, read_from, by=casa.luz, at=AT)


def test_there_is_an_end_to_languages(casa: SimpleNamespace) -> None:
    for number in range(clip_rules.MOST_LANGUAGES):
        mam(casa.luz, f"Language {number}")
    with pytest.raises(Refused, match="too_many_spoken"):
        mam(casa.luz, "One more")
    assert mam(casa.luz, "Language 3")


def test_a_language_goes_with_its_clips_and_none_of_ours_can_go(casa: SimpleNamespace) -> None:
    code = mam(casa.luz)
    record(casa.luz, language=code)
    record(casa.luz, language="es")
    with acting(casa.luz), pytest.raises(Refused, match="not_allowed"):
        clips.remove_language(code, by=casa.luz)
    with acting(casa.sol):
        for gone in (code, code, "es", str(uuid4()), ""):
            clips.remove_language(gone, by=casa.sol)
        assert not SpokenLanguage.objects.exists()
        assert [row.language for row in Clip.objects.all()] == ["es"]


def test_another_programme_hears_none_of_it(casa: SimpleNamespace, elsewhere: SimpleNamespace) -> None:
    clip = record(casa.luz, language=mam(casa.luz))
    approve(clip, casa.sol)
    with acting(elsewhere.luz):
        assert clip_queries.to_choose() == [] and clip_queries.any_of(clip.id) is None
        with pytest.raises(Refused, match="no_such_clip"):
            clips.remove(clip.id, by=elsewhere.luz)


# --- what is played to whom ---


@pytest.mark.parametrize(
    ("written", "said", "played"),
    [
        pytest.param("es", "", [["es"]], id="what they read"),
        pytest.param("es", "mam", [["mam"], ["es"]], id="what they want to hear, else what they read"),
        pytest.param("es", None, [["es", "mam"]], id="nobody is known: all that is only spoken as well"),
    ],
)
def test_which_language_is_played_first(written: str, said: str | None, played: list[list[str]]) -> None:
    assert clip_rules.wanted(written, said, ["mam"]) == played


def test_a_person_says_what_they_want_to_hear_and_takes_it_back(casa: SimpleNamespace, ana: Any) -> None:
    me = Actor(Kind.PERSON, ana.id, casa.id)
    code = mam(casa.luz)
    with acting(me), pytest.raises(Refused, match="language_not_offered"):
        hearing_in.choose(ana.id, code, by=me, at=AT)
    approve(record(casa.luz, language=code), casa.sol)
    with acting(me):
        hearing_in.choose(ana.id, code, by=me, at=AT)
        hearing_in.choose(ana.id, code, by=me, at=AT)
        assert hearing_in.of(ana.id) == code
        hearing_in.choose(ana.id, "", by=me, at=AT)
        assert hearing_in.of(ana.id) == ""


def test_it_goes_when_they_are_forgotten(casa: SimpleNamespace, ana: Any) -> None:
    me = Actor(Kind.PERSON, ana.id, casa.id)
    approve(record(casa.luz), casa.sol)
    with acting(me):
        hearing_in.choose(ana.id, "es", by=me, at=AT)
    people.forget(ana.id, by=casa.system, at=AT)
    with acting(casa.luz):
        assert hearing_in.of(ana.id) == ""


def test_nobody_says_it_for_them(casa: SimpleNamespace, ana: Any) -> None:
    approve(record(casa.luz), casa.sol)
    with acting(casa.luz), pytest.raises(Refused, match="not_allowed"):
        hearing_in.choose(ana.id, "es", by=casa.luz, at=AT)
