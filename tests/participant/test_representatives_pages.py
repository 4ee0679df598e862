"""The pages on which a person lets somebody see parts of their record, and ends it."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.identity.models import Session
from amparo.mandates.models import Mandate
from tests.mandates.conftest import Browser

SAID = {"kind": "lawyer", "area": ["hearings", "checkins", "notices"], "days": "180"}


@pytest.fixture(autouse=True)
def english(phone: Client) -> None:
    phone.post("/my/language/", {"language": "en"})


def made(phone: Client, **changes: Any) -> SimpleNamespace:
    """What the page shows once: the token of the link, and the digits."""
    page = phone.post("/my/representatives/new/", SAID | changes).content.decode()
    link = re.search(r"/rep/invitation/[a-z0-9-]+/([0-9a-z]{26})/", page)
    digits = re.search(r'<p class="num" dir="ltr">([\d ]+)</p>', page)
    assert link and digits
    return SimpleNamespace(token=link[1], code=digits[1].replace(" ", ""))


def only(casa: Any) -> Mandate:
    with acting(casa.system):
        return Mandate.objects.get()


def test_an_invitation_is_shown_once_and_stored_by_no_browser(casa: Any, phone: Client) -> None:
    answer = phone.post("/my/representatives/new/", SAID)
    assert "We show both only now." in answer.content.decode() and "no-store" in answer["Cache-Control"]
    row = only(casa)
    assert row.token_hash and row.until - row.invited_at == timedelta(days=180)
    page = phone.get("/my/representatives/").content.decode()
    assert "Not accepted yet" in page and "/rep/invitation/" not in page


def test_from_the_invitation_to_the_end(casa: Any, ana: Any, phone: Client) -> None:
    lawyer, invitation = Browser(), made(phone)
    lawyer.accept(casa, invitation)
    row = only(casa)
    assert lawyer.see(row.id, "hearings/").status_code == 200
    page = phone.get("/my/representatives/").content.decode()
    assert "Rita Robles" in page and "Robles Law" in page and "Can see it now" in page
    page = phone.get(f"/my/representatives/{row.id}/").content.decode()
    assert "To look at your court dates, as you allowed." in page
    assert "whom you let see it" in phone.get("/my/who-looked/").content.decode()
    assert "End it now" in phone.get(f"/my/representatives/{row.id}/end/").content.decode()
    assert phone.post(f"/my/representatives/{row.id}/end/").status_code == 302
    assert lawyer.see(row.id, "hearings/").status_code == 404
    page = phone.get("/my/representatives/").content.decode()
    assert "Those who see nothing any more" in page and "Rita Robles" in page
    assert phone.post(f"/my/representatives/{row.id}/end/").status_code == 302  # twice is once


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": ""}, "Please say who it is."),
        ({"area": []}, "Please choose what they may see."),
        ({"area": ["everything"]}, "Please choose what they may see."),
        ({"days": "36500"}, "Please choose for how long."),
        ({"days": "٣٠\0"}, "Please choose for how long."),
    ],
)
def test_what_is_missing_is_said_and_the_rest_is_kept(
    phone: Client, casa: Any, changes: dict[str, Any], words: str
) -> None:
    answer = phone.post("/my/representatives/new/", SAID | changes)
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and 'role="alert"' in page
    if "kind" not in changes:
        assert re.search(r'value="lawyer" required checked', page)
    with acting(casa.system):
        assert not Mandate.objects.exists()


@pytest.mark.parametrize(
    ("changes", "marked", "focus"),
    [
        ({"code": "WRONG"}, "code", "code"),
        ({"phone_code": "000000"}, "phone_code", "code"),
        ({"name": " "}, "name", "name"),
        ({"address": "no address"}, "address", "address"),
    ],
)
def test_a_wrong_code_empties_no_more_than_the_codes_and_is_marked(
    casa: Any, phone: Client, changes: dict[str, str], marked: str, focus: str
) -> None:
    invitation = made(phone)
    wrong = {"code": "0000" if invitation.code != "0000" else "1111"} if "code" in changes else changes
    answer = Browser().accept(casa, invitation, **wrong)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Robles Law" in page and ("Rita Robles" in page or marked == "name")
    assert re.findall(r'<input id="(\w+)"[^>]*\bautofocus', page) == [focus]
    assert re.findall(r'<input id="(\w+)"[^>]*\baria-describedby="wrong"', page) == [marked]
    assert page.count('id="wrong"') == 1 and "Please type both codes again" in page
    # A code is a secret: it comes back in no page.
    assert not re.search(r'<input id="(phone_)?code"[^>]*\bvalue=', page)


def test_at_sign_in_the_name_is_kept_and_the_code_has_the_focus(db: None) -> None:
    page = Client(headers={"accept-language": "en"}).post("/rep/sign-in/", {"name": "casa.RITA7", "code": "123456"})
    text = page.content.decode()
    assert page.status_code == 403 and 'value="casa.RITA7"' in text and "123456" not in text
    assert re.findall(r'<input id="(\w+)"[^>]*\bautofocus', text) == ["code"]


def test_what_they_see_is_changed_by_whoever_shows_that_it_is_them(casa: Any, phone: Client) -> None:
    lawyer, invitation = Browser(), made(phone)
    lawyer.accept(casa, invitation)
    row = only(casa)
    assert phone.post(f"/my/representatives/{row.id}/", {"area": ["notices"]}).status_code == 302
    assert lawyer.see(row.id, "hearings/").status_code == 403
    assert phone.post(f"/my/representatives/{row.id}/", {}).status_code == 422
    with acting(casa.system):
        Session.objects.update(shown_at=clock.now() - timedelta(hours=1))
    answer = phone.post(f"/my/representatives/{row.id}/", {"area": ["hearings"]})
    assert answer.status_code == 302 and answer["Location"].startswith("/my/it-is-me/")
    assert only(casa).areas == ["notices"]
    # Ending it asks for nothing more.
    assert phone.post(f"/my/representatives/{row.id}/end/")["Location"] == "/my/representatives/"
    assert lawyer.see(row.id, "notices/").status_code == 404


def test_a_phone_left_signed_in_or_a_link_given_anew_invites_nobody(casa: Any, phone: Client) -> None:
    with acting(casa.system):
        Session.objects.update(shown_at=clock.now() - timedelta(hours=1))
    assert phone.post("/my/representatives/new/", SAID)["Location"].startswith("/my/it-is-me/")
    with acting(casa.system):
        Session.objects.update(shown_at=clock.now(), settles_at=clock.now() + timedelta(hours=70))
    assert phone.post("/my/representatives/new/", SAID).status_code == 403
    assert "You can invite somebody from:" in phone.get("/my/representatives/").content.decode()
    with acting(casa.system):
        assert not Mandate.objects.exists()


def test_whoever_opens_their_own_invitation_gains_nothing_and_is_told(casa: Any, ana: Any, phone: Client) -> None:
    """The person's session does not reach that door: they stand there as a stranger with their own digits."""
    invitation = made(phone)
    page = phone.get(f"/rep/invitation/{casa.programme.slug}/{invitation.token}/").content.decode()
    assert "You are signed in" not in page and "Ana" not in page
    other = Browser()
    other.client = phone
    assert other.accept(casa, invitation).status_code == 200
    assert "Rita Robles" in phone.get("/my/representatives/").content.decode()


def test_a_name_that_bends_the_page_stays_a_name(casa: Any, phone: Client) -> None:
    invitation = made(phone)
    Browser().accept(casa, invitation, name="<b>\u202eRita</b>")
    page = phone.get("/my/representatives/").content.decode()
    assert "<bdi>&lt;b&gt;\u202eRita&lt;/b&gt;</bdi>" in page


def test_the_way_there_stands_among_all_pages(phone: Client) -> None:
    assert 'href="/my/representatives/"' in phone.get("/my/pages/").content.decode()
