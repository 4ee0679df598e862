"""Where this installation keeps its things. Everything lives below one folder, AMPARO_HOME."""

import hashlib
import os
import stat
from pathlib import Path

# A Unix socket's address holds 107 bytes; PostgreSQL appends "/.s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 80


def home() -> Path:
    """The installation's folder: AMPARO_HOME, else `var` below the current folder."""
    return Path(os.environ.get("AMPARO_HOME", "var")).resolve()


def postgres() -> Path:
    return home() / "postgres"


def vault() -> Path:
    """Keys: the key-encryption key, the key shares, the PIN pepper. Never in a database backup."""
    return home() / "vault"


def logs() -> Path:
    return home() / "logs"


def secrets_file() -> Path:
    return home() / "secrets.json"


def sockets() -> Path:
    """The folder of the Unix sockets, moved to /tmp when AMPARO_HOME is too long for a socket's address."""
    inside = home() / "run"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
        return inside
    digest = hashlib.sha256(os.fsencode(home())).hexdigest()[:16]
    # make() refuses it when somebody else was there first.
    return Path(f"/tmp/amparo-{os.getuid()}-{digest}")  # noqa: S108  # nosec B108


def vault_socket() -> Path:
    return sockets() / "vault.sock"


def postgres_socket() -> Path:
    """The folder of PostgreSQL's socket, apart from the others: it may belong to another OS user."""
    return sockets() / "pg"


def make(folder: Path) -> Path:
    """`folder` exists; others may at most walk through it.

    As root, PostgreSQL and the vault run as other OS users, who must be able to walk to their own folders.
    """
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
    if not folder.is_relative_to(home()):
        _refuse_a_trap(folder)
    return folder


def _refuse_a_trap(folder: Path) -> None:
    # In /tmp somebody else could have made it first, to listen in our place.
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
        raise PermissionError(f"{folder} belongs to somebody else, or others may write to it: remove it")
