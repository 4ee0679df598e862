"""What may be asked of the vault: each request by name, from msgpack in to msgpack out."""

import logging
import os
import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from amparo.access.actor import Actor, Kind, Role
from amparo.foundation.errors import Refused
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import crypto
from amparo.privacy.vault.keystore import Keystore
from amparo.privacy.vault.ledger import Ledger
from amparo.privacy.vault.opening import Opener, Reason, Sealed
from amparo.privacy.vault.pins import Pins
from amparo.privacy.vault.programme_keys import ProgrammeKeys

log = logging.getLogger("amparo.vault")

FIELD = re.compile(r"[a-z][a-z0-9_.]{0,62}")
MOST_ITEMS = 20_000

Question = dict[str, Any]


class Desk:
    def __init__(self, shares: Keystore, ledger: Ledger, *, kek_source: str) -> None:
        self._shares, self._ledger, self._kek_source = shares, ledger, kek_source
        self._keys = ProgrammeKeys(shares.root)
        self._opener = Opener(shares, self._keys, ledger)
        self._pins = Pins()
        self._answers: dict[str, Callable[[Question], Any]] = {
            "new_subjects": self._new_subjects,
            "seal": self._seal,
            "seal_and_sign": self._seal_and_sign,
            "open": self._open,
            "forget": self._forget,
            "blind": self._blind,
            "pin_new": self._pin_new,
            "pin_check": self._pin_check,
            "receipt_sign": self._receipt_sign,
            "receipt_public_key": self._receipt_public_key,
            "log_read": self._log_read,
        }

    def answer(self, name: str, question: Question, *, peer: int) -> Any:
        """The answer, or Refused with a code."""
        if name == "health":
            return self._health(peer)
        if name not in self._answers:
            raise Refused("bad_request")
        try:
            return self._answers[name](question)
        except crypto.CannotOpen:
            raise Refused("cannot_open") from None
        except (KeyError, IndexError, TypeError, ValueError, OverflowError, AttributeError) as wrong:
            log.warning("bad request: %s, %s", name, type(wrong).__name__)
            raise Refused("bad_request") from None

    def _new_subjects(self, ask: Question) -> list[list[bytes]]:
        programme, ids = _id(ask["programme"]), [_id(i) for i in ask["ids"]]
        shares = self._shares.ensure(programme, ids)
        return [[i, os.urandom(16), crypto.pseudonym(shares[i]).bytes, *crypto.public_keys(shares[i])] for i in ids]

    def _seal(self, ask: Question) -> list[bytes | None]:
        programme = _id(ask["programme"])
        subjects = [(_id(s), _salt(salt)) for s, salt in ask["subjects"]]
        shares = self._shares.shares(programme, [s for s, _ in subjects])
        if len(shares) < len({s for s, _ in subjects}):
            raise Refused("forgotten")
        main_keys = [crypto.extract(shares[s], salt) for s, salt in subjects]
        nonces = os.urandom(crypto.NONCE * len(_few(ask["items"])))
        blobs: list[bytes | None] = []
        for at, (index, field, row, version, value) in enumerate(ask["items"]):
            if value is None:
                blobs.append(None)
                continue
            bound_to = crypto.context(programme, subjects[index][0], _id(row), version, _field(field))
            nonce = nonces[at * crypto.NONCE : (at + 1) * crypto.NONCE]
            blobs.append(crypto.seal(main_keys[index], bound_to, value, kek_id=self._shares.kek_id, nonce=nonce))
        return blobs

    def _seal_and_sign(self, ask: Question) -> list[Any]:
        return [self._seal(ask), self._receipt_sign(ask)]

    def _open(self, ask: Question) -> list[bytes | None]:
        programme = _id(ask["programme"])
        subjects = [(_id(s), _salt(salt)) for s, salt in ask["subjects"]]
        items = [
            Sealed(subjects[index][0], subjects[index][1], _field(field), _id(row), version, blob)
            for index, field, row, version, blob in _few(ask["items"])
        ]
        return self._opener.open(programme, items, _reason(ask))

    def _forget(self, ask: Question) -> int:
        return self._opener.forget(_id(ask["programme"]), [_id(i) for i in ask["ids"]], _reason(ask))

    def _log_read(self, ask: Question) -> list[bytes]:
        programme, subject = _id(ask["programme"]), _id(ask["subject"])
        return self._opener.read_log(programme, subject, _few(ask["bodies"]), _reason(ask))

    def _blind(self, ask: Question) -> list[bytes]:
        key = self._keys.search(_id(ask["programme"]))
        return [crypto.blind(key, _field(field), value) for field, value in _few(ask["values"])]

    def _pin_new(self, ask: Question) -> bytes:
        return self._pins.new(*self._pin_keys(ask), ask["pin"])

    def _pin_check(self, ask: Question) -> bool:
        return self._pins.check(*self._pin_keys(ask), ask["pin"], ask["tag"])

    def _pin_keys(self, ask: Question) -> tuple[bytes, bytes]:
        programme = _id(ask["programme"])
        return self._keys.pin(programme), programme + _id(ask["subject"])

    def _receipt_sign(self, ask: Question) -> bytes:
        return self._keys.receipt(_id(ask["programme"])).sign(ask["payload"])

    def _receipt_public_key(self, ask: Question) -> bytes:
        return self._keys.receipt(_id(ask["programme"])).public_key().public_bytes_raw()

    def _health(self, peer: int) -> Question:
        return {
            "isolation": "same user" if peer == os.getuid() else "own user",
            "log": self._ledger.answers(),
            "kek": self._kek_source,
        }


def _reason(ask: Question) -> Reason:
    kind, actor, programme, roles = ask["by"]
    if programme != ask["programme"]:
        raise Refused("wrong_programme")
    by = Actor(Kind(kind), UUID(bytes=actor), UUID(bytes=programme), frozenset(map(Role, roles)))
    asked_at = datetime.fromisoformat(ask["at"])
    if asked_at.tzinfo is None:
        raise Refused("bad_request")
    request = ask["request"]
    return Reason(by, Purpose(ask["why"]), asked_at, UUID(bytes=request) if request else None)


def _id(value: bytes) -> bytes:
    if len(value) != 16 or not isinstance(value, bytes):
        raise Refused("bad_request")
    return value


def _salt(value: bytes) -> bytes:
    if not isinstance(value, bytes) or not 16 <= len(value) <= 64:
        raise Refused("bad_request")
    return value


@lru_cache(maxsize=1024)
def _field(name: str) -> str:
    if not FIELD.fullmatch(name):
        raise Refused("bad_request")
    return name


def _few(items: list[Any]) -> list[Any]:
    if len(items) > MOST_ITEMS:
        raise Refused("too_large")
    return items
