"""Ids that say nothing about whom they name, and sort by when they were made."""

import os
import time
from uuid import UUID


def new() -> UUID:
    """A version 7 UUID (RFC 9562): 48 bits of milliseconds, 74 random bits."""
    millis = time.time_ns() // 1_000_000
    noise = int.from_bytes(os.urandom(10))
    value = (millis & (1 << 48) - 1) << 80 | 0x7 << 76 | (noise >> 68 & 0xFFF) << 64 | 0b10 << 62
    return UUID(int=value | noise & (1 << 62) - 1)
