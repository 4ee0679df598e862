"""What a process that reads files of unknown origin gives up before it reads any, as far as the kernel lets it.

Limits always hold. Without a network and without other people's files hold where the kernel allows a process to ask for
them; `shut_in` says what was granted. There is no filter of system calls: a kernel with a hole is not protected.
"""

import ctypes
import os
import resource
import struct
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

MEGABYTE: Final = 1 << 20
OPEN_FILES: Final = 64
LIFETIME_CPU: Final = 3600  # seconds; each task has its own, lower limit
CLONE_NEWUSER, CLONE_NEWNET = 0x1000_0000, 0x4000_0000
PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 4, 38

# landlock(7): the same three numbers on every architecture.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
EVERYTHING: Final = (1 << 13) - 1  # what the first version of Landlock can refuse: all reading and writing by path
EXECUTE, READ_FILE, READ_DIR = 1 << 0, 1 << 2, 1 << 3
PATH_BENEATH: Final = 1


def shut_in(megabytes: int, readable: Iterable[Path]) -> list[str]:
    """No core file, no growing file, little memory; `no_network` and `no_files` are in the answer where granted.

    Only files below `readable` can be opened afterwards, to read. Call it before any thread is started.
    """
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, megabytes * MEGABYTE),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CPU, LIFETIME_CPU),
    ):
        resource.setrlimit(what, (most, most))
    if sys.platform != "linux":
        return []
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    granted = {"no_network": _no_network(libc), "no_files": _only_read(libc, readable)}
    return [what for what, so in granted.items() if so]


def allow_seconds(seconds: int) -> None:
    """The processor ends us when we compute longer than this from here on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = min(int(used.ru_utime + used.ru_stime) + seconds + 1, LIFETIME_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, LIFETIME_CPU))


def _no_network(libc: ctypes.CDLL) -> bool:
    """Root may ask for it alone; others together with a user of their own, where the system allows that."""
    return libc.unshare(CLONE_NEWNET) == 0 or libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0


def _only_read(libc: ctypes.CDLL, readable: Iterable[Path]) -> bool:
    handled = struct.pack("=Q", EVERYTHING)
    rules = libc.syscall(CREATE_RULESET, handled, len(handled), 0)
    if rules < 0:  # an older kernel
        return False
    for path in readable:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        allowed = READ_FILE | EXECUTE | (READ_DIR if path.is_dir() else 0)
        libc.syscall(ADD_RULE, rules, PATH_BENEATH, struct.pack("=Qi", allowed, place), 0)
        os.close(place)
    granted = libc.syscall(RESTRICT_SELF, rules, 0) == 0
    os.close(rules)
    return granted
