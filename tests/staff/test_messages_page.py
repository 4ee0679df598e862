"""A worker reads, answers and sees files; Today shows what waits; whoever is away is covered or everybody is called."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from amparo.access.actor import Actor
from amparo.access.rows import acting
from amparo.casework import today
from amparo.casework.urgency import Kind
from amparo.conversations import actions, attaching, jobs, rules
from amparo.conversations.models import Message
from amparo.conversations.rules import Written
from amparo.foundation import clock, ids
from amparo.privacy import vault
from amparo.programme.models import Member
from tests.conftest import enrol, person_actor, role
from tests.conversations.test_attaching import photo
from tests.staff.conftest import at_the_door

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def says(ana: Any) -> Callable[..., Any]:
    def write(words: str = "Hola", *, who: Any = None, ago: timedelta = timedelta(0), **more: Any) -> Any:
        person = who or ana
        me, at = person_actor(person), clock.now() - ago
        with acting(me):
            return actions.write(person.id, written=Written(ids.new(), at, words, **more), by=me, at=at)[0]

    return write


def page(client: Client, ana: Any) -> str:
    reply = client.get(f"/staff/people/{ana.id}/messages/")
    assert reply.status_code == 200, reply.status_code
    return str(reply.content.decode())


def needs(casa: Any, by: Actor, **more: Any) -> list[tuple[str, Any]]:
    with acting(by):
        found = today.needs(by=by, at=clock.now(), **more)
    return [(need.kind, need.person.id) for need in found if need.kind in (Kind.URGENT_MESSAGE, Kind.MESSAGE_TO_ANSWER)]


def away(casa: Any, name: str, **more: Any) -> None:
    at = clock.now()
    with role("owner"), acting(casa.system):
        Member.objects.filter(id=casa.members[name].id).update(away_from=at - DAY, away_until=at + DAY, **more)


def test_the_worker_reads_answers_and_it_no_longer_waits(luz: Client, casa: Any, ana: Any, says: Any) -> None:
    says("¿Puede llamarme?")
    assert needs(casa, casa.luz) == [(Kind.MESSAGE_TO_ANSWER, ana.id)]
    assert "¿Puede llamarme?" in page(luz, ana) and "Wrote a message" in luz.get("/staff/").content.decode()
    reply = luz.post(f"/staff/people/{ana.id}/messages/", {"words": "Sí, hoy.", "client_id": str(ids.new())})
    assert reply.status_code == 302 and "Sí, hoy." in page(luz, ana)
    assert needs(casa, casa.luz) == []


def test_an_answer_sent_twice_is_one(luz: Client, casa: Any, ana: Any) -> None:
    body = {"words": "Buenos días", "client_id": str(ids.new())}
    for _ in range(3):
        luz.post(f"/staff/people/{ana.id}/messages/", body)
    with acting(casa.luz):
        assert Message.objects.count() == 1


@pytest.mark.parametrize("words", ["", "x" * (rules.LONGEST_WORDS + 1)], ids=["nothing", "too much"])
def test_what_cannot_be_sent_stays_on_the_page(luz: Client, ana: Any, words: str) -> None:
    reply = luz.post(f"/staff/people/{ana.id}/messages/", {"words": words, "client_id": str(ids.new())})
    assert reply.status_code == 422 and words in reply.content.decode()


def test_words_that_would_turn_others_around_stay_in_a_box_of_their_own(luz: Client, ana: Any, says: Any) -> None:
    said = "pay \u202e001 <b>now</b> \u2066x مرحبا"
    says(said)
    assert f'<div class="words" dir="auto">{html.escape(said)}</div>' in page(luz, ana)


def test_what_needs_no_answer_is_said_so(luz: Client, casa: Any, ana: Any, says: Any) -> None:
    says("Gracias")
    page(luz, ana)
    luz.post(f"/staff/people/{ana.id}/messages/", {"what": "rest"})
    assert needs(casa, casa.luz) == []


def test_the_log_says_who_read_and_why(luz: Client, casa: Any, ana: Any, says: Any) -> None:
    from amparo.casework import access_log

    says("secreto")
    page(luz, ana)
    me = person_actor(ana)
    with acting(me):
        looks = access_log.read(ana, by=me, at=clock.now())
    assert "message_read" in str(looks) and "conversations.body" in str(looks)


def test_photos_of_what_waits_are_shown_and_later_ones_after_a_click(
    luz: Client, casa: Any, ana: Any, says: Any
) -> None:
    me, message = person_actor(ana), says("mire", promised=1)
    with acting(me):
        row, _ = attaching.attach(
            message.client_id, client_id=ids.new(), kind=rules.Kind.PHOTO, data=photo(), by=me, at=clock.now()
        )
    assert "being made ready" in page(luz, ana)
    jobs.read_attachments(casa.id, clock.now())
    reply = luz.get(f"/staff/people/{ana.id}/messages/")
    assert "data:image/webp;base64," in reply.content.decode()
    assert "img-src" in reply["Content-Security-Policy"] and "data:" in reply["Content-Security-Policy"]
    luz.post(f"/staff/people/{ana.id}/messages/", {"words": "Gracias", "client_id": str(ids.new())})
    assert "data:image" not in page(luz, ana)
    assert "data:image/webp" in luz.get(f"/staff/people/{ana.id}/messages/{row.id}/").content.decode()


def test_a_file_is_not_shown_under_another_persons_address(luz: Client, casa: Any, ana: Any, says: Any) -> None:
    me, message = person_actor(ana), says("mire")
    with acting(me):
        row, _ = attaching.attach(
            message.client_id, client_id=ids.new(), kind=rules.Kind.PHOTO, data=photo(), by=me, at=clock.now()
        )
    jobs.read_attachments(casa.id, clock.now())
    bea = enrol(casa, case_number="A123456780")
    assert luz.get(f"/staff/people/{bea.id}/messages/{row.id}/").status_code == 404


# --- what is urgent ---


def test_what_is_urgent_stands_first_of_all_and_says_how_long_is_left(
    luz: Client, casa: Any, ana: Any, says: Any
) -> None:
    bea = enrol(casa, case_number="A123456780", name="Bea")
    says("older", who=bea, ago=5 * DAY)
    says("ayuda", urgent=True, ago=10 * MINUTE)
    assert needs(casa, casa.luz) == [(Kind.URGENT_MESSAGE, ana.id), (Kind.MESSAGE_TO_ANSWER, bea.id)]
    shown = luz.get("/staff/").content.decode()
    assert shown.index("Wrote that it is urgent") < shown.index("Wrote a message")


def test_several_messages_of_one_person_are_one_line(casa: Any, ana: Any, says: Any) -> None:
    for n in range(4):
        says(f"{n}", urgent=n == 2)
    assert needs(casa, casa.luz) == [(Kind.URGENT_MESSAGE, ana.id)]


def test_a_cover_sees_it_and_others_do_not(casa: Any, ana: Any, says: Any) -> None:
    from amparo.programme import queries as programmes

    away(casa, "luz", cover=casa.members["teo"])
    says("ayuda", urgent=True)
    with acting(casa.teo):
        teo = programmes.actor_of(casa.members["teo"], clock.now())
    assert needs(casa, teo) == [(Kind.URGENT_MESSAGE, ana.id)]
    assert needs(casa, casa.sol) == []


def test_while_nobody_of_theirs_is_there_everybody_is_called_without_the_name(casa: Any, ana: Any, says: Any) -> None:
    away(casa, "luz")
    says("no es urgente")
    says("ayuda", urgent=True)
    door = at_the_door(casa.members["teo"])
    shown = door.get("/staff/").content.decode()
    assert "Wrote that it is urgent" in shown and ana.reference in shown and "Ana Lucía" not in shown
    assert "ayuda" in page(door, ana) and "Ana Lucía" not in page(door, ana)
    assert door.get(f"/staff/people/{ana.id}/").status_code == 403
    door.post(f"/staff/people/{ana.id}/messages/", {"words": "Voy", "client_id": str(ids.new())})
    assert door.get(f"/staff/people/{ana.id}/messages/").status_code == 403
    assert needs(casa, casa.sol, everybody=False) == []


def test_while_the_vault_is_away_what_was_typed_stays(luz: Client, ana: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from amparo.foundation.errors import Refused

    def gone(*_given: Any, **_more: Any) -> Any:
        raise Refused("vault_unavailable")

    with monkeypatch.context() as broken:
        broken.setattr(vault, "seal", gone)
        reply = luz.post(f"/staff/people/{ana.id}/messages/", {"words": "No se pierda", "client_id": str(ids.new())})
    assert reply.status_code == 503 and "No se pierda" in reply.content.decode()


def test_another_worker_and_another_programme_see_nothing(casa: Any, elsewhere: Any, ana: Any, says: Any) -> None:
    says("secreto")
    for member in (casa.members["teo"], casa.members["paz"], elsewhere.members["luz"]):
        reply = at_the_door(member).get(f"/staff/people/{ana.id}/messages/")
        assert reply.status_code in (403, 404) and b"secreto" not in reply.content
