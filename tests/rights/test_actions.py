"""Asking about one's own data: by the person, heard outside their team, answered with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection

from amparo.access.actor import Role
from amparo.access.rows import acting
from amparo.casework import rights_desk
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.people.models import ForgetAsk, Person
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.rights import actions, queries
from amparo.rights.models import Request
from tests.conftest import enrol, person_actor, role

WORDS = "Mi trabajadora no me devuelve las llamadas.\n\u202eمرحبا\u202c 👩🏽‍🦱"


def ask(person: Any, kind: str = "complain", words: str = WORDS, **changes: Any) -> Request:
    me = person_actor(person)
    facts = {"client_id": ids.new(), "by": me, "at": clock.now()} | changes
    with acting(me):
        return actions.ask(person.id, kind=kind, words=words, **facts)


def answer(casa: Any, made: Request, *, granted: bool = False, **changes: Any) -> Request:
    facts = {"words": "We looked, and it is so.", "where": "The city's ombudsman, 1 Plaza", "by": casa.paz}
    facts |= {"at": clock.now()} | changes
    with acting(casa.paz):
        return rights_desk.answer(made.id, granted=granted, **facts)


def refused_with(code: str) -> Any:
    return pytest.raises(Refused, match=f"^{code}$")


# --- asking ---


def test_what_is_asked_has_a_clock_and_is_sealed(casa: Any, ana: Any) -> None:
    made = ask(ana)
    assert made.due_at - made.asked_at == timedelta(days=30)
    assert WORDS.encode()[:20] not in bytes(made.words)
    with acting(casa.paz):
        found = queries.one(made.id, by=casa.paz)
        assert queries.words(found, by=casa.paz, at=clock.now()) == {"words": WORDS}


def test_the_same_form_sent_twice_is_one_request(ana: Any) -> None:
    number = ids.new()
    assert ask(ana, client_id=number).id == ask(ana, client_id=number).id


@pytest.mark.parametrize(
    ("kind", "words", "code"),
    [
        ("shout", WORDS, "pick_one"),
        ("complain", " \u200b\u2060\n", "words_missing"),
        ("correct", "", "words_missing"),
        ("complain", "x" * 10_000, "too_long"),
    ],
)
def test_what_cannot_be_asked_so_is_refused_and_nothing_is_kept(ana: Any, kind: str, words: str, code: str) -> None:
    with refused_with(code):
        ask(ana, kind, words)
    with acting(person_actor(ana)):
        assert not Request.objects.exists()


def test_to_be_forgotten_needs_no_words(ana: Any) -> None:
    assert ask(ana, "erase", "").words is None


def test_so_many_wait_at_once(ana: Any) -> None:
    for _ in range(12):
        ask(ana)
    with refused_with("too_many"):
        ask(ana)


def test_nobody_asks_for_somebody_else(casa: Any, ana: Any) -> None:
    for by in (casa.luz, casa.paz, person_actor(enrol(casa, name="Bea", case_number=None, contacts=[]))):
        with acting(by), pytest.raises(Refused):
            actions.ask(ana.id, kind="erase", words="", client_id=ids.new(), by=by, at=clock.now())


def test_a_persons_request_is_none_of_another_persons(casa: Any, ana: Any) -> None:
    made, bea = ask(ana), person_actor(enrol(casa, name="Bea", case_number=None, contacts=[]))
    with acting(bea), refused_with("unknown_request"):
        queries.one(made.id, by=bea)
    with acting(bea), refused_with("unknown_request"):
        actions.withdraw(made.id, by=bea, at=clock.now())


# --- outside the case team ---


@pytest.mark.parametrize("who", ["luz", "teo", "sol", "ada"])
def test_for_whoever_works_on_cases_it_does_not_exist(casa: Any, ana: Any, who: str) -> None:
    made, by = ask(ana), getattr(casa, who)
    with acting(by):
        assert not Request.objects.filter(id=made.id).exists()
        with refused_with("unknown_request"):
            queries.one(made.id, by=by)


@pytest.mark.parametrize("also", [Role.CASE_WORKER, Role.SUPERVISOR])
def test_a_privacy_officer_who_also_works_on_cases_hears_none(casa: Any, ana: Any, also: Role) -> None:
    made, both = ask(ana), replace(casa.paz, roles=casa.paz.roles | {also})
    with acting(both):
        assert not Request.objects.filter(id=made.id).exists()
        with refused_with("not_allowed"):
            queries.waiting(by=both)


def test_row_security_alone_keeps_it_from_the_team(casa: Any, ana: Any) -> None:
    """Without any of our code: plain SQL under the token that a case worker's page has."""
    made = ask(ana)
    for who, sees in (("luz", 0), ("sol", 0), ("ada", 0), ("paz", 1), ("system", 1)):
        with acting(getattr(casa, who)), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM rights_request WHERE id = %s", [made.id])
            assert (who, cursor.fetchone()[0]) == (who, sees)
            if not sees:
                cursor.execute("UPDATE rights_request SET state = 'withdrawn'")
                assert cursor.rowcount == 0
                cursor.execute("DELETE FROM rights_request")
                assert cursor.rowcount == 0


def test_row_security_lets_the_team_write_none_either(casa: Any, ana: Any) -> None:
    made = ask(ana)
    with pytest.raises(Exception, match="row-level security"), acting(casa.luz):
        made.pk = ids.new()
        made.client_id = ids.new()
        made.save(force_insert=True)


@pytest.mark.parametrize("who", ["luz", "sol"])
def test_whoever_had_the_row_could_not_open_it(casa: Any, ana: Any, who: str) -> None:
    """The vault asks for the role too, whatever reason is given."""
    made, by = ask(ana), getattr(casa, who)
    item = vault.OpenItem(people.subject_of(ana), "rights.request", made.id, bytes(made.words))
    for why in (Purpose.RIGHTS_REVIEW, Purpose.PERSON_PAGE, Purpose.CHECKIN_REVIEW):
        with refused_with("not_allowed"):
            vault.open_text([item], by=by, why=why, at=clock.now())


def test_a_token_that_is_changed_to_hear_hears_nothing(casa: Any, ana: Any) -> None:
    """Whoever smuggles SQL into a case worker's page can set the token, and cannot sign it."""
    from amparo.access.rows import token

    ask(ana)
    with acting(casa.luz), connection.cursor() as cursor:
        for forged in (token(casa.id, None).replace("|-|", "|+|"), f"{casa.id}|+|99999999999|1|{'0' * 64}", "+", ""):
            cursor.execute("SELECT set_config('amparo.token', %s, true)", [forged])
            cursor.execute("SELECT count(*), coalesce(bool_or(sec.hears()), sec.hears()) FROM rights_request")
            assert cursor.fetchone() == (0, False)


def test_another_programmes_privacy_officer_hears_nothing(casa: Any, elsewhere: Any, ana: Any) -> None:
    made = ask(ana)
    with acting(elsewhere.paz):
        assert queries.waiting(by=elsewhere.paz) == []
        with refused_with("unknown_request"):
            queries.one(made.id, by=elsewhere.paz)


# --- answering ---


def test_the_one_with_the_least_time_comes_first(casa: Any, ana: Any) -> None:
    at = clock.now()
    later, sooner = ask(ana, at=at), ask(ana, at=at - timedelta(days=20))
    with acting(casa.paz):
        assert [one.id for one in queries.waiting(by=casa.paz)] == [sooner.id, later.id]
        assert rights_desk.counts(by=casa.paz, at=at + timedelta(days=11))["overdue"] == 1


def test_a_no_says_why_and_where_to_complain(casa: Any, ana: Any) -> None:
    made = answer(casa, ask(ana))
    with acting(person_actor(ana)):
        found = queries.one(made.id, by=person_actor(ana))
        said = queries.words(found, by=person_actor(ana), at=clock.now())
    assert (found.state, said["answer"], said["where"]) == (
        "refused",
        "We looked, and it is so.",
        "The city's ombudsman, 1 Plaza",
    )


@pytest.mark.parametrize(("missing", "code"), [("words", "words_missing"), ("where", "where_missing")])
def test_a_no_without_its_reason_or_address_is_refused(casa: Any, ana: Any, missing: str, code: str) -> None:
    made = ask(ana)
    with refused_with(code):
        answer(casa, made, **{missing: "  "})
    with acting(casa.paz):
        assert queries.one(made.id, by=casa.paz).state == "waiting"


def test_postgresql_knows_no_refusal_without_an_address(casa: Any, ana: Any) -> None:
    made = ask(ana)
    with pytest.raises(IntegrityError, match="a_refusal_says_where_to_complain"), acting(casa.paz):
        facts = {"ended_at": clock.now(), "answered_by": casa.paz.id, "answer": b"x"}
        Request.objects.filter(id=made.id).update(state="refused", **facts)


def test_it_is_answered_once(casa: Any, ana: Any) -> None:
    made = answer(casa, ask(ana), granted=True)
    with refused_with("somebody_was_faster"):
        answer(casa, made)


def test_what_was_taken_back_is_not_answered_and_the_other_way_round(casa: Any, ana: Any) -> None:
    me, made, answered = person_actor(ana), ask(ana), answer(casa, ask(ana))
    with acting(me):
        actions.withdraw(made.id, by=me, at=clock.now())
        assert actions.withdraw(made.id, by=me, at=clock.now()).state == "withdrawn"
    with refused_with("somebody_was_faster"):
        answer(casa, made)
    with acting(me), refused_with("somebody_was_faster"):
        actions.withdraw(answered.id, by=me, at=clock.now())


def test_each_reading_stands_in_the_persons_log(casa: Any, ana: Any) -> None:
    from amparo.casework import access_log

    made, me = ask(ana), person_actor(ana)
    with acting(casa.paz):
        queries.words(queries.one(made.id, by=casa.paz), by=casa.paz, at=clock.now())
    with acting(me):
        looks = access_log.everything(people.by_id(ana.id), by=me, at=clock.now())
    assert ("rights_review", ("rights.request",), "Paz") in {(one.purpose, one.fields, one.name) for one in looks}


# --- to be forgotten ---


def test_a_yes_to_being_forgotten_is_the_first_of_two_signatures(casa: Any, ana: Any) -> None:
    answer(casa, ask(ana, "erase", ""), granted=True)
    with acting(casa.ada):
        waiting = ForgetAsk.objects.get(person=ana)
    assert (waiting.asked_by, waiting.why, waiting.confirmed_at) == (casa.paz.id, "own_wish", None)


def test_a_wish_stands_on_the_page_of_forgetting_for_the_privacy_officer_only(casa: Any, ana: Any) -> None:
    made = ask(ana, "erase", "")
    with acting(casa.paz):
        assert [one.id for one in rights_desk.wishes(by=casa.paz)] == [made.id]
        assert rights_desk.wish_of(ana.id, by=casa.paz).id == made.id
    with acting(casa.sol):
        assert (rights_desk.wishes(by=casa.sol), rights_desk.wish_of(ana.id, by=casa.sol)) == ([], None)


def test_who_does_not_sign_as_the_second_opens_the_wish_again(casa: Any, ana: Any) -> None:
    made = answer(casa, ask(ana, "erase", ""), granted=True)
    with acting(casa.sol):
        rights_desk.not_forgotten(ana.id, by=casa.sol, at=clock.now())
    with acting(casa.paz):
        assert [one.id for one in queries.waiting(by=casa.paz)] == [made.id]


def test_a_colleagues_first_signature_is_not_in_the_way(casa: Any, ana: Any) -> None:
    from amparo.people import forgetting

    with acting(casa.ada):
        forgetting.ask(ana.id, why="own_wish", by=casa.ada, at=clock.now())
    assert answer(casa, ask(ana, "erase", ""), granted=True).state == "done"


def test_a_yes_that_cannot_be_signed_leaves_the_request_waiting(casa: Any, ana: Any, monkeypatch: Any) -> None:
    def no(*_args: Any, **_more: Any) -> None:
        raise Refused("new_sign_in")

    made = ask(ana, "erase", "")
    monkeypatch.setattr("amparo.people.forgetting.ask", no)
    with refused_with("new_sign_in"):
        answer(casa, made, granted=True)
    with acting(casa.paz):
        assert queries.one(made.id, by=casa.paz).state == "waiting"


def test_what_was_asked_goes_with_its_person(casa: Any, ana: Any) -> None:
    from amparo.people import actions as people_actions

    ask(ana)
    with role("owner"):
        people_actions.forget(ana.id, by=casa.system, at=clock.now())
    with acting(casa.system):
        assert Person.objects.get(id=ana.id).state == "erased"
        assert not Request.objects.filter(person=ana.id).exists()


def test_who_answers_is_said_by_name_and_nobody_if_nobody_may(casa: Any) -> None:
    from amparo.programme.models import Member

    with acting(casa.paz):
        assert rights_desk.who_answers(clock.now()) == ["Paz"]
    with role("owner"), acting(casa.system):
        Member.objects.filter(id=casa.members["paz"].id).update(roles=["privacy_officer", "case_worker"])
    with acting(casa.paz):
        assert rights_desk.who_answers(clock.now()) == []
