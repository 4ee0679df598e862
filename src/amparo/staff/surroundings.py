"""What every page of the staff site may show."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def lock(request: HttpRequest) -> dict[str, Any]:
    """After how long a screen left alone covers itself."""
    return {"lock_minutes": settings.STAFF_LOCK_MINUTES}
