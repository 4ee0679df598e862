"""Names are kept as written and found however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.foundation.errors import Refused
from amparo.people import names


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (" Aisha  Clark ", "Aisha Clark"),
        ("José\tNúñez\n", "José Núñez"),
        ("Jose\u0301", "José"),
        ("Ana\u202e zuL\u202c", "Ana zuL"),
        ("A\u200bna\ufeff\u2066", "Ana"),
        ("Ana\x00Luz", "Ana Luz"),
        ("Madonna", "Madonna"),
        ("می\u200cرضا", "می\u200cرضا"),
        ("श्\u200dरी", "श्\u200dरी"),
        ("Ana\u200dLuz", "AnaLuz"),
        ("王小明", "王小明"),
        ("O’Brien", "O’Brien"),
    ],
)
def test_a_name_is_shown_as_written_without_what_hides(written, shown):
    assert names.clean(written) == shown


@pytest.mark.parametrize(
    ("written", "code"),
    [("", "name_missing"), ("\u202e \u200b", "name_missing"), ("...", "name_missing")]
    + [("a" * 121, "name_too_long"), ("a" * 100_000, "name_too_long")],
)
def test_what_is_no_name_is_refused(written, code):
    with pytest.raises(Refused, match=code):
        names.clean(written)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("José Núñez", "jose nunez"),
        ("JOSÉ NÚÑEZ", "nuñ"),
        ("Luis Ortega-Diaz", "ortega"),
        ("Luis Ortega-Diaz", "diaz luis"),
        ("Luis Ortega-Diaz", "ortegadiaz"),
        ("Luis Ortega Diaz", "Ortega-Diaz"),
        ("Grace O'Brien", "obrien"),
        ("Grace O’Brien", "o'brien"),
        ("Jane M. Doe", "doe, jane"),
        ("Łukasz Øster", "lukasz oster"),
        ("Straße", "strasse"),
        ("Bartholomewsonovich", "bartholomewso"),
        ("王小明", "小明"),
        ("محمد عَلي", "علي"),
        ("Иван Йорданов", "йорд"),
        ("श्रीदेवी", "श्री"),
        ("FNU Diallo", "diallo"),
        ("FNU LNU", "fnu"),
        ("A\u200bna", "ana"),
    ],
)
def test_a_person_is_found_by(name, typed):
    assert names.query_words(typed) <= names.search_words(name)
    assert names.query_words(typed)


@pytest.mark.parametrize(("name", "typed"), [("Ana Luz", "luis"), ("Ana", "na"), ("Marcus", "marcos")])
def test_a_person_is_not_found_by_another_word(name, typed):
    assert not names.query_words(typed) <= names.search_words(name)


def test_beginnings_have_two_to_ten_letters():
    assert {word for word in names.search_words("Alexandrina") if word != "alexandrina"} == {
        "alexandrina"[:size] for size in range(2, 11)
    }


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("DOE, JANE", "Jane Doe", True),
        ("José Núñez", "nunez jose", True),
        ("Ortega-Diaz", "Ortega Diaz", True),
        ("Tom Becker Jr.", "Tom Becker", False),
        ("FNU Diallo", "Diallo", True),
    ],
)
def test_two_writings_of_a_name_have_one_key(one, other, same):
    assert (names.same_person_key(one) == names.same_person_key(other)) is same


@pytest.mark.parametrize(
    "listed",
    [
        pytest.param(["Alma Ruiz", "Álvaro Díaz", "Amparo Paz", "Zoe Ames"], id="accents"),
        pytest.param(["ana", "Ana Sol", "ÁNA Zul", "Bea"], id="capitals"),
        pytest.param(["Muñiz", "Muñoz", "Mura", "Nuñez", "Øster", "Petra"], id="letters of their own"),
        pytest.param(["Jose\u0301 A", "José B", "Jose C"], id="written in two ways"),
        pytest.param(["Zoe", "Ольга", "أحمد", "李明", ""], id="scripts, and nobody's name last"),
    ],
)
def test_a_list_of_names_is_in_the_order_in_which_people_look_for_them(listed):
    assert sorted(reversed(listed), key=names.sort_key) == listed


def test_two_people_without_names_are_not_one():
    assert names.same_person_key("FNU LNU") == ""
    assert names.without_placeholders("FNU LNU") == ""
    assert names.without_placeholders("FNU Diallo") == "Diallo"


@given(st.text(max_size=130))
def test_a_clean_name_is_clean_already(text):
    try:
        once = names.clean(text)
    except Refused:
        return
    assert names.clean(once) == once
    assert len(names.search_words(once)) < 1500
