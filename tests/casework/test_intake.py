"""A partner's list: looked at, applied whole or not at all, and forgotten."""

import csv
import io
from datetime import timedelta

import pytest

from amparo.access.rows import acting
from amparo.casework import applying, intake, jobs
from amparo.casework.people_columns import Mapping
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.people import actions as people
from amparo.people import enrolment, queries
from amparo.people.models import BlindTag, ImportChunk, ImportRun, Person
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose

AT = clock.now()
HEAD = ("Name", "A#", "Phone", "Language", "ZIP")
ANA = ("Ana Lucía Pérez", "A111222333", "305-555-0123", "Spanish", "33010")
EVA = ("Eva O'Neill", "A111222334", "305-555-0124", "Haitian Creole", "60601")
JOE = ("José", "", "", "es", "85001")
MAPPING = Mapping({"name": "Name", "case_number": "A#", "phone": "Phone", "language": "Language", "zip": "ZIP"})


def file_of(*rows) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEAD, *rows])
    return out.getvalue().encode()


def staged(casa, *rows):
    with acting(casa.sol):
        return intake.stage(file_of(*rows), "people.csv", by=casa.sol, at=AT)


def previewed(casa, *rows, mapping=MAPPING):
    run = staged(casa, *rows)
    with acting(casa.sol):
        return run, intake.preview(run.id, mapping, by=casa.sol, at=AT)


def applied(casa, *rows, mapping=MAPPING):
    run, _ = previewed(casa, *rows, mapping=mapping)
    return intake.apply(run.id, by=casa.sol, at=AT)


def names(casa) -> list[str]:
    with acting(casa.sol):
        rows = list(Person.objects.all())
        return sorted(queries.names(rows, by=casa.sol, why=Purpose.CASELOAD_LIST, at=AT).values())


def test_a_staged_file_is_sealed_and_shows_its_columns(casa) -> None:
    run = staged(casa, ANA, EVA)
    with acting(casa.sol):
        shown = intake.columns(run.id, by=casa.sol, at=AT)
        assert shown.names == HEAD and shown.samples == [ANA, EVA] and shown.guess == MAPPING
        kept = b"".join(bytes(chunk.rows) for chunk in ImportChunk.objects.all())
        assert b"Ana" not in kept and "Ana" not in str(ImportRun.objects.values().get())


def test_only_a_supervisor_brings_in_a_list(casa) -> None:
    run = staged(casa, ANA)
    for by in (casa.luz, casa.paz, casa.ada):
        for verb in (
            lambda by: intake.stage(file_of(ANA), "x.csv", by=by, at=AT),
            lambda by: intake.columns(run.id, by=by, at=AT),
            lambda by: intake.preview(run.id, MAPPING, by=by, at=AT),
            lambda by: intake.error_file(run.id, by=by, at=AT),
            lambda by: intake.begin(run.id, by=by, at=AT),
            lambda by: intake.save_mapping("x", MAPPING, by=by, at=AT),
        ):
            with acting(by), pytest.raises(Refused, match="not_allowed"):
                verb(by)


def test_another_programme_sees_no_file(casa, elsewhere) -> None:
    run = staged(casa, ANA)
    with acting(elsewhere.sol), pytest.raises(Refused, match="unknown_file"):
        intake.columns(run.id, by=elsewhere.sol, at=AT)


def test_what_is_no_table_leaves_no_run(casa) -> None:
    with acting(casa.sol):
        with pytest.raises(Refused, match="not_a_table"):
            intake.stage(b"%PDF-1.7", "people.csv", by=casa.sol, at=AT)
        assert not ImportRun.objects.exists()


def test_a_preview_says_what_would_happen_and_writes_nothing(casa) -> None:
    _, shown = previewed(casa, ANA, EVA, ("", "A1", "55", "tlh", "x"), JOE)
    assert (shown.new, shown.same, shown.changed) == ((2, 3, 5), (), ())
    assert {(p.line, p.code, p.column) for p in shown.problems} == {
        (4, "name_missing", "Name"), (4, "phone_too_short", "Phone"),
        (4, "language_not_offered", "Language"), (4, "zip_unknown", "ZIP"),
    }  # fmt: skip
    assert shown.counts == {"rows": 4, "new": 3, "same": 0, "changed": 0, "duplicates": 0, "problems": 1}
    assert names(casa) == []


def test_applying_writes_the_good_lines_and_forgets_the_file(casa) -> None:
    run = applied(casa, ANA, ("", "", "", "es", "33010"), EVA)
    assert names(casa) == ["Ana Lucía Pérez", "Eva O'Neill"]
    assert (run.state, run.salt, run.counts["done"]) == ("applied", None, 2)
    with acting(casa.sol):
        assert not ImportChunk.objects.exists()
        assert queries.search("oneill", by=casa.sol, at=AT) and queries.search("2334", by=casa.sol, at=AT)
        with pytest.raises(Refused, match="file_forgotten"):
            intake.error_file(run.id, by=casa.sol, at=AT)


def test_the_same_file_twice_changes_nothing(casa) -> None:
    applied(casa, ANA, EVA, JOE)
    with acting(casa.sol):
        before = list(Person.objects.order_by("id").values()), BlindTag.objects.count()
    _, shown = previewed(casa, ANA, EVA, JOE)
    assert (shown.same, shown.new, shown.changed) == ((2, 3, 4), (), ())
    applied(casa, ANA, EVA, JOE)
    with acting(casa.sol):
        assert (list(Person.objects.order_by("id").values()), BlindTag.objects.count()) == before


def test_what_a_colleague_corrected_is_not_undone_by_the_same_line(casa) -> None:
    applied(casa, ANA)
    with acting(casa.sol):
        ana = Person.objects.get()
        people.change_language(ana.id, "fr", by=casa.sol, at=AT)
    _, shown = previewed(casa, ANA)
    assert shown.same == (2,)


@pytest.mark.parametrize(
    ("now", "what"),
    [
        pytest.param(("Ana Pérez Gómez", *ANA[1:]), ("name",), id="name"),
        pytest.param((*ANA[:2], "786-555-0199", *ANA[3:]), ("contacts",), id="phone"),
        pytest.param((*ANA[:3], "French", ANA[4]), ("language",), id="language"),
        pytest.param((*ANA[:4], "60601"), ("zone",), id="zip"),
        pytest.param(("PEREZ, Ana Lucia", "111-222-333", *ANA[2:]), None, id="only written otherwise"),
    ],
)
def test_a_known_person_changes_in_what_the_line_says_otherwise(casa, now, what) -> None:
    applied(casa, ANA)
    _, shown = previewed(casa, now)
    assert [change.what for change in shown.changed] == ([what] if what else [])
    applied(casa, now)
    _, again = previewed(casa, now)
    assert again.same == (2,) and len(names(casa)) == 1


def test_a_case_number_becomes_known(casa) -> None:
    applied(casa, (ANA[0], "", *ANA[2:]))
    _, shown = previewed(casa, ANA)
    assert [change.what for change in shown.changed] == [("case_number",)]


def test_the_persons_own_zone_outranks_a_list(casa) -> None:
    applied(casa, ANA)
    with acting(casa.sol):
        people.change_zone(Person.objects.get().id, "America/Denver", "person", by=casa.sol, at=AT)
    _, shown = previewed(casa, (*ANA[:4], "60601"))
    assert shown.changed == () and shown.same == (2,)


def test_a_list_never_brings_back_a_stopped_number(casa) -> None:
    applied(casa, ANA)
    with acting(casa.sol):
        sms = queries.contacts_of(Person.objects.get())[0]
        people.stop_contact(sms.id, by=casa.sol, at=AT)
    applied(casa, (*ANA[:3], "French", ANA[4]))
    with acting(casa.sol):
        assert [row.state for row in queries.contacts_of(Person.objects.get())] == ["stopped"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        pytest.param([JOE, JOE], "same_line_twice", id="one line twice"),
        pytest.param([ANA, (ANA[0], "A9", *ANA[2:])], "same_person_twice", id="same phone and name, other number"),
        pytest.param([JOE, (*JOE[:3], "en", JOE[4])], "same_name_twice", id="only the name, twice"),
    ],
)
def test_lookalikes_in_the_file_wait_for_a_human(casa, rows, code) -> None:
    _, shown = previewed(casa, *rows)
    assert [(one.line, one.code, one.other_line) for one in shown.duplicates] == [(3, code, 2)]
    vouched = Mapping(**{**MAPPING.document(), "office_id": None, "other_people": frozenset({3})})
    _, again = previewed(casa, *rows, mapping=vouched)
    assert again.new == (2, 3)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param((*JOE[:3], "en", JOE[4]), id="only the name is the same"),
        pytest.param((ANA[0], "A999888777", *ANA[2:]), id="same phone and name, another case"),
    ],
)
def test_lookalikes_of_known_people_wait_for_a_human(casa, row) -> None:
    applied(casa, ANA, JOE)
    _, shown = previewed(casa, row)
    assert [one.code for one in shown.duplicates] == ["perhaps_known"] and shown.new == ()


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        pytest.param([("Bob Smith", *ANA[1:])], "case_number_of_another_name", id="known under another name"),
        pytest.param([EVA, ("Bob Smith", EVA[1], "", *EVA[3:])], "case_number_twice", id="twice in the file"),
    ],
)
def test_a_case_number_never_turns_one_person_into_another(casa, rows, code) -> None:
    applied(casa, ANA)
    _, shown = previewed(casa, *rows)
    assert [(p.code, p.column) for p in shown.problems] == [(code, "A#")]


def test_the_offices_zone_is_an_explicit_choice(casa) -> None:
    row = (*ANA[:4], "")
    _, shown = previewed(casa, row)
    assert [p.code for p in shown.problems] == ["zone_missing"]
    chosen = Mapping(MAPPING.columns, office_id=casa.office.id, use_office_zone=True)
    applied(casa, row, mapping=chosen)
    with acting(casa.sol):
        ana = Person.objects.get()
    assert (ana.zone, ana.zone_source, ana.office_id) == ("America/New_York", "office", casa.office.id)


def test_a_human_may_say_that_a_namesake_on_the_same_phone_is_somebody_else(casa) -> None:
    applied(casa, ANA)
    namesake = (ANA[0], "", ANA[2], "French", ANA[4])
    _, shown = previewed(casa, namesake)
    assert [change.what for change in shown.changed] == [("language",)]
    _, again = previewed(casa, namesake, mapping=Mapping(MAPPING.columns, other_people=frozenset({2})))
    assert again.new == (2,) and again.changed == ()


def test_nobody_can_vouch_for_two_people_with_one_case_number(casa) -> None:
    _, shown = previewed(casa, ANA, ANA, mapping=Mapping(MAPPING.columns, other_people=frozenset({2, 3})))
    assert shown.new == (2,) and [one.code for one in shown.duplicates] == ["same_line_twice"]


def test_a_mapping_is_saved_and_offered_again(casa) -> None:
    odd = Mapping(MAPPING.columns | {"place": "Name"}, language="es")
    del odd.columns["name"]
    with acting(casa.sol):
        for _ in range(2):
            intake.save_mapping("county jail", odd, by=casa.sol, at=AT)
    run = staged(casa, ANA)
    with acting(casa.sol):
        shown = intake.columns(run.id, by=casa.sol, at=AT)
    assert shown.guess == odd and shown.guess_is == "county jail" and len(shown.saved) == 1


def test_the_error_file_holds_what_was_left_out(casa) -> None:
    run, _ = previewed(casa, ANA, ANA, ("=cmd()", "A1", "55", "es", "33010"))
    with acting(casa.sol):
        text = intake.error_file(run.id, by=casa.sol, at=AT).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[:3] for row in rows[1:]] == [["3", "same_line_twice", ""], ["4", "phone_too_short", "Phone"]]
    assert rows[2][3] == "'=cmd()"


def test_a_second_click_changes_nothing(casa) -> None:
    run = applied(casa, ANA)
    again = intake.apply(run.id, by=casa.sol, at=AT)
    assert again.state == "applied" and names(casa) == [ANA[0]]
    intake.discard(run.id, by=casa.sol, at=AT)
    with acting(casa.sol):
        assert ImportRun.objects.get().state == "applied"


def test_two_clicks_at_once_are_one(casa) -> None:
    run, _ = previewed(casa, ANA)
    with acting(casa.sol):
        assert intake.begin(run.id, by=casa.sol, at=AT) is True
        assert intake.begin(run.id, by=casa.sol, at=AT) is False
    turn = applying._take(run.id, casa.sol, AT)
    assert turn and not intake.carry_out(run.id, by=casa.sol, at=AT)


def test_the_worker_applies_what_somebody_decided(casa) -> None:
    run, _ = previewed(casa, ANA)
    with acting(casa.sol):
        intake.begin(run.id, by=casa.sol, at=AT)
    assert (jobs.apply_imports(casa.id, AT), jobs.apply_imports(casa.id, AT)) == (1, 0)
    assert names(casa) == [ANA[0]]


def test_nothing_is_applied_that_nobody_looked_at(casa) -> None:
    run = staged(casa, ANA)
    with pytest.raises(Refused, match="not_previewed"):
        intake.apply(run.id, by=casa.sol, at=AT)


def test_a_failure_half_way_leaves_nothing_and_the_file_can_be_applied_again(casa, monkeypatch) -> None:
    applied(casa, EVA)
    run, _ = previewed(casa, ANA, (*EVA[:3], "French", EVA[4]))
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(applying, "_change", lambda *args: 1 / 0)
        intake.apply(run.id, by=casa.sol, at=AT)
    assert names(casa) == [EVA[0]]
    with acting(casa.sol):
        assert intake.run_of(run.id, by=casa.sol).counts["trouble"] == "unexpected"
    intake.apply(run.id, by=casa.sol, at=AT)
    assert names(casa) == [ANA[0], EVA[0]]


def test_progress_is_seen_while_it_runs(casa, monkeypatch) -> None:
    seen, write = [], enrolment.write
    rows = [(f"Ana {n}", f"A{n:09d}", "", "es", "33010") for n in range(900)]
    run, _ = previewed(casa, *rows)

    def look(run_id, turn, done, by, original=applying._count_on):
        original(run_id, turn, done, by)
        with acting(casa.sol):
            seen.append((intake.run_of(run_id, by=casa.sol).counts["done"], Person.objects.count()))

    monkeypatch.setattr(applying, "_count_on", look)
    intake.apply(run.id, by=casa.sol, at=AT)
    assert seen == [(400, 0), (800, 0), (900, 0)] and write


def test_somebody_enrolled_meanwhile_is_not_enrolled_again(casa, monkeypatch) -> None:
    run, _ = previewed(casa, ANA, EVA)
    original = applying._sealed

    def meanwhile(*args):
        with acting(casa.sol):
            people.enrol(
                name="Ana", case_number=ANA[1], language="es", zone="UTC", zone_source="staff", by=casa.sol, at=AT
            )
        return original(*args)

    with monkeypatch.context() as patch, pytest.raises(Refused, match="people_changed"):
        patch.setattr(applying, "_sealed", meanwhile)
        intake.apply(run.id, by=casa.sol, at=AT)
    assert names(casa) == ["Ana"]
    with acting(casa.sol):
        assert intake.preview(run.id, MAPPING, by=casa.sol, at=AT).new == (3,)


def test_a_process_that_died_is_followed_by_another(casa) -> None:
    run, _ = previewed(casa, ANA)
    with acting(casa.sol):
        intake.begin(run.id, by=casa.sol, at=AT)
    dead = applying._take(run.id, casa.sol, AT)
    assert jobs.apply_imports(casa.id, AT + timedelta(minutes=9)) == 0
    assert jobs.apply_imports(casa.id, AT + timedelta(minutes=11)) == 1
    with acting(casa.sol), pytest.raises(Refused, match="taken_over"):
        applying._mine(run.id, dead)
    assert names(casa) == [ANA[0]]


def test_a_discarded_file_is_unreadable_for_everybody(casa) -> None:
    run = staged(casa, ANA)
    with acting(casa.sol):
        chunk = ImportChunk.objects.first()
        item = vault.OpenItem(
            vault.Subject(casa.id, run.id, bytes(run.salt)), "people.rows", chunk.id, bytes(chunk.rows)
        )
    for _ in range(2):
        intake.discard(run.id, by=casa.sol, at=AT)
    assert vault.open_sealed([item], by=casa.sol, why=Purpose.IMPORT_PREVIEW, at=AT) == [None]
    with acting(casa.sol):
        assert not ImportChunk.objects.exists() and ImportRun.objects.get().ended_at == AT


def test_a_file_nobody_decided_upon_is_discarded_after_a_day(casa) -> None:
    run = staged(casa, ANA)
    assert jobs.expire(casa.id, AT + timedelta(hours=23)) == 0
    assert jobs.expire(casa.id, AT + timedelta(hours=25)) == 1
    with acting(casa.sol):
        kept = intake.run_of(run.id, by=casa.sol)
    assert (kept.state, kept.salt) == ("discarded", None)


def test_a_key_left_over_by_a_crash_is_destroyed_by_the_sweep(casa, monkeypatch) -> None:
    run, _ = previewed(casa, ANA)
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(vault, "forget", lambda *args, **more: 1 / 0)
        intake.apply(run.id, by=casa.sol, at=AT)
    assert names(casa) == [ANA[0]]
    assert (intake.sweep(casa.id, AT), intake.sweep(casa.id, AT)) == (1, 0)


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", "Robert'); DROP TABLE people_person;--", "محمد", "FNU Abdul", "Ana 🌻", "X" * 120],
)
def test_every_name_survives(casa, name) -> None:
    applied(casa, (name, *ANA[1:]))
    assert names(casa) == [name]


def test_no_such_file_is_refused(casa) -> None:
    with acting(casa.sol), pytest.raises(Refused, match="unknown_file"):
        intake.preview(ids.new(), MAPPING, by=casa.sol, at=AT)
