"""The person's own words as a phone meets them: given, shown once, said aloud, sent with the link alone."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from amparo.access.rows import acting
from amparo.checkins.models import Checkin, Recording, Submission
from amparo.foundation import clock, ids
from amparo.identity.models import Phrase, Session

SHOWN = re.compile(r'<ol class="when">(.*?)</ol>', re.DOTALL)


def words_on(page: str) -> list[str]:
    found = SHOWN.search(page)
    return re.findall(r"<bdi>(.*?)</bdi>", html.unescape(found[1])) if found else []


def given(phone: Client) -> list[str]:
    return words_on(phone.post("/my/words/new/", tap(phone)).content.decode())


def tap(phone: Client) -> dict[str, str]:
    """What the button on the page sends."""
    found = re.search(r'name="instead_of" value="([^"]*)"', phone.get("/my/words/").content.decode())
    return {"instead_of": found[1] if found else ""}


@pytest.fixture(autouse=True)
def english(phone: Client) -> None:
    phone.post("/my/language/", {"language": "en"})


def test_they_are_shown_once_and_on_no_page_after(phone: Client, window: Checkin) -> None:
    first = phone.get("/my/words/").content.decode()
    assert "You have none, and you need none." in first and words_on(first) == []
    answer = phone.post("/my/words/new/")
    words = words_on(answer.content.decode())
    assert len(words) == 3 and "no-store" in answer["Cache-Control"]
    for path in ("/my/words/", "/my/", f"/my/check-in/{window.id}/voice/", "/my/passkeys/", "/my/who-looked/"):
        page = phone.get(path).content.decode()
        # One of them alone may be a word of the page's.
        assert not all(re.search(rf"\b{word}\b", page) for word in words), path
        assert words_on(page) == [] and not any(f"<bdi>{word}</bdi>" in page for word in words), path
    assert "You have words." in phone.get("/my/words/").content.decode()


def test_in_a_language_without_a_list_they_are_six_digits(phone: Client) -> None:
    phone.post("/my/language/", {"language": "ht"})
    words = given(phone)
    assert len(words) in (3, 6) and (len(words) == 3 or all(word.isdigit() for word in words))


def test_new_ones_and_none_at_any_time(phone: Client, casa: Any) -> None:
    first, second = given(phone), given(phone)
    assert first and second
    assert phone.post("/my/words/remove/")["Location"] == "/my/words/"
    assert phone.post("/my/words/remove/").status_code == 302
    with acting(casa.system):
        assert not Phrase.objects.exists()


def test_the_page_loaded_anew_draws_no_other_words(phone: Client, casa: Any) -> None:
    given(phone)
    sent = tap(phone)
    assert len(words_on(phone.post("/my/words/new/", sent).content.decode())) == 3
    with acting(casa.system):
        drawn = Phrase.objects.get().id
    assert phone.post("/my/words/new/", sent)["Location"] == "/my/words/"
    with acting(casa.system):
        assert Phrase.objects.get().id == drawn


def test_a_phone_left_lying_is_asked_first_and_comes_back(phone: Client, casa: Any) -> None:
    given(phone)
    with acting(casa.system):
        Session.objects.update(shown_at=clock.now() - timedelta(hours=1))
    page = phone.get("/my/words/").content.decode()
    assert page.count("/my/it-is-me/?next=/my/words/") == 2
    for path in ("/my/words/new/", "/my/words/remove/"):
        assert phone.post(path)["Location"] == "/my/it-is-me/?next=%2Fmy%2Fwords%2F"
    with acting(casa.system):
        assert Phrase.objects.count() == 1


def test_whoever_has_words_is_asked_for_them_and_nobody_else(phone: Client, window: Checkin) -> None:
    here = f"/my/check-in/{window.id}/voice/"
    assert "Say your words" not in phone.get(here).content.decode()
    given(phone)
    page = phone.get(here).content.decode()
    assert 'data-voice="phrase"' in page and "Only if you want." in page


def test_a_page_that_is_older_than_the_removal_still_sends(phone: Client, window: Checkin) -> None:
    headers = {"Upload-Offset": "0", "Upload-Length": "3", "Upload-About": "phrase", "Accept": "application/json"}
    sent = phone.post(
        f"/my/check-in/{window.id}/voice/{ids.new()}/",
        b"abc",
        content_type="application/octet-stream",
        headers=headers,
    )
    assert sent.status_code == 200


# ── with the link alone ──


def without(link: Any, *, clip: bytes | None = b"\x1aE\xdf\xa3abc", token: str = "") -> Any:
    path = link.path.replace(link.token, token) if token else link.path
    words = {"words": SimpleUploadedFile("words.webm", clip)} if clip is not None else {}
    return Client(headers={"accept-language": "en"}).post(f"{path}check-in/", {"q_how": "well", **words})


def test_the_page_offers_it_and_is_the_same_for_every_link(phone: Client, link: Any) -> None:
    given(phone)
    stranger = Client(headers={"accept-language": "en"})
    pages = [
        re.sub(r'value="[^"]+"|nonce="[^"]+"|content="[^"]+"', "", stranger.get(path).content.decode())
        for path in (f"{link.path}check-in/", f"{link.path.replace(link.token, 'x' * 26)}check-in/")
    ]
    assert "Were you given words of your own?" in pages[0]
    assert pages[0].replace(link.token, "") == pages[1].replace("x" * 26, "")


def test_a_recording_comes_with_the_check_in(link: Any, phone: Client, window: Checkin, casa: Any) -> None:
    assert without(link).status_code == 201
    with acting(casa.luz):
        [row], [sent] = Recording.objects.all(), Submission.objects.all()
    assert (row.about, row.state, row.sent_with, sent.identity) == ("phrase", "received", sent.client_id, "none")
    assert "Your words" in phone.get(f"/my/check-in/{window.id}/voice/").content.decode()


@pytest.mark.parametrize("clip", [None, b"", b"x" * (1024 * 1024 + 1)], ids=["none", "empty", "too long"])
def test_without_one_it_is_the_same_check_in(link: Any, window: Checkin, casa: Any, clip: Any) -> None:
    answer = without(link, clip=clip)
    assert answer.status_code == 201
    assert ("Your recording was too long" in answer.content.decode()) == bool(clip)
    with acting(casa.luz):
        assert not Recording.objects.exists() and Submission.objects.count() == 1


def test_a_link_that_names_nobody_keeps_nothing(link: Any, window: Checkin, casa: Any) -> None:
    assert without(link, token="x" * 26).status_code == 409
    with acting(casa.luz):
        assert not Recording.objects.exists()
