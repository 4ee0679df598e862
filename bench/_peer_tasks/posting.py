# mypy: ignore-errors
"""The least a task can do: one POST of a ready-made text, over a connection that stays open."""

import os
import threading
import urllib.parse
import uuid
from http.client import HTTPConnection

_where = urllib.parse.urlsplit(os.environ["PROVIDER"])
_mine = threading.local()
BODY = b"From=1&To=2&Body=" + b"w" * 160


def post() -> None:
    """The provider has one message more."""
    if not hasattr(_mine, "line"):
        _mine.line = HTTPConnection(_where.hostname or "", _where.port, timeout=15)
    _mine.line.request("POST", _where.path, BODY, {"Idempotency-Key": str(uuid.uuid4())})
    _mine.line.getresponse().read()
