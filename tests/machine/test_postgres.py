import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from amparo.machine import cluster, database, log_file, os_user, paths, postgres, secrets
from amparo.machine.trouble import CannotStart

KEEPER = """
import time
from amparo.machine import postgres
postgres.Server().start()
print(1, flush=True)
time.sleep(99)
"""


def test_a_new_server_answers_and_ends(home: Path) -> None:
    server = postgres.Server()
    server.start()
    assert server.running()
    assert database.answers("super", dbname="postgres")
    server.stop()
    assert not server.running()
    assert not database.answers("super", dbname="postgres")


def test_starting_twice_is_one_server(server: postgres.Server) -> None:
    first = server.pid
    server.start()
    assert server.pid == first


def test_stopping_twice_is_harmless(server: postgres.Server) -> None:
    server.stop()
    server.stop()
    assert not server.running()


def test_nobody_enters_without_a_password(server: postgres.Server) -> None:
    rules = (paths.postgres() / "pg_hba.conf").read_text()
    assert rules == "local all all scram-sha-256\n"
    with database.connect("super", dbname="postgres") as connection:
        methods = connection.execute("SELECT type, auth_method FROM pg_hba_file_rules").fetchall()
    assert methods == [("local", "scram-sha-256")]


@pytest.mark.parametrize("password", ["wrong", ""])
def test_a_wrong_password_is_refused(server: postgres.Server, password: str) -> None:
    with pytest.raises(psycopg.OperationalError):
        database.connect("super", dbname="postgres", password=password)


def test_replication_is_refused(server: postgres.Server) -> None:
    with pytest.raises(psycopg.OperationalError, match="pg_hba.conf"):
        database.connect("super", dbname="postgres", replication="true")


def test_a_lost_password_file_is_named_at_once(server: postgres.Server) -> None:
    server.stop()
    paths.secrets_file().unlink()
    with pytest.raises(CannotStart, match="two installations"):
        postgres.Server().start()


def test_it_listens_on_a_private_socket_only(server: postgres.Server) -> None:
    with database.connect("super", dbname="postgres") as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert paths.postgres_socket().resolve().stat().st_mode & 0o777 == 0o700


def test_data_is_checked_and_sorted_the_same_everywhere(server: postgres.Server) -> None:
    with database.connect("super", dbname="postgres") as connection:
        assert connection.execute("SHOW data_checksums").fetchone() == ("on",)
        row = connection.execute("SELECT pg_encoding_to_char(encoding) FROM pg_database").fetchone()
    assert row == ("UTF8",)


def test_a_failing_row_does_not_reach_the_log(server: postgres.Server) -> None:
    with database.connect("super", dbname="postgres", autocommit=True) as connection:
        connection.execute("CREATE TABLE t (name text NOT NULL, n int NOT NULL)")
        with pytest.raises(psycopg.errors.NotNullViolation):
            connection.execute("INSERT INTO t VALUES (%s, NULL)", ("Canary Canarias",))
    server.stop()
    assert "Canary" not in log_file.of("postgres").read_text()


def test_after_kill_9_it_starts_again_and_keeps_what_was_committed(server: postgres.Server) -> None:
    with database.connect("super", dbname="postgres") as connection:
        connection.execute("CREATE TABLE kept (n int)")
    assert server.pid
    os.kill(server.pid, signal.SIGKILL)
    while server.running():
        time.sleep(0.01)
    server.start()
    with database.connect("super", dbname="postgres") as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_lock_file_with_somebody_elses_number_does_not_stop_it(server: postgres.Server) -> None:
    server.stop()
    data = paths.postgres()
    other = subprocess.Popen(["sleep", "99"], **os_user.for_postgres(data).as_popen())
    (data / "postmaster.pid").write_text(f"{other.pid}\n{data}\n0\n5432\n\n\n0 0\n")
    try:
        server.start()
    finally:
        other.kill()
        other.wait()
    assert server.running()


def test_two_supervisors_of_one_home_are_refused(server: postgres.Server) -> None:
    with pytest.raises(CannotStart, match="Another Amparo"):
        postgres.Server().start()
    assert server.running()


def test_a_first_start_that_was_cut_short_is_repeated(home: Path) -> None:
    (home / "postgres.initialising").mkdir()
    (home / "postgres.initialising" / "half").touch()
    with postgres.Server() as server:
        assert server.running()
    assert not (home / "postgres.initialising").exists()


def test_a_folder_with_something_else_in_it_is_left_alone(home: Path) -> None:
    (home / "postgres").mkdir()
    (home / "postgres" / "letters.txt").write_text("keep me")
    with pytest.raises(CannotStart, match="neither empty nor a database"):
        postgres.Server().start()
    assert (home / "postgres" / "letters.txt").read_text() == "keep me"


def test_a_setting_it_does_not_know_is_reported_in_its_words(home: Path) -> None:
    with pytest.raises(CannotStart, match="FATAL.*no_such_setting"):
        postgres.Server(options={"no_such_setting": "on"}).start()
    with postgres.Server() as server:  # nothing is left in the way
        assert server.running()


def test_it_ends_when_its_supervisor_is_killed(home: Path) -> None:
    keeper = subprocess.Popen([sys.executable, "-c", KEEPER], stdout=subprocess.PIPE)
    assert keeper.stdout and keeper.stdout.readline() == b"1\n"
    keeper.kill()
    keeper.communicate()
    data, deadline = paths.postgres().resolve(), time.monotonic() + 15
    while cluster.leftovers(data) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert cluster.leftovers(data) == []


def test_a_home_too_long_for_a_socket_still_works(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMPARO_HOME", str(home / ("long" * 25)))
    with postgres.Server() as server:
        assert server.running()
    assert str(paths.sockets()).startswith("/tmp/amparo-")
    paths.postgres_socket().rmdir()
    paths.sockets().rmdir()


def test_a_socket_folder_that_is_not_ours_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = home.parent / f"{home.name}-trap"
    trap.mkdir(mode=0o777)
    trap.chmod(0o777)
    monkeypatch.setattr(paths, "sockets", lambda: trap)
    with pytest.raises(PermissionError, match="somebody else"):
        postgres.Server().start()
    trap.rmdir()


def test_secrets_are_for_their_owner_only(home: Path) -> None:
    secrets.load()
    assert paths.secrets_file().stat().st_mode & 0o777 == 0o600
