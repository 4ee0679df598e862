"""Two-way text messages: what somebody writes to the programme's number."""

from html import escape
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from amparo.access.actor import system
from amparo.access.rows import acting
from amparo.casework import locking
from amparo.channels import providers
from amparo.channels.adapters.sms import callbacks
from amparo.channels.inbound import Meaning
from amparo.foundation import clock
from amparo.phone import wording
from amparo.programme import queries as programmes
from amparo.reminders import texts

SILENCE = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
WORDS = '<?xml version="1.0" encoding="UTF-8"?><Response><Message>{}</Message></Response>'
MOST_FIELDS = 200


@csrf_exempt
@require_POST
def incoming(request: HttpRequest, slug: str) -> HttpResponse:
    """The provider tells what somebody wrote; the answer is what it texts back."""
    fields = _fields(request)
    programme, text = programmes.by_slug(slug), callbacks.incoming(dict(fields))
    if programme is None or not _genuine(request, slug, fields):
        return HttpResponse(status=403)
    if text is None:
        return _twiml("")
    by = system(programme.id)
    with acting(by):
        at = clock.now()
        heard = texts.hear(text, by=by, at=at)
        if heard.meaning is Meaning.LOCK:
            locking.lock_all(heard.person_ids, told=heard.contact_ids, by=by, at=at)
    return _twiml(wording.answer(heard, programme))


def _genuine(request: HttpRequest, slug: str, fields: list[tuple[str, str]]) -> bool:
    query = request.META.get("QUERY_STRING", "")
    url = providers.incoming_url(slug) + (f"?{query}" if query else "")
    return providers.said_by_sms_provider(url, fields, request.headers.get("X-Twilio-Signature", ""))


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    try:
        body = request.body.decode()
        return parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return []


def _twiml(words: str) -> HttpResponse:
    content = WORDS.format(escape(words)) if words else SILENCE
    return HttpResponse(content, content_type="text/xml; charset=utf-8")
