"""Every model says why each of its columns exists, who sees it, and when it goes."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from amparo.privacy import declared
from amparo.privacy.declared import Keep, KeepAsLongAsProgramme, KeepWithPerson
from amparo.privacy.rows import SubjectRow

READERS = {
    declared.PERSON,
    declared.CASE_WORKER,
    declared.SUPERVISOR,
    declared.PRIVACY_OFFICER,
    declared.ADMINISTRATOR,
    declared.PUBLIC,
    declared.REPRESENTATIVE,
    declared.HEAD,
    declared.SYSTEM,
}
OURS = [model for model in apps.get_models() if model.__module__.startswith("amparo.")]

# A row that may be about a person, or about nobody yet: SubjectRow would force one.
PERSON_MAY_BE_UNKNOWN = {
    "channels.InboundText": "a text from a number that nobody has",
    "identity.AttemptPool": "guesses at a link that names nobody",
    "people.BlindTag": "rows by the million: a plain number is its key",
}
# About a person, and yet not kept by a clock of its own nor with the person's record.
NO_CLOCK: dict[str, str] = {}


def of(model: Any) -> str:
    return str(model._meta.label)


def test_there_are_models() -> None:
    assert len(OURS) > 20


@pytest.mark.parametrize("model", OURS, ids=of)
def test_a_model_declares_all_of_it(model: Any) -> None:
    said = model.__dict__["Privacy"]
    assert len(said.purpose) > 10
    assert said.seen_by and set(said.seen_by) <= READERS
    assert all(reason.strip() for reason in [*said.sealed.values(), *said.clear.values()])


@pytest.mark.parametrize("model", OURS, ids=of)
def test_every_column_is_declared_once_and_exists(model: Any) -> None:
    columns = {field.name for field in model._meta.concrete_fields}
    assert declared.undeclared(model) == set()
    assert not set(model.Privacy.sealed) & set(model.Privacy.clear)
    assert (set(model.Privacy.sealed) | set(model.Privacy.clear)) <= columns


@pytest.mark.parametrize("model", OURS, ids=of)
def test_what_is_sealed_is_bytes(model: Any) -> None:
    kinds = {name: type(model._meta.get_field(name)) for name in model.Privacy.sealed}
    assert kinds == dict.fromkeys(kinds, models.BinaryField)


@pytest.mark.parametrize("model", OURS, ids=of)
def test_every_row_has_an_end(model: Any) -> None:
    keep = model.Privacy.keep
    if isinstance(keep, Keep):
        assert isinstance(model._meta.get_field(keep.after), models.DateTimeField)
        assert 0 < keep.days <= 366
    elif isinstance(keep, KeepWithPerson):
        assert model._meta.get_field("person")
    else:
        assert isinstance(keep, KeepAsLongAsProgramme)
        assert len(keep.reason) > 8


@pytest.mark.parametrize("model", OURS, ids=of)
def test_only_what_is_about_nobody_stays_as_long_as_the_programme(model: Any) -> None:
    if isinstance(model.Privacy.keep, KeepAsLongAsProgramme) and of(model) not in NO_CLOCK:
        assert not points_at_person(model)
        assert not model.Privacy.sealed


@pytest.mark.parametrize("model", OURS, ids=of)
def test_what_is_about_a_person_is_a_subject_row(model: Any) -> None:
    if points_at_person(model) and of(model) not in PERSON_MAY_BE_UNKNOWN:
        assert issubclass(model, SubjectRow)


def test_no_allowance_is_left_over() -> None:
    labels = {of(model) for model in OURS if points_at_person(model)}
    assert set(PERSON_MAY_BE_UNKNOWN) <= labels


def test_a_column_that_nobody_declared_is_noticed() -> None:
    class Hidden:
        sealed: dict[str, str] = {}
        clear: dict[str, str] = {}

    court = apps.get_model("directory", "Court")
    assert "latitude" in declared.undeclared(type("Planted", (), {"Privacy": Hidden, "_meta": court._meta}))


def points_at_person(model: Any) -> bool:
    person = apps.get_model("people", "Person")
    return any(field.related_model is person for field in model._meta.concrete_fields if field.is_relation)
