"""Reading headings, languages, zones and cells of partners' files."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as some

from amparo.casework import error_file, language_words, people_columns, people_rows
from amparo.casework.people_columns import Mapping
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.foundation.table_rows import RowProblem

OFFICE, LUZ = ids.new(), ids.new()
GROUND = people_rows.Ground(country="US", offices={"main office": OFFICE}, workers={"luz": LUZ})


def read(ground=GROUND, mapping=None, **cells):
    mapping = mapping or Mapping(columns={meaning: meaning for meaning in cells}, language="es")
    return people_rows.read(7, tuple(cells.values()), tuple(cells), mapping, ground)


def codes(read) -> list[tuple[str, str]]:
    return [(problem.code, problem.column) for problem in read]


@pytest.mark.parametrize(
    ("headings", "meant"),
    [
        pytest.param(["Name", "A#", "Phone", "ZIP"], ["name", "case_number", "phone", "zip"], id="short"),
        pytest.param(["FIRST_NAME", "LAST NAME", "Cell Phone #"], ["first_name", "last_name", "phone"], id="english"),
        pytest.param(
            ["Nombres", "Apellidos", "Teléfono", "Correo electrónico", "Idioma", "Código Postal", "No. de expediente"],
            ["first_name", "last_name", "phone", "email", "language", "zip", "case_number"], id="spanish",
        ),
        pytest.param(["Prénom", "Nom", "Courriel"], ["first_name", "last_name", "email"], id="french"),
        pytest.param(["Nome completo", "Celular", "CEP"], ["name", "phone", "zip"], id="portuguese"),
        pytest.param(["Client Name", "Case Worker", "Case No."], ["name", "worker", "case_number"], id="cases"),
        pytest.param(["Phone", "Home Phone", "Name"], ["phone", "phone_2", "name"], id="two phones"),
        pytest.param(["姓名", "语言"], ["name", "language"], id="chinese"),
        pytest.param(["column_1", "Shoe size"], [], id="nothing known"),
    ],
)  # fmt: skip
def test_headings_are_understood(headings, meant) -> None:
    found = people_columns.guess(headings).columns
    assert [next((m for m, c in found.items() if c == heading), None) for heading in headings if meant] == meant
    assert len(found) == len(meant)


@given(headings=some.lists(some.text(max_size=30), unique=True, max_size=12))
def test_a_guess_is_always_a_mapping_without_doubles(headings) -> None:
    found = people_columns.guess(headings).columns
    assert len(set(found.values())) == len(found) and set(found.values()) <= set(headings)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        pytest.param({"name": "Name", "soul": "Age"}, "meaning_unknown", id="no such meaning"),
        pytest.param({"name": "Nom"}, "column_missing", id="no such column"),
        pytest.param({"name": "Name", "case_number": "Name"}, "column_twice", id="one column for two"),
        pytest.param({"phone": "Phone"}, "name_column_missing", id="nobody's name"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(columns, code) -> None:
    with pytest.raises(Refused, match=code):
        people_columns.check(Mapping(columns=columns), ["Name", "Age", "Phone"])


def test_a_mapping_is_kept_and_read_again() -> None:
    mapping = Mapping({"name": "Name"}, OFFICE, True, "es", "en", frozenset({3, 9}))
    assert people_columns.from_document(mapping.document()) == mapping


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *[(said, "es") for said in ("es", "ES", "Spanish", "español", "ESPANOL", "spa", "Castellano", "espagnol")],
        *[(said, "en") for said in ("eng", "English", "inglés", "Anglais")],
        *[(said, "ht") for said in ("Haitian Creole", "Kreyòl", "kreyòl ayisyen", "Creole (Haitian)", "hat")],
        *[(said, "pt") for said in ("pt-BR", "Português", "Portuguese", "Brazilian Portuguese")],
        *[(said, "zh-hans") for said in ("Mandarin", "中文", "zh_CN", "Chinese (Simplified)", "Chinese")],
        *[(said, "ar") for said in ("العربية", "Arabic", "árabe")],
        *[(said, "ru") for said in ("русский", "Russian", "RUS")],
        *[(said, "") for said in ("Cantonese", "zh-Hant", "K'iche'", "Quechua", "German", "deu")],
        *[(said, None) for said in ("", "x1", "Klingonish", "see notes")],
    ],
)
def test_languages_are_understood_and_never_guessed(written, code) -> None:
    assert language_words.read(written) == code


@pytest.mark.parametrize(
    ("cells", "zone", "source"),
    [
        pytest.param({"zip": "33010"}, "America/New_York", "zip", id="zip"),
        pytest.param({"zip": "85001-1234"}, "America/Phoenix", "zip", id="zip of nine"),
        pytest.param({"address": "1 Long St, El Paso, TX 79901"}, "America/Denver", "zip", id="zip in an address"),
        pytest.param({"place": "Chicago", "state": "IL"}, "America/Chicago", "place", id="city"),
        pytest.param(
            {"zip": "00000", "place": "Chicago", "state": "Illinois"}, "America/Chicago", "place", id="or city"
        ),
        pytest.param({"zone": "america/los angeles"}, "America/Los_Angeles", "staff", id="written"),
        pytest.param({"zone": "America/Port-au-Prince"}, "America/Port-au-Prince", "staff", id="written with dashes"),
    ],
)
def test_the_zone_comes_from_what_the_line_says(cells, zone, source) -> None:
    line = read(name="Ana", **cells)
    assert (line.person.zone, line.person.zone_source) == (zone, source)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        pytest.param({}, ("zone_missing", ""), id="nothing said"),
        pytest.param({"zip": "2134"}, ("zip_unknown", "zip"), id="a workbook ate the zero"),
        pytest.param({"place": "Springfield"}, ("zone_ambiguous", "place"), id="which Springfield"),
        pytest.param({"place": "Never Never Land"}, ("place_unknown", "place"), id="no such place"),
        pytest.param({"address": "somewhere"}, ("zip_unknown", "address"), id="an address without zip"),
        pytest.param({"zone": "EST"}, ("zone_unknown", "zone"), id="a word that means several zones"),
    ],
)
def test_a_zone_is_never_guessed_but_the_importer_may_choose_the_offices(cells, problem) -> None:
    assert codes(read(name="Ana", **cells)) == [problem]
    chosen = people_rows.Ground("US", {}, {}, office_zone="America/Chicago")
    line = read(chosen, name="Ana", **cells)
    if "zone" in cells:
        assert codes(line) == [problem], "what is written and wrong is not overruled"
    else:
        assert (line.person.zone, line.person.zone_source) == ("America/Chicago", "office")


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        pytest.param({"name": ""}, ("name_missing", "name"), id="no name"),
        pytest.param({"phone": "55"}, ("phone_too_short", "phone"), id="short phone"),
        pytest.param({"email": "ana@"}, ("email_unreadable", "email"), id="e-mail"),
        pytest.param({"language": "Klingonish"}, ("language_unknown", "language"), id="language"),
        pytest.param({"language": "K'iche'"}, ("language_not_offered", "language"), id="not spoken"),
        pytest.param({"office": "Mars"}, ("office_unknown", "office"), id="office"),
        pytest.param({"worker": "Omar"}, ("worker_unknown", "worker"), id="worker"),
        pytest.param({"case_number": "1.23457E+11"}, ("number_lost_digits", "case_number"), id="a workbook's number"),
        pytest.param({"case_number": "9" * 41}, ("case_number_too_long", "case_number"), id="long number"),
    ],
)
def test_each_wrong_cell_has_a_code_and_a_column(cells, problem) -> None:
    assert codes(read(**({"name": "Ana", "zip": "33010"} | cells))) == [problem]


def test_all_that_is_wrong_with_a_line_is_said_at_once() -> None:
    assert len(read(name="", zip="x", phone="1", email="@")) == 4


def test_a_language_that_is_not_spoken_is_replaced_only_by_choice() -> None:
    cells = {"name": "Ana", "zip": "33010", "language": "K'iche'"}
    mapping = Mapping({c: c for c in cells}, instead_of_other_languages="es")
    assert read(mapping=mapping, **cells).person.language == "es"


def test_a_line_is_read_whole() -> None:
    line = read(
        first_name="María José", last_name="O'Neill", case_number="A 012 345 678", phone="305-555-0123",
        phone_2="+52 55 1234 5678", email="MJ@Example.ORG", language="Spanish", zip="33010",
        office="MAIN OFFICE", worker="luz",
    )  # fmt: skip
    person = line.person
    assert (person.name, person.language) == ("María José O'Neill", "es")
    assert person.contacts == (("sms", "+13055550123"), ("sms", "+525512345678"), ("email", "MJ@example.org"))
    assert (person.office_id, person.worker_id) == (OFFICE, LUZ)


def test_a_phone_without_a_country_needs_one() -> None:
    nowhere = people_rows.Ground("", {}, {}, "")
    assert ("phone_needs_country", "phone") in codes(read(nowhere, name="Ana", zip="33010", phone="305-555-0123"))


@given(cells=some.lists(some.text(max_size=60), min_size=8, max_size=8))
def test_whatever_the_cells_say_a_line_is_read_or_its_problems_named(cells) -> None:
    meanings = ("name", "case_number", "phone", "email", "language", "zip", "place", "zone")
    line = people_rows.read(1, cells, meanings, Mapping({m: m for m in meanings}), GROUND)
    assert isinstance(line, people_rows.Line) or line


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\u00a0=1", "\ufeff=1"])
def test_a_spreadsheet_runs_nothing_of_the_error_file(cell) -> None:
    data = error_file.write(["Name"], [(2, [cell])], [RowProblem(2, "name_missing", cell)], words=str)
    row = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1]
    assert row[3].startswith("'") and row[2].startswith("'")


def test_the_error_file_speaks_the_readers_language() -> None:
    data = error_file.write(["Name"], [(2, ["x"])], [RowProblem(2, "zip_unknown", "ZIP")], words=str.upper)
    assert data.decode("utf-8-sig").splitlines() == ["LINE,PROBLEM,COLUMN,Name", "2,ZIP_UNKNOWN,ZIP,x"]
