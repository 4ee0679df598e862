"""The demo staff's code app, set up with a known secret so that the story can be entered at once."""

from allauth.mfa.totp.internal.auth import TOTP

from amparo.programme.models import StaffAccount


def set_up_code(email: str, secret: str) -> None:
    """The account signs in with the six digits of this secret."""
    TOTP.activate(StaffAccount.objects.get(email=email), secret)
