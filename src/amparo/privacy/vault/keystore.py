"""The people's key shares, outside PostgreSQL, so that no backup of the database can bring one back."""

import os
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from amparo.privacy.vault.kek import Kek

REMEMBERED_SECONDS = 60.0
REMEMBERED_SHARES = 20_000
READ_AT_ONCE = 500
SOME = "SELECT subject, kek_id, nonce, ct FROM share WHERE programme = ? AND subject IN (%s)"
ROOT = b"root"

TABLES = """
CREATE TABLE IF NOT EXISTS share (
    programme BLOB NOT NULL, subject BLOB NOT NULL,
    kek_id INTEGER NOT NULL, nonce BLOB NOT NULL, ct BLOB NOT NULL,
    PRIMARY KEY (programme, subject)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS root (
    name BLOB PRIMARY KEY, kek_id INTEGER NOT NULL, nonce BLOB NOT NULL, ct BLOB NOT NULL);
"""


class WrongKek(Exception):
    """The keystore was made under another key-encryption key."""


def connect(place: Path) -> sqlite3.Connection:
    """The open keystore: deleted rows are overwritten, commits are on the disk, no journal remembers."""
    os.close(os.open(place, os.O_RDWR | os.O_CREAT, 0o600))
    db = sqlite3.connect(place, isolation_level=None, check_same_thread=False, timeout=10)
    for pragma in ("secure_delete=ON", "journal_mode=DELETE", "synchronous=EXTRA", "temp_store=MEMORY"):
        db.execute(f"PRAGMA {pragma}")
    db.executescript(TABLES)
    return db


def in_use(db: sqlite3.Connection) -> bool:
    """Whether anything is wrapped in it yet."""
    return db.execute("SELECT 1 FROM root").fetchone() is not None


class Keystore:
    """Shares by programme and subject. One lock: no reader puts back into memory what was forgotten."""

    def __init__(self, db: sqlite3.Connection, kek: Kek) -> None:
        self._db = db
        self.kek_id = kek.id
        self._kek = AESGCM(kek.key)
        self._lock = threading.Lock()
        self._memory: OrderedDict[tuple[bytes, bytes], tuple[float, bytes]] = OrderedDict()
        self.root = self._load_root()

    def ensure(self, programme: bytes, subjects: Sequence[bytes]) -> dict[bytes, bytes]:
        """Every subject has a share, on the disk. One that had a share keeps it."""
        fresh = [self._wrapped(programme, subject, os.urandom(32)) for subject in subjects]
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._db.executemany("INSERT OR IGNORE INTO share VALUES (?, ?, ?, ?, ?)", fresh)
                self._db.execute("COMMIT")
            except sqlite3.Error:
                self._db.execute("ROLLBACK")
                raise
            return self._fetch(programme, subjects)

    def shares(self, programme: bytes, subjects: Sequence[bytes]) -> dict[bytes, bytes]:
        """The shares that exist; a forgotten subject is absent."""
        with self._lock:
            return self._fetch(programme, subjects)

    def count(self, programme: bytes) -> int:
        """How many shares the programme has."""
        with self._lock:
            found = self._db.execute("SELECT count(*) FROM share WHERE programme = ?", (programme,)).fetchone()
            return int(found[0])

    def forget(self, programme: bytes, subjects: Sequence[bytes]) -> int:
        """No share of these subjects is on the disk or in memory any more; returns how many there were."""
        with self._lock:
            for subject in subjects:
                self._memory.pop((programme, subject), None)
            self._db.execute("BEGIN IMMEDIATE")
            try:
                gone = self._db.executemany(
                    "DELETE FROM share WHERE programme = ? AND subject = ?",
                    [(programme, s) for s in subjects],
                ).rowcount
                self._db.execute("COMMIT")
            except sqlite3.Error:
                self._db.execute("ROLLBACK")
                raise
            return gone

    def drop_stale(self) -> None:
        """No share stays unwrapped in memory longer than it may."""
        oldest = time.monotonic() - REMEMBERED_SECONDS
        with self._lock:
            while self._memory and next(iter(self._memory.values()))[0] < oldest:
                self._memory.popitem(last=False)

    def _fetch(self, programme: bytes, subjects: Sequence[bytes]) -> dict[bytes, bytes]:
        now, found, missing = time.monotonic(), {}, []
        for subject in subjects:
            since, share = self._memory.get((programme, subject), (0.0, None))
            if share is None or since < now - REMEMBERED_SECONDS:
                missing.append(subject)
            else:
                found[subject] = share
        for start in range(0, len(missing), READ_AT_ONCE):
            some = missing[start : start + READ_AT_ONCE]
            read = self._read(programme, some)
            for subject in some:
                self._remember(programme, subject, read.get(subject), now)
            found |= read
        return found

    def _read(self, programme: bytes, subjects: Sequence[bytes]) -> dict[bytes, bytes]:
        """Those that exist, in one statement."""
        asked = SOME % ",".join("?" * len(subjects))
        return {
            subject: self._kek.decrypt(nonce, hidden, _bound_to(programme, subject, kek_id))
            for subject, kek_id, nonce, hidden in self._db.execute(asked, (programme, *subjects))
        }

    def _remember(self, programme: bytes, subject: bytes, share: bytes | None, now: float) -> None:
        self._memory.pop((programme, subject), None)
        if share is not None:
            self._memory[programme, subject] = (now, share)  # at the end: the oldest stand first
        if len(self._memory) > REMEMBERED_SHARES:
            self._memory.popitem(last=False)

    def _wrapped(self, programme: bytes, subject: bytes, share: bytes) -> tuple[bytes, bytes, int, bytes, bytes]:
        nonce = os.urandom(12)
        hidden = self._kek.encrypt(nonce, share, _bound_to(programme, subject, self.kek_id))
        return programme, subject, self.kek_id, nonce, hidden

    def _load_root(self) -> bytes:
        """The root of the programmes' own keys, made with the keystore."""
        if not in_use(self._db):
            row = self._wrapped(ROOT, ROOT, os.urandom(32))
            self._db.execute("INSERT INTO root VALUES (?, ?, ?, ?)", row[1:])
        kek_id, nonce, hidden = self._db.execute("SELECT kek_id, nonce, ct FROM root").fetchone()
        try:
            return self._kek.decrypt(nonce, hidden, _bound_to(ROOT, ROOT, kek_id))
        except InvalidTag:
            raise WrongKek from None


def _bound_to(programme: bytes, subject: bytes, kek_id: int) -> bytes:
    return b"share|" + programme + b"|" + subject + b"|" + str(kek_id).encode()
