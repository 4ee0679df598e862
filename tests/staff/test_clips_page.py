"""Colleagues record pages of the app, listen to each other's recordings, and see what is missing."""

from __future__ import annotations

import html
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from amparo.access.rows import acting
from amparo.translations import clip_queries, spoken_pages
from amparo.translations.models import Clip
from tests.conftest import shared
from tests.translations.test_clips import approve, mam, other_words, record, state

PAGE = "/staff/translations/aloud/page/?language=es&page=help"
VOICE = "speech", "speechrecognition/english.wav"


def voice() -> bytes:
    folder, name = VOICE
    return bytes((Path(shared(folder)) / name).read_bytes())


def send(browser: Any, data: bytes | None, **said: str) -> Any:
    body: dict[str, Any] = {"read": spoken_pages.read("help", "es"), "nobody": "yes"} | said
    if data is not None:
        body["sound"] = SimpleUploadedFile("my voice at 12 Oak Street.wav", data)
    return browser.post(PAGE, body)


def test_every_language_with_what_can_be_heard(luz: Any, casa: SimpleNamespace) -> None:
    page = luz.get("/staff/translations/aloud/").content.decode()
    assert "No page is read aloud yet" in page and "Kreyòl ayisyen" in page
    record(casa.luz, language=mam(casa.luz))
    page = luz.get("/staff/translations/aloud/").content.decode()
    assert "Mam" in page and "only spoken" in page and "No page is read aloud yet" not in page


def test_a_language_that_is_only_spoken_is_added(luz: Any) -> None:
    answer = luz.post("/staff/translations/aloud/", {"endonym": "Kʼicheʼ", "read_from": "es"})
    assert answer.status_code == 302
    page = html.unescape(luz.get(answer["Location"]).content.decode())
    assert "Kʼicheʼ" in page and "Not recorded" in page
    for wrong in ("", "Español"):
        assert luz.post("/staff/translations/aloud/", {"endonym": wrong, "read_from": "es"}).status_code == 400


def test_a_recording_is_written_anew_and_waits_for_somebody_else(luz: Any, sol: Any, casa: SimpleNamespace) -> None:
    assert send(luz, voice()).status_code == 302
    with acting(casa.luz):
        clip = Clip.objects.get()
    sound = bytes(clip.sound)
    assert sound.startswith(b"OggS") and b"OpusHead" in sound and b"Oak" not in sound
    own = luz.get(PAGE).content.decode()
    assert "Somebody else has to listen to it." in own and "It says what the page says" not in own
    heard = sol.get(f"/staff/translations/aloud/{clip.id}.ogg")
    assert heard.content == sound and heard["Cache-Control"] == "no-store"
    said = {"read": spoken_pages.read("help", "es")}
    assert sol.post(f"/staff/translations/aloud/{clip.id}/approve/?language=es", said).status_code == 302
    assert "Is played" in sol.get("/staff/translations/aloud/pages/?language=es").content.decode()


@pytest.mark.parametrize(
    ("data", "said", "words"),
    [
        pytest.param(None, {}, "There is no recording yet.", id="nothing chosen"),
        pytest.param(b"", {}, "There is no recording yet.", id="an empty file"),
        pytest.param(b"%PDF-1.7 not a sound", {}, "We cannot read this file as sound.", id="no sound"),
        pytest.param(b"voice", {"nobody": ""}, "whether the recording names somebody", id="names somebody"),
        pytest.param(b"x" * (20 * 1024 * 1024 + 1), {}, "The file is too large.", id="too large"),
    ],
)
def test_what_is_refused_says_why(luz: Any, casa: Any, data: bytes | None, said: dict[str, str], words: str) -> None:
    answer = send(luz, data, **said)
    assert answer.status_code == 422 and words in answer.content.decode()
    with acting(casa.luz):
        assert not Clip.objects.exists()


def test_words_that_changed_while_somebody_read_them_are_not_taken(luz: Any) -> None:
    answer = send(luz, voice(), read="0" * 32)
    assert answer.status_code == 409 and "The words have changed" in answer.content.decode()


def test_when_the_words_change_the_list_says_so(luz: Any, casa: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    approve(record(casa.luz), casa.sol)
    other_words(monkeypatch)
    assert (
        "Words have changed: record again" in luz.get("/staff/translations/aloud/pages/?language=es").content.decode()
    )
    assert "nobody hears this clip" in luz.get(PAGE).content.decode()


def test_a_clip_is_taken_away(luz: Any, casa: SimpleNamespace) -> None:
    record(casa.luz)
    assert luz.post(PAGE, {"remove": "yes"}).status_code == 302
    assert luz.post(PAGE, {"remove": "yes"}).status_code == 302
    assert state(casa.luz) == "none"


def test_a_language_goes_by_the_hand_of_a_supervisor(luz: Any, sol: Any, casa: SimpleNamespace) -> None:
    code = mam(casa.luz)
    assert luz.post("/staff/translations/aloud/end/", {"language": code}).status_code == 403
    assert sol.post("/staff/translations/aloud/end/", {"language": code}).status_code == 302
    with acting(casa.luz):
        assert [one.code for one in clip_queries.spoken() if one.only_spoken] == []


def test_unknown_languages_pages_and_clips_are_not_there(luz: Any) -> None:
    assert luz.get("/staff/translations/aloud/pages/?language=xx").status_code == 404
    assert luz.get("/staff/translations/aloud/page/?language=es&page=nowhere").status_code == 404
    assert luz.get("/staff/translations/aloud/00000000-0000-4000-8000-000000000000.ogg").status_code == 404


def test_only_the_page_to_record_on_may_ask_for_the_microphone(luz: Any) -> None:
    assert "microphone=(self)" in luz.get(PAGE)["Permissions-Policy"]
    assert "microphone=()" in luz.get("/staff/translations/aloud/")["Permissions-Policy"]
