"""A worker sends photos, papers and recordings with an answer, and sees what became of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from amparo.access.rows import acting
from amparo.conversations import jobs
from amparo.conversations.models import Attachment, Message
from amparo.foundation import clock, ids
from tests.conversations.test_answers_with_files import pdf
from tests.conversations.test_attaching import photo


def send(luz: Client, ana: Any, *files: tuple[str, bytes], words: str = "Mire", key: Any = None) -> Any:
    body = {"words": words, "client_id": str(key or ids.new())}
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return luz.post(f"/staff/people/{ana.id}/messages/", body | {"files": sent})


def kept(casa: Any) -> tuple[int, list[str]]:
    with acting(casa.luz):
        return Message.objects.count(), sorted(Attachment.objects.values_list("kind", flat=True))


def test_a_photo_and_a_paper_go_with_the_answer_and_are_opened_one_by_one(luz: Client, casa: Any, ana: Any) -> None:
    key = ids.new()
    for _ in range(2):
        assert send(luz, ana, ("a.jpg", photo()), ("named.jpg", pdf()), key=key).status_code == 302
    assert kept(casa) == (1, ["paper", "photo"])
    jobs.read_attachments(casa.id, clock.now())
    page = luz.get(f"/staff/people/{ana.id}/messages/").content.decode()
    assert "Show the photo" in page and "Save the PDF" in page and "data:image" not in page
    with acting(casa.luz):
        paper = Attachment.objects.get(kind="paper")
    saved = luz.get(f"/staff/people/{ana.id}/messages/{paper.id}/")
    assert saved.content.startswith(b"%PDF") and "sandbox" in saved["Content-Security-Policy"]


def test_a_file_alone_is_an_answer(luz: Client, casa: Any, ana: Any) -> None:
    assert send(luz, ana, ("a.jpg", photo()), words="").status_code == 302
    assert kept(casa) == (1, ["photo"])


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param([("a.pdf", b"MZ\x90 a program")], "One file was no photo, PDF or recording.", id="a program"),
        pytest.param([("a.jpg", photo() + b"0" * 11_000_000)], "One file is larger than 10 MB.", id="too large"),
        pytest.param(
            [(f"{n}.jpg", photo() + bytes([n])) for n in range(7)], "More than 6 files were chosen.", id="too many"
        ),
    ],
)
def test_of_what_cannot_go_nothing_goes_and_the_words_stay(
    luz: Client, casa: Any, ana: Any, files: list[tuple[str, bytes]], said: str
) -> None:
    reply = send(luz, ana, ("ok.jpg", photo()), *files)
    page = reply.content.decode()
    assert reply.status_code == 422 and said in page
    assert ">\nMire</textarea>" in page
    assert kept(casa) == (0, [])


def test_what_could_not_be_read_is_told_to_whoever_sent_it(luz: Client, casa: Any, ana: Any) -> None:
    send(luz, ana, ("a.pdf", b"%PDF-1.4 and then nothing"))
    jobs.read_attachments(casa.id, clock.now())
    page = luz.get(f"/staff/people/{ana.id}/messages/").content.decode()
    assert "so they do not have it" in page and "It was damaged on its way." in page
