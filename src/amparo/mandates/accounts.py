"""How a representative signs in: a name that only they know, and a code of their telephone that works once."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from amparo.access import actor
from amparo.access.actor import Actor, Kind
from amparo.access.rows import acting
from amparo.foundation.errors import Refused
from amparo.identity import rules as identity
from amparo.mandates import cookie, queries, rules, totp
from amparo.mandates.cookie import Held, SetUp
from amparo.mandates.models import Account, Mandate, Seat, Sitting
from amparo.people.models import Person
from amparo.people.references import ALPHABET
from amparo.privacy import vault
from amparo.programme import queries as programmes

# Eighty random bits: the name is half of what opens, so it is no e-mail address that others know.
NAME_SIGNS, GROUP = 16, 4
_LOOK_ALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_EIGHTS = 3


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sitting has begun; `cookie` is the value of the browser's cookie."""

    account_id: UUID
    expires_at: datetime
    cookie: str = field(repr=False)


def secret_of(programme_id: UUID, seed: bytes) -> bytes:
    """The key of the telephone's codes. It is kept nowhere: the vault alone can make it of the seed."""
    parts = vault.blind(programme_id, [("mandates.seed", f"{seed.hex()}.{n}") for n in range(_EIGHTS)])
    return b"".join(parts)[: totp.SECRET_BYTES]


def itself(programme_id: UUID, account_id: UUID) -> Actor:
    """An account at home: its own rows exist for it, and nobody's else."""
    return Actor(Kind.REPRESENTATIVE, account_id, programme_id)


def make(programme_id: UUID, made: SetUp, *, step: int, at: datetime) -> str:
    """The account exists. Returns its sign-in name without the programme, to be shown once. Inside `acting(itself)`.

    Refused("invitation_not_opened") if it exists already: the page was sent twice.
    """
    name = "".join(secrets.choice(ALPHABET) for _ in range(NAME_SIGNS))
    if Account.objects.filter(id=made.account_id).exists():
        raise Refused("invitation_not_opened")
    Account.objects.create(
        id=made.account_id,
        programme_id=programme_id,
        code_hash=_hash_of(name),
        seed=made.seed,
        last_step=step,
        made_at=at,
        seen_at=at,
    )
    return "-".join(name[at_ : at_ + GROUP] for at_ in range(0, NAME_SIGNS, GROUP))


def sit_down(programme_id: UUID, account_id: UUID, row: Mandate, *, at: datetime) -> None:
    """The account holds this mandate, wherever it is. Inside `acting(itself)`."""
    Seat.objects.create(
        programme_id=programme_id,
        account_id=account_id,
        in_programme=row.programme_id,
        mandate=row.id,
        taken_at=at,
        expires_at=row.until,
    )


def begin(programme_id: UUID, account_id: UUID, *, passkey: UUID | None = None, at: datetime) -> SignedIn:
    """A new sitting, with a cookie that did not exist before. Inside `acting(itself)`."""
    held = cookie.new_held(programme_id, account_id)
    Sitting.objects.create(
        id=held.sitting_id,
        programme_id=programme_id,
        account_id=account_id,
        key_hash=held.key_hash,
        passkey=passkey,
        started_at=at,
        seen_at=at,
        expires_at=at + rules.LONGEST_SITTING,
    )
    return SignedIn(account_id, at + rules.LONGEST_SITTING, cookie.write(held))


def sign_in(name: str, code: str, *, at: datetime) -> SignedIn:
    """The representative is signed in. Refused("not_signed_in") for every reason alike; each try counts before the
    code is looked at, and a code works once."""
    slug, _, spelled = name.strip().rpartition(".")
    programme = programmes.by_slug(slug)
    if programme is None:
        raise Refused("not_signed_in")
    with transaction.atomic(durable=True), acting(actor.system(programme.id)):
        row = Account.objects.select_for_update().filter(code_hash=_hash_of(_plain(spelled))).first()
        if row is not None and not _may_try(row, at):
            row = None
        if row is not None:
            _count(row, at)
    # For a name of nobody the vault is asked as well: the time taken says nothing.
    secret = secret_of(programme.id, bytes(row.seed) if row else bytes(cookie.SEED_BYTES))
    step = totp.fits(secret, code, after=row.last_step if row else 0, at=at)
    if row is None or step is None:
        raise Refused("not_signed_in")
    with acting(itself(programme.id, row.id)):
        used = Account.objects.filter(id=row.id, last_step__lt=step)
        if not used.update(last_step=step, wrong=0, wrong_on=None, seen_at=at):
            raise Refused("not_signed_in")  # the same code, at the same moment
        return begin(programme.id, row.id, at=at)


def sitting(held: Held, *, at: datetime) -> bool:
    """Whether this sitting lives; if so it lives on from now. Inside `acting(itself)`."""
    found = Sitting.objects.filter(
        id=held.sitting_id, ended_at=None, expires_at__gt=at, seen_at__gt=at - rules.IDLE
    ).first()
    if found is None or not secrets.compare_digest(bytes(found.key_hash), held.key_hash):
        return False
    Sitting.objects.filter(id=found.id, ended_at=None).update(seen_at=at)
    return True


def sign_out(held: Held, *, at: datetime) -> None:
    """The sitting has ended. Ended already, nothing changes."""
    with acting(itself(held.programme_id, held.account_id)):
        Sitting.objects.filter(id=held.sitting_id, ended_at=None).update(ended_at=at)


def seats(at: datetime) -> list[Seat]:
    """Where the account sees people. Inside `acting(itself)`, for whom alone they exist."""
    return list(Seat.objects.filter(expires_at__gt=at).order_by("taken_at"))


def seat_of(mandate_id: UUID) -> Seat | None:
    """Where the account holds this mandate, over or not. Inside `acting(itself)`."""
    return Seat.objects.filter(mandate=mandate_id).first()


def mandate_at(seat: Seat, held: Held, *, at: datetime) -> Mandate | None:
    """The mandate of a seat, if it holds now and for this account. Inside `acting` under it."""
    row = Mandate.objects.select_related("person").filter(id=seat.mandate, ended_at=None, expires_at__gt=at).first()
    if row is None or not row.holder or row.person.state != Person.State.ACTIVE:
        return None
    fits = secrets.compare_digest(bytes(row.holder), queries.holder(held.account_id, row.id))
    return row if fits else None


def _may_try(row: Account, at: datetime) -> bool:
    return row.wrong_on != identity.day_of(at) or row.wrong < rules.WRONG_SIGN_INS


def _count(row: Account, at: datetime) -> None:
    today = identity.day_of(at)
    wrong = row.wrong + 1 if row.wrong_on == today else 1
    Account.objects.filter(id=row.id).update(wrong=wrong, wrong_on=today)


def _plain(spelled: str) -> str:
    return "".join(spelled.upper().split()).replace("-", "").translate(_LOOK_ALIKES)


def _hash_of(plain: str) -> bytes:
    return hashlib.sha256(b"amparo.mandates.name" + plain.encode()).digest()
