"""The key-encryption key, from wherever this installation keeps it."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from argon2 import low_level

from amparo.machine import paths

PASSPHRASE = "AMPARO_KEK_PASSPHRASE"  # noqa: S105  the variable's name


class NoKek(Exception):
    """There is a keystore but no key to open it: starting would only make it worse."""


@dataclass(frozen=True, slots=True)
class Kek:
    """A provider hands out this. `id` tells generations apart when shares are wrapped anew."""

    id: int
    key: bytes
    source: str


# A key management service becomes one more function of this shape.
Provider = Callable[[bool], Kek]


def load(*, in_use: bool) -> Kek:
    """The key, made on the first start only: `in_use` says that shares are already wrapped under one."""
    provider: Provider = _from_passphrase if os.environ.get(PASSPHRASE) else _from_file
    return provider(in_use)


def _from_file(in_use: bool) -> Kek:
    return Kek(1, _kept("kek", 32, in_use), "file")


def _from_passphrase(in_use: bool) -> Kek:
    salt = _kept("kek.salt", 16, in_use)
    words = os.environ[PASSPHRASE].encode()
    key = low_level.hash_secret_raw(words, salt, 3, 64 * 1024, 1, 32, low_level.Type.ID)
    return Kek(1, key, "passphrase")


def _kept(name: str, length: int, in_use: bool) -> bytes:
    """The bytes of a file in the vault's folder, made when nothing depends on it yet."""
    place = paths.vault() / name
    if not place.exists():
        if in_use:
            raise NoKek
        _write(place, os.urandom(length))
    found = place.read_bytes()
    if len(found) != length:
        raise NoKek
    return found


def _write(place: Path, content: bytes) -> None:
    with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    folder = os.open(place.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
