"""Opening sealed values: allowed, decrypted, logged and counted, and only then handed out."""

import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amparo.access.actor import Actor, Kind, Role
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.privacy import purposes
from amparo.privacy.purposes import Budget, Purpose
from amparo.privacy.vault import crypto, logbook
from amparo.privacy.vault.keystore import Keystore
from amparo.privacy.vault.ledger import Ledger
from amparo.privacy.vault.programme_keys import ProgrammeKeys

REMEMBERED_OWN = 200_000


@dataclass(frozen=True, slots=True)
class Sealed:
    """One value to open; `subject` and `row` as 16 bytes."""

    subject: bytes
    salt: bytes
    field: str
    row: bytes
    version: int
    blob: bytes


@dataclass(frozen=True, slots=True)
class Reason:
    """Who wants it, and why. `asked_at` is the caller's claim; budget and log go by the vault's clock."""

    by: Actor
    why: Purpose
    asked_at: datetime
    request: UUID | None


class Opener:
    def __init__(self, shares: Keystore, keys: ProgrammeKeys, ledger: Ledger) -> None:
        self._shares, self._keys, self._ledger = shares, keys, ledger
        self._own = _OwnLooks()

    def open(self, programme: bytes, items: Sequence[Sealed], reason: Reason) -> list[bytes | None]:
        """The values, their entries committed; None for those whose person has been forgotten."""
        budget = require(items, reason)
        shares = self._shares.shares(programme, list({item.subject for item in items}))
        clear = _decrypt(programme, items, shares)
        looked: dict[bytes, set[str]] = defaultdict(set)
        for item in items:
            if item.subject in shares:
                looked[item.subject].add(item.field)
        now = clock.now()
        if reason.why is Purpose.OWN_RECORD and budget is None:
            looked = self._own.new(looked, now)
        self._log(programme, "open", looked, shares, reason, budget, now)
        if reason.why is Purpose.OWN_RECORD and budget is None:
            self._own.add(looked, now)
        return clear

    def read_log(self, programme: bytes, subject: bytes, bodies: Sequence[bytes], reason: Reason) -> list[bytes]:
        """The records of one person's log: for the person, or for a privacy officer, whose look is logged."""
        share = self._shares.shares(programme, [subject]).get(subject)
        if share is None:
            raise Refused("forgotten")
        bound_to = programme + crypto.pseudonym(share).bytes
        # Reading one's own log adds nothing to it: it holds what others did, and would never come to an end.
        if reason.by.kind is Kind.PERSON and reason.by.id.bytes == subject:
            key = logbook.person_key(share)
            return [logbook.open_as_person(body, key=key, bound_to=bound_to) for body in bodies]
        if reason.by.kind is not Kind.MEMBER or Role.PRIVACY_OFFICER not in reason.by.roles:
            raise Refused("not_allowed")
        key = self._keys.oversight(programme)
        lines = [logbook.open_as_oversight(body, key=key, bound_to=bound_to) for body in bodies]
        self._log(programme, "read_log", {subject: set()}, {subject: share}, reason, None, clock.now())
        return lines

    def forget(self, programme: bytes, subjects: Sequence[bytes], reason: Reason) -> int:
        """The last entry of each log says who had the person forgotten; then the shares are gone.

        Refused("budget_spent"): all of them can wait until tomorrow.
        """
        if reason.by.kind not in purposes.RULES[Purpose.ERASURE].kinds:
            raise Refused("not_allowed")
        shares = self._shares.shares(programme, subjects)
        budget = purposes.budget_to_forget(self._shares.count(programme))
        self._log(programme, "forget", {s: set() for s in shares}, shares, reason, budget, clock.now())
        return self._shares.forget(programme, subjects)

    def _log(
        self,
        programme: bytes,
        action: str,
        looked: dict[bytes, set[str]],
        shares: dict[bytes, bytes],
        reason: Reason,
        budget: Budget | None,
        now: datetime,
    ) -> None:
        if not looked:
            return
        lines: dict[frozenset[str], bytes] = {}
        oversight = self._keys.oversight(programme)
        entries = []
        for subject, fields in looked.items():
            key = frozenset(fields)
            if key not in lines:
                lines[key] = _record(action, sorted(fields), reason, now)
            share = shares[subject]
            name = crypto.pseudonym(share)
            person = logbook.person_key(share)
            body = logbook.seal(lines[key], person=person, oversight=oversight, bound_to=programme + name.bytes)
            entries.append((name, body))
        self._ledger.append(UUID(bytes=programme), entries, by=reason.by, counted=budget)


class _OwnLooks:
    """The person's own looks are logged once an hour for each field.

    Not a line for every page they turn, but enough to show them that a broken door has pretended to be them.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hour = ""
        self._seen: set[tuple[bytes, str]] = set()

    def new(self, looked: dict[bytes, set[str]], now: datetime) -> dict[bytes, set[str]]:
        with self._lock:
            if self._hour != f"{now:%Y%m%d%H}" or len(self._seen) > REMEMBERED_OWN:
                self._hour, self._seen = f"{now:%Y%m%d%H}", set()
            unseen = {s: {f for f in fields if (s, f) not in self._seen} for s, fields in looked.items()}
        return {subject: fields for subject, fields in unseen.items() if fields}

    def add(self, looked: dict[bytes, set[str]], now: datetime) -> None:
        with self._lock:
            if self._hour == f"{now:%Y%m%d%H}":
                self._seen |= {(subject, field) for subject, fields in looked.items() for field in fields}


def require(items: Sequence[Sealed], reason: Reason) -> Budget | None:
    """The opening is allowed; returns the budget it must be counted in."""
    if reason.by.kind is Kind.PERSON and any(item.subject != reason.by.id.bytes for item in items):
        raise Refused("not_allowed")
    if reason.by.kind in (Kind.REPRESENTATIVE, Kind.HEAD) and len({item.subject for item in items}) > 1:
        raise Refused("not_allowed")
    if not all(purposes.may_name(reason.why, item.field) for item in items):
        raise Refused("not_allowed")
    classes = {purposes.class_of(field) for field in {item.field for item in items}}
    if not all(purposes.may_open(reason.why, reason.by.kind, what) for what in classes):
        raise Refused("not_allowed")
    wears = purposes.NEEDS_ROLE.get(reason.why)
    if wears and wears not in reason.by.roles:
        raise Refused("not_allowed")
    if reason.by.kind is Kind.SYSTEM and any(
        purposes.is_for_humans(purposes.class_of(item.field), item.version) for item in items
    ):
        raise Refused("not_allowed")
    budgets = [b for b in (purposes.budget_of(what, reason.by.kind) for what in classes) if b]
    if budgets and len(items) > 1:
        raise Refused("one_at_a_time")
    return budgets[0] if budgets else None


def _decrypt(programme: bytes, items: Sequence[Sealed], shares: dict[bytes, bytes]) -> list[bytes | None]:
    main_keys: dict[tuple[bytes, bytes], bytes] = {}
    clear: list[bytes | None] = []
    for item in items:
        share = shares.get(item.subject)
        if share is None:
            clear.append(None)
            continue
        if item.blob[0] in (crypto.SEALED_X25519, crypto.SEALED_P256):
            ids = (UUID(bytes=programme), UUID(bytes=item.subject), UUID(bytes=item.row))
            clear.append(crypto.open_from_phone(share, item.blob, crypto.phone_info(item.field, *ids)))
            continue
        if item.blob[0] != crypto.SEALED_HERE:
            raise crypto.CannotOpen
        whose = (item.subject, item.salt)
        if whose not in main_keys:
            main_keys[whose] = crypto.extract(share, item.salt)
        bound_to = crypto.context(programme, item.subject, item.row, item.version, item.field)
        clear.append(crypto.open_here(main_keys[whose], bound_to, item.blob))
    return clear


def _record(action: str, fields: list[str], reason: Reason, now: datetime) -> bytes:
    return logbook.record(
        action,
        by=reason.by,
        why=reason.why.value,
        fields=fields,
        asked_at=reason.asked_at,
        now=now,
        request=reason.request,
    )
