"""A person's documents, as a worker meets them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from amparo.foundation import ids
from tests.contracts.test_matrix import entries_of
from tests.documents.sending import add, photo, row, sweep
from tests.media import nasty_papers


def scan(client: Any, person: Any, *files: bytes, **more: Any) -> Any:
    said = {"kind": "other", "title": "Licencia", "client_id": str(ids.new())} | more
    sent = [SimpleUploadedFile("x.pdf", data) for data in files]
    return client.post(reverse("staff:documents", args=[person.id]), said | {"file": sent})


def page(client: Any, address: str, *args: Any) -> str:
    return str(client.get(reverse(address, args=args)).content.decode())


def test_a_new_document_stands_on_the_day_until_somebody_has_looked(casa: Any, ana: Any, luz: Any, teo: Any) -> None:
    document = add(ana)
    assert "Sent a document" not in page(luz, "staff:today")
    sweep(casa)
    assert "Sent a document" in page(luz, "staff:today") and "Sent a document" not in page(teo, "staff:today")
    assert "1 not looked at yet" in page(luz, "staff:person", ana.id)
    seen = page(luz, "staff:document", document.id)
    assert "data:image/jpeg" not in seen and "Sent a document" in page(luz, "staff:today")
    shown = luz.post(reverse("staff:document", args=[document.id])).content.decode()
    assert shown.count("data:image/jpeg;base64,/9j/") == 1
    assert "Sent a document" not in page(luz, "staff:today")


def test_each_look_is_one_line_in_the_persons_log(casa: Any, ana: Any, luz: Any) -> None:
    document = add(ana, photo(), photo(), photo())
    sweep(casa)
    page(luz, "staff:document", document.id)
    before = entries_of(ana)
    luz.post(reverse("staff:document", args=[document.id]))
    # The names on the page, and the document: three pages are one look.
    assert entries_of(ana) - before <= 3


def test_a_pdf_comes_with_a_warning_and_no_way_to_the_file(casa: Any, ana: Any, luz: Any) -> None:
    document = add(ana, nasty_papers.simple_pdf())
    sweep(casa)
    shown = luz.post(reverse("staff:document", args=[document.id])).content.decode()
    assert "only the person can save it" in shown and "as-it-came" not in shown


def test_a_worker_scans_one_and_takes_it_out_of_the_wrong_file(casa: Any, ana: Any, luz: Any) -> None:
    key = str(ids.new())
    for _ in range(2):
        assert scan(luz, ana, photo(), client_id=key).status_code == 302
    sweep(casa)
    listed = page(luz, "staff:documents", ana.id)
    assert listed.count("Licencia") == 1 and "Luz" in listed and "not looked at yet" not in listed
    [document] = _of(casa, ana)
    assert luz.post(reverse("staff:document_delete", args=[document.id])).status_code == 302
    assert row(casa, document).state == "deleted" and "Licencia" not in page(luz, "staff:documents", ana.id)


def _of(casa: Any, ana: Any) -> list[Any]:
    from amparo.access.rows import acting
    from amparo.documents import queries

    with acting(casa.luz):
        return queries.of_person(ana.id)


def test_what_the_person_sent_is_theirs_to_delete(casa: Any, ana: Any, luz: Any) -> None:
    document = add(ana)
    sweep(casa)
    assert luz.post(reverse("staff:document_delete", args=[document.id])).status_code == 409
    assert row(casa, document).state == "ready"


@pytest.mark.parametrize(
    ("files", "more", "words"),
    [
        ([], {}, "Please choose a file"),
        ([b"x"], {"kind": ""}, "Please say what it is"),
        ([b"x"], {"title": "y" * 500}, "at most 120 letters"),
        ([bytes(27_500_000)], {}, "25 MB"),
    ],
)
def test_what_is_wrong_is_said_beside_the_form(
    ana: Any, luz: Any, files: list[bytes], more: dict[str, str], words: str
) -> None:
    reply = scan(luz, ana, *files, **more)
    said = reply.content.decode()
    assert reply.status_code == 422 and words in said and more.get("title", "Licencia") in said


def test_a_scan_is_never_written_to_a_disk_in_clear(ana: Any, luz: Any, monkeypatch: Any) -> None:
    from django.core.files import uploadhandler

    def on_disk(*_: Any, **__: Any) -> Any:
        raise AssertionError("a temporary file")

    monkeypatch.setattr(uploadhandler, "TemporaryUploadedFile", on_disk)
    assert scan(luz, ana, bytes(5_000_000)).status_code == 302


def test_nobody_elses_worker_sees_or_adds(casa: Any, ana: Any, teo: Any, omar: Any) -> None:
    document = add(ana)
    sweep(casa)
    for client in (teo, omar):
        assert client.get(reverse("staff:documents", args=[ana.id])).status_code in (403, 404)
        assert scan(client, ana, photo()).status_code in (403, 404)
        assert client.post(reverse("staff:document", args=[document.id])).status_code in (403, 404)
