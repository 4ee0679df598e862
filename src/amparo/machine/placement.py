"""Where PostgreSQL's files lie when its OS user cannot walk to AMPARO_HOME or to the Python packages.

This happens to root with a checkout below a private folder such as /root. A private folder is never opened
to others: the programs are copied below ELSEWHERE, the data and the socket are put there, and symbolic links
in AMPARO_HOME remember where they are.
"""

import hashlib
import os
import secrets as random
import shutil
from dataclasses import replace
from pathlib import Path

from amparo.machine import paths
from amparo.machine.binaries import Binaries
from amparo.machine.os_user import OsUser
from amparo.machine.trouble import CannotStart

ELSEWHERE = Path("/var/lib/amparo")


def data_folder(user: OsUser) -> Path:
    """The data folder's true place, reachable by `user`. It may not exist yet."""
    asked = paths.postgres()
    if asked.is_symlink() or asked.exists():
        return _reachable(asked.resolve(), user)
    if user.reaches(asked.parent):
        return asked
    chosen = _elsewhere(random.token_hex(6)) / "data"
    asked.symlink_to(chosen)
    return chosen


def socket_folder(user: OsUser, data: Path) -> Path:
    """An existing folder for the socket: the OS user's own, 0700, also found at `paths.postgres_socket()`."""
    asked = paths.postgres_socket()
    paths.make(asked.parent)
    chosen = asked if user.reaches(asked.parent) else data.parent / "socket"
    if asked.is_symlink():
        asked.unlink()
    chosen.mkdir(exist_ok=True, mode=0o700)
    chosen.chmod(0o700)
    user.own(chosen)
    if chosen != asked:
        if asked.exists():
            asked.rmdir()
        asked.symlink_to(chosen)
    return chosen


def programs(found: Binaries, user: OsUser) -> Binaries:
    """`found`, or a copy of it that `user` can run."""
    if user.reaches(found.postgres):
        return found
    stamp = f"{found.postgres.resolve()} {found.postgres.stat().st_mtime_ns} {found.postgres.stat().st_size}"
    copy = ELSEWHERE / f"postgresql-{found.major}-{hashlib.sha256(stamp.encode()).hexdigest()[:12]}"
    if not copy.exists():
        draft = _elsewhere(f".{copy.name}-{os.getpid()}")
        for part in found.parts:
            shutil.copytree(part, draft / part.relative_to(found.around), dirs_exist_ok=True)
        _let_everybody_read(draft)
        draft.rename(copy)
    return replace(found, folder=copy / found.folder.relative_to(found.around))


def _elsewhere(name: str) -> Path:
    folder = ELSEWHERE / name
    for made in (ELSEWHERE, folder):
        if not made.exists():
            made.mkdir(parents=True)
            made.chmod(0o755)  # whatever the umask says
    return folder


def _let_everybody_read(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if mode & 0o100 else 0o444))


def _reachable(data: Path, user: OsUser) -> Path:
    if not data.parent.exists():
        raise CannotStart(f"The database should be in {data}, which is not there: is a disk missing?")
    if not user.reaches(data):
        raise CannotStart(
            f"PostgreSQL's OS user (number {user.uid}) cannot walk to its data in {data}. "
            "Let it pass through the folders above, or move AMPARO_HOME to a place it can reach."
        )
    return data
