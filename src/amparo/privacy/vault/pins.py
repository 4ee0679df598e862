"""PINs: checked here, because the pepper is here. The tag is useless without it.

tag  0x01 | salt(16) | HMAC-SHA256(pepper, programme | subject | Argon2id(pin, salt))
"""

import hashlib
import hmac
import os
import threading
import time
from collections import OrderedDict, deque

from argon2 import low_level

from amparo.foundation.errors import Refused

VERSION = 1
MEMORY_KIB = 46 * 1024
AT_ONCE = 2
LONGEST_WAIT = 8.0
# The room of sign-in has the real budgets (5 and 10 a day). This one bounds a door that ignores them.
WRONG_PER_HOUR = 60
REMEMBERED = 50_000


class Pins:
    """At most two are computed at once, so that memory stays bounded: 92 MiB."""

    def __init__(self) -> None:
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._lock = threading.Lock()
        self._wrong: OrderedDict[bytes, deque[float]] = OrderedDict()

    def new(self, pepper: bytes, who: bytes, pin: str) -> bytes:
        salt = os.urandom(16)
        return bytes((VERSION,)) + salt + self._mac(pepper, who, pin, salt)

    def check(self, pepper: bytes, who: bytes, pin: str, tag: bytes) -> bool:
        """Whether this is the PIN the tag was made of."""
        if len(tag) != 49 or tag[0] != VERSION:
            raise Refused("bad_request")
        # By the tag too: whoever can have tags made must not be forgiven for one by knowing another.
        what = hashlib.sha256(who + tag).digest()
        right = hmac.compare_digest(self._mac(pepper, who, pin, tag[1:17], counted=what), tag[17:])
        if right:
            with self._lock:
                self._wrong.pop(what, None)
        return right

    def _mac(self, pepper: bytes, who: bytes, pin: str, salt: bytes, *, counted: bytes | None = None) -> bytes:
        said = pin.encode()
        if not self._places.acquire(timeout=LONGEST_WAIT):
            raise Refused("vault_busy")
        try:
            # Only what is computed is counted: pushing a count out of memory costs thousands of computations.
            if counted:
                self._count(counted)
            slow = low_level.hash_secret_raw(said, salt, 1, MEMORY_KIB, 1, 32, low_level.Type.ID)
        finally:
            self._places.release()
        return hmac.digest(pepper, who + slow, "sha256")

    def _count(self, what: bytes) -> None:
        """Counted before it is looked at: many guesses at the same moment find no gap."""
        with self._lock:
            tries = self._wrong.setdefault(what, deque())
            self._wrong.move_to_end(what)
            while tries and tries[0] < time.monotonic() - 3600:
                tries.popleft()
            if len(tries) >= WRONG_PER_HOUR:
                raise Refused("budget_spent")
            tries.append(time.monotonic())
            while len(self._wrong) > REMEMBERED:
                self._wrong.popitem(last=False)
