"""The vault as a process: killed, without its database, asked by strangers, started wrongly."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.machine import paths
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import line, server, wire
from tests import throwaway
from tests.vault.installation import AT, somebody, wait_for, worker


def opened(item, by, request_id=None):
    return vault.open_text([item], by=by, why=Purpose.PERSON_PAGE, at=AT, request_id=request_id)[0]


def test_killed_while_opening_nothing_was_shown_without_a_line(programme, luz, installed):
    ana = somebody(programme)
    item, shown, stop = ana.sealed("Ana"), [], threading.Event()

    def keep_looking():
        while not stop.is_set():
            request = ids.new()
            try:
                if opened(item, luz, request) == "Ana":
                    shown.append(request)
            except Refused as no:
                assert no.code == "vault_unavailable"  # noqa: PT017
                time.sleep(0.01)

    threads = [threading.Thread(target=keep_looking) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(4):
        time.sleep(random.uniform(0.2, 0.5))
        installed.vault.kill()
        installed.vault.start()
    stop.set()
    for thread in threads:
        thread.join()
    bodies = [body for _, _, body, _ in installed.entries(ana.known.pseudonym)]
    logged = {entry.request_id for entry in vault.log_read(ana.subject, bodies, by=ana.actor, at=AT)}
    assert len(shown) > 50
    assert set(shown) <= logged


def test_while_the_database_is_away_the_vault_seals_but_does_not_open(ana, luz, installed):
    item = ana.sealed("Ana")
    assert opened(item, luz) == "Ana"
    installed.server.stop()
    try:
        with pytest.raises(Refused, match="vault_log_unavailable"):
            opened(item, luz)
        assert ana.sealed("sealed meanwhile").blob
        assert vault.health()["log"] is False
    finally:
        installed.server.start()
    assert opened(item, luz) == "Ana"


def test_a_caller_reconnects_after_the_vault_was_restarted(ana, luz, installed):
    item = ana.sealed("Ana")
    installed.vault.stop()
    with pytest.raises(Refused, match="vault_unavailable"):
        ana.sealed("nobody home")
    installed.vault.start()
    assert opened(item, luz) == "Ana"


def test_a_caller_notices_a_connection_that_broke_between_two_questions(ana, installed):
    vault.health()
    line._mine.line._socket.shutdown(socket.SHUT_RDWR)
    assert ana.sealed("Ana").blob


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_another_user_is_refused_by_the_kernels_word(installed):
    paths.vault_socket().chmod(0o666)
    child = os.fork()
    if child == 0:
        os._exit(_asked_as(65534))
    _, status = os.waitpid(child, 0)
    paths.vault_socket().chmod(0o600)
    assert os.waitstatus_to_exitcode(status) == 10


def _asked_as(uid: int) -> int:
    """10 when refused as a stranger, another number otherwise."""
    try:
        os.setuid(uid)
        vault.health()
    except Refused as no:
        return 10 if no.code == "peer_refused" else 11
    except BaseException:
        return 12
    return 0


def test_the_users_who_may_ask_are_named_in_the_environment(monkeypatch):
    monkeypatch.setenv("AMPARO_VAULT_PEERS", "4001, 4002")
    assert server.peers() == {os.getuid(), 4001, 4002}


@pytest.mark.parametrize(
    "noise",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x00\x00\x00\x02\xc1\xc1",
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x05ab",
        b"\x00\x00\x00\x01\xc0",
    ],
)
def test_noise_on_the_socket_harms_nobody(noise, installed):
    with socket.socket(socket.AF_UNIX) as stranger:
        stranger.connect(str(paths.vault_socket()))
        stranger.sendall(noise)
        stranger.shutdown(socket.SHUT_WR)
        stranger.makefile("rb").read()
    assert vault.health()["log"]


@pytest.mark.parametrize(
    "question",
    [
        ["nothing", {}],
        ["open", {}],
        ["open", None],
        ["seal", {"programme": b"x" * 16, "subjects": [[b"x" * 16, b""]], "items": []}],
        ["blind", {"programme": b"x" * 16, "values": [["name", None]]}],
        ["new_subjects", {"programme": "x" * 16, "ids": []}],
        7,
    ],
)
def test_a_senseless_question_is_refused(question, installed):
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(str(paths.vault_socket()))
        wire.send(caller, question)
        assert wire.receive(caller.makefile("rb")) == [False, "bad_request", {}]


def test_the_vault_says_how_it_is_without_a_secret(installed):
    assert vault.health() == {"isolation": "same user", "log": True, "kek": "file"}


def test_what_the_vault_keeps_is_readable_by_its_user_only(installed):
    kept = [paths.vault_socket(), *(file for file in paths.vault().iterdir() if file.name != "lock")]
    assert {file.name for file in kept} == {"vault.sock", "kek", "keys.db"}
    assert {file.stat().st_mode & 0o077 for file in kept} == {0}


def test_its_memory_goes_into_no_core_dump_and_belongs_to_root(installed):
    limits = Path(f"/proc/{installed.vault.process.pid}/limits").read_text()
    assert "Max core file size 0 0" in " ".join(limits.split())
    assert Path(f"/proc/{installed.vault.process.pid}/mem").stat().st_uid == 0


# ── starting ──


@pytest.fixture
def fresh_home(installed, monkeypatch):
    """Another AMPARO_HOME that uses the same database."""
    from amparo.machine import secrets

    monkeypatch.setenv("AMPARO_DATABASE_URL_VAULT", secrets.dsn("vault"))
    home = throwaway.make_home()
    monkeypatch.setenv("AMPARO_HOME", str(home))
    yield home
    throwaway.remove_home(home)


def started(**environment):
    command = [sys.executable, "-m", "amparo.privacy.vault"]
    return subprocess.Popen(command, env=os.environ | environment, stderr=subprocess.PIPE, text=True)


def why_not(process):
    _, said = process.communicate(timeout=30)
    return process.returncode, said.strip().rpartition(": ")[2]


def test_a_second_vault_does_not_start(installed):
    assert why_not(started()) == (3, "already_running")


def test_a_vault_without_its_database_does_not_start(fresh_home):
    nowhere = "postgresql://amp_vault@/amparo?host=/nowhere"
    imports = "from amparo.privacy.vault import server, __main__ as vault"
    hurried = f"{imports}; server.DATABASE_PATIENCE_SECONDS = 0.1; vault.main()"
    command = [sys.executable, "-c", hurried]
    asked = subprocess.run(
        command,
        env=os.environ | {"AMPARO_DATABASE_URL_VAULT": nowhere},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert asked.stderr.strip().endswith("the vault stays closed: vault_log_unavailable")


def test_a_lost_or_wrong_key_keeps_the_vault_closed(fresh_home):
    first = started()
    wait_for(lambda: _healthy())
    first.terminate()
    first.communicate(timeout=10)
    key = fresh_home / "vault" / "kek"
    right = key.read_bytes()
    key.write_bytes(bytes(32))
    assert why_not(started()) == (3, "wrong_kek")
    key.unlink()
    assert why_not(started()) == (3, "wrong_kek")
    key.write_bytes(right)


def test_a_passphrase_opens_the_vault_and_another_does_not(fresh_home):
    first = started(AMPARO_KEK_PASSPHRASE="eight simple words")
    wait_for(lambda: _healthy())
    assert vault.health()["kek"] == "passphrase"
    programme = ids.new()
    ana, luz = somebody(programme), worker(programme)
    item = ana.sealed("Ana")
    first.terminate()
    first.communicate(timeout=10)
    assert why_not(started(AMPARO_KEK_PASSPHRASE="other words")) == (3, "wrong_kek")
    again = started(AMPARO_KEK_PASSPHRASE="eight simple words")
    wait_for(lambda: _healthy())
    assert opened(item, luz) == "Ana"
    again.terminate()
    again.communicate(timeout=10)
    assert not (fresh_home / "vault" / "kek").exists()


def _healthy() -> bool:
    try:
        return bool(vault.health())
    except Refused:
        return False


def test_the_vault_does_not_know_django():
    asked = "import sys, amparo.privacy.vault.__main__; print([m for m in sys.modules if m.startswith('django')])"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True).stdout.strip() == "[]"
