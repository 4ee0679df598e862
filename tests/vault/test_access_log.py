"""Each look is in the person's log before anything is shown; the log tells when it was tampered with."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from amparo.access import actor
from amparo.access.actor import Role
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.machine import database
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import verify_log
from tests.vault.installation import AT, somebody, worker


def look(items, by, why=Purpose.PERSON_PAGE, **more):
    return vault.open_text(items, by=by, why=why, at=AT, **more)


def log_of(who, installed, by=None):
    bodies = [body for _, _, body, _ in installed.entries(who.known.pseudonym)]
    return vault.log_read(who.subject, bodies, by=by or who.actor, at=AT)


def test_the_person_reads_who_looked_at_what_and_why(ana, luz, installed):
    request = ids.new()
    look([ana.sealed("Ana"), ana.sealed("C-1", "people.case_number")], luz, request_id=request)
    (line,) = log_of(ana, installed)
    assert (line.actor_id, line.actor_kind, line.roles, line.action) == (
        luz.id,
        "member",
        ("case_worker",),
        "open",
    )
    assert (line.fields, line.purpose) == (("people.case_number", "people.name"), "person_page")
    assert (line.request_id, line.asked_at) == (request, AT)
    assert abs((line.at - clock.now()).total_seconds()) < 600


def test_a_list_leaves_one_line_for_each_person(programme, luz, installed):
    people = [somebody(programme) for _ in range(20)]
    look([p.sealed(v) for p in people for v in ("a", "b")], luz, Purpose.CASELOAD_LIST)
    assert [len(installed.entries(p.known.pseudonym)) for p in people] == [1] * 20


def test_a_look_without_a_right_leaves_no_line_and_shows_nothing(ana, luz, installed):
    system = actor.system(ana.subject.programme_id)
    for by, why in [
        (luz, Purpose.SEND_MESSAGE),
        (luz, Purpose.OWN_RECORD),
        (system, Purpose.PERSON_PAGE),
        (luz, Purpose.LOG_REVIEW),
        (luz, Purpose.ERASURE),
    ]:
        with pytest.raises(Refused, match="not_allowed"):
            look([ana.sealed("Ana")], by, why)
    assert installed.entries(ana.known.pseudonym) == []


def test_a_person_opens_nobody_else(ana, programme):
    with pytest.raises(Refused, match="not_allowed"):
        look([ana.sealed("Ana")], somebody(programme).actor, Purpose.OWN_RECORD)


def test_reading_ones_own_record_leaves_one_line_an_hour_for_each_field(ana, installed):
    names = [ana.sealed("Ana"), ana.sealed("Ana")]
    for _ in range(3):
        look(names, ana.actor, Purpose.OWN_RECORD)
    look([*names, ana.sealed("C-1", "people.case_number")], ana.actor, Purpose.OWN_RECORD)
    told = sorted({field for line in log_of(ana, installed) for field in line.fields})
    assert told == ["people.case_number", "people.name"]
    assert len(installed.entries(ana.known.pseudonym)) <= 4  # two, and two more if the hour has just turned


def test_a_privacy_officer_reads_a_log_and_is_in_it(ana, luz, installed, programme):
    look([ana.sealed("Ana")], luz)
    officer = worker(programme, Role.PRIVACY_OFFICER)
    assert [line.actor_id for line in log_of(ana, installed, officer)] == [luz.id]
    assert [line.action for line in log_of(ana, installed)] == ["open", "read_log"]


def test_neither_a_worker_nor_another_person_reads_a_log(ana, luz, installed, programme):
    look([ana.sealed("Ana")], luz)
    for by in (luz, somebody(programme).actor, actor.system(programme)):
        with pytest.raises(Refused, match="not_allowed"):
            log_of(ana, installed, by)


def test_a_log_entry_moved_to_another_log_does_not_open(ana, luz, installed, programme):
    look([ana.sealed("Ana")], luz)
    bodies, luis = [installed.entries(ana.known.pseudonym)[0][2]], somebody(programme)
    with pytest.raises(Refused, match="cannot_open"):
        vault.log_read(luis.subject, bodies, by=luis.actor, at=AT)


def test_places_come_one_at_a_time_and_only_for_a_review(ana, luz):
    place = ana.sealed("40.7,-74.0", "checkins.place")
    with pytest.raises(Refused, match="one_at_a_time"):
        look([place, ana.sealed("Ana")], luz, Purpose.CHECKIN_REVIEW)
    with pytest.raises(Refused, match="not_allowed"):
        look([place], luz, Purpose.PERSON_PAGE)
    assert look([place], luz, Purpose.CHECKIN_REVIEW) == ["40.7,-74.0"]


def tried(item, by, why=Purpose.CHECKIN_REVIEW):
    try:
        return look([item], by, why)[0]
    except Refused as no:
        return no.code


def test_sixteen_threads_get_exactly_the_budget(ana, luz, installed):
    place = ana.sealed("here", "checkins.place")
    with ThreadPoolExecutor(16) as threads:
        got = list(threads.map(lambda _: tried(place, luz), range(96)))
    assert (got.count("here"), got.count("budget_spent")) == (25, 71)
    assert len(installed.entries(ana.known.pseudonym)) == 25


def test_many_pretended_workers_get_exactly_the_budget_of_the_programme(ana, programme):
    place = ana.sealed("here", "checkins.place")
    with ThreadPoolExecutor(8) as threads:
        got = list(threads.map(lambda _: tried(place, worker(programme)), range(80)))
    assert (got.count("here"), got.count("budget_spent")) == (60, 20)


def test_the_persons_own_places_have_a_budget_of_their_own(ana, luz, installed):
    place = ana.sealed("here", "checkins.place")
    got = [tried(place, ana.actor, Purpose.OWN_RECORD) for _ in range(26)]
    assert got == ["here"] * 25 + ["budget_spent"]
    assert tried(place, luz) == "here"


def test_threads_with_the_same_people_in_other_orders_do_not_block_each_other(programme, luz, installed):
    people = [somebody(programme) for _ in range(30)]
    items = [person.sealed("x") for person in people]

    def turn(n: int) -> int:
        return len(look(items[n % 30 :] + items[: n % 30] + items[:5], luz, Purpose.CASELOAD_LIST))

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(turn, range(0, 80, 2))) == {35}
    assert {len(installed.entries(person.known.pseudonym)) for person in people} == {40}
    assert not any(faults(installed, programme, person.known.pseudonym) for person in people)


# ── the chain ──


def exported(installed, programme, pseudonym):
    return [
        {"programme": str(programme), "subject": str(pseudonym), "seq": seq} | hexed(prev=prev, body=body, leaf=leaf)
        for seq, prev, body, leaf in installed.entries(pseudonym)
    ]


def hexed(**parts):
    return {name: value.hex() for name, value in parts.items()}


def faults(installed, programme, pseudonym, head=None):
    return list(verify_log.faults(exported(installed, programme, pseudonym), head=head))


@pytest.fixture
def chain(ana, luz, programme, installed):
    for _ in range(6):
        look([ana.sealed("Ana")], luz)
    return exported(installed, programme, ana.known.pseudonym)


def renewed(entries):
    """What somebody with the whole database would do: number and hash everything anew."""
    prev, made = b"", []
    for seq, entry in enumerate(entries, start=1):
        names = [verify_log.UUID(entry[part]) for part in ("programme", "subject")]
        body = bytes.fromhex(entry["body"])
        leaf = verify_log.leaf_of(*names, seq, prev, body)
        made.append(entry | {"seq": seq} | hexed(prev=prev, body=body, leaf=leaf))
        prev = leaf
    return made


TAMPERINGS = [
    pytest.param(lambda c: [*c[:2], c[2] | {"body": c[3]["body"]}, *c[3:]], id="edit"),
    pytest.param(lambda c: c[:2] + c[3:], id="delete"),
    pytest.param(lambda c: c[1:], id="cut off the beginning"),
    pytest.param(lambda c: [*c[:2], c[3], c[2], *c[4:]], id="reorder"),
    pytest.param(lambda c: [*c[:2], c[2], *c[2:]], id="insert"),
    pytest.param(lambda c: [*c[:3], c[3] | {"subject": str(ids.new())}, *c[4:]], id="another log"),
]


def test_an_untouched_log_is_whole(chain):
    assert list(verify_log.faults(chain)) == []


@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_a_tampered_log_is_noticed(tamper, chain):
    assert list(verify_log.faults(tamper(chain)))


@pytest.mark.parametrize("tamper", [*TAMPERINGS[:-1], pytest.param(lambda c: c[:-1], id="cut off the end")])
def test_a_log_hashed_anew_is_noticed_by_the_head_on_the_phone(tamper, chain):
    head = chain[-1]["seq"], bytes.fromhex(chain[-1]["leaf"])
    rewritten = renewed(tamper(chain))
    assert list(verify_log.faults(rewritten)) == []  # the chain alone cannot tell
    assert list(verify_log.faults(rewritten, head=head))
    assert list(verify_log.faults(chain, head=head)) == []


def test_the_verifier_runs_alone_on_an_export(chain, tmp_path):
    export = tmp_path / "log.jsonl"
    command = [sys.executable, "-I", "-S", verify_log.__file__, str(export)]
    export.write_text("\n".join(map(json.dumps, chain)))
    assert subprocess.run(command, capture_output=True, text=True).stdout == "ok\n"
    export.write_text("\n".join(map(json.dumps, chain[1:])))
    found = subprocess.run(command, capture_output=True, text=True)
    assert found.returncode == 1
    assert "entry 1: carries the number 2" in found.stdout


# ── the tables ──

FORBIDDEN = [
    "UPDATE audit.entry SET body = ''",
    "UPDATE audit.entry SET at = now() - interval '1 day'",
    "DELETE FROM audit.entry",
    "TRUNCATE audit.entry",
    "UPDATE audit.head SET seq = 0",
    "UPDATE audit.head SET seq = seq + 2",
    "DELETE FROM audit.head",
    "TRUNCATE audit.head",
    "TRUNCATE audit.budget",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_even_the_owner_cannot_change_the_log(statement, chain):
    with database.connect("owner", autocommit=True) as connection, pytest.raises(psycopg.Error) as no:
        connection.execute(statement)
    assert no.value.sqlstate == "AM002"


def test_the_tree_index_is_set_once(chain, ana):
    whose = (ana.known.pseudonym,)
    with database.connect("owner", autocommit=True) as connection:
        connection.execute("UPDATE audit.entry SET tree_index = seq WHERE subject = %s", whose)
        with pytest.raises(psycopg.Error):
            connection.execute("UPDATE audit.entry SET tree_index = seq + 90 WHERE subject = %s", whose)


@pytest.mark.parametrize("role", ["web", "worker", "vault"])
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM audit.entry",
        "INSERT INTO audit.head SELECT gen_random_uuid(), gen_random_uuid(), 0, ''",
        "UPDATE audit.budget SET used = 0",
        "DELETE FROM audit.budget",
        "SELECT audit.spend(gen_random_uuid(), 'place', gen_random_uuid(), now(), 1, 1)",
    ],
)
def test_nobody_touches_the_tables_directly(role, statement, installed):
    with (
        database.connect(role, autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


@pytest.mark.parametrize("role", ["web", "worker"])
def test_only_the_vault_appends(role, installed):
    with (
        database.connect(role, autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("SELECT audit.append_many(gen_random_uuid(), '{}', '{}')")


def test_a_subject_named_several_times_gets_its_entries_in_order(installed, programme):
    one, two = ids.new(), ids.new()
    with database.connect("vault", autocommit=True) as connection:
        given = [one, two, one, one], [b"a", b"b", b"c", b"d"]
        connection.execute("SELECT audit.append_many(%s, %s, %s)", (programme, *given))
    assert [body for _, _, body, _ in installed.entries(one)] == [b"a", b"c", b"d"]
    assert faults(installed, programme, one) == faults(installed, programme, two) == []
