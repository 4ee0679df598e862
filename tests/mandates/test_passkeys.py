"""A representative's passkeys: added in a fresh sitting, used without a name, taken away; and what strangers try."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.machine import secrets
from amparo.mandates import accounts, cookie, keys, rules
from amparo.mandates.cookie import Held
from amparo.mandates.models import Account, AccountKey, AnsweredQuestion, Sitting
from tests.conftest import enrol
from tests.identity.soft_passkey import SoftPasskey, turned
from tests.mandates.conftest import Browser, invited


def held_by(browser: Browser) -> Held:
    held = cookie.read(browser.client.cookies["amparo_rep"].value)
    assert held is not None
    return held


def add(browser: Browser, key: SoftPasskey, **spoil: Any) -> Any:
    """As the page's script does it; the device remembers whose key it is."""
    asked = browser.client.get("/rep/passkeys/new/").json()
    assert asked["found"] is True
    key.handle = asked["user"]["id"]  # type: ignore[attr-defined]
    return browser.client.post("/rep/passkeys/new/", {"passkey": json.dumps(key.make(asked, **spoil))})


def answer(client: Client, key: SoftPasskey, handle: str | None = None, **spoil: Any) -> str:
    asked = client.get("/rep/sign-in/passkey/").json()
    assert asked["known"] == []
    said = key.sign(asked, **spoil)
    said["response"]["userHandle"] = handle if handle is not None else key.handle  # type: ignore[attr-defined]
    return json.dumps(said)


def come_in(key: SoftPasskey, handle: str | None = None, **spoil: Any) -> tuple[Client, Any]:
    client = Client(headers={"accept-language": "en"})
    return client, client.post("/rep/sign-in/", {"passkey": answer(client, key, handle, **spoil)})


def rows(casa: Any, model: type[AccountKey] | type[AnsweredQuestion]) -> int:
    """How many the programme has, as its owner would count them: a door sees an account's own only."""
    table = model._meta.db_table
    with psycopg.connect(secrets.dsn("super")) as beside:
        found = beside.execute(f"SELECT count(*) FROM {table} WHERE programme_id = %s", [casa.id]).fetchone()
    return int(found[0]) if found else -1


@pytest.fixture
def key(rita: Any) -> SoftPasskey:
    """Rita's passkey."""
    made = SoftPasskey()
    assert add(rita.browser, made).status_code == 302
    return made


def test_added_it_opens_without_a_name_and_the_codes_stay(casa: Any, rita: Any, key: SoftPasskey) -> None:
    rita.browser.client.post("/rep/sign-out/")
    client, said = come_in(key)
    assert said.status_code == 302 and "Ana Lucía Pérez" in client.get("/rep/").content.decode()
    code = {"name": rita.browser.name, "code": rita.browser.phone_code()}
    assert Client().post("/rep/sign-in/", code).status_code == 302


def test_the_page_says_which_there_are_and_when_each_was_used(rita: Any, key: SoftPasskey) -> None:
    page = rita.browser.client.get("/rep/passkeys/").content.decode()
    assert "Not used yet." in page
    come_in(key)
    page = rita.browser.client.get("/rep/passkeys/").content.decode()
    assert "Last used:" in page and "Not used yet." not in page


def test_a_sitting_of_some_age_adds_none(casa: Any, rita: Any) -> None:
    asked = rita.browser.client.get("/rep/passkeys/new/").json()
    with acting(casa.system):
        Sitting.objects.update(started_at=clock.now() - rules.ADD_A_KEY_WITHIN)
    assert rita.browser.client.get("/rep/passkeys/new/").status_code == 403
    said = json.dumps(SoftPasskey().make(asked))
    assert rita.browser.client.post("/rep/passkeys/new/", {"passkey": said}).status_code == 403
    assert rows(casa, AccountKey) == 0
    assert "sign out and in again" in rita.browser.client.get("/rep/passkeys/").content.decode()


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param({"unlocked": False}, id="the device was not unlocked"),
        pytest.param({"origin": "https://amparo.example"}, id="made on another site"),
        pytest.param({"rp_id": "example.org"}, id="made for another site"),
        pytest.param({"type": "webauthn.get"}, id="an answer to another question"),
        pytest.param({"challenge": "AAAA"}, id="a question we did not ask"),
        pytest.param({"framed": True}, id="in somebody's frame"),
    ],
)
def test_a_spoiled_passkey_is_not_added(casa: Any, rita: Any, spoil: dict[str, Any]) -> None:
    assert add(rita.browser, SoftPasskey(), **spoil).status_code == 422
    assert rows(casa, AccountKey) == 0


def test_the_same_answer_adds_one_passkey_also_after_it_was_removed(casa: Any, rita: Any) -> None:
    asked = rita.browser.client.get("/rep/passkeys/new/").json()
    said = {"passkey": json.dumps(SoftPasskey().make(asked))}
    assert rita.browser.client.post("/rep/passkeys/new/", said).status_code == 302
    assert rita.browser.client.post("/rep/passkeys/new/", said).status_code == 422
    with acting(accounts.itself(casa.id, held_by(rita.browser).account_id)):
        [kept] = keys.of_account()
    assert rita.browser.client.post(f"/rep/passkeys/{kept.id}/remove/").status_code == 302
    assert rita.browser.client.post("/rep/passkeys/new/", said).status_code == 422
    assert rows(casa, AccountKey) == 0


def test_adding_fails_half_way_and_nothing_is_left(casa: Any, rita: Any) -> None:
    held, at = held_by(rita.browser), clock.now()
    with pytest.raises(ZeroDivisionError), acting(accounts.itself(casa.id, held.account_id)):
        asked = keys.invite_to_add(held, site_name="Casa", at=at)
        keys.add(held, said=SoftPasskey().make(asked), at=at)
        1 / 0  # noqa: B018
    assert rows(casa, AccountKey) == 0 and rows(casa, AnsweredQuestion) == 0


def test_ten_are_enough(casa: Any, rita: Any) -> None:
    for _ in range(rules.MOST_KEYS):
        assert add(rita.browser, SoftPasskey()).status_code == 302
    assert rita.browser.client.get("/rep/passkeys/new/").status_code == 409


def test_an_answer_opens_once(casa: Any, rita: Any, key: SoftPasskey) -> None:
    client = Client()
    said = {"passkey": answer(client, key)}
    assert client.post("/rep/sign-in/", said).status_code == 302
    assert Client().post("/rep/sign-in/", said).status_code == 403


def test_of_the_same_answer_twice_at_once_one_opens(casa: Any, rita: Any, key: SoftPasskey) -> None:
    from concurrent.futures import ThreadPoolExecutor

    key.counts = False
    said = json.loads(answer(Client(), key))

    def knock(_n: int) -> bool:
        try:
            keys.sign_in(said, at=clock.now())
        except Refused as no:
            assert no.code == "not_signed_in"
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as both:
        assert sum(both.map(knock, range(2))) == 1


def test_a_question_is_over_after_five_minutes(rita: Any, key: SoftPasskey) -> None:
    said = json.loads(answer(Client(), key))
    with pytest.raises(Refused, match="not_signed_in"):
        keys.sign_in(said, at=clock.now() + timedelta(minutes=6))


def wrong_handle(change: str) -> Callable[[str], str]:
    return {"none": lambda _: "", "short": lambda _: "AAAA", "another": turned}[change]


@pytest.mark.parametrize("change", ["none", "short", "another"])
def test_every_wrong_way_in_gives_the_same_page(casa: Any, rita: Any, key: SoftPasskey, change: str) -> None:
    """Another's handle, none, a key of nobody, a device not unlocked, a copied key, nonsense: one answer for all."""
    pages = set()
    copied = SoftPasskey(key=key.key, credential_id=key.credential_id, count=key.count)
    copied.handle = key.handle  # type: ignore[attr-defined]
    come_in(key)
    stranger = SoftPasskey()
    stranger.handle = key.handle  # type: ignore[attr-defined]
    tries = [
        come_in(key, wrong_handle(change)(key.handle)),  # type: ignore[attr-defined]
        come_in(stranger),
        come_in(key, unlocked=False),
        come_in(key, origin="https://amparo.example"),
        come_in(copied),
    ]
    for said in [one for _, one in tries] + [
        Client(headers={"accept-language": "en"}).post("/rep/sign-in/", {"passkey": text})
        for text in ("", "[]", "{}", "x" * 20_000)
    ]:
        page = said.content.decode()
        begins = page.index('<div class="note" role="alert">')
        pages.add((said.status_code, page[begins : page.index("</div>", begins)]))
    assert len(pages) == 1 and next(iter(pages))[0] == 403
    assert tries[0][0].get("/rep/").status_code == 302


def test_another_lawyers_passkey_opens_their_account_alone(casa: Any, ana: Any, rita: Any, key: SoftPasskey) -> None:
    bea = enrol(casa, worker="teo", name="Bea", case_number="A111222333", contacts=[])
    other, invitation, theirs = Browser(), invited(bea), SoftPasskey()
    other.accept(casa, invitation)
    assert add(other, theirs).status_code == 302
    client, _ = come_in(theirs)
    page = client.get("/rep/").content.decode()
    assert "Bea" in page and "Ana" not in page
    # The handle of one and the key of the other open nothing.
    assert come_in(theirs, key.handle)[1].status_code == 403  # type: ignore[attr-defined]


def test_a_key_has_no_second_owner(casa: Any, ana: Any, rita: Any, key: SoftPasskey) -> None:
    bea = enrol(casa, worker="teo", name="Bea", case_number="A111222333", contacts=[])
    other, invitation = Browser(), invited(bea)
    other.accept(casa, invitation)
    assert add(other, SoftPasskey(credential_id=key.credential_id)).status_code == 422


def test_removed_it_opens_nothing_and_what_it_opened_has_ended(casa: Any, rita: Any, key: SoftPasskey) -> None:
    client, _ = come_in(key)
    with acting(accounts.itself(casa.id, held_by(rita.browser).account_id)):
        [kept] = keys.of_account()
    assert rita.browser.client.post(f"/rep/passkeys/{kept.id}/remove/").status_code == 302
    assert rita.browser.client.post(f"/rep/passkeys/{kept.id}/remove/").status_code == 404
    assert client.get("/rep/").status_code == 302
    assert come_in(key)[1].status_code == 403
    # Whoever came in by the code stays.
    assert rita.browser.client.get("/rep/").status_code == 200


def test_nobody_removes_or_sees_anothers(casa: Any, ana: Any, rita: Any, key: SoftPasskey) -> None:
    bea = enrol(casa, worker="teo", name="Bea", case_number="A111222333", contacts=[])
    other, invitation = Browser(), invited(bea)
    other.accept(casa, invitation)
    with acting(accounts.itself(casa.id, held_by(rita.browser).account_id)):
        [kept] = keys.of_account()
    assert other.client.post(f"/rep/passkeys/{kept.id}/remove/").status_code == 404
    assert Client().post(f"/rep/passkeys/{kept.id}/remove/").status_code == 302  # to the sign-in
    assert come_in(key)[1].status_code == 302
    # Row security alone: not even staff of the programme in which the account was made.
    for who in (casa.luz, casa.sol, casa.system, accounts.itself(casa.id, held_by(other).account_id)):
        with acting(who):
            assert not AccountKey.objects.exists()


def test_staff_can_give_nobody_a_key(casa: Any, rita: Any) -> None:
    from django.db import DatabaseError, transaction

    at = clock.now()
    facts = {
        "credential_id": b"c",
        "public_key": b"k",
        "sign_count": 0,
        "is_shared": False,
        "added_at": at,
        "used_at": at,
    }
    with acting(casa.sol), pytest.raises(DatabaseError), transaction.atomic():
        AccountKey.objects.create(programme_id=casa.id, account_id=held_by(rita.browser).account_id, **facts)


def test_signing_in_fails_half_way_and_the_same_answer_still_opens(
    casa: Any, rita: Any, key: SoftPasskey, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise Refused("vault_unavailable")

    client = Client()
    said = {"passkey": answer(client, key)}
    with monkeypatch.context() as patch:
        patch.setattr(accounts, "begin", broken)
        assert client.post("/rep/sign-in/", said).status_code == 503
    assert client.post("/rep/sign-in/", said).status_code == 302


def test_asking_keeps_nothing_and_says_the_same_to_everybody(casa: Any, rita: Any, key: SoftPasskey) -> None:
    here, nobody = rita.browser.client.get("/rep/sign-in/passkey/").json(), Client().get("/rep/sign-in/passkey/").json()
    assert here.keys() == nobody.keys() and here["known"] == nobody["known"] == []
    before = rows(casa, AnsweredQuestion)
    Client().get("/rep/sign-in/passkey/")
    assert rows(casa, AnsweredQuestion) == before


def test_with_the_account_its_passkeys_go(casa: Any, rita: Any, key: SoftPasskey) -> None:
    held = held_by(rita.browser)
    with acting(accounts.itself(casa.id, held.account_id)):
        Account.objects.filter(id=held.account_id).delete()
    assert rows(casa, AccountKey) == 0 and come_in(key)[1].status_code == 403
