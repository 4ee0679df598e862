"""Starting programs that never outlive us."""

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
# Looked up before any fork: afterwards only plain calls are safe.
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def dies_with_us(last_word: signal.Signals) -> Callable[[], None]:
    """For Popen's preexec_fn: when we die, however suddenly, the program gets `last_word`; it dumps no core.

    Linux counts the thread that starts the program as its parent: start from one that lives to the end.
    """
    us = os.getpid()

    def in_the_child() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # memory holds what the disk must not
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        if _LIBC is not None:
            _LIBC.prctl(PR_SET_PDEATHSIG, int(last_word))
            if os.getppid() != us:  # we died in between
                os._exit(1)

    return in_the_child
