# mypy: ignore-errors
"""What a task does that carries a message: the row is read by its id, the text posted over a connection that stays
open, and the receipt written back. No address to open, no log line, nothing to render."""

import os
import threading
import urllib.parse
import uuid
from http.client import HTTPConnection

import psycopg

_where = urllib.parse.urlsplit(os.environ["PROVIDER"])
_mine = threading.local()
READ = "SELECT address, body FROM bench_message WHERE id = %s"
WRITE = "UPDATE bench_message SET state = 'sent', provider_ref = %s, sent_at = now() WHERE id = %s"


def post(number: int) -> None:
    """The provider has one message more, and its receipt is kept."""
    if not hasattr(_mine, "line"):
        _mine.line = HTTPConnection(_where.hostname or "", _where.port, timeout=15)
        _mine.database = psycopg.connect(os.environ["DATABASE"], autocommit=True, prepare_threshold=1)
    address, text = _mine.database.execute(READ, [number]).fetchone()
    body = f"From=1&To={address}&Body={text}".encode()
    _mine.line.request("POST", _where.path, body, {"Idempotency-Key": str(uuid.uuid4())})
    reference = _mine.line.getresponse().read()
    _mine.database.execute(WRITE, [reference.decode()[:80], number])
