"""How many PINs one process looks at in the same moment.

Looking is slow on purpose. Whoever floods the sign-in must not take the threads that other people check in with,
nor stand in the way of a phone that was here before.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from amparo.foundation.errors import Refused

STRANGERS, KNOWN = 2, 1

_strangers = threading.BoundedSemaphore(STRANGERS)
_known = threading.BoundedSemaphore(KNOWN)


@contextmanager
def one(*, known_device: bool) -> Iterator[None]:
    """A place, at once or Refused("vault_busy"): who waits would hold a thread as well."""
    taken = next((place for place in _open_to(known_device) if place.acquire(blocking=False)), None)
    if taken is None:
        raise Refused("vault_busy")
    try:
        yield
    finally:
        taken.release()


def _open_to(known_device: bool) -> tuple[threading.BoundedSemaphore, ...]:
    return (_known, _strangers) if known_device else (_strangers,)
