"""Selfies as the person meets them: agree, set up, send, see, take back; with and without script."""

from __future__ import annotations

import base64
import json
import tempfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from amparo.access.rows import acting
from amparo.checkins import jobs as checkin_jobs
from amparo.checkins.models import Checkin, Submission
from amparo.foundation import clock, ids
from amparo.identity import faces, jobs
from amparo.identity.models import FaceTemplate, FaceTry, Session
from amparo.people.models import Consent
from amparo.privacy import vault
from tests.conftest import enrol, person_actor
from tests.identity.test_faces import ANOTHER, Stand, sweep
from tests.participant.conftest import open_window

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


def test_who_holds_a_phone_that_was_left_signed_in_sets_no_face_up(agreed: Client, casa: Any) -> None:
    with acting(casa.system):
        Session.objects.update(shown_at=clock.now() - timedelta(hours=1))
    page = shown(agreed.get(HERE))
    assert "we ask for your PIN or passkey first" in page and 'type="file"' not in page
    assert post(agreed, "enrol")["Location"] == "/my/it-is-me/?next=%2Fmy%2Fselfie%2F"
    body = {"client_id": str(ids.new()), "what": "enrol", "sealed": base64.urlsafe_b64encode(b"\x02" * 99).decode()}
    as_script = {"content_type": "application/json", "HTTP_ACCEPT": "application/json"}
    answer = agreed.post(HERE, json.dumps(body), **as_script)
    assert (answer.status_code, answer.json()["code"]) == (403, "show_it_is_you")
    with acting(casa.system):
        assert not FaceTry.objects.exists()
        Session.objects.update(shown_at=clock.now())
    assert post(agreed, "enrol")["Location"].startswith(HERE)


def test_a_link_given_anew_sets_no_face_up_for_three_days(agreed: Client, casa: Any) -> None:
    with acting(casa.system):
        Session.objects.update(settles_at=clock.now() + timedelta(hours=1))
    assert "You can set up your face from:" in shown(agreed.get(HERE))
    assert post(agreed, "enrol").status_code == 403
    with acting(casa.system):
        assert not FaceTry.objects.exists()


def test_comparing_and_stopping_ask_for_nothing_more(made: Client, casa: Any, window: Any) -> None:
    with acting(casa.system):
        Session.objects.update(shown_at=clock.now() - timedelta(hours=1))
    assert 'type="file"' in shown(made.get(HERE))
    assert post(made, "compare", about=str(window.id))["Location"].startswith(HERE)
    made.post(HERE, {"what": "take_back"})
    with acting(casa.system):
        assert not FaceTemplate.objects.exists()


def test_beside_the_other_ways_only_for_whoever_set_it_up(agreed: Client, casa: Any, window: Any) -> None:
    here = f"/my/check-in/{window.id}/"
    assert "selfie" not in shown(agreed.get(here))
    post(agreed, "enrol")
    sweep(casa, Stand(), clock.now())
    offered = f"{HERE}?about={window.id}"
    assert offered in shown(agreed.get(here)) and offered in shown(agreed.get(f"/my/it-is-me/?next={here}"))
    assert "/my/selfie/" not in shown(agreed.get("/my/it-is-me/?next=/my/passkeys/"))


def test_whoever_agreed_finds_the_way_to_stop_where_the_other_ways_stand(phone: Client) -> None:
    offered = f'href="{HERE}">Read first what you would agree to</a>'
    assert HERE not in shown(phone.get("/my/pages/"))
    assert offered in shown(phone.get("/my/passkeys/")) and "#stop" not in shown(phone.get("/my/passkeys/"))
    phone.post(HERE, {"what": "agree", "language": "en"})
    assert f'href="{HERE}">My selfie</a>' in shown(phone.get("/my/pages/"))
    assert f'href="{HERE}#stop">See it, or stop it</a>' in shown(phone.get("/my/passkeys/"))
    page = shown(phone.get(HERE))
    assert 'href="#stop"' in page and 'id="stop"' in page
    phone.post(HERE, {"what": "take_back"})
    assert HERE not in shown(phone.get("/my/pages/"))
    assert offered in shown(phone.get("/my/passkeys/")) and "#stop" not in shown(phone.get("/my/passkeys/"))


def test_the_check_in_page_leads_to_stopping_too(made: Client, window: Any) -> None:
    assert f'href="{HERE}#stop"' in shown(made.get(f"/my/check-in/{window.id}/"))


def test_from_the_check_in_page_to_a_receipt_shown_by_a_selfie(made: Client, casa: Any, window: Any) -> None:
    here = f"/my/check-in/{window.id}/"
    post(made, "compare", about=str(window.id))
    assert "You do not have to wait" in shown(made.get(here))
    sweep(casa, Stand(), clock.now())
    page = shown(made.get(here))
    assert "With my selfie for this check-in" in page and "Take a selfie" not in page
    sent = made.post(here, {"step": "send", "how": "well", "client_id": str(ids.new())})
    assert sent.status_code == 302, sent.content
    with acting(casa.luz):
        assert Submission.objects.get().identity == "selfie"


def test_sent_without_the_receipt_offers_a_selfie_and_it_counts_afterwards(
    made: Client, casa: Any, window: Any
) -> None:
    here = f"/my/check-in/{window.id}/"
    answer = made.post(here, {"step": "send", "how": "well", "client_id": str(ids.new()), "way": "none"})
    offered = f"{HERE}?about={window.id}"
    assert offered in shown(made.get(answer["Location"]))
    post(made, "compare", about=str(window.id))
    sweep(casa, Stand(), clock.now())
    assert checkin_jobs.confirm(casa.id, clock.now()) == 1
    assert offered not in shown(made.get(answer["Location"]))
    assert made.get(here).status_code == 302
    with acting(casa.luz):
        assert Submission.objects.get().identity == "selfie"


@pytest.mark.parametrize("about", ["x", "01900000-0000-7000-8000-000000000000", "another's", "long ago"])
def test_a_check_in_that_is_not_theirs_or_long_over_is_ignored_with_a_sentence(
    made: Client, casa: Any, window: Any, about: str
) -> None:
    if about == "another's":
        bea = enrol(casa, name="Bea Quimbaya", case_number="A987654321", contacts=[])
        about = str(open_window(casa, bea).id)
    elif about == "long ago":
        about = str(window.id)
        with acting(casa.system):
            Checkin.objects.filter(id=window.id).update(state="explained")
    page = shown(made.get(f"{HERE}?about={about}"))
    assert "not for a check-in" in page and "/my/check-in/" not in page
    if about == "x":
        return
    answer = post(made, "compare", about=about)
    assert "not for a check-in" in shown(made.get(answer["Location"]))
    with acting(casa.system):
        assert FaceTry.objects.get(what="compare").about_id is None


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


def asked_turns(phone: Client) -> Any:
    answer = phone.get(HERE, headers={"accept": "application/json"})
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    return answer.json()


def test_a_script_is_asked_for_turns_and_brings_them_back_with_the_picture(
    made: Client, casa: Any, window: Any
) -> None:
    question = asked_turns(made)
    assert len(question["turns"]) == 3 and {*question["turns"]} <= {"left", "right"}
    body = {
        "client_id": question["client_id"],
        "what": "compare",
        "about": str(window.id),
        "turns": question["signed"],
        "sealed": base64.urlsafe_b64encode(b"\x02" + bytes(80)).decode(),
    }
    for _ in range(2):
        assert made.post(HERE, json.dumps(body), content_type="application/json").status_code == 202
    with acting(casa.system):
        assert FaceTry.objects.get(what="compare").turns_asked == ",".join(question["turns"])


def test_another_questions_turns_are_over_and_nothing_is_counted(made: Client, casa: Any) -> None:
    old, new = asked_turns(made), asked_turns(made)
    sealed = base64.urlsafe_b64encode(b"\x02" + bytes(80)).decode()
    body = {"client_id": new["client_id"], "what": "compare", "sealed": sealed, "turns": old["signed"]}
    answer = made.post(HERE, json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "turns_over") and "again" in answer.json()["what_to_do"]
    answer = made.post(HERE, json.dumps(body | {"turns": 7}), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")
    with acting(casa.system):
        assert not FaceTry.objects.filter(what="compare").exists()


@pytest.mark.parametrize(("turns", "said"), [("turns_seen", "not a guarantee"), ("turns_not_seen", "never counts")])
def test_what_was_seen_of_the_turns_is_said(made: Client, casa: Any, turns: str, said: str) -> None:
    answer = post(made, "compare")
    sweep(casa, Stand(), clock.now())
    with acting(casa.system):
        FaceTry.objects.filter(what="compare").update(turns=turns)
    assert said in shown(made.get(answer["Location"]))


def test_the_page_asks_for_turns_for_a_check_in_only(made: Client, window: Any) -> None:
    assert "data-turns" in shown(made.get(f"{HERE}?about={window.id}")) and "data-turns" not in shown(made.get(HERE))


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
    bea = enrol(casa, name="Bea Quimbaya", case_number="A987654321", contacts=[])
    by = person_actor(bea)
    with acting(by):
        faces.agree(bea.id, language="es", by=by, at=clock.now())
        row = faces.send(bea.id, client_id=ids.new(), what=faces.What.ENROL, picture=b"x", by=by, at=clock.now())
    assert made.get(f"{HERE}{row.client_id}/").status_code == 404


def test_the_worker_has_both_sweeps() -> None:
    from amparo.cli import worker

    assert {sweep.job for sweep in worker.sweeps()} >= {jobs.compare_faces, jobs.let_faces_go}
