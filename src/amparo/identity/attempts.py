"""Wrong PINs, counted before the PIN is looked at: a thousand at once are still counted one by one."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amparo.foundation import ids
from amparo.identity import rules
from amparo.identity.cookie import Tablet
from amparo.identity.models import AttemptPool, Pin, Session

# Links that name nobody share this many pools, so that trying random ones fills no disk.
NOBODY_POOLS = 1 << 16
KIOSKS, KIOSKS_BY_NUMBER, TABLET, BEFORE = b"kiosks", b"kiosks by number", b"tablet", b"before"


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt: whose, from which pool. `person_id` is None for a link that names nobody."""

    programme_id: UUID
    person_id: UUID | None
    pool: bytes
    known_device: bool


def by(
    programme_id: UUID,
    person_id: UUID | None,
    token_hash: bytes,
    device: bytes | None,
    *,
    at_kiosk: bool = False,
    by_number: bool = False,
) -> Try:
    """Which pool an attempt counts against: this phone's own if the person has signed in on it before.

    At a kiosk it is the person's pool of all kiosks: guessing there slows neither the tablet nor their phones. By their
    short number it is yet another one: whoever knows that cannot slow somebody who holds their card. Phones that were
    here before the PIN of now share one: whoever knew the old PIN may have made any number of them known.
    """
    if person_id is None:
        bucket = int.from_bytes(token_hash[:4]) % NOBODY_POOLS
        return Try(programme_id, None, _pool(programme_id, bucket.to_bytes(4)), False)
    if at_kiosk:
        return Try(programme_id, person_id, _pool(programme_id, KIOSKS_BY_NUMBER if by_number else KIOSKS), True)
    last = device and Session.objects.filter(person=person_id, device_hash=device).order_by("-started_at").first()
    if not (device and last):
        return Try(programme_id, person_id, _pool(programme_id, b""), False)
    before = Pin.objects.filter(person=person_id, issued_at__gt=last.started_at).exists()
    return Try(programme_id, person_id, _pool(programme_id, BEFORE if before else device), True)


def take(attempt: Try, *, at: datetime) -> int:
    """0 if the PIN may be looked at (it counts as wrong until `give_back`), otherwise the seconds to wait."""
    row = _locked(attempt, at)
    pool = rules.Pool(row.wrong, row.wait_until)
    if not rules.may_try(pool, known_device=attempt.known_device, at=at):
        return rules.seconds_to_wait(pool, known_device=attempt.known_device, at=at)
    after = rules.after_wrong(pool, known_device=attempt.known_device, at=at)
    row.wrong, row.wait_until, row.last_at = after.wrong, after.wait_until, at
    row.save(update_fields=["wrong", "wait_until", "last_at"])
    return 0


def take_on_tablet(tablet: Tablet, attempt: Try, *, at: datetime) -> int:
    """0 if a short number may be tried on this tablet (it counts as wrong), otherwise the seconds to wait: then the
    attempt itself counts as none."""
    row = _locked(_of_tablet(tablet), at)
    if row.wrong >= rules.BY_NUMBER_ON_A_TABLET:
        not_looked_at(attempt, at=at)
        return int((rules.end_of(at) - at).total_seconds()) + 1
    row.wrong, row.last_at = row.wrong + 1, at
    row.save(update_fields=["wrong", "last_at"])
    return 0


def not_wrong_on_tablet(tablet: Tablet, *, at: datetime) -> None:
    """That try counts as none; the others stay, so that nobody wipes their guesses out with a card of their own."""
    not_looked_at(_of_tablet(tablet), at=at)


def give_back(attempt: Try, *, at: datetime) -> None:
    """The PIN was right: this pool begins anew."""
    AttemptPool.objects.filter(person=attempt.person_id, pool=attempt.pool, day=rules.day_of(at)).update(
        wrong=0, wait_until=None
    )


def not_looked_at(attempt: Try, *, at: datetime) -> None:
    """The attempt counts as none. A pause that began with it ends with it."""
    row = _locked(attempt, at)
    if row.wrong:
        row.wrong -= 1
        if row.last_at == at:
            row.wait_until = None
        row.save(update_fields=["wrong", "wait_until"])


def forgive(person_id: UUID) -> None:
    """Guesses at an old PIN do not count against a new one."""
    AttemptPool.objects.filter(person=person_id).delete()


def _locked(attempt: Try, at: datetime) -> AttemptPool:
    day = rules.day_of(at)
    fresh = AttemptPool(
        id=ids.new(),
        programme_id=attempt.programme_id,
        person_id=attempt.person_id,
        pool=attempt.pool,
        day=day,
        last_at=at,
    )
    AttemptPool.objects.bulk_create([fresh], ignore_conflicts=True)
    return AttemptPool.objects.select_for_update().get(person=attempt.person_id, pool=attempt.pool, day=day)


def _of_tablet(tablet: Tablet) -> Try:
    return Try(tablet.programme_id, None, _pool(tablet.programme_id, TABLET + tablet.kiosk_id.bytes), False)


def _pool(programme_id: UUID, what: bytes) -> bytes:
    # The programme is part of it: the same phone in two programmes has two pools.
    return hashlib.sha256(programme_id.bytes + what).digest()
