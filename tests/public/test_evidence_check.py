"""Anybody may put an evidence file into the public page; it is looked at and not kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from amparo.access.rows import acting
from amparo.casework.evidence import archive, facts, pack, period, signing
from amparo.foundation import clock, ids
from amparo.public.views import verify


@pytest.fixture
def files(casa: Any, ana: Any) -> dict[str, bytes]:
    at = clock.now()
    with acting(casa.luz):
        told = facts.gather(ana.id, period.offered(at, ana.zone), by=casa.luz, at=at)
    return pack.make(told, key_url="k", verify_url="v", at=at).files


def check(data: bytes, **more: str) -> str:
    sent = {"pack": SimpleUploadedFile("evidence.zip", data, "application/zip")}
    answer = Client().post("/verify/", sent | more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_genuine_pack_is_said_to_be_real_and_by_whom_and_not_about_whom(files: Any, casa: Any) -> None:
    page = check(archive.zipped(files))
    assert "This evidence is real." in page and casa.programme.name in page
    assert "Ana Lucía" not in page and "A123456789" not in page


@pytest.mark.parametrize(("name", "says"), [
    (signing.JSON, "The data in this file was changed"),
    (signing.PDF, "The document in this file was changed"),
])  # fmt: skip
def test_what_was_changed_is_said(files: dict[str, bytes], name: str, says: str) -> None:
    assert says in check(archive.zipped(files | {name: files[name] + b" "}))


def test_another_signature_another_place_and_no_pack_at_all(files: dict[str, bytes]) -> None:
    signature = files[signing.SIGNATURE]
    forged = files | {signing.SIGNATURE: signature[:-4] + (b"00" if signature[-4:-2] != b"00" else b"11") + b"0\n"}
    assert "is not real" in check(archive.zipped(forged))
    programme = signature.split(b"programme ")[1][:36]
    elsewhere = files | {signing.SIGNATURE: signature.replace(programme, str(ids.new()).encode())}
    assert "from another place" in check(archive.zipped(elsewhere))
    for data in (b"not a zip", b"PK\x03\x04", archive.zipped({"a": b"b"})):
        assert "We cannot read this." in check(data)


def test_a_file_beyond_the_bound_is_not_read(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "LARGEST_PACK", 10)
    assert "too large for this page" in check(b"x" * 11)
