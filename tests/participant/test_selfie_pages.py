"""Selfies as the person meets them: agree, set up, send, see, take back; with and without script."""

from __future__ import annotations

import base64
import json
import tempfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from amparo.access.rows import acting
from amparo.foundation import clock, ids
from amparo.identity import faces, jobs
from amparo.identity.models import FaceTemplate, FaceTry
from amparo.people.models import Consent
from amparo.privacy import vault
from tests.conftest import person_actor
from tests.identity.test_faces import ANOTHER, Stand, sweep

HERE = "/my/selfie/"


def shown(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content[:400]
    return str(answer.content.decode())


def file(data: bytes = b"\xff\xd8 a picture", name: str = "selfie.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def post(phone: Client, what: str, data: bytes = b"\xff\xd8 a picture", **more: str) -> Any:
    fields = {"what": what, "client_id": str(ids.new()), "picture": file(data)} | more
    return phone.post(HERE, fields)


@pytest.fixture
def phone(phone: Client) -> Client:
    """Ana's phone, showing English."""
    phone.post("/my/language/", {"language": "en"})
    return phone


@pytest.fixture
def agreed(phone: Client) -> Client:
    assert phone.post(HERE, {"what": "agree", "language": "en"}).status_code == 302
    return phone


@pytest.fixture
def made(agreed: Client, casa: Any) -> Client:
    assert post(agreed, "enrol").status_code == 302
    sweep(casa, Stand(), clock.now())
    return agreed


def test_the_words_are_shown_before_anything_is_asked(phone: Client) -> None:
    said = shown(phone.get(HERE))
    assert "never with other people" in said and "I do not want this" in said
    assert 'type="file"' not in said


def test_agreeing_keeps_the_very_words_that_were_shown(agreed: Client, casa: Any) -> None:
    with acting(casa.luz):
        kept = Consent.objects.get(what="face")
    assert kept.language == "en" and kept.words in shown(agreed.get(HERE)).replace("&#x27;", "'")
    assert 'capture="user"' in shown(agreed.get(HERE))


def test_only_this_page_may_ask_for_the_camera(phone: Client) -> None:
    assert "camera=(self)" in phone.get(HERE)["Permissions-Policy"]
    assert "camera=()" in phone.get("/my/")["Permissions-Policy"]


def test_a_picture_without_agreement_is_not_taken(phone: Client, casa: Any) -> None:
    assert "You have not agreed" in shown(post(phone, "enrol"), 422)
    with acting(casa.system):
        assert not FaceTry.objects.exists()


def test_the_form_works_without_script_from_agreeing_to_a_match(made: Client, casa: Any, window: Any) -> None:
    answer = post(made, "compare", about=str(window.id))
    waiting = made.get(answer["Location"])
    assert waiting["Refresh"] == "2" and "being compared" in shown(waiting)
    sweep(casa, Stand(), clock.now())
    done = made.get(answer["Location"])
    assert "It is you" in shown(done) and f"/my/check-in/{window.id}/" in shown(done) and not done.has_header("Refresh")


def test_two_that_could_not_be_told_offer_the_other_ways_and_the_check_in_goes_on(
    made: Client, casa: Any, window: Any
) -> None:
    for _ in range(2):
        answer = post(made, "compare", about=str(window.id))
        sweep(casa, Stand(embedding=ANOTHER), clock.now())
    told = made.get(answer["Location"], headers={"accept": "application/json"}).json()
    assert told["state"] == "inconclusive" and told["other_ways"] and "count the same" in told["other_ways_message"]
    assert made.get(f"/my/check-in/{window.id}/").status_code == 200


@pytest.mark.parametrize("code", ["two_faces", "no_face", "too_dark", "turned_away"])
def test_each_problem_has_help(made: Client, casa: Any, code: str) -> None:
    answer = post(made, "compare")
    sweep(casa, Stand(problems=(code,)), clock.now())
    told = made.get(answer["Location"], headers={"accept": "application/json"}).json()
    assert (told["state"], told["code"]) == ("retake", code) and told["what_to_do"]


def test_a_script_sends_what_it_has_sealed_and_polls(made: Client, casa: Any) -> None:
    key = str(ids.new())
    body = {"client_id": key, "what": "compare", "sealed": base64.urlsafe_b64encode(b"\x02" + bytes(80)).decode()}
    for _ in range(2):
        answer = made.post(HERE, json.dumps(body), content_type="application/json")
        assert answer.status_code == 202
    assert made.get(answer.json()["url"], headers={"accept": "application/json"}).json()["state"] == "waiting"
    with acting(casa.system):
        assert FaceTry.objects.filter(client_id=key).count() == 1


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        "{}",
        '{"client_id": "x", "what": "compare", "sealed": "AgAA"}',
        '{"client_id": "01900000-0000-7000-8000-000000000000", "what": "find", "sealed": "AgAA"}',
        '{"client_id": "01900000-0000-7000-8000-000000000000", "what": "compare", "sealed": "AQAA"}',
        '{"client_id": "01900000-0000-7000-8000-000000000000", "what": "compare", "sealed": 7}',
        '{"client_id": "01900000-0000-7000-8000-000000000000", "what": "compare", "sealed": "AgAA", "about": "x"}',
    ],
)
def test_what_cannot_be_read_is_refused_with_a_code(made: Client, body: str) -> None:
    answer = made.post(HERE, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")


def test_taking_back_needs_one_button_and_destroys(made: Client, casa: Any) -> None:
    assert made.post(HERE, {"what": "take_back"}).status_code == 302
    with acting(casa.system):
        assert not FaceTemplate.objects.exists()
    assert "because you took your agreement back" in shown(made.get(HERE))


def test_no_byte_of_a_picture_touches_a_disk(
    agreed: Client, casa: Any, ana: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError("a temporary file was asked for")

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, never)
    large = b"\xff\xd8" + bytes(6 * 1024 * 1024)
    assert post(agreed, "enrol", large).status_code == 302
    with acting(casa.system):
        row = FaceTry.objects.get()
    assert b"\xff\xd8" + bytes(64) not in bytes(row.picture)


def test_what_is_longer_than_memory_allows_is_dropped_and_said(agreed: Client) -> None:
    assert "too large" in shown(post(agreed, "enrol", bytes(13 * 1024 * 1024)), 422)


def test_no_file_at_all_is_said(agreed: Client) -> None:
    said = shown(agreed.post(HERE, {"what": "enrol", "client_id": str(ids.new())}), 422)
    assert "No picture arrived" in said


def test_a_vault_that_is_away_is_our_fault(agreed: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from amparo.foundation.errors import Refused

    def away(*_: Any, **__: Any) -> Any:
        raise Refused("vault_unavailable")

    monkeypatch.setattr(vault, "seal", away)
    assert "on our side" in shown(post(agreed, "enrol"), 503)


def test_another_persons_selfie_does_not_exist(made: Client, casa: Any) -> None:
    from tests.conftest import enrol

    bea = enrol(casa, name="Bea Quimbaya", case_number="A987654321", contacts=[])
    by = person_actor(bea)
    with acting(by):
        faces.agree(bea.id, language="es", by=by, at=clock.now())
        row = faces.send(bea.id, client_id=ids.new(), what=faces.What.ENROL, picture=b"x", by=by, at=clock.now())
    assert made.get(f"{HERE}{row.client_id}/").status_code == 404


def test_the_worker_has_both_sweeps() -> None:
    from amparo.cli import worker

    assert {sweep.job for sweep in worker.sweeps()} >= {jobs.compare_faces, jobs.let_faces_go}
