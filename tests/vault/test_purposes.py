"""The table of reasons: complete, and closed where it must be."""

from __future__ import annotations

import pytest

from amparo.access.actor import Kind
from amparo.privacy import purposes
from amparo.privacy.purposes import FieldClass, Purpose


def test_every_reason_has_a_rule():
    assert set(purposes.RULES) == set(Purpose)


def test_every_class_that_is_not_for_lists_is_counted():
    counted = set(FieldClass) - {FieldClass.CASELOAD}
    assert set(purposes.BUDGETS) == set(purposes.OWN_BUDGETS) == counted


@pytest.mark.parametrize(
    ("field", "what"),
    [
        ("people.name", FieldClass.CASELOAD),
        ("answers", FieldClass.CASELOAD),
        ("workplace", FieldClass.CASELOAD),
        ("place", FieldClass.PLACE),
        ("checkins.place", FieldClass.PLACE),
        ("visits.start_place", FieldClass.PLACE),
        ("visits.location", FieldClass.PLACE),
        ("identity.face", FieldClass.BIOMETRIC),
        ("identity.phrase", FieldClass.PHRASE),
    ],
)
def test_the_last_word_of_a_name_decides_its_class(field, what):
    assert purposes.class_of(field) is what


def test_a_face_opens_to_be_compared_for_its_person_and_for_a_human_who_is_asked():
    may = {(w, k) for w in Purpose for k in Kind if purposes.may_open(w, k, FieldClass.BIOMETRIC)}
    assert may == {
        (Purpose.FACE_COMPARE, Kind.SYSTEM),
        (Purpose.OWN_RECORD, Kind.PERSON),
        (Purpose.FACE_REVIEW, Kind.MEMBER),
    }


def test_those_reasons_open_nothing_else():
    for why in (Purpose.FACE_COMPARE, Purpose.FACE_REVIEW):
        assert not [
            k for k in Kind for what in (FieldClass.CASELOAD, FieldClass.PLACE) if purposes.may_open(why, k, what)
        ]


def test_comparing_is_counted_apart_from_looking():
    counts = {kind: purposes.budget_of(FieldClass.BIOMETRIC, kind) for kind in Kind}
    assert {kind: (count.name, count.per_programme_day) for kind, count in counts.items()} == {
        Kind.SYSTEM: ("face_compare", 8_000),
        Kind.MEMBER: ("biometric", 60),
        Kind.PERSON: ("own_biometric", 60),
        Kind.REPRESENTATIVE: ("represented", 0),
        Kind.HEAD: ("represented", 0),
    }


def test_a_place_opens_for_a_review_and_for_the_person_only():
    may = {(w, k) for w in Purpose for k in Kind if purposes.may_open(w, k, FieldClass.PLACE)}
    assert may == {(Purpose.CHECKIN_REVIEW, Kind.MEMBER), (Purpose.OWN_RECORD, Kind.PERSON)}
