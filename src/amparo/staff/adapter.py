"""How staff accounts behave: made by an administrator, never by signing up."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest


class StaffAccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; nothing is sent by e-mail; whoever has just signed in is not asked again."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        return bool(user.check_password(password))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The account alone: allauth adds the host's name as the browser wrote it, a new count for every port."""
        return str(credentials.get("email", "")).strip().lower()

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """False within minutes of a full sign-in: setting up the second factor follows it directly."""
        request = context.request
        records = get_authentication_records(request, request.user)
        latest = max((record["at"] for record in records), default=0)
        # The records carry the seconds that allauth wrote, so they are compared with the same clock.
        return time.time() - latest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT  # noqa: TID251

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        return None

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth's own messages repeat what the page says, with the address in them."""
        return None
