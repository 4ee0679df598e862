"""Every page of the person's × how somebody showed who they are: what opens, by the table that the door itself uses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.identity import cookie
from amparo.identity.models import Session
from amparo.identity.rules import Shown
from amparo.identity.ways import Way
from amparo.participant import guard, scope
from amparo.participant.scope import Needs
from tests.contracts import addresses, world

HOUR = timedelta(hours=1)
# How somebody holds a session: (way, shown this long ago, settles in this long).
HELD: dict[str, tuple[Way, timedelta, timedelta | None]] = {
    "a PIN just now": (Way.PIN, timedelta(0), None),
    "a PIN yesterday": (Way.PIN, 24 * HOUR, None),
    "a passkey just now": (Way.PASSKEY, timedelta(0), None),
    "a passkey yesterday": (Way.PASSKEY, 24 * HOUR, None),
    "a PIN from staff, given anew": (Way.PIN, timedelta(0), 70 * HOUR),
    "a passkey with a link from staff, given anew": (Way.PASSKEY, timedelta(0), 70 * HOUR),
}
JUST_NOW = {"a PIN just now", "a passkey just now"}
OPENS: dict[Needs, set[str]] = {
    scope.SIGNED_IN: set(HELD),
    scope.ALSO_AT_KIOSK: set(HELD),
    scope.CHECKING_IN: set(HELD),
    scope.TELLING: set(HELD),
    scope.ASKING: set(HELD),
    scope.OWN_PHONE: set(HELD),
    scope.FILE: set(HELD),
    scope.PAPERS_FILE: JUST_NOW,
    scope.FRESH: {how for how, (_, ago, _) in HELD.items() if not ago},
    scope.FRESH_AT_KIOSK: {how for how, (_, ago, _) in HELD.items() if not ago},
    scope.NEW_WAY_IN: JUST_NOW,
    scope.NEW_KEY: JUST_NOW,
    scope.SENSITIVE: {"a passkey just now", "a passkey yesterday"},
}
# What a PIN opens, said again by hand: whoever widens the table meets this list.
OPEN_TO_ANY_PIN = {
    *("what_next", "check_in", "receipts", "receipt", "receipt_file", "choose_time", "who_looked", "log_proof"),
    *("voice", "voice_recording", "time_asked", "questions", "question", "trouble", "evidence"),
    *(
        "selfie",
        "selfie_result",
    ),
    *("representatives", "representative", "representative_end"),
    *("family", "family_stop", "family_check_in"),
    *("all_pages", "session", "case", "case_steps", "address", "telling"),
    *("hear_in", "written_in", "my_data", "promises", "agreed", "agreed_stop", "browsers_stop", "rights", "right"),
    # Writing; what of the conversation is read beside it is `scope.reading`'s to say, see below.
    *("messages", "messages_write", "message_file", "message_file_opened"),
    *("calendar", "date", "date_file", "own_date_new", "own_date", "visit", "calendar_link", "calendar_link_end"),
    *("trusted", "push", "it_is_me", "it_is_me_passkey", "passkeys", "passkeys_told", "phrase", "call_times"),
    *("documents", "document_new", "document_piece", "document_state"),
}


ANY_PIN = (
    scope.SIGNED_IN,
    scope.ALSO_AT_KIOSK,
    scope.CHECKING_IN,
    scope.TELLING,
    scope.ASKING,
    scope.OWN_PHONE,
    scope.FILE,
)


def own_pages() -> dict[str, Any]:
    """Name: guard, of every address that a person must be signed in for."""
    found = [one for one in addresses.every() if one.name.startswith("participant:")]
    return {one.name.partition(":")[2]: one.guard for one in found if one.guard and not one.guard.open_because}


def test_every_page_of_the_person_stands_in_the_table_and_nothing_else() -> None:
    assert set(own_pages()) == set(scope.PAGES)


def test_every_page_asks_for_what_the_table_says() -> None:
    assert {name: door.needs for name, door in own_pages().items()} == scope.PAGES


def test_a_page_outside_the_table_cannot_be_made() -> None:
    with pytest.raises(KeyError):
        guard.own_path("my/diary/", lambda request: None, name="diary")  # type: ignore[arg-type,return-value]


def test_what_any_pin_opens_is_what_everybody_needs_to_comply_and_to_object() -> None:
    assert {name for name, needs in scope.PAGES.items() if needs in ANY_PIN} == OPEN_TO_ANY_PIN


def test_a_screen_that_others_use_opens_the_check_in_the_next_date_and_the_receipt() -> None:
    at = clock.now()
    shown = Shown(Way.PIN, at, None, at_kiosk=True)
    opened = {name for name, needs in scope.PAGES.items() if not scope.missing(needs, shown, at)}
    # And locks everything: somebody whose phone is lost may come to the office first. And who lets somebody of their
    # family check in for them can stop there, away from them; to say yes is for their own phone.
    assert opened == {"what_next", "check_in", "receipt", "lost", "family", "family_stop"}


def test_a_phone_that_is_not_theirs_gets_no_file_and_nothing_else_that_stays() -> None:
    at = clock.now()
    shown = Shown(Way.PIN, at, None, borrowed=True)
    shut = {name: scope.missing(needs, shown, at) for name, needs in scope.PAGES.items()}
    files = {"date_file", "receipt_file", "log_proof", "my_copy_file", "evidence", "document_file", "document_original"}
    files.add("message_file_opened")
    assert {name for name, code in shut.items() if code == "no_file_here"} == files
    assert {name for name, code in shut.items() if code == "not_on_borrowed"} == {
        *("push", "passkey_new", "calendar_link_new", "family_answer")
    }


@pytest.mark.parametrize("needs", OPENS, ids=str)
@pytest.mark.parametrize("how", HELD)
def test_each_kind_of_page_opens_to_exactly_those(needs: Needs, how: str) -> None:
    at, (way, ago, settles) = clock.now(), HELD[how]
    shown = Shown(way, at - ago, at + settles if settles else None)
    assert (scope.missing(needs, shown, at) == "") is (how in OPENS[needs])


READS = {
    "a PIN just now": 30,
    "a PIN yesterday": None,
    "a passkey just now": "all",
    "a passkey yesterday": "all",
    # Given anew two hours ago.
    "a PIN from staff, given anew": 2 / 24,
    "a passkey with a link from staff, given anew": 2 / 24,
}


@pytest.mark.parametrize("how", HELD)
def test_of_a_conversation_each_reads_so_many_days(how: str) -> None:
    at, (way, ago, settles) = clock.now(), HELD[how]
    may = scope.reading(Shown(way, at - ago, at + settles if settles else None), at)
    days = (at - may.since) / (24 * HOUR) if may.since else "all"
    assert (days if may.allowed else None) == READS[how]


# --- and so do the doors ---


def phone(person: Any, how: str) -> Client:
    """A phone that is signed in so."""
    at, (way, ago, settles) = clock.now(), HELD[how]
    client = world.person_browser(person)
    held = cookie.read(client.cookies[cookie.SESSION_NAME].value)
    with acting(world.Actor(world.Kind.SYSTEM, world.UUID(int=0), person.programme_id)):
        Session.objects.filter(id=held.session_id).update(
            way=way, shown_at=at - ago, settles_at=at + settles if settles else None
        )
    client.raise_request_exception = False
    return client


ROWS = {
    "attachment_id": uuid4(),
    "client_id": uuid4(),
    "document_id": uuid4(),
    "part_id": uuid4(),
    "file_id": uuid4(),
    "checkin_id": uuid4(),
    "request_id": uuid4(),
    "consent_id": uuid4(),
    "concern_id": uuid4(),
    "passkey_id": uuid4(),
    "trusted_id": uuid4(),
    "telling_id": uuid4(),
    "visit_id": uuid4(),
    "date_id": uuid4(),
    "appointment_id": uuid4(),
    "mandate_id": uuid4(),
    "number": "00000-00000",
    "kind": "txt",
}


@pytest.mark.parametrize("how", HELD)
def test_every_page_answers_as_the_table_says(ana: Any, how: str) -> None:
    """Rows that nobody has: past the table it is "not found", before it one is asked to show who one is."""
    asked = {}
    for address in addresses.every():
        door, _, name = address.name.partition(":")
        if (
            door != "participant"
            or address.guard is None
            or getattr(address.guard, "open_because", "")
            or name not in scope.PAGES
        ):
            continue
        posted = ("passkey_remove", "passkeys_told", "phrase_new", "phrase_remove", "trouble")
        posted += ("agreed_stop", "browsers_stop", "document_piece", "message_file", "my_copy_end")
        posted += ("calendar_link_new", "calendar_link_end", "written_in")
        method = "post" if name in posted else "get"
        reply = getattr(phone(ana, how), method)(
            address.at(ROWS | ({"number": 1} if name == "document_picture" else {}))
        )
        stopped = reply.status_code == 302 and reply["Location"].startswith("/my/it-is-me/")
        asked[name] = stopped or reply.status_code == 403
    assert asked == {name: how not in OPENS[needs] for name, needs in scope.PAGES.items()}


def test_a_script_is_told_in_a_code(ana: Any) -> None:
    reply = phone(ana, "a PIN yesterday").get("/my/passkeys/new/", headers={"accept": "application/json"})
    assert (reply.status_code, reply.json()["code"]) == (403, "show_it_is_you")


def test_a_page_that_was_opened_wider_would_be_seen(ana: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scope, "missing", lambda needs, shown, at: "")
    assert phone(ana, "a PIN yesterday").get("/my/passkeys/new/").status_code == 200
