"""The vault's process: a Unix socket, one thread per connection, callers known by the kernel's word."""

import contextlib
import ctypes
import fcntl
import logging
import os
import resource
import socket
import struct
import threading
import time
from pathlib import Path
from typing import Any

from amparo.foundation.errors import Refused
from amparo.machine import paths, secrets
from amparo.privacy.vault import kek, keystore, wire
from amparo.privacy.vault.desk import Desk
from amparo.privacy.vault.ledger import Ledger

PEERS = "AMPARO_VAULT_PEERS"
MOST_CONNECTIONS = 256
SLOW_READER_SECONDS = 30.0
DATABASE_PATIENCE_SECONDS = 20.0
PR_SET_DUMPABLE = 4

log = logging.getLogger("amparo.vault")


class CannotStart(Exception):
    """The vault stays closed; the message is a code."""


def run() -> None:
    """The vault answers until its process ends."""
    harden()
    folder = paths.vault()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    only_one = _lock(folder / "lock")
    desk, shares = _open_desk(folder)
    listener = _listen(paths.vault_socket())
    threading.Thread(target=_drop_stale, args=(shares,), daemon=True).start()
    log.info("vault open, key from %s", desk.answer("health", {}, peer=os.getuid())["kek"])
    with only_one, listener:
        _accept(listener, desk)


def harden() -> None:
    """No core dump holds a key, and no process of the same user may look into this one."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def peers() -> frozenset[int]:
    """The users who may ask: this one, and those in AMPARO_VAULT_PEERS."""
    others = os.environ.get(PEERS, "").replace(",", " ").split()
    return frozenset({os.getuid(), *map(int, others)})


def _open_desk(folder: Path) -> tuple[Desk, keystore.Keystore]:
    db = keystore.connect(folder / "keys.db")
    try:
        key = kek.load(in_use=keystore.in_use(db))
        shares = keystore.Keystore(db, key)
    except (kek.NoKek, keystore.WrongKek) as wrong:
        raise CannotStart("wrong_kek") from wrong
    ledger = Ledger(secrets.dsn("vault"))
    # Without its log the vault may not open anything: better that the supervisor tries again.
    patience = time.monotonic() + DATABASE_PATIENCE_SECONDS
    while not ledger.answers():
        if time.monotonic() > patience:
            raise CannotStart("vault_log_unavailable")
        time.sleep(0.3)
    return Desk(shares, ledger, kek_source=key.source), shares


def _lock(place: Path) -> Any:
    """Held as long as the process lives: two vaults would take the socket from each other."""
    held = open(place, "w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        raise CannotStart("already_running") from None
    return held


def _listen(place: Path) -> socket.socket:
    paths.make(place.parent)
    place.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    # The folder's group lets other users reach the socket; who they are is asked at each connection.
    before = os.umask(0o117 if len(peers()) > 1 else 0o177)
    try:
        listener.bind(str(place))
    finally:
        os.umask(before)
    listener.listen(128)
    return listener


def _accept(listener: socket.socket, desk: Desk) -> None:
    welcome, places = peers(), threading.BoundedSemaphore(MOST_CONNECTIONS)
    while True:
        line, _ = listener.accept()
        peer = _uid(line)
        if peer not in welcome or not places.acquire(blocking=False):
            code = "peer_refused" if peer not in welcome else "vault_busy"
            threading.Thread(target=_refuse, args=(line, code), daemon=True).start()
            continue
        threading.Thread(target=_serve, args=(line, desk, peer, places), daemon=True).start()


def _uid(line: socket.socket) -> int:
    """The user at the other end, as the kernel says."""
    said = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    uid: int = struct.unpack("3i", said)[1]
    return uid


def _refuse(line: socket.socket, code: str) -> None:
    log.warning("refused a connection: %s", code)
    line.settimeout(1)
    with line, contextlib.suppress(OSError):
        wire.send(line, [False, code, {}])
        line.shutdown(socket.SHUT_WR)
        line.recv(65536)  # closing on an unread question would lose the answer


def _serve(line: socket.socket, desk: Desk, peer: int, places: threading.BoundedSemaphore) -> None:
    # A timeout applies to sending only: between two questions a caller may be silent for long.
    line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", int(SLOW_READER_SECONDS), 0))
    try:
        with line, line.makefile("rb") as reader:
            while (asked := wire.receive(reader)) is not None:
                try:
                    wire.send(line, _answer(desk, asked, peer))
                except wire.TooLong:
                    wire.send(line, [False, "too_large", {}])
    except (OSError, wire.Broken):
        pass
    except Exception as wrong:
        log.error("connection ended: %s", type(wrong).__name__)
    finally:
        places.release()


def _answer(desk: Desk, asked: Any, peer: int) -> list[Any]:
    try:
        name, question = asked
        return [True, desk.answer(name, question, peer=peer)]
    except Refused as no:
        return [False, no.code, no.details]
    except (TypeError, ValueError):
        return [False, "bad_request", {}]
    except Exception as wrong:
        # The kind of fault only: its message may hold what was asked.
        log.error("fault: %s", type(wrong).__name__)
        return [False, "vault_fault", {}]


def _drop_stale(shares: keystore.Keystore) -> None:
    while True:
        time.sleep(5)
        shares.drop_stale()
