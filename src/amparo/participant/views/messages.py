"""A person's messages: read, write, and hang pictures on them. One address for the form and for a phone's script."""

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid5

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from amparo.conversations import actions, attaching, queries, rules
from amparo.conversations.rules import Kind, State, Written
from amparo.foundation import base64url, ids
from amparo.foundation.errors import Refused
from amparo.participant import card, door, from_phone, message_words, microphone, phone_lock, scope, wording
from amparo.participant.guard import wants_json
from amparo.programme import help_lines
from amparo.programme import queries as programmes

LONGEST_BODY, LONGEST_SEALED = 64 * 1024, 56 * 1024
OURS = frozenset({"vault_unavailable", "vault_busy", "vault_log_unavailable"})
# A phone's file comes sealed; its envelope is small.
LONGEST_FILE = rules.LONGEST_FILE + 1024


@dataclass(frozen=True, slots=True)
class File:
    """What a form brings beside the words."""

    kind: Kind
    data: bytes


def page(request: HttpRequest) -> HttpResponse:
    """The conversation, as far as it opens to this session, and the form. POST keeps a message."""
    if request.method == "POST":
        return _from_script(request) if wants_json(request) else _from_form(request)
    return _show(request)


def write(request: HttpRequest) -> HttpResponse:
    """The form alone, kept on the phone for where there is no network: it shows nothing that was written."""
    with door.signed_in(request) as me:
        # Kept on the phone for days: it says nothing of this hour.
        context = _form(me) | {"calls": _numbers(request)}
    return microphone.rendered(request, "participant/messages_write.html", context)


def file(request: HttpRequest, client_id: UUID, file_id: UUID) -> HttpResponse:
    """A phone's script brings one picture or recording, sealed. 201, or 200 for the same again."""
    if int(request.headers.get("Content-Length") or 0) > LONGEST_FILE:
        raise Refused("too_large")
    try:
        kind = Kind(request.headers.get("Upload-About", Kind.PHOTO))
    except ValueError:
        raise Refused("unreadable") from None
    data = request.read()
    if not data or data[0] not in from_phone.SEALED_MARKS:
        raise Refused("unreadable")
    with door.signed_in(request, page=False) as me:
        new = _ours(
            lambda: attaching.attach(client_id, client_id=file_id, kind=kind, sealed=data, by=me.actor, at=me.at)
        )[1]
    return _kept(file_id, data, new)


def not_sent(request: HttpRequest, code: str) -> HttpResponse:
    """What was typed, still on the page, with what to do before sending again."""
    happened, what_to_do = wording.NOT_SENT_MESSAGE[code]
    context = _typed(request) | {"problem": happened, "what_to_do": what_to_do, "alone": True}
    return microphone.rendered(request, "participant/messages_write.html", context, wording.status(code))


def _from_script(request: HttpRequest) -> HttpResponse:
    """201 with the hash of what is kept, 200 with the same again; everything else is a code with its words."""
    said = from_phone.read_object(request.body, longest=LONGEST_BODY)
    written = Written(
        client_id=from_phone.read_id(said.get("client_id")),
        said_at=from_phone.moment(said.get("said_at")),
        sealed=from_phone.required(from_phone.read_sealed(said.get("sealed"), LONGEST_SEALED)),
        digest=hashlib.sha256(request.body).digest(),
        urgent=said.get("urgent") is True,
        promised=from_phone.count(said.get("files")),
    )
    with door.signed_in(request, page=False) as me:
        new = _ours(lambda: actions.write(me.actor.id, written=written, by=me.actor, at=me.at))[1]
    return _kept(written.client_id, request.body, new)


def _kept(client_id: UUID, body: bytes, new: bool) -> HttpResponse:
    """A phone forgets what it holds only when it reads these very bytes' hash here."""
    told = {"client_id": str(client_id), "hash": base64url.encode(hashlib.sha256(body).digest())}
    return JsonResponse({"kept": told}, status=201 if new else 200)


def _from_form(request: HttpRequest) -> HttpResponse:
    files, trouble = _files(request)
    words = request.POST.get("words", "").replace("\r\n", "\n")
    urgent = bool(request.POST.get("urgent"))
    try:
        with door.signed_in(request) as me:
            written = Written(_key(request), me.at, words, urgent=urgent, promised=len(files))
            if trouble and not words.strip():
                raise Refused(trouble)
            kept, _ = actions.write_from_page(me.person.id, written=written, by=me.actor, at=me.at)
            for one in files:
                # The same file sent again with the same message is the same file.
                key = uuid5(kept.client_id, hashlib.sha256(one.data).hexdigest())
                attaching.attach(kept.client_id, client_id=key, kind=one.kind, data=one.data, by=me.actor, at=me.at)
    except door.SignInAgain:
        return not_sent(request, "signed_out")
    except OperationalError:
        return not_sent(request, "not_now")
    except Refused as no:
        if no.code in OURS:
            return not_sent(request, "not_now")
        if no.code not in message_words.PROBLEMS:
            raise
        return _show(request, no.code)
    told = {"sent": "urgent" if urgent else "1"} | ({"but": trouble} if trouble else {})
    return redirect(f"{reverse('participant:messages')}?{urlencode(told)}")


def _show(request: HttpRequest, problem: str = "") -> HttpResponse:
    number = request.GET.get("page", "")
    wanted = int(number) if number.isascii() and number.isdigit() and 0 < len(number) < 4 else 1
    with door.signed_in(request) as me:
        may = scope.reading(me.shown, me.at)
        shown, older = _thread(me, may, max(wanted, 1), request.method == "GET") if may.allowed else ([], False)
        unread = queries.unread(me.person.id)
        at_work = programmes.is_anybody_at_work(me.at)
        form = _form(me) | {"calls": _numbers(request) | message_words.reads_now(request.card, me.at, at_work=at_work)}
    sent = request.GET.get("sent", "")
    context = form | {
        "may": may,
        "rows": shown,
        "older": wanted + 1 if older else 0,
        "newer": wanted - 1,
        "unread": unread,
        "office": message_words.office(request.card, me.at),
        "show_first": f"{reverse('participant:it_is_me')}?{urlencode({'next': reverse('participant:messages')})}",
        "sent": sent,
        "but": message_words.PROBLEMS.get(request.GET.get("but", ""), "") if sent else "",
        "problem": message_words.PROBLEMS.get(problem, ""),
    }
    if problem:
        context |= _typed(request)
    return microphone.rendered(request, "participant/messages.html", context, 422 if problem else 200)


def _thread(me: door.Me, may: scope.Reading, number: int, look: bool) -> tuple[list[dict[str, Any]], bool]:
    talk = queries.of_person(me.person, at=me.at)
    rows, older = queries.thread(me.person.id, since=may.since, page=number)
    words = queries.words(talk, rows, by=me.actor, at=me.at)
    files, names = queries.attached_to(rows), programmes.names_of_members()
    if look:
        actions.mark_read(talk, rows, by=me.actor, at=me.at)
    shown = [
        {
            "row": row,
            "mine": row.writer == rules.PERSON,
            "who": names.get(row.member_id, "") if row.member_id else "",
            "words": words.get(row.id),
            "files": [_file(one, mine=row.writer == rules.PERSON) for one in files[row.id]],
            "coming": max(row.promised - len(files[row.id]), 0),
            "apart": row.received_at - row.said_at > rules.APART,
        }
        for row in rows
    ]
    return shown, older


def _file(one: Any, *, mine: bool) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": message_words.KINDS[one.kind],
        "told": message_words.file_told(one.state, one.code, mine=mine),
        "opens": message_words.OPENS[one.kind] if one.state != State.UNUSABLE else "",
    }


def _form(me: door.Me) -> dict[str, Any]:
    person = me.person
    sealing = {
        "programme": str(person.programme_id),
        "subject": str(person.id),
        "x25519": base64url.encode(bytes(person.phone_key_x25519 or b"")),
        "p256": base64url.encode(bytes(person.phone_key_p256 or b"")),
        "url": reverse("participant:messages"),
    }
    return {
        "client_id": ids.new(),
        "longest": rules.LONGEST_WORDS,
        "most": rules.MOST_ATTACHED,
        "longest_spoken": rules.LONGEST_SPOKEN,
        "sealing": sealing if person.phone_key_p256 else None,
        "lock": phone_lock.key_for(me.session_id),
    }


def _typed(request: HttpRequest) -> dict[str, Any]:
    said = request.POST
    return {
        "typed": said.get("words", ""),
        "urgent": bool(said.get("urgent")),
        "client_id": _key(request),
        "longest": rules.LONGEST_WORDS,
        "most": rules.MOST_ATTACHED,
        "longest_spoken": rules.LONGEST_SPOKEN,
    }


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return ids.new()


def _files(request: HttpRequest) -> tuple[list[File], str]:
    """What can be kept of the files, and why some of it cannot."""
    sent = [(Kind.PHOTO, one) for one in request.FILES.getlist("photos")]
    sent += [(Kind.VOICE, one) for one in request.FILES.getlist("voice")]
    files = [File(kind, one.read()) for kind, one in sent if 0 < one.size <= rules.LONGEST_FILE]
    if len(files) > rules.MOST_ATTACHED:
        return files[: rules.MOST_ATTACHED], "many_files"
    too_large = getattr(request, "dropped_a_file", False) or any(one.size > rules.LONGEST_FILE for _kind, one in sent)
    return files, "too_large" if too_large else ""


def _numbers(request: HttpRequest) -> dict[str, Any]:
    """Whom to call when one cannot wait: the country's number, and those of the programme."""
    lines = [one for one in help_lines.of_programme() if one.kind == help_lines.Kind.SAFETY]
    return {
        "emergency": help_lines.emergency(request.card.get("country", "")),
        "lines": [{"row": one, "link": card.tel(one.phone)} for one in lines],
    }


def _ours(act: Any) -> Any:
    """A fault of ours is told as one that passes: the phone keeps what it holds, and tries again."""
    try:
        return act()
    except Refused as no:
        if no.code in OURS:
            raise Refused("not_now") from no
        raise
