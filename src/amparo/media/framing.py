"""Messages on a pipe: four bytes that say how long, then the message."""

import struct
from typing import IO, Final

LONGEST: Final = 128 * 1024 * 1024


def write_frame(pipe: IO[bytes], message: bytes) -> None:
    """The message is on its way. OSError: nobody reads."""
    pipe.write(struct.pack(">I", len(message)) + message)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> bytes | None:
    """The next message; None when the other side is gone, or says what it cannot mean."""
    head = pipe.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    if length > LONGEST:
        return None
    message = pipe.read(length)
    return message if len(message) == length else None
