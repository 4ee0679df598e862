"""Who looked at the person's record."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from amparo.casework import access_log, look_words
from amparo.casework.access_log import Look
from amparo.participant import door


def who_looked(request: HttpRequest) -> HttpResponse:
    """Every look, newest first, and whether the list is whole."""
    before = request.GET.get("before", "")
    with door.signed_in(request) as me:
        found = access_log.read(
            me.person, before=int(before) if before.isdecimal() and len(before) < 10 else None, by=me.actor, at=me.at
        )
    older = f"{reverse('participant:who_looked')}?before={found.next_before}" if found.next_before else ""
    context = {
        "looks": _grouped(found.looks),
        "whole": found.whole,
        "proof_url": reverse("participant:log_proof"),
        "older_url": older,
        "head": found.head,
    }
    return render(request, "participant/who_looked.html", context)


def proof(request: HttpRequest) -> HttpResponse:
    """The chain of entries, sealed as they are, for the verifier that runs anywhere."""
    since = request.GET.get("since", "")
    with door.signed_in(request) as me:
        first = int(since) if since.isascii() and since.isdigit() and len(since) < 10 else 0
        lines = access_log.exported(me.person, since=first, by=me.actor)
    text = "".join(json.dumps(line) + "\n" for line in lines)
    response = HttpResponse(text, content_type="application/jsonl")
    response["Content-Disposition"] = 'attachment; filename="who-looked.jsonl"'
    return response


def _grouped(looks: list[Look]) -> list[dict[str, Any]]:
    """Lines of one day that say the same are one line, with the latest hour."""
    shown: dict[tuple[Any, ...], dict[str, Any]] = {}
    for look in looks:
        line = _in_words(look)
        day = timezone.localtime(look.at).date()
        key = (day, line["who"], line["what"], line["why"])
        if key in shown:
            shown[key]["times"] += 1
        else:
            shown[key] = line | {"at": look.at, "times": 1}
    return list(shown.values())


def _in_words(look: Look) -> dict[str, Any]:
    role = ", ".join(str(look_words.ROLES.get(role, "")) for role in look.roles)
    ours = {"person": look_words.YOU, "system": look_words.AMPARO, "head": look_words.HEAD}.get(look.kind)
    who = ours or look.name or look_words.SOMEBODY
    if look.kind == "representative":
        role = str(look_words.REPRESENTATIVE)
    return {
        "who": str(who),
        "role": role,
        "what": look_words.what(look.action, look.fields),
        "why": str(look_words.PURPOSES.get(look.purpose, "")),
    }
