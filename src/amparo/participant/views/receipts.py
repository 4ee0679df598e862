"""Receipts: to look at, to keep, to hand to somebody who wants to check."""

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import segno
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from amparo.checkins import queries, receipt
from amparo.checkins.rules import Look
from amparo.foundation import base64url
from amparo.households import queries as households
from amparo.identity import sessions, ways
from amparo.participant import door, selfies
from amparo.programme import queries as programmes

ON_A_PAGE = 30
# Made and received within this time, one moment is enough to show.
AT_ONCE = timedelta(minutes=2)
KINDS = ("txt", "json")


@dataclass(frozen=True, slots=True)
class _Found:
    """One receipt of the person, and what stands beside it."""

    signed: bytes
    key: bytes
    by_head: bool  # the head of their family sent it
    is_head: bool  # they check in for others too
    selfie: str  # where a selfie can show who sent it, if nothing has
    help_asked: Any  # its window, if help was asked for with it
    says_changed: bool  # and nobody has asked them yet what


def index(request: HttpRequest) -> HttpResponse:
    """Every receipt, newest first, so many on a page."""
    asked = request.GET.get("page", "")
    page = max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    begins = (page - 1) * ON_A_PAGE
    with door.signed_in(request) as me:
        rows = list(queries.receipts_of(me.person.id)[begins : begins + ON_A_PAGE + 1])
    shown = [
        {
            "number": row.receipt_number,
            "received_at": row.received_at,
            "by_head": row.sent_by is not None,
            "url": reverse("participant:receipt", args=[row.receipt_number]),
        }
        for row in rows[:ON_A_PAGE]
    ]
    context = {"receipts": shown, "newer": page - 1, "older": page + 1 if len(rows) > ON_A_PAGE else 0}
    return render(request, "participant/receipts.html", context)


def page(request: HttpRequest, number: str) -> HttpResponse:
    """One receipt, with the code that anybody can check."""
    found = _find(request, number)
    said, text = receipt.read(found.signed), receipt.to_text(found.signed)
    earlier = said.said_at if said.said_at and said.received_at - said.said_at > AT_ONCE else None
    context = {
        "receipt": {
            "number": said.number,
            "received_at": said.received_at,
            "captured_at": earlier,
            "on_time": said.on_time,
        },
        "by_head": found.by_head,
        "family": found.is_head,
        "selfie": found.selfie,
        "help": found.help_asked,
        "says_changed": found.says_changed,
        "fresh": "new" in request.GET,
        "qr_svg": qr(check_url(text)),
        "verify_url": check_url(text),
        "download_url": reverse("participant:receipt_file", args=[number, "txt"]),
        "proof": {"text": text, "key": base64url.encode(found.key)},
    }
    return render(request, door.template(request, "receipt.html"), context)


def file(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The receipt to keep: words and proof, or the same for machines."""
    if kind not in KINDS:
        raise Http404
    found = _find(request, number)
    said, text = receipt.read(found.signed), receipt.to_text(found.signed)
    facts = {"receipt": said, "text": text, "key": found.key.hex(), "check_url": check_url(text)}
    if kind == "json":
        response: HttpResponse = JsonResponse(_facts(said, text, found.key))
    else:
        words = render_to_string("participant/receipt.txt", facts)
        response = HttpResponse(words, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="receipt-{said.number}.{kind}"'
    return response


def _find(request: HttpRequest, number: str) -> _Found:
    with door.signed_in(request) as me:
        # PostgreSQL knows no text with a zero byte: nothing can have such a number.
        row = queries.receipts_of(me.person.id).filter(receipt_number=number.replace("\0", "-")).first()
        if row is None:
            raise ObjectDoesNotExist
        if me.shown.at_kiosk:
            sessions.done_at_kiosk(me.session_id, at=me.at)
        without = not ways.confirms(row.identity) and row.signed_in
        selfie = selfies.offered(me.person.id, row.checkin_id, me.at) if without and not me.shown.at_kiosk else ""
        window = queries.one(row.checkin_id)
        asked = window if window.wants_help else None
        key = bytes(programmes.by_id(me.person.programme_id).receipt_key)
        leads = households.is_head_now(me.person.id, me.at)
        changed = Look.SAYS_CHANGED in window.looks
        return _Found(bytes(row.receipt), key, row.sent_by is not None, leads, selfie, asked, changed)


def _facts(said: receipt.Receipt, text: str, key: bytes) -> dict[str, Any]:
    return {
        "number": said.number,
        "received_at": said.received_at.isoformat(),
        "said_at": said.said_at.isoformat() if said.said_at else None,
        "closes_at": said.closes_at.isoformat(),
        "on_time": said.on_time,
        "receipt": text,
        "public_key": key.hex(),
        "check_at": check_url(text),
    }


def check_url(text: str) -> str:
    """Where anybody can check it."""
    # After the "#": a browser never sends it, so no log of ours or of a proxy holds the receipt.
    return f"{settings.PUBLIC_URL}{reverse('public:verify')}#{text}"


def qr(text: str) -> SafeString:
    """The square code of an address."""
    out = io.BytesIO()
    segno.make(text, error="l", micro=False).save(
        out, kind="svg", border=2, omitsize=True, xmldecl=False, svgclass=None, lineclass=None
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308  # nosec B308 B703  drawn by us from base64
