"""Whom a representative sees, and what of each: every page asks the mandate anew, and stands in the person's log."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from amparo.casework import represented, representing
from amparo.checkins import receipt as receipts
from amparo.foundation import base64url, clock, wall
from amparo.programme import queries as programmes
from amparo.representative import door, wording


def index(request: HttpRequest) -> HttpResponse:
    """Everybody who let them see something, each asked for in their own programme."""
    at = clock.now()
    held, seats = door.signed_in(request, at=at)
    door.require_few_lists(held)
    shown = []
    for seat in seats:
        with door.under(held, seat, at) as look:
            if look is None:
                continue
            name = represented.name(look.person, by=look.actor, at=at)
            house = programmes.by_id(seat.in_programme).name
            until = wall.shown(look.mandate.until, look.person.zone).date()
            shown.append({"id": look.mandate.id, "name": name, "house": house, "until": until})
    return render(request, "representative/people.html", {"people": shown})


def overview(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """What of this person may be seen, and until when."""
    with door.looking(request, mandate_id) as look:
        name = represented.name(look.person, by=look.actor, at=look.at)
    return render(request, "representative/person.html", around(look, name))


def hearings(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """Their court dates: when, where, before whom, from which source, and when it was last confirmed."""
    with door.looking(request, mandate_id) as look:
        name, dates = represented.hearings(look.person, by=look.actor, at=look.at)
    shown = [
        {
            "row": date.hearing,
            "place": date.place,
            "state": wording.HEARING_STATES.get(date.hearing.state, ""),
            "sure": date.hearing.state not in ("in_question", "gone_from_feed"),
            "mode": wording.MODES.get(date.hearing.mode, ""),
            "past": date.hearing.starts_at <= look.at,
        }
        for date in dates
    ]
    return render(request, "representative/hearings.html", around(look, name, "hearings") | {"dates": shown})


def checkins(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """Their check-ins and what became of each; no answer and no place."""
    with door.looking(request, mandate_id) as look:
        name, windows = represented.checkins(look.person, by=look.actor, at=look.at)
    shown = [
        {"row": one.checkin, "state": wording.CHECKIN_STATES.get(one.checkin.state, ""), "came": one.submissions}
        for one in windows
    ]
    return render(request, "representative/checkins.html", around(look, name, "checkins") | {"windows": shown})


def receipt(request: HttpRequest, mandate_id: UUID, number: str) -> HttpResponse:
    """One receipt, to check without us."""
    with door.looking(request, mandate_id) as look:
        row = represented.receipt(look.person, number, by=look.actor, at=look.at)
        signed, key = bytes(row.receipt), bytes(programmes.by_id(look.actor.programme_id).receipt_key)
    text = receipts.to_text(signed)
    context = {
        "receipt": receipts.read(signed),
        "text": text,
        "key": base64url.encode(key),
        # After the "#": a browser never sends it, so no log holds the receipt.
        "verify_url": f"{settings.PUBLIC_URL}{reverse('public:verify')}#{text}",
    }
    return render(request, "representative/receipt.html", around(look, "", "checkins") | context)


def notices(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """What the person was told."""
    with door.looking(request, mandate_id) as look:
        name, told = represented.notices(look.person, look.mandate, by=look.actor, at=look.at)
    shown = [{"one": one, "visit": _visit(one.visit) if one.visit else None} for one in told]
    return render(request, "representative/notices.html", around(look, name, "notices") | {"told": shown})


def give_back(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """GET asks once more. POST: they see nothing of this person any more, and the person is told. Twice is once."""
    if request.method == "POST":
        at = clock.now()
        held, _ = door.signed_in(request, at=at)
        representing.give_back(mandate_id, held=held, at=at)
        return redirect("representative:people")
    with door.looking(request, mandate_id) as look:
        name = represented.name(look.person, by=look.actor, at=look.at)
    return render(request, "representative/give_back.html", around(look, name))


def _visit(row: Any) -> dict[str, Any]:
    words = (wording.VISIT_KINDS[row.kind], wording.VISIT_STATES[row.state])
    return {"starts_at": row.starts_at, "kind": words[0], "state": words[1], "no_time": row.state == "asked"}


def around(look: door.Look, name: str, here: str = "") -> dict[str, Any]:
    areas = [
        {"words": words, "url": reverse(f"representative:{area}", args=[look.mandate.id]), "here": area == here}
        for area, words in wording.AREAS.items()
        if area in look.actor.areas
    ]
    return {"mandate": look.mandate, "name": name, "areas": areas, "zone": look.person.zone}
