"""A worker hangs photos, papers and recordings on an answer: what each is, its bytes say; all is written anew."""

from __future__ import annotations

import io
import math
import struct
import wave
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest

from amparo.access.rows import acting
from amparo.conversations import actions, attaching, jobs, queries, reading
from amparo.conversations.models import Attachment, Message
from amparo.conversations.rules import Kind, Written
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.media import pdf_file, scanning
from amparo.media.paper_reader import Page
from tests.conftest import person_actor
from tests.conversations.conftest import AT
from tests.conversations.test_attaching import PLACE, photo
from tests.documents.sending import photo as page_photo

AUTHOR = b"Author (Luz Secret)"


def pdf() -> bytes:
    """A paper of one page that says who wrote it."""
    return pdf_file.written([Page(page_photo(), 600, 800)]) + b"\n% " + AUTHOR


def sound() -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(n / 9))) for n in range(32_000)))
    return held.getvalue()


@pytest.fixture
def sends(casa: Any, ana: Any) -> Callable[..., Any]:
    """Luz answers with one file: (file, whether it was new)."""
    key = ids.new()

    def send(data: bytes, *, by: Any = None, file_key: Any = None) -> Any:
        who = by or casa.luz
        with acting(casa.luz):
            written = Written(key, AT, "Mire", promised=1)
            row, _ = actions.answer(ana.id, written=written, by=casa.luz, at=AT)
        with acting(who):
            return attaching.attach_to_answer(row, client_id=file_key or ids.new(), data=data, by=who, at=AT)

    return send


@pytest.mark.parametrize(
    ("data", "kind", "begins"),
    [
        pytest.param(photo, Kind.PHOTO, b"RIFF", id="a photo"),
        pytest.param(pdf, Kind.PAPER, b"%PDF", id="a paper"),
        pytest.param(sound, Kind.VOICE, b"OggS", id="a recording"),
    ],
)
def test_it_is_known_by_its_bytes_and_written_anew(
    casa: Any, ana: Any, sends: Any, data: Any, kind: Kind, begins: bytes
) -> None:
    row, new = sends(data())
    assert new and row.kind == kind
    assert jobs.read_attachments(casa.id, AT) == 1
    me = person_actor(ana)
    with acting(me):
        found, opened = queries.file(row.id, by=me, at=AT)
    assert (found.state, found.raw) == ("ready", None) and opened.startswith(begins)
    assert PLACE not in opened and AUTHOR not in opened
    if kind == Kind.PAPER:
        assert len(pypdfium2.PdfDocument(opened)) == 1


def test_sent_twice_it_is_one_file(casa: Any, sends: Any) -> None:
    key = ids.new()
    assert [sends(photo(), file_key=key)[1] for _ in range(2)] == [True, False]
    with acting(casa.luz):
        assert (Message.objects.count(), Attachment.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"MZ\x90 a program", "unknown_kind", id="a program"),
        pytest.param(b"<html>%pdf", "unknown_kind", id="a page"),
        pytest.param(b"", "unreadable", id="nothing"),
        pytest.param(b"\xff\xd8\xff" + b"0" * (10 * 1024 * 1024), "too_large", id="too much"),
    ],
)
def test_what_we_do_not_hand_on_is_refused_at_once(casa: Any, sends: Any, data: bytes, code: str) -> None:
    with pytest.raises(Refused, match=code):
        sends(data)
    with acting(casa.luz):
        assert not Attachment.objects.exists()


def test_nobody_hangs_a_file_on_a_colleagues_answer_or_on_the_persons_words(casa: Any, ana: Any, sends: Any) -> None:
    with pytest.raises(Refused, match="unknown_message"):
        sends(photo(), by=casa.sol)
    with pytest.raises(Refused, match="not_allowed"):
        sends(photo(), by=casa.teo)
    with pytest.raises(Refused, match="not_allowed"):
        sends(photo(), by=person_actor(ana))


def test_a_phone_sends_no_papers_here(ana: Any, says: Any) -> None:
    key, me = ids.new(), person_actor(ana)
    says("look", key=key, promised=1)
    with acting(me), pytest.raises(Refused, match="unreadable"):
        attaching.attach(key, client_id=ids.new(), kind=Kind.PAPER, data=pdf(), by=me, at=AT)


@pytest.mark.parametrize(
    ("verdict", "state", "code"),
    [
        pytest.param(scanning.Verdict.HARMFUL, "unusable", "harmful", id="harmful"),
        pytest.param(scanning.Verdict.AWAY, "received", "", id="nobody scans now"),
    ],
)
def test_what_a_scanner_says_holds_for_whoever_sent_it(
    casa: Any, sends: Any, monkeypatch: pytest.MonkeyPatch, verdict: Any, state: str, code: str
) -> None:
    row, _ = sends(pdf())
    monkeypatch.setattr(reading.scanning, "scan", lambda data, place: verdict)
    jobs.read_attachments(casa.id, AT)
    with acting(casa.luz):
        after = Attachment.objects.get(id=row.id)
    assert (after.state, after.code, after.looks) == (state, code, 1 if code else 0)
    assert bool(after.raw) is (state == "received")
