"""A page that a colleague has read aloud can be heard; all others are as they were."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.translations import spoken_pages
from tests.participant.test_kiosk_pages import come_in, tablet
from tests.translations.test_clips import SOUND, approve, mam, other_words, record

__all__ = ["tablet"]


@pytest.fixture
def in_mam(casa: SimpleNamespace) -> SimpleNamespace:
    """The help page can be heard in Mam."""
    code = mam(casa.luz)
    clip = record(casa.luz, language=code)
    approve(clip, casa.sol)
    return SimpleNamespace(code=code, clip=clip)


def sounds(page: Any) -> list[str]:
    return re.findall(r"<audio controls preload=\"none\" src=\"([^\"]+)\"", page.content.decode())


def test_a_page_without_a_clip_has_nothing_to_play(phone: Client) -> None:
    page = phone.get("/my/help/")
    assert sounds(page) == [] and "media-src" not in page["Content-Security-Policy"]


def test_who_wants_to_hear_it_hears_it(phone: Client, in_mam: SimpleNamespace) -> None:
    assert sounds(phone.get("/my/help/")) == []
    assert "Mam" in phone.get("/my/aloud/").content.decode()
    assert phone.post("/my/aloud/", {"spoken": in_mam.code}).status_code == 302
    page = phone.get("/my/help/")
    (url,) = sounds(page)
    assert "media-src 'self'" in page["Content-Security-Policy"]
    answer = phone.get(url)
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "audio/ogg", SOUND.data)
    assert "max-age=3600" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
    assert sounds(phone.get("/my/")) == []


def test_what_they_said_is_gone_when_they_take_it_back(phone: Client, ana: Any, in_mam: SimpleNamespace) -> None:
    phone.post("/my/aloud/", {"spoken": in_mam.code})
    phone.post("/my/aloud/", {"spoken": ""})
    assert sounds(phone.get("/my/help/")) == []


def test_a_language_that_nobody_reads_is_not_taken(phone: Client, in_mam: SimpleNamespace) -> None:
    answer = phone.post("/my/aloud/", {"spoken": "xx"})
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()


def test_where_nothing_was_recorded_the_page_says_so(phone: Client) -> None:
    assert "no se ha leído ninguna página en voz alta" in phone.get("/my/aloud/").content.decode()


def test_before_anybody_signed_in_the_first_page_can_be_heard(casa: SimpleNamespace, link: Any) -> None:
    approve(record(casa.luz, page="sign_in", language=mam(casa.luz)), casa.sol)
    stranger = Client()
    (url,) = sounds(stranger.get(link.path))
    assert stranger.get(url).content == SOUND.data


def test_when_the_words_change_nothing_is_played(
    phone: Client, in_mam: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.post("/my/aloud/", {"spoken": in_mam.code})
    (url,) = sounds(phone.get("/my/help/"))
    other_words(monkeypatch)
    assert sounds(phone.get("/my/help/")) == []
    assert phone.get(url).status_code == 404


def test_a_page_that_says_no_is_not_read_as_another(phone: Client, casa: SimpleNamespace, link: Any) -> None:
    """Under the address of the list of dates a refusal is shown: the clip of that list must not be heard there."""
    approve(record(casa.luz, page="my_data"), casa.sol)
    assert len(sounds(phone.get("/my/data/"))) == 1
    assert sounds(Client(headers={"accept-language": "es"}).get("/my/data/")) == []


def test_what_nobody_has_listened_to_is_not_there(casa: SimpleNamespace, phone: Client) -> None:
    clip = record(casa.luz)
    assert phone.get(f"/my/aloud/{casa.id}/{clip.id}.ogg").status_code == 404


def test_a_clip_is_its_own_programme_s(elsewhere: SimpleNamespace, phone: Client, in_mam: SimpleNamespace) -> None:
    assert phone.get(f"/my/aloud/{elsewhere.id}/{in_mam.clip.id}.ogg").status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "part", "told"),
    [
        pytest.param("bytes=0-3", 206, SOUND.data[:4], "bytes 0-3/14", id="the first bytes"),
        pytest.param("bytes=5-", 206, SOUND.data[5:], "bytes 5-13/14", id="the rest"),
        pytest.param("bytes=0-999", 206, SOUND.data, "bytes 0-13/14", id="more than there is"),
        pytest.param("bytes=99-", 416, b"", "bytes */14", id="behind the end"),
        pytest.param("bytes=3-1", 416, b"", "bytes */14", id="backwards"),
        pytest.param("lines=0-1", 200, SOUND.data, None, id="nothing we know"),
    ],
)
def test_a_part_of_a_clip(
    phone: Client, casa: Any, in_mam: Any, asked: str, status: int, part: bytes, told: str | None
) -> None:
    url = f"/my/aloud/{casa.id}/{in_mam.clip.id}.ogg"
    answer = phone.get(url, headers={"range": asked, "accept-encoding": "gzip"})
    assert (answer.status_code, answer.content, answer.get("Content-Range")) == (status, part, told)


def test_a_tablet_at_the_office_reads_aloud_too_and_keeps_nothing_of_it(
    casa: SimpleNamespace,
    tablet: Client,
    link: Any,
) -> None:
    approve(record(casa.luz, page="what_next"), casa.sol)
    come_in(tablet, link)
    page = tablet.get("/my/")
    (url,) = sounds(page)
    assert "media-src 'self'" in page["Content-Security-Policy"]
    answer = tablet.get(url)
    assert (answer.content, answer["Cache-Control"]) == (SOUND.data, "no-store")


def test_no_phone_of_others_keeps_a_clip(casa: Any, link: Any, in_mam: Any) -> None:
    borrowed = Client()
    borrowed.post(link.path, {"pin": link.pin, "borrowed": "on"})
    assert borrowed.get(f"/my/aloud/{casa.id}/{in_mam.clip.id}.ogg")["Cache-Control"] == "no-store"


def test_a_clip_costs_a_page_one_question(phone: Client, django_assert_max_num_queries: Any) -> None:
    phone.get("/my/receipts/")
    with django_assert_max_num_queries(30) as with_none:
        phone.get("/my/receipts/")
    asked = [one["sql"] for one in with_none.captured_queries if "translations_" in one["sql"]]
    assert len(asked) == 1 and '"sound"' not in asked[0]


def test_who_reads_another_language_is_told_that_our_words_may_be_hard(phone: Client, link: Any) -> None:
    assert "native speaker" not in phone.get("/my/help/").content.decode()
    phone.post("/my/language/", {"language": "fr"})
    page = phone.get("/my/help/").content.decode()
    assert "n’a encore lu tous nos mots" in page and "/my/messages/write/" in page
    stranger = Client(headers={"accept-language": "fr"}).get("/my/help/").content.decode()
    assert "n’a encore lu tous nos mots" in stranger and "/my/messages/write/" not in stranger


def test_the_words_of_the_page_are_what_the_page_shows(phone: Client, casa: SimpleNamespace) -> None:
    with acting(casa.luz):
        words = spoken_pages.words("promises", "es")
    page = phone.get("/my/data/promises/").content.decode()
    assert len([one for one in words if one.split("%")[0][:30] in page]) > len(words) / 2
