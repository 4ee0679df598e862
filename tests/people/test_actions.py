"""Enrolling, changing, agreeing, closing: each verb works, is refused, happens twice, and leaves nothing half done."""

import pytest
from django.db import IntegrityError

from amparo.access.rows import acting
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.people import actions, queries
from amparo.people.models import BlindTag, Consent, ContactPoint, Person
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from tests.conftest import enrol, person_actor

AT = clock.now()


def name_of(person, by) -> str:
    return queries.names([person], by=by, why=Purpose.PERSON_PAGE, at=AT)[person.id]


def found(q, by) -> list:
    with acting(by):
        return [person.id for person in queries.search(q, by=by, at=AT)]


def test_an_enrolled_person_has_a_sealed_name_and_a_reference_to_say(casa, ana) -> None:
    with acting(casa.luz):
        kept = Person.objects.get(id=ana.id)
        assert name_of(kept, casa.luz) == "Ana Lucía Pérez"
    assert b"Ana" not in bytes(kept.name) and len(kept.reference) == 7


def test_an_enrolled_person_has_contacts_in_their_order(casa, ana) -> None:
    with acting(casa.luz):
        kinds = [(c.kind, c.position) for c in queries.contacts_of(ana)]
        opened = queries.addresses(queries.contacts_of(ana), by=casa.luz, why=Purpose.PERSON_PAGE, at=AT)
    assert kinds == [("sms", 0), ("email", 1)]
    assert set(opened.values()) == {"+13055550123", "ana@example.org"}


def test_consent_is_kept_with_the_words_that_were_shown(casa) -> None:
    ana = enrol(casa, consent={"messages": "in_person"})
    with acting(casa.luz):
        consent = queries.consents_of(ana)[0]
    assert consent.language == "es" and consent.words.startswith("Casa puede enviarme")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        pytest.param({"name": " "}, "name_missing", id="no name"),
        pytest.param({"name": "x" * 121}, "name_too_long", id="a name of 121 letters"),
        pytest.param({"language": "tlh"}, "language_not_offered", id="a language nobody translated"),
        pytest.param({"zone": "America/Atlantis"}, "zone_unknown", id="no such zone"),
        pytest.param({"zone_source": "guess"}, "zone_source_unknown", id="a guessed zone"),
        pytest.param({"contacts": [("sms", "12")]}, "phone_too_short", id="half a number"),
        pytest.param({"contacts": [("email", "ana@")]}, "email_unreadable", id="half an address"),
        pytest.param({"contacts": [("fax", "1")]}, "kind_unknown", id="a fax"),
        pytest.param({"consent": {"everything": "in_person"}}, "consent_unknown", id="consent to everything"),
    ],
)
def test_enrolling_is_refused_and_leaves_nothing(casa, wrong, code) -> None:
    with pytest.raises(Refused, match=code):
        enrol(casa, **wrong)
    with acting(casa.sol):
        assert not Person.objects.exists() and not BlindTag.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Mohammad", id="one word"),
        pytest.param("x" * 120, id="120 letters"),
        pytest.param("محمد عبد الله", id="right to left"),
        pytest.param("Seán O'Brien-Nuñez", id="apostrophe"),
        pytest.param("FNU Abdul", id="first name unknown"),
        pytest.param("<script>alert(1)</script>", id="script"),
        pytest.param("Robert'); DROP TABLE people_person;--", id="sql"),
        pytest.param("Ana 🌻 Sol", id="emoji"),
    ],
)
def test_a_name_is_kept_as_it_is_written(casa, name) -> None:
    person = enrol(casa, name=name)
    with acting(casa.luz):
        assert name_of(person, casa.luz) == name


def test_a_name_cannot_turn_the_line_around(casa) -> None:
    person = enrol(casa, name="Ana\u202egnip Lucía")
    with acting(casa.luz):
        assert name_of(person, casa.luz) == "Anagnip Lucía"


def test_a_worker_of_another_programme_is_nobody_here(casa, elsewhere) -> None:
    with pytest.raises(IntegrityError):
        enrol(casa, worker_id=elsewhere.members["luz"].id)
    with acting(casa.sol):
        assert not Person.objects.exists()


def test_an_administrator_cannot_enrol(casa) -> None:
    with acting(casa.ada), pytest.raises(Refused, match="not_allowed"):
        actions.enrol(name="Eva", language="es", zone="America/Phoenix", zone_source="staff", by=casa.ada, at=AT)


def test_many_are_enrolled_or_none(casa) -> None:
    good = actions.NewPerson("Ana", "es", "America/Phoenix", "staff")
    bad = actions.NewPerson("Eva", "es", "Nowhere/Land", "staff")
    with acting(casa.sol):
        with pytest.raises(Refused, match="zone_unknown"):
            actions.enrol_many([good, bad], by=casa.sol, at=AT)
        assert not Person.objects.exists()
        assert len({p.reference for p in actions.enrol_many([good] * 500, by=casa.sol, at=AT)}) == 500


@pytest.mark.parametrize(
    "q",
    [
        pytest.param("ana", id="first name"),
        pytest.param("PEREZ an", id="both, beginnings, without accents"),
        pytest.param("lucia", id="second name"),
        pytest.param("6789", id="last four of the case"),
        pytest.param("0123", id="last four of the phone"),
        pytest.param("A 123-456-789", id="the case number"),
        pytest.param("(305) 555-0123", id="the phone number"),
    ],
)
def test_a_person_is_found(casa, ana, q) -> None:
    assert found(q, casa.luz) == [ana.id]


def test_a_person_is_found_by_reference(casa, ana) -> None:
    assert found(ana.reference.lower().replace("-", " "), casa.luz) == [ana.id]


@pytest.mark.parametrize("q", ["", "  ", "ana gomez", "5550", "erez", "%", "'; --", "\u202e"])
def test_a_person_is_not_found_by_something_else(casa, ana, q) -> None:
    assert found(q, casa.luz) == []


def test_another_worker_and_another_programme_do_not_find_her(casa, elsewhere, ana) -> None:
    assert found("ana", casa.teo) == [] == found("ana", elsewhere.luz)
    with acting(elsewhere.luz), pytest.raises(Refused, match="unknown_person"):
        queries.by_id(ana.id)


def test_a_privacy_officer_does_not_search(casa, ana) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        found("ana", casa.paz)


def test_another_worker_cannot_open_her_name(casa, ana) -> None:
    with acting(casa.teo), pytest.raises(Refused, match="not_allowed"):
        queries.names([ana], by=casa.teo, why=Purpose.PERSON_PAGE, at=AT)


def test_a_changed_name_is_found_and_the_old_one_is_not(casa, ana) -> None:
    with acting(casa.luz):
        for _ in range(2):
            actions.change_name(ana.id, "Ana Gómez", by=casa.luz, at=AT)
        assert name_of(queries.by_id(ana.id), casa.luz) == "Ana Gómez"
    assert found("gomez", casa.luz) == [ana.id] and found("perez", casa.luz) == []


def test_a_name_is_not_changed_half_way(casa, ana) -> None:
    with pytest.raises(ZeroDivisionError), acting(casa.luz):
        actions.change_name(ana.id, "Ana Gómez", by=casa.luz, at=AT)
        1 / 0  # noqa: B018
    assert found("perez", casa.luz) == [ana.id] and found("gomez", casa.luz) == []


def test_another_worker_changes_nothing(casa, ana) -> None:
    for change in (
        lambda: actions.change_name(ana.id, "X Y", by=casa.teo, at=AT),
        lambda: actions.change_case_number(ana.id, "1", by=casa.teo, at=AT),
        lambda: actions.change_language(ana.id, "en", by=casa.teo, at=AT),
        lambda: actions.change_zone(ana.id, "UTC", "staff", by=casa.teo, at=AT),
        lambda: actions.assign(ana.id, worker_id=casa.teo.id, by=casa.teo, at=AT),
        lambda: actions.record_consent(ana.id, "messages", how="phone", by=casa.teo, at=AT),
        lambda: actions.withdraw_consent(ana.id, "messages", how="phone", by=casa.teo, at=AT),
        lambda: actions.close(ana.id, why="case_ended", by=casa.teo, at=AT),
    ):
        with acting(casa.teo), pytest.raises(Refused, match="not_allowed"):
            change()


def test_the_person_says_their_language_and_zone(casa, ana) -> None:
    me = person_actor(ana)
    with acting(me):
        actions.change_language(ana.id, "fr", by=me, at=AT)
        person = actions.change_zone(ana.id, "America/Denver", "person", by=me, at=AT)
    assert (person.language, person.zone, person.zone_source) == ("fr", "America/Denver", "person")


def test_a_case_number_is_found_and_taken_back(casa, ana) -> None:
    with acting(casa.luz):
        actions.change_case_number(ana.id, "22-CF-0042", by=casa.luz, at=AT)
    assert found("22cf0042", casa.luz) == [ana.id] and found("A123456789", casa.luz) == []
    with acting(casa.luz):
        assert actions.change_case_number(ana.id, "", by=casa.luz, at=AT).case_number is None


def test_a_person_is_assigned_to_somebody_who_works_here(casa, elsewhere, ana) -> None:
    with acting(casa.sol):
        with pytest.raises(Refused, match="unknown_worker"):
            actions.assign(ana.id, worker_id=elsewhere.luz.id, by=casa.sol, at=AT)
        actions.assign(ana.id, worker_id=casa.teo.id, by=casa.sol, at=AT)
        assert list(queries.caseload(casa.teo)) == [ana] and not queries.caseload(casa.luz)


def test_consent_given_twice_is_one_and_taken_back_is_over(casa, ana) -> None:
    me = person_actor(ana)
    with acting(me):
        first = actions.record_consent(ana.id, "messages", how="app", by=me, at=AT)
        assert actions.record_consent(ana.id, "messages", how="app", by=me, at=AT).id == first.id
        for _ in range(2):
            actions.withdraw_consent(ana.id, "messages", how="app", by=me, at=AT)
        assert Consent.objects.get().withdrawn_how == "app"
        assert actions.record_consent(ana.id, "messages", how="app", by=me, at=AT).id != first.id


def test_closing_twice_keeps_the_first_moment(casa, ana) -> None:
    with acting(casa.luz):
        first = actions.close(ana.id, why="case_ended", by=casa.luz, at=AT)
        again = actions.close(ana.id, why="case_ended", by=casa.luz, at=clock.now())
    assert again.closed_at == first.closed_at == AT and again.state == "closed"


def test_nobody_there_is_refused(casa) -> None:
    with acting(casa.sol), pytest.raises(Refused, match="unknown_person"):
        actions.change_name(ids.new(), "Eva", by=casa.sol, at=AT)


def test_what_a_name_is_found_by_never_leaves_the_vault_readably(casa, ana) -> None:
    with acting(casa.sol):
        tags = list(BlindTag.objects.filter(person=ana))
    assert tags and all(len(bytes(tag.tag)) == 8 for tag in tags)
    assert vault.blind(casa.id, [("name", "ana")])[0] in {bytes(tag.tag) for tag in tags if tag.field == "name"}


def test_a_contact_belongs_to_one_programme(casa, elsewhere, ana) -> None:
    with acting(elsewhere.sol):
        assert not ContactPoint.objects.exists() and not BlindTag.objects.exists()
