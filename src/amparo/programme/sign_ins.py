"""How a staff account signs in: its password, its second factor, and the browsers it is signed in at."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from amparo.programme.models import StaffAccount


def begin_anew(account: StaffAccount, password: str, *, at: datetime) -> None:
    """Only this password opens the account; the second factor is set up at the next sign-in."""
    account.set_password(password)
    account.password_is_first = True
    account.save(update_fields=["password", "password_is_first"])
    Authenticator.objects.filter(user=account).delete()
    end_all(account.id, at=at)


def choose_own(account: StaffAccount, password: str) -> None:
    """Only this password opens the account, and only its owner knows it. Other browsers are signed out by it."""
    account.set_password(password)
    account.password_is_first = False
    account.save(update_fields=["password", "password_is_first"])


def end_all(account_id: UUID, *, at: datetime) -> int:
    """No browser is signed in with the account. Returns how many were."""
    # Whose a session is stands inside it, signed; there are as many as there are staff at work.
    living = Session.objects.filter(expire_date__gt=at).iterator()
    theirs = [one.session_key for one in living if one.get_decoded().get(SESSION_KEY) == str(account_id)]
    ended, _ = Session.objects.filter(session_key__in=theirs).delete()
    return int(ended)
