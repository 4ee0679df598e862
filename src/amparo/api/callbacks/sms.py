"""What became of a text message, as its provider tells it: late, twice, out of order."""

from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from amparo.access.actor import system
from amparo.access.rows import acting
from amparo.channels import providers
from amparo.channels.adapters.sms import callbacks
from amparo.foundation import clock
from amparo.programme import queries as programmes
from amparo.reminders import actions as reminders

MOST_FIELDS = 200


@csrf_exempt
@require_POST
def status(request: HttpRequest, slug: str) -> HttpResponse:
    """One delivery moves, or nothing changes: 204 either way; 403 without a word for what nobody signed."""
    fields = _fields(request)
    programme = programmes.by_slug(slug)
    if programme is None or not _genuine(request, slug, fields):
        return HttpResponse(status=403)
    receipt = callbacks.receipt(dict(fields), request.GET.get("ref"))
    if receipt is not None:
        by = system(programme.id)
        with acting(by):
            reminders.hear_receipt(receipt, by=by, at=clock.now())
    return HttpResponse(status=204)


def _genuine(request: HttpRequest, slug: str, fields: list[tuple[str, str]]) -> bool:
    """Signed for exactly the address that we gave the provider, whatever the proxies made of it."""
    query = request.META.get("QUERY_STRING", "")
    url = providers.status_url(slug) + (f"?{query}" if query else "")
    return providers.said_by_sms_provider(url, fields, request.headers.get("X-Twilio-Signature", ""))


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    try:
        return parse_qsl(request.body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return []
