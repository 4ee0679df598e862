"""Messages and visits in an evidence pack: when, by whom, read by whom; what was written only where somebody asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from amparo.access.rows import acting
from amparo.casework import access_log
from amparo.casework.evidence import document, facts, pack, period, signing, wording, written
from amparo.conversations import actions, queries
from amparo.conversations.models import Message
from amparo.conversations.rules import Written
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.visits import answering
from amparo.visits.models import Visit
from amparo.visits.rules import Kind, State
from tests.casework.test_evidence import URLS, gathered
from tests.conftest import person_actor
from tests.visits.conftest import PHOENIX, moment, offer

ALL = datetime(1971, 1, 1, tzinfo=UTC)
HERS, OURS = "Tengo miedo de la carta.", "La leemos juntas mañana."


@pytest.fixture
def talked(casa: Any, ana: Any) -> Any:
    """Ana wrote, Luz read it and answered; then Ana read that."""
    me, at = person_actor(ana), clock.now() - timedelta(hours=2)
    with acting(me):
        actions.write(ana.id, written=Written(ids.new(), at, HERS, urgent=True), by=me, at=at)
    with acting(casa.luz):
        talk, later = queries.conversation(ana.id, at=at), at + timedelta(minutes=5)
        actions.mark_read(talk, queries.thread(ana.id)[0], by=casa.luz, at=later)
        actions.answer(ana.id, written=Written(ids.new(), later, OURS), by=casa.luz, at=later)
    return ana


def with_words(person: Any, by: Any, since: datetime = ALL) -> facts.Facts:
    at = clock.now()
    with acting(by):
        days = period.offered(at, person.zone)
        return facts.gather(person.id, days, by=by, at=at, words_since=since)


def test_when_a_message_was_sent_and_read_is_there_and_its_words_only_if_asked_for(casa: Any, talked: Any) -> None:
    told = gathered(talked, casa.luz)
    first, second = told["conversation"]
    assert (first["writer"], first["urgent"], first["read_by"], first["answered_by"]) == ("person", True, "Luz", "Luz")
    assert (second["writer"], second["by_name"], second["read_at"]) == ("member", "Luz", None)
    assert first["digest"] and first["digest"] != second["digest"]
    assert HERS not in written.canonical(told).decode() and told["with_words"] is False
    page = document.html(told, digest="d", key_url="k")
    assert "What stands in them is left out." in page and "Lo que dicen no se incluye." in page
    assert "The person wrote a message and said that it is urgent." in page and "The team read it. By" in page
    whole = with_words(talked, person_actor(talked))
    assert [one["words"] for one in whole["conversation"]] == [HERS, OURS]
    page = document.html(whole, digest="d", key_url="k")
    assert HERS in page and "left out" not in page


def test_older_words_than_the_session_opens_stay_closed(casa: Any, talked: Any) -> None:
    with acting(casa.luz):
        last = Message.objects.order_by("received_at").last()
    told = with_words(talked, person_actor(talked), since=last.received_at)
    assert [one["words"] for one in told["conversation"]] == [None, OURS]


def test_what_a_phone_sealed_wrongly_hides_nothing_else(casa: Any, talked: Any) -> None:
    me, at = person_actor(talked), clock.now()
    with acting(me):
        broken = Written(ids.new(), at, sealed=b"\x02" + bytes(80), digest=b"d" * 32)
        actions.write(talked.id, written=broken, by=me, at=at)
    told = with_words(talked, casa.luz)
    assert [one["words"] for one in told["conversation"]] == [HERS, OURS, None]
    assert told["person"]["name"]


def test_nobody_has_the_words_who_may_not_read_them(casa: Any, talked: Any) -> None:
    for by in (casa.teo, casa.paz, casa.ada, casa.system):
        with pytest.raises(Refused, match="not_allowed"):
            with_words(talked, by)


def test_a_pack_with_words_is_genuine_and_its_making_stands_in_the_log(casa: Any, talked: Any) -> None:
    made = pack.make(with_words(talked, casa.luz), **URLS, at=clock.now())
    key = bytes(casa.programme.receipt_key)
    assert signing.verify(made.files, key).begins == made.begins
    changed = made.files | {signing.JSON: made.files[signing.JSON].replace(b"miedo", b"prisa")}
    with pytest.raises(Refused, match="json_changed"):
        signing.verify(changed, key)
    with acting(person_actor(talked)):
        newest = access_log.everything(talked, by=person_actor(talked), at=clock.now())
    assert any("conversations.body" in look.fields for look in newest)


def test_a_visit_says_who_arranged_it_who_moved_it_and_what_became_of_it(casa: Any, ana: Any) -> None:
    visit, me = offer(casa, ana, words="Bring your letters."), person_actor(ana)
    with acting(me):
        wanted = [moment(6, 15).replace(tzinfo=None)]
        answering.ask_for_another_time(
            visit.id, wanted=wanted, zone=PHOENIX, note="Trabajo de día.", by=me, at=clock.now()
        )
    [told] = gathered(ana, casa.luz)["visits"]
    assert (told["kind"], told["state"], told["moved"], told["offered_by"]) == ("office", "asked", 1, "Luz")
    assert told["note"] == "Trabajo de día." and len(told["wanted"]) == 1
    with acting(casa.luz):
        Visit.objects.filter(id=visit.id).update(state="held")
    page = document.html(gathered(ana, casa.luz), digest="d", key_url="k")
    for there in ("at an office, 60 minutes.", "The person moved it 1 time(s). It took place.", "Trabajo de día."):
        assert there in page, there
    assert "Visits on record: 1. Held: 1." in page and "Bring your letters." not in page


def test_every_kind_and_state_of_a_visit_has_its_sentence() -> None:
    assert {*Kind, *State} <= set(wording.VISITS)
