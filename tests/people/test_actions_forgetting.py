"""Forgetting: from any point on there is only forward."""

from datetime import timedelta

import pytest
from django.db import transaction

from amparo.access.rows import acting
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.identity import actions as identity
from amparo.machine import database, secrets
from amparo.people import actions, forgetting, jobs, queries, trusting
from amparo.people.models import BlindTag, Consent, ContactPoint, Person, Trusted
from amparo.privacy import retention, vault
from amparo.privacy.purposes import Purpose
from amparo.programme import staffing
from tests.conftest import enrol

AT = clock.now()


def left_of(casa, person) -> Person:
    with acting(casa.sol):
        assert not BlindTag.objects.filter(person=person).exists()
        assert not ContactPoint.objects.filter(person=person).exists()
        assert not Consent.objects.filter(person=person).exists()
        assert queries.search("ana", by=casa.sol, at=AT) == []
        return Person.objects.get(id=person.id)


def test_a_forgotten_person_has_no_name_anywhere(casa, ana) -> None:
    subject, name = queries.subject_of(ana), bytes(ana.name)
    actions.forget(ana.id, by=casa.system, at=AT)
    kept = left_of(casa, ana)
    assert (kept.state, kept.salt, kept.name, kept.case_number) == ("erased", None, None, None)
    # Even with everything an old backup still holds.
    item = vault.OpenItem(subject, "people.name", ana.id, name)
    assert vault.open_sealed([item], by=casa.luz, why=Purpose.PERSON_PAGE, at=AT) == [None]


def test_no_colleague_forgets_alone(casa, ana) -> None:
    for by in (casa.luz, casa.sol, casa.ada, casa.paz):
        with pytest.raises(Refused, match="not_allowed"):
            actions.forget(ana.id, by=by, at=AT)
    with acting(casa.luz):
        assert queries.by_id(ana.id).state == "active"


def test_whose_sign_in_was_given_anew_signs_nothing_for_a_week(casa, ana) -> None:
    later = AT + timedelta(days=7)
    with acting(casa.ada):
        staffing.new_first_password(casa.paz.id, by=casa.ada, at=AT)
        staffing.new_first_password(casa.sol.id, by=casa.ada, at=later)
    with acting(casa.paz), pytest.raises(Refused, match="new_sign_in"):
        actions.ask_to_forget(ana.id, why="law", by=casa.paz, at=AT)
    with acting(casa.paz):
        actions.ask_to_forget(ana.id, why="law", by=casa.paz, at=later)
    with pytest.raises(Refused, match="new_sign_in"):
        actions.confirm_forgetting(ana.id, reference=ana.reference, by=casa.sol, at=later)
    actions.confirm_forgetting(ana.id, reference=ana.reference, by=casa.ada, at=later)
    assert left_of(casa, ana).state == "erased"


def test_forgetting_twice_is_forgetting_once(casa, ana) -> None:
    for _ in range(2):
        actions.forget(ana.id, by=casa.system, at=AT)
    assert left_of(casa, ana).closed_at == AT


@pytest.mark.parametrize("broken", ["vault.forget", "retention.let_go_with_person"])
def test_stopped_half_way_the_sweep_goes_on(casa, ana, monkeypatch, broken) -> None:
    room, verb = broken.split(".")
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(getattr(forgetting, room), verb, lambda *args, **more: 1 / 0)
        actions.forget(ana.id, by=casa.system, at=AT)
    with acting(casa.luz):
        assert queries.search("ana", by=casa.luz, at=AT) == []
    assert jobs.finish_forgetting(casa.id, AT) == 1
    assert left_of(casa, ana).state == "erased"
    assert jobs.finish_forgetting(casa.id, AT) == 0


@pytest.mark.parametrize("broken", ["vault.forget", "retention.let_go_with_person"])
def test_one_who_cannot_be_forgotten_now_stops_nobody_and_is_forgotten_later(casa, ana, monkeypatch, broken) -> None:
    others = [enrol(casa, name=f"Berta {n}", case_number=f"A90000001{n}") for n in range(3)]
    with acting(casa.system):
        for person in (ana, *others):
            forgetting.begin(person.id, by=casa.system, at=AT)
    room, verb = broken.split(".")
    true = getattr(getattr(forgetting, room), verb)

    def not_ana(*args, **more):
        if ana.id in args or [ana.id] in args:
            raise Refused("vault_busy")
        return true(*args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(getattr(forgetting, room), verb, not_ana)
        assert [jobs.finish_forgetting(casa.id, AT) for _ in range(2)] == [3, 0]
    with acting(casa.luz):
        assert {queries.by_id(one.id).state for one in others} == {"erased"}
        assert queries.by_id(ana.id).state == "erasing"
    assert [jobs.finish_forgetting(casa.id, AT) for _ in range(2)] == [1, 0]
    assert left_of(casa, ana).state == "erased"


def test_many_who_cannot_be_forgotten_now_leave_their_turn_to_others(casa, ana, monkeypatch) -> None:
    stuck = {enrol(casa, name=f"Berta {n}", case_number=f"A90000002{n}").id for n in range(4)}
    with acting(casa.system):
        for person_id in (*stuck, ana.id):
            forgetting.begin(person_id, by=casa.system, at=AT)
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    true = retention.let_go_with_person
    monkeypatch.setattr(retention, "let_go_with_person", lambda one: 1 / 0 if one in stuck else true(one))
    assert sum(jobs.finish_forgetting(casa.id, AT) for _ in range(40)) == 1
    assert left_of(casa, ana).state == "erased"


def test_a_table_whose_rows_cannot_go_now_keeps_no_other_from_it(casa, ana, monkeypatch) -> None:
    actions.forget(ana.id, by=casa.system, at=AT)
    later, true = AT + timedelta(days=400), retention.expire
    with monkeypatch.context() as patch:
        patch.setattr(retention, "expire", lambda model, *more: 1 / 0 if model is not Person else true(model, *more))
        assert retention.sweep(casa.id, later) == {"people.Person": 1}


def test_what_the_vault_puts_off_until_tomorrow_is_done_then(casa, ana) -> None:
    others = [made.id for made in vault.new_subjects(casa.id, [ids.new() for _ in range(100)])]
    vault.forget(casa.id, others, by=casa.system, at=AT)
    actions.forget(ana.id, by=casa.system, at=AT)
    assert jobs.finish_forgetting(casa.id, AT) == 0
    with acting(casa.luz):
        assert queries.by_id(ana.id).state == "erasing"
    with database.connect("super", dbname=secrets.DATABASE, autocommit=True) as db:
        db.execute("UPDATE audit.budget SET since = since - interval '1 day' WHERE programme_id = %s", [casa.id])
    assert jobs.finish_forgetting(casa.id, AT) == 1
    assert left_of(casa, ana).state == "erased"


def test_forgetting_cannot_be_taken_back_by_a_transaction_around_it(casa, ana) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError):
        actions.forget(ana.id, by=casa.system, at=AT)


def test_who_has_left_is_forgotten_after_a_year(casa, ana) -> None:
    with acting(casa.luz):
        actions.close(ana.id, why="case_ended", by=casa.luz, at=AT)
    assert jobs.finish_forgetting(casa.id, AT + timedelta(days=364)) == 0
    assert jobs.finish_forgetting(casa.id, AT + timedelta(days=366)) == 1
    assert left_of(casa, ana).state == "erased"


def test_a_forgotten_person_is_changed_no_more(casa, ana) -> None:
    actions.forget(ana.id, by=casa.system, at=AT)
    with acting(casa.sol), pytest.raises(Refused, match="forgotten"):
        actions.change_name(ana.id, "Ana", by=casa.sol, at=AT)


def test_what_hung_on_the_person_goes_and_what_has_a_clock_stays_until_then(casa, ana) -> None:
    with acting(casa.luz):
        identity.issue_link_and_pin(ana.id, by=casa.luz, at=AT)
    actions.forget(ana.id, by=casa.system, at=AT)
    assert retention.sweep(casa.id, AT) == {}
    gone = retention.sweep(casa.id, AT + timedelta(days=365 + 31))
    assert gone == {"identity.PersonalLink": 1, "people.Person": 1}


def test_a_person_with_a_key_never_expires_as_a_row(casa, ana) -> None:
    with acting(casa.luz):
        actions.close(ana.id, why="case_ended", by=casa.luz, at=AT)
    assert retention.sweep(casa.id, AT + timedelta(days=3650)) == {}


def test_only_so_many_rows_go_at_once_and_none_of_another_programme(casa, elsewhere) -> None:
    for programme, count in ((casa, 3), (elsewhere, 1)):
        for number in range(count):
            actions.forget(enrol(programme, case_number=f"A{number}").id, by=programme.system, at=AT)
    later = AT + timedelta(days=400)
    with acting(casa.system):
        assert [retention.expire(Person, later, 2) for _ in range(3)] == [2, 1, 0]
    with acting(elsewhere.system):
        assert Person.objects.count() == 1


def test_whoever_named_somebody_they_trust_is_forgotten_too(casa, ana) -> None:
    """The consent to it and the name go in any order, and nobody else waits for them."""
    other = enrol(casa, name="Berta Luna", case_number="A900000009")
    with acting(casa.sol):
        trusting.name_trusted(
            ana.id, "trusted", name="Rosa", address="+1 305 555 0188", how="in_person", by=casa.sol, at=AT
        )
    with acting(casa.system):
        for person in (ana, other):
            forgetting.begin(person.id, by=casa.system, at=AT)
    assert forgetting.finish(casa.id, AT) == 2
    assert left_of(casa, ana).state == "erased"
    with acting(casa.sol):
        assert not Trusted.objects.filter(person=ana).exists()
