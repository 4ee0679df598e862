"""Passkeys of representatives: added while freshly signed in, used without any name typed, taken away.

The codes of the telephone stay: a passkey is a second way in, and losing it loses nothing.
"""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from amparo.access.rows import acting
from amparo.foundation.errors import Refused
from amparo.identity import challenges, webauthn_check
from amparo.identity.challenges import Asked, Purpose
from amparo.mandates import accounts, rules
from amparo.mandates.accounts import SignedIn
from amparo.mandates.cookie import Held
from amparo.mandates.models import Account, AccountKey, AnsweredQuestion, Sitting

read = webauthn_check.read
# Before it has answered nobody knows in which programme an account is: the question is asked in none.
NOWHERE = UUID(int=0)
_COMING_IN = Asked(Purpose.SIGN_IN, NOWHERE, b"representative", b"")


def are_possible() -> bool:
    """Whether browsers allow passkeys at this site's address."""
    return webauthn_check.site() is not None


def of_account() -> list[AccountKey]:
    """The account's own, the newest first. Inside `acting(itself)`, for whom alone they exist."""
    return list(AccountKey.objects.order_by("-added_at"))


def may_add(held: Held, *, at: datetime) -> bool:
    """Whether they came in so lately that it is still them. Inside `acting(itself)`."""
    found = Sitting.objects.filter(id=held.sitting_id, ended_at=None, started_at__gt=at - rules.ADD_A_KEY_WITHIN)
    return found.exists()


def invite_to_add(held: Held, *, site_name: str, at: datetime) -> dict[str, Any]:
    """What the browser needs to make one. Inside `acting(itself)`. Codes: "sign_in_again", "too_many_passkeys"."""
    known = _known(held, at)
    return webauthn_check.to_make(
        challenge=challenges.ask(_adding(held), at=at),
        at=webauthn_check.here(),
        site_name=site_name,
        handle=held.programme_id.bytes + held.account_id.bytes,
        known=known,
        found_by_itself=True,
    )


def add(held: Held, *, said: dict[str, Any], at: datetime) -> AccountKey:
    """The account can be opened with this passkey. Inside `acting(itself)`.

    Codes: "sign_in_again", "too_many_passkeys", "passkey_not_taken".
    """
    Account.objects.select_for_update().get(id=held.account_id)
    _known(held, at)
    challenge = webauthn_check.challenge_in(said)
    challenges.require(challenge, _adding(held), at=at)
    made = webauthn_check.made(said, challenge=challenge, at=webauthn_check.here())
    _spend(challenge, held.programme_id, held.account_id, at)
    try:
        with transaction.atomic():
            return AccountKey.objects.create(
                programme_id=held.programme_id,
                account_id=held.account_id,
                credential_id=made.credential_id,
                public_key=made.public_key,
                sign_count=made.sign_count,
                is_shared=made.is_shared,
                added_at=at,
                used_at=at,
            )
    except IntegrityError:  # another account's: the key has no second owner
        raise Refused("passkey_not_taken") from None


def invite_to_sign_in(*, at: datetime) -> dict[str, Any]:
    """What the browser needs: the same for everybody, and it names no key."""
    return webauthn_check.to_use(challenge=challenges.ask(_COMING_IN, at=at), at=webauthn_check.here(), known=[])


def sign_in(said: dict[str, Any], *, at: datetime) -> SignedIn:
    """Whose passkey it is, is signed in. Refused("not_signed_in") for every reason alike."""
    try:
        challenge = webauthn_check.challenge_in(said)
        challenges.require(challenge, _COMING_IN, at=at)
        programme_id, account_id = _whose(webauthn_check.handle_in(said))
        # What the device says of whose it is decides where to look, and nothing else: the key must be there and sign.
        with acting(accounts.itself(programme_id, account_id)):
            key_id = _use(programme_id, account_id, said, challenge, at)
            Account.objects.filter(id=account_id).update(seen_at=at)
            return accounts.begin(programme_id, account_id, passkey=key_id, at=at)
    except Refused as no:
        if no.code not in ("passkey_not_taken", "no_passkeys_here"):
            raise
        raise Refused("not_signed_in") from None


def remove(key_id: UUID, held: Held, *, at: datetime) -> None:
    """It opens nothing any more, and the other sittings that it began have ended. Gone already, nothing changes.

    Inside `acting(itself)`: another account's does not exist.
    """
    AccountKey.objects.filter(id=key_id).delete()
    begun = Sitting.objects.filter(passkey=key_id, ended_at=None).exclude(id=held.sitting_id)
    begun.update(ended_at=at)


def _use(programme_id: UUID, account_id: UUID, said: dict[str, Any], challenge: bytes, at: datetime) -> UUID:
    """One of this account's passkeys answered: its count rises and the question is spent."""
    name = webauthn_check.credential_in(said)
    found = AccountKey.objects.select_for_update().filter(account=account_id, credential_id=name).first()
    if found is None:
        raise Refused("passkey_not_taken")
    count = webauthn_check.used(
        said,
        challenge=challenge,
        at=webauthn_check.here(),
        public_key=bytes(found.public_key),
        sign_count=found.sign_count,
    )
    _spend(challenge, programme_id, account_id, at)
    AccountKey.objects.filter(id=found.id).update(sign_count=count, used_at=at)
    return found.id


def _known(held: Held, at: datetime) -> list[bytes]:
    if not may_add(held, at=at):
        raise Refused("sign_in_again")
    known = [bytes(name) for name in AccountKey.objects.values_list("credential_id", flat=True)]
    if len(known) >= rules.MOST_KEYS:
        raise Refused("too_many_passkeys")
    return known


def _spend(challenge: bytes, programme_id: UUID, account_id: UUID, at: datetime) -> None:
    """Nothing else can be had for it: of two answers at once one comes too late."""
    about = {"account_id": account_id, "expires_at": at + challenges.LIVES}
    key = {"programme_id": programme_id, "digest": hashlib.sha256(challenge).digest()}
    _, new = AnsweredQuestion.objects.get_or_create(**key, defaults=about)
    if not new:
        raise Refused("passkey_not_taken")


def _adding(held: Held) -> Asked:
    return Asked(Purpose.ADD, held.programme_id, held.account_id.bytes, held.sitting_id.bytes)


def _whose(handle: bytes) -> tuple[UUID, UUID]:
    if len(handle) != 32:
        raise Refused("passkey_not_taken")
    return UUID(bytes=handle[:16]), UUID(bytes=handle[16:])
