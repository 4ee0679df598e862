"""Documents as a phone meets them: the form without script, pieces, what is hidden, what is handed over."""

from __future__ import annotations

import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import SkipFile, StopFutureHandlers
from django.test import Client

from amparo.access.rows import acting
from amparo.documents import rules
from amparo.documents.models import Document
from amparo.foundation import clock, ids
from amparo.identity.models import Session
from amparo.participant.in_memory import KeptInMemory
from amparo.privacy import leases
from tests.documents.sending import add, photo, sweep
from tests.media import nasty_papers

JSON = "application/json"
NEW = "/my/documents/new/"


@pytest.fixture
def english(phone: Client) -> Client:
    phone.post("/my/language/", {"language": "en"})
    return phone


def form(phone: Client, *files: bytes, **more: Any) -> Any:
    said = {"kind": "identity", "title": "Mi pasaporte", "client_id": str(ids.new())} | more
    sent = [SimpleUploadedFile("../../etc/passwd.exe", data, "text/html") for data in files]
    return phone.post(NEW, said | {"file": sent})


def piece(phone: Client, key: Any, part: Any, data: bytes, start: int, size: int) -> Any:
    headers = {"Upload-Document": str(key), "Upload-Part": str(part), "Accept": JSON}
    headers |= {"Upload-Offset": str(start), "Upload-Length": str(size)}
    return phone.post(f"{NEW}piece/", data, content_type="application/octet-stream", headers=headers)


def finish(phone: Client, key: Any, parts: list[Any], **more: Any) -> Any:
    said = {"client_id": str(key), "kind": "court_letter", "title": "", "parts": [str(one) for one in parts]} | more
    return phone.post(NEW, json.dumps(said), content_type=JSON, headers={"Accept": JSON})


def later(casa: Any, **changes: Any) -> None:
    """The PIN was typed yesterday, or given anew by staff."""
    with acting(casa.luz):
        Session.objects.update(**changes)


def only(casa: Any) -> Document:
    with acting(casa.luz):
        return Document.objects.get()


# ── the form ──


def test_a_form_without_script_is_enough(casa: Any, english: Client) -> None:
    reply = form(english, photo(), b"", photo(300, 400))
    assert (reply.status_code, reply["Location"]) == (302, "/my/documents/?sent")
    said = english.get(reply["Location"]).content.decode()
    assert "Your document has arrived." in said and "autofocus" in said
    assert "has arrived" not in english.get("/my/documents/").content.decode()
    assert "We are making it ready" in english.get("/my/documents/").content.decode()
    sweep(casa)
    page = english.get("/my/documents/").content.decode()
    assert "Mi pasaporte" in page and "An identity paper" in page and "2 pages" in page


def test_sent_twice_by_an_impatient_thumb_it_is_one(casa: Any, english: Client) -> None:
    key = str(ids.new())
    for _ in range(2):
        assert form(english, photo(), client_id=key).status_code == 302
    only(casa)


@pytest.mark.parametrize(
    ("files", "more", "words"),
    [
        pytest.param([], {}, "Please take at least one picture", id="no file"),
        pytest.param([b""], {}, "Please take at least one picture", id="an empty file"),
        pytest.param([b"x"], {"kind": ""}, "Please say what it is", id="no kind"),
        pytest.param([b"x"], {"title": "x" * 10_000}, "at most 120 letters", id="a long name"),
        pytest.param([b"x"] * 21, {}, "can have 20 pages", id="many files"),
        pytest.param([bytes(26_000_000)], {}, "too much for one document", id="26 MB"),
        pytest.param([bytes(28_000_000)], {}, "too much for one document", id="28 MB"),
        pytest.param([bytes(14_000_000)] * 2, {}, "too much for one document", id="two that are too much together"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    casa: Any, english: Client, files: list[bytes], more: dict[str, str], words: str
) -> None:
    reply = form(english, *files, **{"title": "Mi \u202ecarta"} | more)
    page = reply.content.decode()
    assert reply.status_code == 422 and words in page
    assert more.get("title", "Mi \u202ecarta") in page
    with acting(casa.luz):
        assert Document.objects.count() == 0


def test_a_name_cannot_break_out_of_the_page(casa: Any, english: Client) -> None:
    form(english, photo(), title='"><script>alert(1)</script>👩‍👧')
    page = english.get("/my/documents/").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;👩‍👧" in page


def test_the_first_answer_stays_small(english: Client) -> None:
    for address in ("/my/documents/", NEW):
        reply = english.get(address, headers={"accept-encoding": "gzip"})
        assert len(reply.content) < 14_000


@pytest.mark.parametrize(("held", "kept"), [(None, False), (object(), True)])
def test_nothing_is_held_in_memory_for_somebody_who_is_not_signed_in(held: Any, kept: bool) -> None:
    handler = KeptInMemory(SimpleNamespace(path=NEW, held=held))
    handler.handle_raw_input(None, {}, 9, b"", None)
    with pytest.raises(StopFutureHandlers):
        handler.new_file("file", "x.jpg", "image/jpeg", 9, None, None)
    if kept:
        assert handler.receive_data_chunk(b"some bytes", 0) is None
        return
    with pytest.raises(SkipFile):
        handler.receive_data_chunk(b"some bytes", 0)
    assert handler.file.getvalue() == b""


# ── in pieces ──


def test_pieces_are_put_together_and_sent(casa: Any, english: Client) -> None:
    data, key, part = photo(), ids.new(), ids.new()
    assert piece(english, key, part, data[:500], 0, len(data)).json() == {"offset": 500, "state": "receiving"}
    # A piece whose answer was lost, then the rest.
    assert piece(english, key, part, data[:600], 0, len(data)).json()["offset"] == 600
    assert finish(english, key, [part]).json()["code"] == "pages_missing"
    piece(english, key, part, data[600:], 600, len(data))
    for _ in range(2):
        assert finish(english, key, [part]).status_code == 202
    assert english.get(f"{NEW}{key}/", headers={"Accept": JSON}).json()["state"] == "waiting"
    sweep(casa)
    assert english.get(f"{NEW}{key}/", headers={"Accept": JSON}).json()["state"] == "ready"
    assert only(casa).page_sizes[0][1:] == [600, 800]


def test_what_could_not_be_read_is_told_with_what_to_do(casa: Any, english: Client) -> None:
    key, part = ids.new(), ids.new()
    piece(english, key, part, b"<svg/>", 0, 6)
    finish(english, key, [part])
    sweep(casa)
    said = english.get(f"{NEW}{key}/", headers={"Accept": JSON}).json()
    assert (said["state"], said["code"]) == ("unusable", "not_a_picture")
    assert "Please take a picture of the paper" in said["words"] and "never counts against you" in said["words"]
    assert said["words"].startswith("About number 1 ")
    assert "Please take a picture of the paper" in english.get("/my/documents/").content.decode()


@pytest.mark.parametrize("code", sorted(rules.CAUSES | {leases.NOT_READ}))
def test_every_cause_has_words_that_say_what_to_do(code: str) -> None:
    from amparo.participant import document_words
    from amparo.staff import document_words as for_staff

    assert "Please" in str(document_words.HELP[code]) and code in for_staff.CAUSES


@pytest.mark.parametrize(
    "said",
    [
        {"client_id": "x"},
        {"parts": "x"},
        {"parts": [1]},
        {"parts": ["../.."]},
        {"kind": 3},
        {"title": None},
        {"kind": "secret"},
        {"title": "a\0"},
        {"parts": [str(ids.new())] * 21},
        {"parts": [str(ids.new())]},
    ],
)
def test_a_strange_script_is_refused(english: Client, said: dict[str, Any]) -> None:
    whole = {"client_id": str(ids.new()), "kind": "court_letter", "title": "", "parts": []} | said
    reply = english.post(NEW, json.dumps(whole), content_type=JSON, headers={"Accept": JSON})
    assert reply.status_code in (400, 409, 422)


def test_a_piece_without_names_or_in_excess_is_refused(english: Client) -> None:
    assert piece(english, "x", ids.new(), b"a", 0, 1).status_code == 400
    assert piece(english, ids.new(), ids.new(), b"a", -1, 1).status_code == 400
    assert piece(english, ids.new(), ids.new(), bytes(rules.MOST_PIECE + 1), 0, 10**6).status_code == 413
    assert piece(english, ids.new(), ids.new(), b"a", 0, rules.MOST_BYTES + 1).status_code == 413


# ── seeing ──


@pytest.mark.parametrize("how", ["yesterday", "anew"])
def test_an_old_pin_adds_and_sees_nothing(casa: Any, ana: Any, english: Client, how: str) -> None:
    document = add(ana, title="Diagnóstico", kind="medical")
    sweep(casa)
    at = clock.now()
    later(
        casa, **({"shown_at": at - timedelta(days=1)} if how == "yesterday" else {"settles_at": at + timedelta(days=2)})
    )
    page = english.get("/my/documents/").content.decode()
    assert "What they are is hidden here" in page and "Diagnóstico" not in page and "medical" not in page.lower()
    assert form(english, photo()).status_code == 302
    for part in ("", "pages/1/", "document.pdf", f"as-it-came/{ids.new()}/"):
        reply = english.get(f"/my/documents/{document.id}/{part}")
        assert reply.status_code == (302 if how == "yesterday" else 403)
        assert reply.status_code == 403 or reply["Location"].startswith("/my/it-is-me/")


def test_pages_and_files_are_handed_over_and_never_run(casa: Any, ana: Any, english: Client) -> None:
    data = nasty_papers.simple_pdf(pages=2)
    document = add(ana, data)
    sweep(casa)
    page = english.get(f"/my/documents/{document.id}/?page=2").content.decode()
    assert "Page 2 of 2" in page and "Save the PDF as you sent it" in page
    original = page.split("/as-it-came/")[1].split("/")[0]
    for part, kind, begins in (
        ("pages/2/", "image/jpeg", b"\xff\xd8\xff"),
        ("document.pdf", "application/pdf", b"%PDF-1.4"),
        (f"as-it-came/{original}/", "application/octet-stream", data),
    ):
        reply = english.get(f"/my/documents/{document.id}/{part}")
        assert reply["Content-Type"] == kind and reply.content.startswith(begins)
        assert reply["Content-Disposition"].startswith("attachment")
        assert reply["X-Content-Type-Options"] == "nosniff" and "no-store" in reply["Cache-Control"]
        assert "sandbox" in [one.strip() for one in reply["Content-Security-Policy"].split(";")]
    for number in (0, 3, 999):
        assert english.get(f"/my/documents/{document.id}/pages/{number}/").status_code == 404


@pytest.mark.parametrize("asked", ["0", "99", "-1", "x", "٣", "9" * 40])
def test_an_odd_page_number_is_some_page(casa: Any, ana: Any, english: Client, asked: str) -> None:
    document = add(ana)
    sweep(casa)
    assert "Page 1 of 1" in english.get(f"/my/documents/{document.id}/", {"page": asked}).content.decode()


def test_deleting_asks_first_and_leaves_nothing(casa: Any, ana: Any, english: Client) -> None:
    document = add(ana)
    sweep(casa)
    address = f"/my/documents/{document.id}/delete/"
    assert "Do you want to delete" in english.get(address).content.decode()
    assert only(casa).state == "ready"
    assert english.post(address).status_code == 302
    assert (only(casa).state, only(casa).paper) == ("deleted", None)
    assert english.get(address).status_code == 404


def test_what_the_team_added_is_not_deleted_here(casa: Any, ana: Any, english: Client) -> None:
    document = add(ana, by=casa.luz)
    sweep(casa)
    address = f"/my/documents/{document.id}/delete/"
    assert "you cannot delete it here" in english.get(address).content.decode()
    assert english.post(address).status_code == 403 and only(casa).state == "ready"
    assert "Your case team added it" in english.get("/my/documents/").content.decode()


def test_nothing_of_a_document_stands_in_an_address_or_a_log(casa: Any, ana: Any, english: Client, caplog: Any) -> None:
    document = add(ana, title="Diagnóstico")
    sweep(casa)
    english.get(f"/my/documents/{document.id}/pages/1/")
    assert "Diagn" not in caplog.text
    looked = english.get("/my/who-looked/").content.decode()
    assert "a document of yours" in looked and "a part of your record" not in looked
