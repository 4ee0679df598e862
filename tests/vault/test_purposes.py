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
    ],
)
def test_the_last_word_of_a_name_decides_its_class(field, what):
    assert purposes.class_of(field) is what


def test_no_reason_opens_a_face():
    assert not [w for w in Purpose for k in Kind if purposes.may_open(w, k, FieldClass.BIOMETRIC)]


def test_a_place_opens_for_a_review_and_for_the_person_only():
    may = {(w, k) for w in Purpose for k in Kind if purposes.may_open(w, k, FieldClass.PLACE)}
    assert may == {(Purpose.CHECKIN_REVIEW, Kind.MEMBER), (Purpose.OWN_RECORD, Kind.PERSON)}
