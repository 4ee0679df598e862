"""A person's part in a family as they meet it: on their phone, on a borrowed one, at a kiosk; and the head's page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.checkins.models import Checkin, Submission
from amparo.people.models import Consent
from tests.conftest import enrol
from tests.households.conftest import at_kiosk, leaves, made, part, phone_of, says_yes, window

CHECK_IN = "/my/family/check-in/"


def post(client: Client, casa: Any, who: Any, now: Any) -> Any:
    return client.post(CHECK_IN, {"part": str(part(casa, who).id), "checkin": str(now.id)})


def main(response: Any) -> str:
    """What the page says, without what is different on each."""
    body = response.content.decode()
    body = body[body.index("<main") : body.index("</main>")]
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", body)


def test_who_was_never_asked_and_who_left_read_the_same(casa: Any, fam: Any) -> None:
    other = enrol(casa, case_number="A7", contacts=[])
    leaves(fam.ana)
    pages = [main(phone_of(who).get("/my/family/")) for who in (other, fam.ana)]
    assert pages[0] == pages[1]
    assert "My family" not in phone_of(fam.ana).get("/my/").content.decode()


def test_yes_asks_for_a_pin_of_this_moment(casa: Any) -> None:
    head, child = enrol(casa, case_number="A3", contacts=[]), enrol(casa, case_number="A4", contacts=[])
    made(casa, head, child)
    old = phone_of(child, ago=timedelta(hours=2))
    for answer in (old.get("/my/family/answer/"), old.post("/my/family/answer/")):
        assert answer.status_code == 302 and "it-is-me" in answer["Location"]
    assert part(casa, child).agreed_at is None
    assert old.post("/my/family/stop/").status_code == 302  # to stop asks for nothing
    assert part(casa, child).ended == "said_no"


def test_the_words_are_kept_in_the_language_in_which_they_were_read(casa: Any) -> None:
    head, child = enrol(casa, case_number="A3", contacts=[]), enrol(casa, case_number="A4", contacts=[])
    made(casa, head, child)
    phone = phone_of(child)
    phone.cookies["amparo_language"] = "ar"
    page = phone.get("/my/family/answer/").content.decode()
    assert 'name="language" value="ar"' in page and "ربّ عائلتي" in page
    assert phone.post("/my/family/answer/", {"language": "ar"}).status_code == 302
    with acting(casa.system):
        assert Consent.objects.get(person=child).language == "ar"


@pytest.mark.parametrize("language", ["xx", "", "en'; --"])
def test_a_language_that_is_not_written_is_read_as_english_or_ones_own(casa: Any, language: str) -> None:
    head, child = enrol(casa, case_number="A3", contacts=[]), enrol(casa, case_number="A4", contacts=[])
    made(casa, head, child)
    phone_of(child).post("/my/family/answer/", {"language": language})
    with acting(casa.system):
        assert Consent.objects.get(person=child).language in ("en", "es")


def test_on_a_borrowed_phone_one_leaves_and_does_not_join(casa: Any) -> None:
    head, child = enrol(casa, case_number="A3", contacts=[]), enrol(casa, case_number="A4", contacts=[])
    made(casa, head, child)
    borrowed = phone_of(child, borrowed=True)
    assert borrowed.get("/my/family/").status_code == 200
    assert borrowed.post("/my/family/answer/").status_code == 403
    assert part(casa, child).agreed_at is None
    assert borrowed.post("/my/family/stop/").status_code == 302
    assert part(casa, child).ended == "said_no"


def test_at_a_kiosk_one_leaves_and_does_not_join_nor_send(casa: Any, fam: Any) -> None:
    tablet = at_kiosk(casa, fam.ana)
    assert "No se avisa a nadie de la familia." in tablet.get("/my/family/").content.decode()
    assert tablet.post("/my/family/answer/").status_code == 403
    assert tablet.get(CHECK_IN).status_code == 403
    assert tablet.post("/my/family/stop/").status_code == 302
    assert part(casa, fam.ana).ended == "left"


def test_the_head_sends_by_a_form_and_reads_the_number(casa: Any, fam: Any) -> None:
    rosa = phone_of(fam.rosa)
    page = main(rosa.get(CHECK_IN))
    assert "Ana" in page and "Beto" in page and "Pérez" not in page and "Lucía" not in page
    sent = main(post(rosa, casa, fam.ana, fam.windows[fam.ana.id]))
    with acting(casa.system):
        number = Submission.objects.get(person=fam.ana).receipt_number
    assert number in sent and ">Ana<" not in sent
    assert rosa.get(f"/my/receipts/{number}/").status_code == 404  # the receipt is Ana's
    assert number in phone_of(fam.ana).get("/my/receipts/").content.decode()


def test_who_left_who_checked_in_and_what_never_was_give_the_head_the_same_page(casa: Any, fam: Any) -> None:
    rosa, ana, beto = (phone_of(who) for who in (fam.rosa, fam.ana, fam.beto))
    parts = {who.id: str(part(casa, who).id) for who in (fam.ana, fam.beto)}
    ana.post("/my/family/stop/")
    beto.post(f"/my/check-in/{fam.windows[fam.beto.id].id}/", {"step": "send", "q_how": "well"})
    with acting(casa.system):
        assert Checkin.objects.get(id=fam.windows[fam.beto.id].id).state == "done"
    tries = [
        {"part": parts[fam.ana.id], "checkin": str(fam.windows[fam.ana.id].id)},
        {"part": parts[fam.beto.id], "checkin": str(fam.windows[fam.beto.id].id)},
        {"part": "01a228ed-fbee-7baa-97fd-6b4b46fbc28d", "checkin": str(fam.windows[fam.ana.id].id)},
        {"part": "' OR 1=1", "checkin": "\0"},
        {},
    ]
    said = [rosa.post(CHECK_IN, one) for one in tries]
    assert {answer.status_code for answer in said} == {200}
    assert len({main(answer) for answer in said}) == 1


def test_nobody_but_a_head_has_the_page(casa: Any, fam: Any) -> None:
    for who in (fam.ana, enrol(casa, case_number="A7", contacts=[])):
        for answer in (
            phone_of(who).get(CHECK_IN),
            post(phone_of(who), casa, fam.beto, fam.windows[fam.beto.id]),
        ):
            assert (answer.status_code, answer["Location"]) == (302, "/my/family/")
    with acting(casa.system):
        assert not Submission.objects.exists()


def test_while_the_vault_is_away_nothing_is_sent_and_the_page_says_so(
    casa: Any, fam: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from amparo.casework import family
    from amparo.foundation.errors import Refused

    def away(*_: Any, **__: Any) -> None:
        raise Refused("vault_unavailable")

    monkeypatch.setattr(family.checkins, "submit", away)
    answer = post(phone_of(fam.rosa), casa, fam.ana, fam.windows[fam.ana.id])
    assert answer.status_code == 503 and "not sent yet" in answer.content.decode()


def test_the_heads_page_is_kept_by_no_cache(casa: Any, fam: Any) -> None:
    answer = phone_of(fam.rosa).get(CHECK_IN)
    assert "no-store" in answer["Cache-Control"]


def test_first_names_in_every_script(casa: Any) -> None:
    head = enrol(casa, name="فاطمة الحسن", case_number="A3", contacts=[])
    others = [
        enrol(casa, name=name, case_number=f"A5{n}", contacts=[])
        for n, name in enumerate(("王芳", "OKAFOR, Blessing", "FNU Jama", "<b>X</b> Y", "Çağrı-Ali Demir"))
    ]
    made(casa, head, *others)
    says_yes(head, *others)
    for one in others:
        window(casa, one)
    page = main(phone_of(head).get(CHECK_IN))
    for shown in ("王芳", "Blessing", "Jama", "&lt;b&gt;X&lt;/b&gt;", "Çağrı-Ali"):
        assert f"<bdi>{shown}</bdi>" in page
    assert "OKAFOR" not in page and "Demir" not in page
