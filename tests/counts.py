"""What was counted of guesses and looks begins anew, as when its while is over."""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection


def begin_anew() -> None:
    """This worker's own counts only: others count in the same table at the same time."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cache_entry WHERE cache_key LIKE %s", [f"{cache.key_prefix}:%"])
