"""A check-in without script: answer, look, send; and nothing typed is ever lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.checkins import queries, receipt
from amparo.checkins.models import Checkin, Submission
from amparo.checkins.rules import CheckinState
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.identity import cookie
from amparo.privacy import vault

TYPED = {
    "q_how": "so_so",
    "q_needs": ["food", "papers"],
    "q_phone_changed": "no",
    "q_tell": "Canary words of mine",
    "place_asked": "1",
    "place_cause": "declined",
    "question_set": "1",
}


@pytest.fixture
def typed() -> dict[str, Any]:
    return TYPED | {"client_id": str(ids.new())}


def address(window: Checkin) -> str:
    return f"/my/check-in/{window.id}/"


def test_the_form_asks_every_question_and_says_until_when(phone: Client, window: Checkin) -> None:
    page = phone.get(address(window)).content.decode()
    for name in ("q_how", "q_needs", "q_phone_changed", "q_address_changed", "q_tell", "place_cause"):
        assert f'name="{name}"' in page
    assert 'id="sealing"' in page


def test_what_was_answered_is_shown_before_it_is_sent(phone: Client, window: Checkin, typed: Any, casa: Any) -> None:
    page = phone.post(address(window), typed | {"step": "review"}).content.decode()
    assert "Canary words of mine" in page
    assert page.count('name="q_needs"') == 2
    with acting(casa.luz):
        assert not Submission.objects.exists()


def test_changing_ones_mind_gives_the_form_back_as_it_was(phone: Client, window: Checkin, typed: Any) -> None:
    page = phone.post(address(window), typed | {"step": "change"}).content.decode()
    assert "Canary words of mine</textarea>" in page
    assert 'value="food" data-help checked' in page
    assert 'value="declined" checked' in page


def test_sending_leads_to_a_receipt_that_is_genuine(
    phone: Client, window: Checkin, typed: Any, casa: Any, ana: Any
) -> None:
    sent = phone.post(address(window), typed | {"step": "send"})
    assert sent.status_code == 302
    assert phone.get(sent["Location"]).status_code == 200
    with acting(casa.luz):
        row = Submission.objects.get()
        said = receipt.verify(bytes(row.receipt), bytes(casa.programme.receipt_key))
        answers = queries.answers(row, ana, by=casa.luz, at=clock.now())
        assert queries.one(window.id).wants_help
    assert (said.on_time, row.channel, row.place_cause) == (True, "form", "declined")
    assert answers == {
        "how": "so_so",
        "needs": ["food", "papers"],
        "phone_changed": False,
        "tell": "Canary words of mine",
    }


def test_sent_twice_is_one_check_in_and_one_receipt(phone: Client, window: Checkin, typed: Any, casa: Any) -> None:
    first, second = (phone.post(address(window), typed | {"step": "send"}) for _ in range(2))
    assert first["Location"] == second["Location"]
    with acting(casa.luz):
        assert Submission.objects.get().replays == 1


def test_words_changed_after_sending_are_kept_too(phone: Client, window: Checkin, typed: Any, casa: Any) -> None:
    phone.post(address(window), typed | {"step": "send"})
    changed = typed | {"q_tell": "One more thing", "step": "send"}
    later = [phone.post(address(window), changed) for _ in range(2)]
    assert [answer.status_code for answer in later] == [302, 302]
    with acting(casa.luz):
        assert Submission.objects.count() == 2


def test_what_is_done_leads_to_its_receipt(phone: Client, window: Checkin, typed: Any) -> None:
    sent = phone.post(address(window), typed | {"step": "send"})
    assert phone.get(address(window))["Location"] == sent["Location"].partition("?")[0]


def test_signed_out_meanwhile_the_answers_stay_on_the_page(
    phone: Client, window: Checkin, typed: Any, casa: Any
) -> None:
    del phone.cookies[cookie.SESSION_NAME]
    page = phone.post(address(window), typed | {"step": "send"})
    assert page.status_code == 401
    assert b'value="Canary words of mine"' in page.content
    assert b'name="step" value="send"' in page.content


def test_a_page_too_old_keeps_the_answers(link: Any, window: Checkin, typed: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(address(window), typed | {"step": "send"})
    assert page.status_code == 403
    assert b'value="Canary words of mine"' in page.content


def test_while_the_vault_is_away_nothing_is_lost_and_sending_again_works(
    phone: Client, window: Checkin, typed: Any, casa: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> Any:
        raise Refused("vault_unavailable")

    with monkeypatch.context() as broken:
        broken.setattr(vault, "seal_and_sign", away)
        page = phone.post(address(window), typed | {"step": "send"})
    assert page.status_code == 503
    assert b'value="Canary words of mine"' in page.content
    assert phone.post(address(window), typed | {"step": "send"}).status_code == 302
    with acting(casa.luz):
        assert queries.one(window.id).state == CheckinState.DONE


@pytest.mark.parametrize(
    "wrong",
    [pytest.param({"q_how": "x"}, id="no such choice"), pytest.param({"q_tell": "y" * 2001}, id="too long")],
)
def test_an_answer_that_cannot_be_kept_is_marked_and_all_others_stay(
    phone: Client, window: Checkin, typed: Any, wrong: Any
) -> None:
    page = phone.post(address(window), typed | wrong | {"step": "review"})
    assert page.status_code == 422
    assert page.content.count(b'role="alert"') == 1
    assert b'value="food" data-help checked' in page.content


def test_an_empty_form_is_a_check_in(phone: Client, window: Checkin, casa: Any) -> None:
    assert phone.post(address(window), {"step": "send"}).status_code == 302
    with acting(casa.luz):
        assert queries.one(window.id).state == CheckinState.DONE


def test_the_receipt_can_be_kept_as_words_and_for_machines(phone: Client, window: Checkin, typed: Any) -> None:
    sent = phone.post(address(window), typed | {"step": "send"})["Location"].partition("?")[0]
    words, facts = phone.get(f"{sent}receipt.txt"), phone.get(f"{sent}receipt.json")
    assert words["Content-Disposition"].startswith("attachment")
    told = facts.json()
    signed = receipt.from_text(told["receipt"])
    assert receipt.verify(signed, bytes.fromhex(told["public_key"])).number == told["number"]
    assert told["receipt"] in words.content.decode()
    # All of what was saved is as good as the receipt in it: in the command, and on the page.
    assert receipt.from_text(words.content.decode()) == signed
    page = phone.post("/verify/", {"receipt": words.content.decode()})
    assert page.context["verdict"] == "genuine"
    assert phone.get(f"{sent}receipt.exe").status_code == 404
