"""Everybody knocks at every door of the house, about their own and about others': who is let in, and what it shows.

The addresses come from the URLconf, the expectations from `matrix.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.test import Client

from tests.contracts import addresses, catalogue, world
from tests.contracts.addresses import Address
from tests.contracts.matrix import EVERYBODY, MATRIX, NOBODY, PERSONS, Row, about_eva

ABOUT = ("ana", "eva")
TOLD_OFF = {400, 409, 422, 429}
GATES = ("/staff/account/login/", "/staff/account/phone/", "/staff/programmes/", "/my/sign-in/", "/rep/sign-in/")
SIGNED_BY_PROVIDERS = {
    "sms_status": "checks the provider's signature of address and body itself",
    "incoming_text": "the same",
}

# What an address takes besides rows, where one value will do for all.
FIXED: dict[str, dict[str, str]] = {
    "staff:handled": {"kind": "cannot_come"},
    "staff:checkin_seen": {"checkin_id": "due_id"},
    "staff:hearing_file": {"run_id": "hearing_run_id"},
    "staff:hearing_file_apply": {"run_id": "hearing_run_id"},
    "staff:hearing_file_discard": {"run_id": "hearing_run_id"},
    "participant:receipt_file": {"kind": "txt"},
    "staff:checkin_words": {"checkin_id": "due_id"},
    "participant:document_picture": {"number": "1"},
    "representative:document_picture": {"number": "1"},
    "participant:document_delete": {"document_id": "spare_document_id"},
    "participant:message_file": {"client_id": "message_key", "file_id": "fresh_id"},
    "participant:date": {"kind": "own"},
    "participant:date_file": {"kind": "own"},
    # What is ended here must still hold at the other doors.
    "participant:representative_end": {"mandate_id": "spare_mandate_id"},
    "representative:give_back": {"mandate_id": "given_mandate_id"},
    "participant:check_in": {"checkin_id": "due_id"},
    "participant:voice": {"checkin_id": "due_id"},
    "participant:voice_recording": {"checkin_id": "due_id"},
}


@cache
def every() -> list[Address]:
    return addresses.every()


@pytest.fixture(scope="module")
def w(django_db_setup: None, django_db_blocker: Any) -> Iterator[world.World]:
    with django_db_blocker.unblock(), world.speaking_quietly():
        yield world.build()


@pytest.fixture(autouse=True)
def _database(django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def url(address: Address, w: world.World, about: str) -> str:
    values = dict(w.house_of(about).rows[about])
    # The name of another row of the world, or the value itself.
    values |= {param: values.get(said, said) for param, said in FIXED.get(address.name, {}).items()}
    return address.at(values)


def knock(address: Address, w: world.World, who: str, method: str, about: str) -> Any:
    client = w.browsers[who]()
    client.raise_request_exception = False
    # Everybody from an address of their own: some doors count by it.
    client.defaults["REMOTE_ADDR"] = f"2001:db8::{sum(who.encode()):x}"
    if method != "post":
        return getattr(client, method)(url(address, w, about))
    body = BODIES.get(address.name, {})
    as_json = {"content_type": "application/json"} if isinstance(body, str) else {}
    return client.post(url(address, w, about), body, **as_json)


# Bodies that are in order, so that only the question remains who sends them.
BODIES: dict[str, dict[str, str] | str] = {
    "staff:checkin_look": {"what": "look"},
    "staff:checkin_seen": {"channel": "office"},
    "staff:trust": {"kind": "trusted", "name": "Rosa", "address": "+1 305 555 0188", "how": "in_person"},
    "staff:page_unlock": {"check": "paper"},
    "staff:recover": {"check": "paper"},
    "staff:recover_confirm": {"check": "words"},
    "participant:call_times": {"words": "after six"},
    "staff:family_renew": {"days": "90", "why": "they_asked"},
    "staff:contact_add": {"kind": "email", "address": "new@example.org"},
    "staff:schedule": {"weeks": "2", "weekday": "1", "opens": "09:00", "hours": "48"},
    "staff:hearing_decide": {"decision": "keep", "reason": "The court said so."},
    # The columns as they are: without them the page shows the file's lines and finds nobody in them.
    "staff:hearing_file": {
        "means-case_number": "A-Number",
        "means-date": "Hearing Date",
        "means-time": "Hearing Time",
    },
    "staff:translation": {"said": "back", "key": "0" * 32},
    "staff:clip": {"remove": "yes"},
    "staff:selfie_decide": {"said": "will_ask"},
    "staff:checkin_words": {"said": "cannot_tell"},
    "staff:people": {"q": "5870"},
    "staff:messages": {"words": "Good morning."},
    "participant:messages": {"words": "Hola"},
    "participant:check_in": {"step": "send", "q_how": "well"},
    "participant:voice": {"erase": "00000000-0000-4000-8000-000000000000"},
    "participant:selfie": {"what": "agree", "language": "es"},
    "participant:language": {"language": "es"},
    "participant:written_in": {"language": "es"},
    "participant:rights": {"kind": "erase"},
    "staff:right": {"what": "refused", "words": "It is so.", "where": "The ombudsman"},
    "participant:push": json.dumps(
        {
            "endpoint": "https://push.example.org/x",
            "keys": {"p256dh": "B" + "A" * 86, "auth": "A" * 22},
        }
    ),
}


def turned_away(response: Any) -> bool:
    """Not let in: sent to a gate, or told no."""
    gate = response.status_code == 302 and response["Location"].startswith(GATES)
    return bool(gate or response.status_code >= 400)


def let_in(response: Any) -> bool:
    """Past the guard. What was sent may still be refused for what it says (400, 409, 422)."""
    return not turned_away(response) or response.status_code in TOLD_OFF


def row_for(address: Address, about: str) -> Row:
    row = MATRIX[address.name]
    return row if about == "ana" else about_eva(row, address.params)


def test_every_address_is_in_the_matrix_and_nothing_else() -> None:
    assert sorted({address.name for address in every()}) == sorted(MATRIX)


def test_every_address_was_made_with_a_guard() -> None:
    unguarded = [address.name for address in every() if address.guard is None]
    assert sorted(set(unguarded)) == sorted(SIGNED_BY_PROVIDERS)


def test_an_address_is_open_exactly_where_the_matrix_says_so() -> None:
    opened = {address.name for address in every() if getattr(address.guard, "open_because", "")}
    assert opened == {name for name, row in MATRIX.items() if row.open}


@pytest.mark.parametrize("about", ABOUT)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(MATRIX))
def test_exactly_those_come_in_who_should(w: world.World, name: str, method: str, about: str) -> None:
    """First everybody who must stay outside, then the others: what these change cannot help those."""
    [address, *_] = [one for one in every() if one.name == name]
    row = row_for(address, about)
    expected = set(EVERYBODY if row.open else getattr(row, method))
    wrong = {}
    for who in sorted(EVERYBODY, key=lambda who: (who in expected, who)):
        response = knock(address, w, who, method, about)
        body = response.content.decode("utf-8", "replace") + str(response.headers)
        as_expected = let_in(response) if who in expected else turned_away(response)
        if response.status_code >= 500:
            wrong[who] = f"fault {response.status_code}"
        elif not row.open and not as_expected:
            wrong[who] = f"{response.status_code} {response.get('Location', '')}"
        leaked = [owner for owner in told(body) if owner not in MAY_READ.get(who, set())]
        if leaked:
            wrong[who] = f"{response.status_code} shows {leaked}"
    assert wrong == {}


# Whose words a page may show to whom: the person themselves, their worker, and the supervisor of their programme.
MAY_READ = {
    "ana": {"ana"},
    "bea": {"bea"},
    "eva": {"eva"},
    "luz": {"ana"},
    "teo": {"bea"},
    "sol": {"ana", "bea"},
    "omar": {"eva"},
    "rita": {"ana"},
    "ron": {"eva"},
}


# Whose words one opens on one page, and on no other.
MAY_HEAR = {("paz", "staff:right"): {"ana"}}


def told(body: str) -> list[str]:
    """About whom a page says something that nobody else may read."""
    return [
        who
        for who, words in world.SECRETS.items()
        if any(part in body for word in words for part in (word, word.split()[0]))
    ]


# --- what every answer carries ---


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_every_answer_carries_the_rules_for_browsers(w: world.World, name: str) -> None:
    [address, *_] = [one for one in every() if one.name == name]
    for who in (NOBODY, "luz", "ana"):
        headers = knock(address, w, who, "get", "ana").headers
        policy = headers.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy and "require-trusted-types-for 'script'" in policy
        assert "unsafe-inline" not in policy and "unsafe-eval" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        place = "geolocation=()" in headers["Permissions-Policy"]
        assert place or address.name == "participant:check_in"


@pytest.mark.parametrize("name", sorted(name for name, row in MATRIX.items() if not row.open))
def test_what_is_not_for_everybody_is_kept_by_no_browser_or_proxy(w: world.World, name: str) -> None:
    [address, *_] = [one for one in every() if one.name == name]
    for who in ("luz", "sol", "ana"):
        assert "no-store" in knock(address, w, who, "get", "ana").headers.get("Cache-Control", "")


@pytest.mark.parametrize("name", sorted(set(MATRIX) - set(SIGNED_BY_PROVIDERS)))
def test_nothing_is_changed_without_the_token_against_forged_requests(w: world.World, name: str) -> None:
    [address, *_] = [one for one in every() if one.name == name]
    for who in ("sol", "luz", "ana"):
        client = w.browsers[who]()
        client.handler.enforce_csrf_checks = True
        client.raise_request_exception = False
        assert client.post(url(address, w, "ana"), {}).status_code in {403, 405}


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_change_and_show_nothing(w: world.World, method: str) -> None:
    wrong = {}
    for address in every():
        client = w.browsers["sol"]()
        client.raise_request_exception = False
        response = getattr(client, method)(url(address, w, "ana"))
        if response.status_code >= 500 or told(response.content.decode("utf-8", "replace")):
            wrong[address.name] = response.status_code
    assert wrong == {}


# --- whoever sees something is in the person's log ---


def entries_of(person: Any) -> int:
    with catalogue.opened() as db:
        row = db.execute("SELECT count(*) FROM audit.entry WHERE subject = %s", [person.pseudonym]).fetchone()
    return int(row[0]) if row else 0


@pytest.mark.parametrize("name", sorted(name for name, row in MATRIX.items() if row.get and not row.open))
def test_whatever_a_page_shows_of_a_person_stands_in_that_persons_log(w: world.World, name: str) -> None:
    [address, *_] = [one for one in every() if one.name == name]
    people = w.here.people | w.there.people
    for who in sorted(MATRIX[name].get - PERSONS):
        before = {person: entries_of(row) for person, row in people.items()}
        shown = told(knock(address, w, who, "get", "ana").content.decode("utf-8", "replace"))
        looked = {person for person, row in people.items() if entries_of(row) > before[person]}
        assert set(shown) <= looked, f"{who} saw {shown}, the log knows of {looked}"
        theirs = MAY_READ.get(who, set()) | MAY_HEAR.get((who, name), set())
        assert looked <= theirs, f"{who} opened what was not theirs: {looked}"


# --- the matrix has teeth ---


def test_an_address_without_a_guard_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.http import HttpResponse
    from django.urls import path

    from amparo.config import urls

    more = [*urls.urlpatterns, path("backdoor/", lambda request: HttpResponse("x"), name="backdoor")]
    monkeypatch.setattr(addresses, "get_resolver", lambda: type("R", (), {"url_patterns": more}))
    found = addresses.every()
    assert [one.name for one in found if one.guard is None and one.name not in SIGNED_BY_PROVIDERS] == ["backdoor"]
    assert {one.name for one in found} - set(MATRIX) == {"backdoor"}


def test_a_permission_that_is_given_to_all_would_be_seen(w: world.World, monkeypatch: pytest.MonkeyPatch) -> None:
    from amparo.access import rules

    monkeypatch.setitem(rules.TABLE, rules.Permission.PERSON_VIEW, (lambda actor, subject: True,))
    [address] = [one for one in every() if one.name == "staff:person"]
    assert let_in(knock(address, w, "teo", "get", "ana"))


def test_a_browser_without_a_session_is_nobody() -> None:
    assert "amparo_staff" not in Client().cookies
