"""Answering by voice as a phone meets it: the page, pieces, what became of them, sending, erasing."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.checkins import jobs
from amparo.checkins.models import Checkin, Recording, Submission
from amparo.foundation import clock, ids

JSON = "application/json"


@pytest.fixture
def here(phone: Client, window: Checkin) -> str:
    """The address of the page, on Ana's phone, showing English."""
    phone.post("/my/language/", {"language": "en"})
    return f"/my/check-in/{window.id}/voice/"


def piece(phone: Client, here: str, key: Any, data: bytes, start: int, size: int, about: str = "how") -> Any:
    headers = {"Upload-Offset": str(start), "Upload-Length": str(size), "Upload-About": about, "Accept": JSON}
    return phone.post(f"{here}{key}/", data, content_type="application/octet-stream", headers=headers)


def send(phone: Client, here: str, keys: list[Any], **more: Any) -> Any:
    said = {"client_id": str(ids.new()), "recordings": [str(key) for key in keys], "language": "en"}
    moment = clock.now().isoformat()
    said |= {"captured_at": moment, "clock": {"device_now": moment}} | more
    return phone.post(here, json.dumps(said), content_type=JSON, headers={"Accept": JSON, "X-Device-Time": moment})


def test_the_check_in_offers_it_and_the_page_says_what_to_do_without_script(phone: Client, here: str) -> None:
    assert here in phone.get(here.removesuffix("voice/")).content.decode()
    said = phone.get(here).content.decode()
    assert "How are you doing?" in said and "This phone cannot record here." in said


def test_it_is_offered_before_the_first_question_and_after_the_last(phone: Client, here: str) -> None:
    page = phone.get(here.removesuffix("voice/")).content.decode()
    above, below = page.split('<form method="post" id="check-in"')
    assert above.count(f'href="{here}"') == 1 and below.count(f'href="{here}"') == 1


def test_the_sentences_name_the_button_as_it_is_called(phone: Client, here: str) -> None:
    phone.post("/my/language/", {"language": "en"})
    page = phone.get(here).content.decode()
    assert '<button class="btn">Send my answers</button>' in page
    assert page.count("press “Send my answers” again") == 2 and "press Send" not in page


def test_this_page_may_ask_for_the_microphone_and_play_its_own_sound(phone: Client, here: str) -> None:
    answer, other = phone.get(here), phone.get("/my/")
    assert "microphone=(self)" in answer["Permissions-Policy"] and "microphone=()" in other["Permissions-Policy"]
    assert "media-src blob:" in answer["Content-Security-Policy"]
    assert "media-src" not in other["Content-Security-Policy"]


def test_the_key_for_what_the_phone_keeps_is_on_this_page_only(phone: Client, here: str) -> None:
    lock = re.compile(r'data-lock="([\w-]{43})"')
    first, again = lock.findall(phone.get(here).content.decode()), lock.findall(phone.get(here).content.decode())
    assert len(first) == 1 and first == again
    assert "no-store" in phone.get(here)["Cache-Control"]
    for path in ("/my/", here.removesuffix("voice/"), "/my/receipts/"):
        assert first[0] not in phone.get(path).content.decode()


def test_each_answer_says_where_to_go_on(phone: Client, here: str) -> None:
    key = ids.new()
    first = piece(phone, here, key, b"abc", 0, 5)
    assert (first["Upload-Offset"], first.json()["state"]) == ("3", "receiving")
    assert phone.get(f"{here}{key}/").json()["offset"] == 3
    last = piece(phone, here, key, b"de", 3, 5).json()
    assert (last["offset"], last["state"], last["words"]) == (5, "received", "It arrived.")


@pytest.mark.parametrize("header", ["-1", "1e3", "", "９", "1" * 12])
def test_an_offset_that_is_no_number_is_told_so(phone: Client, here: str, header: str) -> None:
    headers = {"Upload-Offset": header.encode().decode("latin-1"), "Accept": JSON}
    answer = phone.post(f"{here}{ids.new()}/", b"x", content_type="application/octet-stream", headers=headers)
    assert answer.status_code == 400


def test_what_never_came_is_not_found(phone: Client, here: str) -> None:
    assert phone.get(f"{here}{ids.new()}/").status_code == 404


def test_what_cannot_be_heard_is_said_plainly(phone: Client, here: str, casa: Any) -> None:
    key = ids.new()
    piece(phone, here, key, b"%PDF-1.7", 0, 8)
    jobs.read_recordings(casa.id, clock.now())
    told = phone.get(f"{here}{key}/").json()
    assert told["state"] == "unusable" and "never counts against you" in told["words"]


def test_sent_it_is_a_check_in_with_a_receipt_and_again_the_same(phone: Client, here: str, casa: Any) -> None:
    key, capture = ids.new(), str(ids.new())
    piece(phone, here, key, b"abc", 0, 3)
    moment = clock.now().isoformat()
    same = {"client_id": capture, "captured_at": moment, "clock": {"device_now": moment}, "wants_help": True}
    first, again = send(phone, here, [key], **same), send(phone, here, [key], **same)
    assert (first.status_code, again.status_code) == (201, 200) and first.json() == again.json()
    with acting(casa.luz):
        [kept] = Submission.objects.all()
        checkin = Checkin.objects.get(id=kept.checkin_id)
    assert (kept.channel, kept.identity, kept.on_time) == ("recording", "pin", True)
    assert (checkin.state, checkin.wants_help, checkin.looks) == ("needs_look", True, ["voice_to_hear", "wants_help"])
    assert phone.get(first.json()["next"]).status_code == 200


def test_what_is_missing_is_refused_in_words(phone: Client, here: str) -> None:
    answer = send(phone, here, [ids.new()])
    assert (answer.status_code, answer.json()["code"]) == (409, "recording_missing")


@pytest.mark.parametrize("recordings", [None, "x", [1], [[]], ["x"] * 61])
def test_what_is_no_list_of_recordings_is_unreadable(phone: Client, here: str, recordings: Any) -> None:
    assert send(phone, here, [], recordings=recordings).status_code == 400


def test_she_erases_what_she_sent_and_the_receipt_stays(phone: Client, here: str, casa: Any) -> None:
    key = ids.new()
    piece(phone, here, key, b"abc", 0, 3)
    send(phone, here, [key])
    assert "Erase this recording" in phone.get(here).content.decode()
    assert phone.post(here, {"erase": str(key)}).status_code == 302
    with acting(casa.luz):
        assert Recording.objects.get().state == "erased" and Submission.objects.count() == 1


def test_nobody_who_is_signed_out_sends_anything(here: str) -> None:
    key = ids.new()
    assert piece(Client(), here, key, b"abc", 0, 3).status_code == 401
    assert send(Client(), here, [key]).status_code == 401
