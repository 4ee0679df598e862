"""The installation's own secrets: database passwords and web keys, made once, readable by its owner only.

The keys that open people's records are not here: they are the vault's (`amparo.privacy.vault`).
"""

import base64
import fcntl
import json
import os
import secrets as random
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlencode

from amparo.machine import paths

Role = Literal["super", "owner", "web", "worker", "vault"]
ROLES: tuple[Role, ...] = ("super", "owner", "web", "worker", "vault")
# The names of the database roles; "super" exists only in the embedded server.
ROLE_NAMES: dict[Role, str] = {r: f"amp_{r}" for r in ROLES}
DATABASE = "amparo"


def load() -> dict[str, str]:
    """The secrets, each made once: on first use, or when a newer version of Amparo needs one more."""
    place = paths.secrets_file()
    known = _read(place)
    if known.keys() >= MAKERS.keys():
        return known
    paths.make(place.parent)
    with open(os.open(place.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)) as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # two processes starting at once end up with the same secrets
        known = _read(place)
        _write(place, {name: known.get(name) or make() for name, make in MAKERS.items()} | known)
        return _read(place)


def embedded() -> bool:
    """True when the database is our own server, not one given by address."""
    return not os.environ.get("AMPARO_DATABASE_URL_OWNER")


def dsn(role: Role) -> str:
    """The database's address for one role: AMPARO_DATABASE_URL_<ROLE>, else the embedded server."""
    given = os.environ.get(f"AMPARO_DATABASE_URL_{role.upper()}")
    if given:
        return given
    password = quote(load()[f"database_{role}"], safe="")
    where = urlencode({"host": str(paths.postgres_socket()), "port": "5432"})
    return f"postgresql://{ROLE_NAMES[role]}:{password}@/{DATABASE}?{where}"


def _read(place: Path) -> dict[str, str]:
    known: dict[str, str] = json.loads(place.read_text()) if place.exists() else {}
    return known


def _write(place: Path, secrets: dict[str, str]) -> None:
    draft = place.with_suffix(".tmp")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(secrets, out)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(place)


def _number_below_p256() -> str:
    # A private key of the curve that push services want: any number below its order, never zero.
    number = 1 + random.randbelow(0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632550)
    return base64.urlsafe_b64encode(number.to_bytes(32)).rstrip(b"=").decode()


MAKERS: dict[str, Callable[[], str]] = {
    **{f"database_{role}": lambda: random.token_urlsafe(24) for role in ROLES},
    **{name: lambda: random.token_urlsafe(48) for name in ("django", "row_token", "reply_links", "callbacks")},
    "push": _number_below_p256,
}
