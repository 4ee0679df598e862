"""The kiosk's pages without a browser: who is shown what, and what a form sent again shows to somebody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.checkins.models import Submission
from amparo.foundation import clock
from amparo.identity import cookie, kiosks, rules
from amparo.identity.models import Session

SAID = "me duele la rodilla izquierda"
FORM = {"step": "send", "q_how": "well", "q_tell": SAID}


@pytest.fixture
def tablet(casa: Any) -> Client:
    """A tablet that is a kiosk."""
    with acting(casa.sol):
        token = kiosks.make(casa.office.id, "Waiting room", by=casa.sol, at=clock.now())[1]
    client = Client(headers={"accept-language": "en"})
    path = f"/my/kiosk/new/{casa.programme.slug}/{token}/"
    assert client.get(path).status_code == 200 and cookie.KIOSK_NAME not in client.cookies
    reply = client.post(path)
    assert (reply.status_code, reply["Location"]) == (302, "/my/kiosk/")
    assert '"storage"' in reply["Clear-Site-Data"]
    return client


def come_in(tablet: Client, link: Any, number: str = "") -> Any:
    return tablet.post("/my/kiosk/", {"number": number or link.token, "pin": link.pin})


def test_a_browser_that_is_no_kiosk_is_told_so(db: None) -> None:
    reply = Client().get("/my/kiosk/")
    assert reply.status_code == 410 and b'name="pin"' not in reply.content


def test_the_number_may_be_typed_in_groups_or_scanned_as_an_address(tablet: Client, link: Any) -> None:
    grouped = "-".join(link.token[at : at + 4] for at in range(0, 26, 4)).upper()
    for number in (grouped, f"https://amparo.example{link.path}", link.token):
        assert come_in(tablet, link, number)["Location"] == "/my/"
        tablet.get("/my/kiosk/end/")


def test_the_short_number_on_the_card_will_do(tablet: Client, link: Any, ana: Any) -> None:
    for number in (ana.reference, ana.reference.lower(), ana.reference.replace("-", " ")):
        assert come_in(tablet, link, number)["Location"] == "/my/"
        tablet.get("/my/kiosk/end/")
    wrong = tablet.post("/my/kiosk/", {"number": ana.reference, "pin": link.wrong})
    assert wrong.status_code == 403 and "Please look at the number and the PIN" in wrong.content.decode()


def test_after_many_guesses_by_number_the_card_is_asked_for(
    tablet: Client, link: Any, ana: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(rules, "BY_NUMBER_ON_A_TABLET", 0)
    closed = tablet.post("/my/kiosk/", {"number": ana.reference, "pin": link.pin})
    assert closed.status_code == 429 and "scan the square code on your card" in closed.content.decode()
    assert come_in(tablet, link)["Location"] == "/my/"


def test_the_number_is_told_to_its_person_and_to_nobody_else(phone: Client, ana: Any) -> None:
    assert ana.reference in phone.get("/my/help/").content.decode()
    assert "There is a tablet." not in Client(headers={"accept-language": "en"}).get("/my/help/").content.decode()


def test_a_wrong_pin_says_nothing_about_whose_number_it_is(tablet: Client, link: Any) -> None:
    wrong = tablet.post("/my/kiosk/", {"number": link.token, "pin": link.wrong})
    nobody = tablet.post("/my/kiosk/", {"number": "0" * 26, "pin": link.pin})
    assert wrong.status_code == nobody.status_code == 403
    alike = [reply.content.decode().partition("<h1>")[2].partition("<form")[0] for reply in (wrong, nobody)]
    assert alike[0] == alike[1] and "That did not work." in alike[0]


def test_it_leaves_no_mark_by_which_the_tablet_would_be_known_as_somebodys_phone(tablet: Client, link: Any) -> None:
    come_in(tablet, link)
    assert cookie.DEVICE_NAME not in tablet.cookies or not tablet.cookies[cookie.DEVICE_NAME].value


def test_its_pages_register_nothing_and_lead_nowhere_else(tablet: Client, link: Any) -> None:
    come_in(tablet, link)
    said = tablet.get("/my/").content.decode()
    assert "manifest" not in said and "app.js" not in said and "data-worker" not in said
    assert tablet.get("/my/")["Cache-Control"] == "no-store"


def test_going_ends_the_session_and_clears_the_browser(tablet: Client, link: Any, ana: Any, casa: Any) -> None:
    come_in(tablet, link)
    for _ in range(2):
        reply = tablet.get("/my/kiosk/end/")
        assert reply["Location"] == "/my/kiosk/" and '"cache", "storage"' in reply["Clear-Site-Data"]
    with acting(casa.system):
        assert not Session.objects.filter(person=ana.id, ended_at=None).exists()
    assert tablet.get("/my/")["Location"] == "/my/kiosk/end/"


def test_the_start_page_shows_nobody_who_was_there_before(tablet: Client, link: Any) -> None:
    come_in(tablet, link)
    assert tablet.get("/my/kiosk/")["Location"] == "/my/kiosk/end/"


@pytest.mark.parametrize("step", ["review", "change", "send"])
@pytest.mark.parametrize("checked", [True, False], ids=["with a token", "without one"])
def test_a_form_sent_again_after_its_person_left_shows_no_word(
    tablet: Client, link: Any, window: Any, step: str, checked: bool
) -> None:
    come_in(tablet, link)
    tablet.get("/my/kiosk/end/")
    tablet.handler.enforce_csrf_checks = not checked
    reply = tablet.post(f"/my/check-in/{window.id}/", FORM | {"step": step})
    assert reply["Location"] == "/my/kiosk/end/" and SAID not in reply.content.decode()


def test_a_check_in_there_is_the_kiosks_with_a_pin_and_without_a_place(
    tablet: Client, link: Any, window: Any, casa: Any
) -> None:
    come_in(tablet, link)
    done = tablet.post(f"/my/check-in/{window.id}/", FORM | {"way": "none", "place_cause": "declined"})
    again = tablet.post(f"/my/check-in/{window.id}/", FORM)
    assert done.status_code == again.status_code == 302
    with acting(casa.luz):
        kept = Submission.objects.filter(checkin_id=window.id).order_by("received_at").first()
    assert (kept.channel, kept.identity, kept.place_cause) == ("kiosk", "pin", "not_asked")


def test_a_session_of_a_phone_is_worth_nothing_on_a_kiosk_and_the_other_way(
    tablet: Client, phone: Client, link: Any
) -> None:
    come_in(tablet, link)
    on_phone, on_tablet = (client.cookies[cookie.SESSION_NAME].value for client in (phone, tablet))
    tablet.cookies[cookie.SESSION_NAME] = on_phone
    phone.cookies[cookie.SESSION_NAME] = on_tablet
    assert tablet.get("/my/").status_code == 302
    assert phone.get("/my/").status_code == 401
