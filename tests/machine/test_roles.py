from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from amparo.machine import database, postgres, role_problems, roles, secrets
from tests import throwaway


@pytest.fixture(scope="module")
def shared() -> Iterator[postgres.Server]:
    """One server for all tests of this file."""
    with pytest.MonkeyPatch.context() as patch:
        place = throwaway.make_home()
        patch.setenv("AMPARO_HOME", str(place))
        patch.delenv("AMPARO_TEST", raising=False)
        with postgres.Server() as running:
            yield running
        throwaway.remove_home(place)


@pytest.fixture
def prepared(shared: postgres.Server) -> postgres.Server:
    """The shared server with nothing in it but the database and its roles."""
    with database.connect("super", dbname="postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS amparo WITH (FORCE)")
    roles.prepare()
    return shared


APP: list[secrets.Role] = ["web", "worker", "vault"]


@pytest.fixture
def note(prepared: postgres.Server) -> str:
    """A table that lets nobody see a row, its owner included."""
    with database.connect("owner") as connection:
        connection.execute("CREATE TABLE note (body text)")
        connection.execute("INSERT INTO note VALUES ('sealed')")
        connection.execute("ALTER TABLE note ENABLE ROW LEVEL SECURITY")
        connection.execute("ALTER TABLE note FORCE ROW LEVEL SECURITY")
        connection.execute("GRANT SELECT ON note TO amp_app")
    return "note"


def _as_super(statement: str) -> None:
    with database.connect("super", autocommit=True) as connection:
        connection.execute(statement)


def test_a_prepared_database_has_no_problems(prepared: postgres.Server) -> None:
    assert role_problems.problems() == []


def test_preparing_twice_changes_nothing(prepared: postgres.Server) -> None:
    roles.prepare()
    assert role_problems.problems() == []


def test_preparing_takes_back_what_somebody_added(prepared: postgres.Server) -> None:
    _as_super("ALTER ROLE amp_web SUPERUSER BYPASSRLS CREATEDB")
    roles.prepare()
    assert role_problems.problems() == []


def test_preparing_works_after_stopping_half_way(server: postgres.Server) -> None:
    with database.connect("super", dbname="postgres", autocommit=True) as connection:
        connection.execute("CREATE ROLE amp_owner")
        connection.execute("CREATE DATABASE amparo")
    roles.prepare()
    assert role_problems.problems() == []


@pytest.mark.parametrize("role", ["owner", "web", "worker"])
def test_row_security_binds_everybody(note: str, role: secrets.Role) -> None:
    with database.connect(role) as connection:
        assert connection.execute("SELECT count(*) FROM note").fetchone() == (0,)


@pytest.mark.parametrize("role", ["web", "worker"])
def test_nobody_switches_row_security_off(note: str, role: secrets.Role) -> None:
    with database.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SET row_security = off")
        connection.execute("SELECT * FROM note")


@pytest.mark.parametrize("role", APP)
@pytest.mark.parametrize(
    "attempt",
    [
        pytest.param("CREATE TABLE mine (n int)", id="own a table"),
        pytest.param("CREATE ROLE friend", id="create a role"),
        pytest.param("CREATE DATABASE mine", id="create a database"),
        pytest.param("SET ROLE amp_owner", id="become the owner"),
        pytest.param("SET SESSION AUTHORIZATION amp_super", id="become the superuser"),
        pytest.param("ALTER TABLE note DISABLE ROW LEVEL SECURITY", id="unlock a table"),
        pytest.param("SELECT pg_read_file('PG_VERSION')", id="read the disk"),
        pytest.param("SET session_replication_role = replica", id="silence triggers"),
    ],
)
def test_the_doors_may_not(note: str, role: secrets.Role, attempt: str) -> None:
    with database.connect(role, autocommit=True) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(attempt)


def test_the_vault_reads_nothing_it_was_not_given(note: str) -> None:
    with database.connect("vault") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT * FROM note")


@pytest.mark.parametrize("role", APP)
def test_nobody_else_enters_the_maintenance_database(prepared: postgres.Server, role: secrets.Role) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        database.connect(role, dbname="postgres")


def test_the_web_does_not_wait_for_ever(prepared: postgres.Server) -> None:
    with database.connect("web") as connection:
        assert connection.execute("SHOW statement_timeout").fetchone() == ("15s",)
        assert connection.execute("SHOW lock_timeout").fetchone() == ("5s",)
        assert connection.execute("SHOW search_path").fetchone() == ("public, pg_temp",)


def test_tests_may_create_databases_with_the_extensions(
    server: postgres.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMPARO_TEST", "1")
    roles.prepare()
    with database.connect("owner", dbname="postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE test_amparo")
    with database.connect("web", dbname="test_amparo") as connection:
        assert connection.execute("SELECT similarity('está', 'está')").fetchone() == (1.0,)
    assert role_problems.problems() == []


def test_passwords_are_not_kept_in_clear(prepared: postgres.Server) -> None:
    with database.connect("super") as connection:
        rows = connection.execute("SELECT rolpassword FROM pg_authid WHERE rolcanlogin").fetchall()
    assert all(row[0].startswith("SCRAM-SHA-256$") for row in rows)


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ("ALTER ROLE amp_web SUPERUSER", "amp_web is a superuser"),
        ("ALTER ROLE amp_worker BYPASSRLS", "amp_worker passes by row security"),
        ("ALTER ROLE amp_owner CREATEDB", "amp_owner may create databases"),
        ("ALTER ROLE amp_owner CREATEROLE", "amp_owner may create roles"),
        ("ALTER ROLE amp_vault REPLICATION", "amp_vault may copy the whole server"),
        ("GRANT amp_owner TO amp_web", "amp_web belongs to amp_owner"),
        ("REVOKE amp_app FROM amp_worker", "amp_worker does not belong to amp_app"),
        ("CREATE TABLE stray (n int); ALTER TABLE stray OWNER TO amp_web", "amp_web owns 1 tables"),
        ("GRANT CREATE ON SCHEMA public TO PUBLIC", "amp_vault may create tables"),
        ("DROP EXTENSION unaccent", "extension unaccent is missing"),
        ("ALTER ROLE amp_vault NOLOGIN", "does not let in amp_vault"),
        ("ALTER ROLE amp_owner SET synchronous_commit = off", "synchronous_commit"),
    ],
)
def test_each_fault_is_told_in_words(prepared: postgres.Server, damage: str, sentence: str) -> None:
    for statement in damage.split("; "):
        _as_super(statement)
    assert any(sentence in problem for problem in role_problems.problems())


def test_a_server_that_is_down_is_told_in_words(home: Path) -> None:
    assert len(role_problems.problems()) == len(roles.LOGINS)
    assert secrets.load()["database_web"] not in " ".join(role_problems.problems())
