"""The operating system's user that PostgreSQL runs as: it refuses to run as root."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from amparo.machine.trouble import CannotStart

CANDIDATES = ("postgres", "nobody")


class PopenIdentity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class OsUser:
    uid: int
    gid: int

    def as_popen(self) -> PopenIdentity:
        """What Popen needs so that the program runs as this user and nothing more; nothing when it is us."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """`path` belongs to this user."""
        if self.uid != os.geteuid():
            os.chown(path, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        """True if this user can walk through every folder above `path`, and through `path` if it exists."""
        chain = [*path.parents, path]
        return all(self._may_walk(folder) for folder in chain if folder.exists())

    def _may_walk(self, folder: Path) -> bool:
        found = folder.stat()
        if not stat.S_ISDIR(found.st_mode) or self.uid == 0:
            return True
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)


def for_postgres(data: Path) -> OsUser:
    """Who runs PostgreSQL: ourselves; when we are root, the owner of the data, else postgres or nobody."""
    if os.geteuid() != 0:
        return OsUser(os.geteuid(), os.getegid())
    if data.exists() and data.stat().st_uid != 0:
        return _named(pwd.getpwuid(data.stat().st_uid))
    for name in CANDIDATES:
        try:
            return _named(pwd.getpwnam(name))
        except KeyError:
            continue
    raise CannotStart("PostgreSQL does not run as root, and there is neither a user `postgres` nor `nobody`.")


def _named(entry: pwd.struct_passwd) -> OsUser:
    return OsUser(entry.pw_uid, entry.pw_gid)
