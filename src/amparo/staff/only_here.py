"""What only the staff's pages need. On other pages no account of staff exists, whatever cookie comes."""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware as Authentication
from django.contrib.messages.middleware import MessageMiddleware as Message
from django.contrib.sessions.middleware import SessionMiddleware as Session
from django.http import HttpRequest
from django.utils.deprecation import MiddlewareMixin

PATH = "/staff/"


class _OnlyHere(MiddlewareMixin):
    def __call__(self, request: HttpRequest) -> Any:
        return super().__call__(request) if request.path.startswith(PATH) else self.get_response(request)


class SessionMiddleware(_OnlyHere, Session):
    """Sessions of staff."""


class AuthenticationMiddleware(_OnlyHere, Authentication):
    """request.user."""


class MessageMiddleware(_OnlyHere, Message):
    """Words for the next page."""
