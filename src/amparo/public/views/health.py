"""Whether this machine can take a check-in now."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from amparo.foundation.errors import Refused
from amparo.privacy import vault


def page(request: HttpRequest) -> HttpResponse:
    """200 when database and vault answer, 503 otherwise; no name, version or number of anything."""
    works = {"database": _database(), "vault": _vault()}
    return JsonResponse(works, status=200 if all(works.values()) else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _vault() -> bool:
    try:
        return bool(vault.health())
    except Refused:
        return False
