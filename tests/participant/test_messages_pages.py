"""A person's messages without script: written by anybody with a PIN, read as far as the session opens them."""

from __future__ import annotations

import hashlib
import html
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from amparo.access.rows import acting
from amparo.conversations import actions, jobs, queries, rules
from amparo.conversations.models import Attachment, Message
from amparo.conversations.rules import Written
from amparo.foundation import base64url, clock, ids
from amparo.identity.models import Session
from amparo.participant import message_words
from tests.conftest import enrol
from tests.conversations.test_attaching import PLACE, photo
from tests.conversations.test_writing import HOSTILE

PAGE = "/my/messages/"
DAY = timedelta(days=1)


@pytest.fixture
def phone(phone: Client) -> Client:
    """Ana's phone, on which she reads English today."""
    phone.post("/my/language/", {"language": "en"})
    return phone


def kept(casa: Any) -> list[Message]:
    with acting(casa.luz):
        return list(Message.objects.order_by("received_at", "id"))


def words(casa: Any, ana: Any) -> list[str | None]:
    at = clock.now()
    with acting(casa.luz):
        talk, (rows, _) = queries.conversation(ana.id, at=at), queries.thread(ana.id)
        said = queries.words(talk, rows, by=casa.luz, at=at)
    return [said.get(row.id) for row in rows]


def answer(casa: Any, ana: Any, text: str, *, at: datetime | None = None) -> None:
    with acting(casa.luz):
        now = at or clock.now()
        actions.answer(ana.id, written=Written(ids.new(), now, text), by=casa.luz, at=now)


def form_key(phone: Client) -> str:
    found = re.search(r'name="client_id" value="([^"]+)"', phone.get(PAGE).content.decode())
    assert found
    return found[1]


def held(casa: Any, **facts: Any) -> None:
    """How the session was shown, and since when."""
    with acting(casa.system):
        Session.objects.update(**facts)


@pytest.mark.parametrize("text", [w for w in HOSTILE.values() if "\0" not in w], ids=lambda t: f"{len(t)} signs")
def test_what_is_typed_arrives_as_typed_and_is_shown_escaped(phone: Client, casa: Any, ana: Any, text: str) -> None:
    reply = phone.post(PAGE, {"words": text.replace("\n", "\r\n"), "client_id": str(ids.new())})
    assert reply.status_code == 302 and words(casa, ana) == [text]
    page = phone.get(PAGE).content.decode()
    assert f'<div class="said" dir="auto">{html.escape(text)}</div>' in page.replace("&#x27;", "&#x27;")
    assert "<script>alert" not in page


def test_sent_twice_from_one_page_it_is_one_message(phone: Client, casa: Any) -> None:
    key = form_key(phone)
    for _ in range(3):
        assert phone.post(PAGE, {"words": "Hola", "client_id": key}).status_code == 302
    assert len(kept(casa)) == 1


@pytest.mark.parametrize(("text", "code"), [("  \n", "words_missing"), ("x" * 10_001, "too_long")])
def test_what_cannot_be_taken_is_said_and_stays_on_the_page(phone: Client, casa: Any, text: str, code: str) -> None:
    reply = phone.post(PAGE, {"words": text, "client_id": str(ids.new()), "urgent": "1"})
    page = reply.content.decode()
    assert reply.status_code == 422 and str(message_words.PROBLEMS[code]) in page
    assert text in page and "checked" in page
    assert kept(casa) == []


def test_signed_out_meanwhile_what_was_typed_is_still_there(phone: Client, casa: Any) -> None:
    key = form_key(phone)
    held(casa, ended_at=clock.now())
    reply = phone.post(PAGE, {"words": "No pierda esto", "client_id": key})
    assert reply.status_code == 401
    assert "No pierda esto" in reply.content.decode() and key in reply.content.decode()
    assert kept(casa) == []


def test_while_something_of_ours_is_down_what_was_typed_is_still_there(phone: Client, casa: Any, ana: Any) -> None:
    key = form_key(phone)
    with mock.patch.object(actions, "write_from_page", side_effect=OperationalError):
        reply = phone.post(PAGE, {"words": "No pierda esto", "client_id": key})
    assert reply.status_code == 503 and "No pierda esto" in reply.content.decode()
    phone.post(PAGE, {"words": "No pierda esto", "client_id": key})
    assert words(casa, ana) == ["No pierda esto"]


def test_a_page_that_was_open_for_too_long_keeps_the_words(phone: Client) -> None:
    phone.handler.enforce_csrf_checks = True
    reply = phone.post(PAGE, {"words": "No pierda esto"})
    assert reply.status_code == 403 and "No pierda esto" in reply.content.decode()


# --- what opens to whom ---


def test_a_pin_typed_moments_ago_opens_the_last_days(phone: Client, casa: Any, ana: Any) -> None:
    answer(casa, ana, "long ago", at=clock.now() - 31 * DAY)
    answer(casa, ana, "lately", at=clock.now() - 29 * DAY)
    page = phone.get(PAGE).content.decode()
    assert "lately" in page and "long ago" not in page


def test_a_phone_left_lying_opens_nothing_but_takes_every_message(phone: Client, casa: Any, ana: Any) -> None:
    answer(casa, ana, "secreto")
    held(casa, shown_at=clock.now() - timedelta(minutes=11))
    page = phone.get(PAGE).content.decode()
    assert "secreto" not in page and "/my/it-is-me/?next=%2Fmy%2Fmessages%2F" in page and "1 new message" in page
    assert phone.post(PAGE, {"words": "Hola", "client_id": str(ids.new())}).status_code == 302
    with acting(casa.luz):
        assert not Message.objects.filter(writer="member", read_at__isnull=False).exists()


def test_a_passkey_opens_everything(phone: Client, casa: Any, ana: Any) -> None:
    answer(casa, ana, "long ago", at=clock.now() - 200 * DAY)
    held(casa, way="passkey", shown_at=clock.now() - DAY)
    assert "long ago" in phone.get(PAGE).content.decode()


@pytest.mark.parametrize("way", ["pin", "passkey"])
def test_a_link_given_anew_opens_only_what_was_written_since(phone: Client, casa: Any, ana: Any, way: str) -> None:
    answer(casa, ana, "for the one before", at=clock.now() - 2 * DAY)
    held(casa, way=way, settles_at=clock.now() + timedelta(hours=71))
    answer(casa, ana, "for whoever asked now")
    page = phone.get(PAGE).content.decode()
    assert "for whoever asked now" in page and "for the one before" not in page


def test_looking_marks_as_read_and_a_glance_of_a_program_does_not(phone: Client, casa: Any, ana: Any) -> None:
    answer(casa, ana, "Buenos días")
    phone.head(PAGE)
    assert kept(casa)[0].read_at is None
    phone.get(PAGE)
    assert kept(casa)[0].read_at is not None


def test_the_writer_reads_that_it_was_read(phone: Client, casa: Any, ana: Any) -> None:
    phone.post(PAGE, {"words": "Hola", "client_id": str(ids.new())})
    assert "Nobody has read it yet" in phone.get(PAGE).content.decode()
    with acting(casa.luz):
        talk, (rows, _) = queries.conversation(ana.id, at=clock.now()), queries.thread(ana.id)
        actions.mark_read(talk, rows, by=casa.luz, at=clock.now())
    assert "Nobody has read it yet" not in phone.get(PAGE).content.decode()


def test_another_person_of_the_programme_sees_nothing_of_it(phone: Client, casa: Any, ana: Any) -> None:
    bea = enrol(casa, worker="luz", case_number="A123456780", name="Bea")
    answer(casa, bea, "for Bea alone")
    assert "for Bea alone" not in phone.get(PAGE).content.decode()


def test_the_page_kept_for_no_network_shows_nothing_that_was_written(phone: Client, casa: Any, ana: Any) -> None:
    answer(casa, ana, "secreto")
    page = phone.get(f"{PAGE}write/").content.decode()
    assert "secreto" not in page and "data-lock" not in page and 'id="sealing"' in page


def test_the_page_is_small_with_a_long_conversation(phone: Client, casa: Any, ana: Any) -> None:
    import gzip

    for n in range(5):
        answer(casa, ana, f"Buenos días {n}. " * 20)
    assert len(gzip.compress(phone.get(PAGE).content)) < 14_000


# --- files ---


def upload(phone: Client, *files: bytes, text: str = "mire", key: Any = None, **more: Any) -> Any:
    sent = [SimpleUploadedFile(f"{n}.jpg", data, "image/jpeg") for n, data in enumerate(files)]
    return phone.post(PAGE, {"words": text, "client_id": str(key or ids.new()), "photos": sent, **more})


def attached(casa: Any) -> list[Attachment]:
    with acting(casa.luz):
        return list(Attachment.objects.order_by("arrived_at", "id"))


def test_photos_come_with_the_form_and_twice_is_once(phone: Client, casa: Any) -> None:
    key = ids.new()
    for _ in range(2):
        assert upload(phone, photo(), photo() + b" ", key=key).status_code == 302
    assert [row.kind for row in attached(casa)] == ["photo", "photo"]
    assert jobs.read_attachments(casa.id, clock.now()) == 2
    assert all(PLACE not in bytes(row.clean or b"") and row.state == "ready" for row in attached(casa))


def test_a_photo_alone_is_a_message(phone: Client, casa: Any) -> None:
    assert upload(phone, photo(), text="").status_code == 302
    assert (len(kept(casa)), len(attached(casa))) == (1, 1)


def test_a_photo_that_is_too_large_takes_no_word_away(phone: Client, casa: Any, ana: Any) -> None:
    reply = upload(phone, b"x" * (rules.LONGEST_FILE + 1), text="ayuda", urgent="1")
    assert reply.status_code == 302 and words(casa, ana) == ["ayuda"] and attached(casa) == []
    assert "One file was too large" in phone.get(reply["Location"]).content.decode()
    huge = upload(phone, b"x" * (13 * 1024 * 1024), text="")
    assert huge.status_code == 422 and "too large" in huge.content.decode()


def test_the_person_reads_what_became_of_a_photo(phone: Client, casa: Any) -> None:
    upload(phone, b"not a picture")
    jobs.read_attachments(casa.id, clock.now())
    assert "This was not a photo." in phone.get(PAGE).content.decode()


# --- from the phone's own script ---


def sealed(**more: Any) -> dict[str, Any]:
    blob = base64url.encode(b"\x02" + b"k" * 32 + b"sealed on the phone")
    return {"client_id": str(ids.new()), "said_at": "2027-03-03T19:00:00Z", "sealed": blob} | more


def send(phone: Client, body: dict[str, Any], path: str = PAGE) -> Any:
    return phone.post(path, json.dumps(body), content_type="application/json")


def test_the_phone_is_told_the_hash_of_the_very_bytes_any_number_of_times(phone: Client, casa: Any) -> None:
    body = sealed()
    told = [send(phone, body) for _ in range(3)]
    hashed = base64url.encode(hashlib.sha256(json.dumps(body).encode()).digest())
    assert [reply.status_code for reply in told] == [201, 200, 200]
    assert told[0].json() == told[2].json() == {"kept": {"client_id": body["client_id"], "hash": hashed}}
    assert len(kept(casa)) == 1


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"sealed": "Hola"}, 400),
        ({"sealed": None}, 400),
        ({"client_id": "x"}, 400),
        ({"said_at": "yesterday"}, 400),
        ({"sealed": "A" * 70_000}, 413),
    ],
)
def test_what_is_no_message_is_refused_with_words(phone: Client, casa: Any, wrong: Any, status: int) -> None:
    reply = send(phone, sealed(**wrong))
    assert reply.status_code == status and reply.json()["message"]
    assert kept(casa) == []


def test_many_at_once_are_put_off_and_never_refused_for_good(
    phone: Client, casa: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_AN_HOUR", 1)
    statuses = [send(phone, sealed()).status_code for _ in range(2)]
    assert statuses == [201, 429] and send(phone, sealed(urgent=True)).status_code == 201


def test_a_file_comes_sealed_after_its_message_and_once(phone: Client, casa: Any) -> None:
    body, data = sealed(files=1), b"\x02" + b"k" * 32 + b"a sealed photo"
    path = f"{PAGE}{body['client_id']}/files/{ids.new()}/"
    early = phone.post(path, data, content_type="application/octet-stream", headers={"accept": "application/json"})
    assert (early.status_code, early.json()["code"]) == (409, "unknown_message")
    send(phone, body)
    told = [phone.post(path, data, content_type="application/octet-stream") for _ in range(2)]
    assert [reply.status_code for reply in told] == [201, 200]
    assert told[0].json()["kept"]["hash"] == base64url.encode(hashlib.sha256(data).digest())
    assert len(attached(casa)) == 1


def test_a_file_in_clear_is_not_taken_from_a_script(phone: Client, casa: Any) -> None:
    body = sealed(files=1)
    send(phone, body)
    path = f"{PAGE}{body['client_id']}/files/{ids.new()}/"
    assert phone.post(path, photo(), content_type="application/octet-stream").status_code == 400
    assert attached(casa) == []


def test_whoever_is_signed_out_is_told_so_and_nothing_is_kept(casa: Any) -> None:
    assert send(Client(), sealed()).status_code == 401
    assert kept(casa) == []


# --- when the office is open ---


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2027, 3, 5, 20, 0, tzinfo=UTC), "The office is open now."),
        (datetime(2027, 3, 5, 12, 0, tzinfo=UTC), "It opens today at 9:00"),
        (datetime(2027, 3, 6, 20, 0, tzinfo=UTC), "It opens on Monday at 9:00"),
        (datetime(2027, 3, 5, 22, 30, tzinfo=UTC), "It opens on Monday at 9:00"),
    ],
    ids=["on a Friday afternoon", "before it opens", "on a Saturday", "on a Friday evening"],
)
def test_the_office_says_when_it_opens(at: datetime, told: str) -> None:
    card = {"hours": "Mo-Fr 09:00-17:00", "zone": "America/New_York", "country": "US"}
    said = message_words.office(card, at)
    assert told in said["words"].replace("\u202f", " ") and said["emergency"] == "911"


@pytest.mark.parametrize("text", ["", "by appointment"])
def test_where_nothing_is_known_nothing_is_promised(text: str) -> None:
    assert message_words.office({"hours": text, "zone": "America/New_York"}, clock.now())["words"] == ""


@pytest.mark.parametrize("page", [PAGE, f"{PAGE}write/"])
def test_a_page_on_which_one_can_say_a_message_may_ask_for_the_microphone(phone: Client, page: str) -> None:
    answer, other = phone.get(page), phone.get("/my/")
    assert "microphone=(self)" in answer["Permissions-Policy"] and "microphone=()" in other["Permissions-Policy"]
    assert "media-src blob:" in answer["Content-Security-Policy"]
    shown = answer.content.decode()
    assert "data-speak" in shown and 'class="field" id="voice" name="voice"' in shown
