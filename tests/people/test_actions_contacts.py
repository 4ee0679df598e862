"""How a person is reached, and how that ends."""

import pytest

from amparo.access.rows import acting
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.people import actions, queries
from tests.conftest import person_actor

AT = clock.now()


def contacts(casa, person) -> list[tuple[str, str]]:
    with acting(casa.luz):
        return [(row.kind, row.state) for row in queries.contacts_of(person)]


@pytest.fixture
def sms(casa, ana):
    with acting(casa.luz):
        return queries.contacts_of(ana)[0]


def test_an_added_contact_comes_last_and_finds_the_person(casa, ana) -> None:
    with acting(casa.luz):
        row = actions.add_contact(ana.id, "voice", "(786) 555-0199", by=casa.luz, at=AT)
        assert row.position == 2
        assert queries.search("0199", by=casa.luz, at=AT) == [ana]


def test_the_same_contact_twice_is_one(casa, ana) -> None:
    with acting(casa.luz):
        first, again = (
            actions.add_contact(ana.id, "sms", said, by=casa.luz, at=AT) for said in ("+1 786 555 0199", "7865550199")
        )
        assert first.id == again.id
        assert actions.add_contact(ana.id, "sms", "305-555-0123", by=casa.luz, at=AT).position == 0


def test_the_person_adds_their_own_contact_and_is_found_by_it(casa, ana) -> None:
    me = person_actor(ana)
    with acting(me):
        for _ in range(2):
            actions.add_contact(ana.id, "sms", "+17865550199", by=me, at=AT)
    with acting(casa.luz):
        assert queries.search("0199", by=casa.luz, at=AT) == [ana]
        assert len(queries.contacts_of(ana)) == 3


def test_a_contact_is_added_by_nobody_else(casa, ana) -> None:
    with acting(casa.teo), pytest.raises(Refused, match="not_allowed"):
        actions.add_contact(ana.id, "sms", "+17865550199", by=casa.teo, at=AT)


def test_an_unreadable_contact_leaves_nothing(casa, ana) -> None:
    with acting(casa.luz), pytest.raises(Refused, match="phone_too_short"):
        actions.add_contact(ana.id, "sms", "55", by=casa.luz, at=AT)
    assert len(contacts(casa, ana)) == 2


def test_there_is_an_end_to_contacts(casa, ana) -> None:
    with acting(casa.luz), pytest.raises(Refused, match="too_many_contacts"):
        for number in range(20):
            actions.add_contact(ana.id, "email", f"ana{number}@example.org", by=casa.luz, at=AT)


def test_the_person_orders_their_contacts(casa, ana) -> None:
    me = person_actor(ana)
    with acting(me):
        turned = [row.id for row in reversed(queries.contacts_of(ana))]
        for _ in range(2):
            actions.order_contacts(ana.id, turned, by=me, at=AT)
        with pytest.raises(Refused, match="not_these_contacts"):
            actions.order_contacts(ana.id, turned[:1], by=me, at=AT)
    assert [kind for kind, _ in contacts(casa, ana)] == ["email", "sms"]


def test_stop_ends_one_contact_at_once_and_asks_for_another_way(casa, ana, sms) -> None:
    with acting(casa.system):
        stopped = actions.stop_contact(sms.id, by=casa.system, at=AT)
        assert (stopped.state, stopped.settled_at) == ("stopped", None)
        assert actions.stop_contact(sms.id, by=casa.system, at=clock.now()).state_at == AT
    assert contacts(casa, ana) == [("email", "active"), ("sms", "stopped")]


def test_a_job_never_writes_again_to_who_said_stop(casa, ana, sms) -> None:
    with acting(casa.system):
        actions.stop_contact(sms.id, by=casa.system, at=AT)
        assert actions.add_contact(ana.id, "sms", "+13055550123", by=casa.system, at=AT).state == "stopped"
    with acting(casa.luz):
        assert actions.add_contact(ana.id, "sms", "+13055550123", by=casa.luz, at=AT).state == "active"


def test_a_retired_contact_stays_so_unless_the_person_stops_it(casa, ana, sms) -> None:
    with acting(casa.system):
        assert actions.retire_contact(sms.id, "unknown_number", by=casa.system, at=AT).state == "retired"
        assert actions.stop_contact(sms.id, by=casa.system, at=AT).state == "stopped"
        assert actions.retire_contact(sms.id, "unknown_number", by=casa.system, at=AT).state == "stopped"


def test_another_way_is_agreed_once_by_her_worker(casa, ana, sms) -> None:
    with acting(casa.luz):
        with pytest.raises(Refused, match="contact_in_use"):
            actions.settle_contact(sms.id, by=casa.luz, at=AT)
        actions.stop_contact(sms.id, by=casa.luz, at=AT)
        actions.settle_contact(sms.id, by=casa.luz, at=AT)
        assert actions.settle_contact(sms.id, by=casa.luz, at=clock.now()).settled_at == AT
    with acting(casa.teo), pytest.raises(Refused, match="not_allowed"):
        actions.settle_contact(sms.id, by=casa.teo, at=AT)


def test_a_removed_contact_finds_nobody(casa, ana, sms) -> None:
    with acting(casa.luz):
        for _ in range(2):
            actions.remove_contact(sms.id, by=casa.luz, at=AT)
        assert queries.search("0123", by=casa.luz, at=AT) == []
        assert queries.contacts_at("ana@example.org", kinds=["email"], by=casa.luz, at=AT)


def test_who_wrote_to_us_is_found_by_their_number(casa, elsewhere, ana, sms) -> None:
    with acting(casa.system):
        assert queries.contacts_at("+13055550123", kinds=["sms"], by=casa.system, at=AT) == [sms]
        assert queries.contacts_at("+13055550124", kinds=["sms"], by=casa.system, at=AT) == []
    with acting(elsewhere.system):
        assert queries.contacts_at("+13055550123", kinds=["sms"], by=elsewhere.system, at=AT) == []


def test_no_such_contact_is_refused(casa) -> None:
    with acting(casa.luz), pytest.raises(Refused, match="unknown_contact"):
        actions.stop_contact(ids.new(), by=casa.luz, at=AT)
