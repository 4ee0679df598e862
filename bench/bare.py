"""The yardstick of `submission`: a Django view that inserts one row, and does nothing else."""

import json
import os

import django
from django.conf import settings

if not settings.configured:
    parts = json.loads(os.environ["BARE_DATABASE"])
    settings.configure(
        SECRET_KEY="only measured",  # noqa: S106
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="bench.bare",
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 0} | parts},
        INSTALLED_APPS=["django.contrib.contenttypes"],
        USE_TZ=True,
    )
    django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.http import HttpRequest, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402


class Row(models.Model):
    """One text, one moment."""

    body = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bench"
        db_table = "bench_row"


def insert(request: HttpRequest) -> JsonResponse:
    """The row exists."""
    return JsonResponse({"id": Row.objects.create(body=request.body.decode()).pk}, status=201)


urlpatterns = [path("insert/", insert)]
application = get_wsgi_application()
