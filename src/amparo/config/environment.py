"""The environment, read once. Everything else reads `settings`."""

import os
from typing import Any

from amparo.foundation.postgresql import leave_nothing
from amparo.machine import secrets

KEPT_SECONDS = 600  # a connection that pages keep; then it gives back what memory it gathered


def text(name: str, default: str = "") -> str:
    return os.environ.get(f"AMPARO_{name}", default)


def yes(name: str, default: bool = False) -> bool:
    """True for 1, yes, true, on."""
    value = text(name).lower()
    return default if not value else value in {"1", "yes", "true", "on"}


def number(name: str, default: int) -> int:
    return int(text(name) or default)


def web_address(name: str) -> str:
    """An address that pages may link to; empty if none is given."""
    value = text(name).strip()
    if value and not value.startswith(("https://", "http://")):
        raise ValueError(f"AMPARO_{name} must begin with https:// or http://")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(role: secrets.Role) -> dict[str, Any]:
    """Django's description of the database for one role: pages keep a connection a thread, workers have a pool."""
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(secrets.dsn(role))
    options: dict[str, Any] = {k: v for k, v in parts.items() if k not in _NAMED}
    # Django switches prepared statements off; ours are asked for one by one (`foundation.sql`).
    options["prepare_threshold"] = 5
    options.setdefault("connect_timeout", "10")
    if role == "worker" and number("POOL", 8):
        options["pool"] = {"min_size": 1, "max_size": number("POOL", 8), "timeout": 10, "reset": leave_nothing}
    return {
        "ENGINE": "amparo.foundation.postgresql",
        "OPTIONS": options,
        "CONN_MAX_AGE": KEPT_SECONDS if role == "web" else 0,
    } | {ours: parts.get(theirs, "") for theirs, ours in _NAMED.items()}


_NAMED = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
