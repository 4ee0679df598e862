"""Looking at a check-in: what was said, what is odd about it, and what the worker concludes."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.access.rows import acting
from amparo.access.rules import Permission, allows
from amparo.casework import person_file
from amparo.casework.person_file import Review
from amparo.checkins import actions, questions, voice_review, voice_rules
from amparo.checkins.capture import Capture, Channel, hash_of
from amparo.checkins.rules import Cause, Look
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.identity.ways import Way
from amparo.people import queries as people
from amparo.privacy.purposes import Purpose
from amparo.programme import queries as programme
from amparo.staff import forms, wording


def page(request: HttpRequest, checkin_id: UUID, **opened: Any) -> HttpResponse:
    """The check-in with its evidence. Answers and place stay sealed until somebody asks to open them."""
    at, by = clock.now(), request.actor
    with acting(by):
        found = person_file.review(checkin_id, by=by)
        names = people.names([found.person], by=by, why=Purpose.CHECKIN_REVIEW, at=at)
        notes = person_file.open_notes(found, by=by, at=at)
        # What waits is read at once; what was taken care of, when somebody asks for it.
        waits = found.checkin.wants_help and not found.checkin.help_handled_at
        help_words = person_file.open_help(found, by=by, at=at) if waits else ""
        recordings = voice_review.sent(checkin_id)
        colleagues = programme.names_of_members()
    context = {
        "review": found,
        "checkin": found.checkin,
        "person": found.person,
        "name": names.get(found.person.id, ""),
        "looks": [wording.LOOKS.get(code, code) for code in found.checkin.looks if code != Look.SAYS_CHANGED],
        "changed": wording.LOOKS[Look.SAYS_CHANGED] if Look.SAYS_CHANGED in found.checkin.looks else "",
        "notes": notes,
        "help_words": help_words,
        "recordings": [_with_question(row) for row in recordings],
        "speeds": wording.SPEEDS,
        "colleagues": colleagues,
        "causes": wording.CAUSES.items(),
        "at": at,
        "can_open_place": allows(by, Permission.PLACE_OPEN, found.checkin),
        "can_decide": found.checkin.state not in ("done", "cancelled"),
        "seen_form": forms.Seen(initial={"key": ids.new()}),
    }
    return render(request, "staff/checkin.html", context | opened)


def open_answers(request: HttpRequest, checkin_id: UUID) -> HttpResponse:
    """The answers, once; the person can read that they were opened, by whom and why."""
    at, by = clock.now(), request.actor
    with acting(by):
        found = person_file.review(checkin_id, by=by)
        said = person_file.open_answers(found, by=by, at=at)
    return page(request, checkin_id, answers={key: _in_words(value) for key, value in said.items()})


def open_help(request: HttpRequest, checkin_id: UUID) -> HttpResponse:
    """What they wrote when they asked for help, also long after; the person can read that it was opened."""
    at, by = clock.now(), request.actor
    with acting(by):
        found = person_file.review(checkin_id, by=by)
        words = person_file.open_help(found, by=by, at=at)
    return page(request, checkin_id, help_words=words)


def open_place(request: HttpRequest, checkin_id: UUID, submission_id: UUID) -> HttpResponse:
    """One place, once, counted."""
    at, by = clock.now(), request.actor
    with acting(by):
        found = person_file.review(checkin_id, by=by)
        place = person_file.open_place(found, submission_id, by=by, at=at)
    return page(request, checkin_id, place=place, place_of=submission_id)


def look(request: HttpRequest, checkin_id: UUID) -> HttpResponse:
    """The worker's conclusion, with a cause where there is one."""
    form = forms.Look(request.POST)
    if not form.is_valid():
        raise Refused("bad_request")
    what, cause, note, arrived = (form.cleaned_data[name] for name in ("what", "cause", "note", "arrived"))
    if what == "explain" and not cause:
        raise Refused("no_such_cause")
    with acting(request.actor):
        checkin = person_file.review(checkin_id, by=request.actor).checkin
        actions.require_last_shown(checkin, arrived)
        if what == "explain":
            actions.explain(checkin, cause=Cause(cause), note=note, by=request.actor, at=clock.now())
        else:
            actions.look(checkin, note=note, by=request.actor, at=clock.now())
    messages.success(request, _("Noted."))
    return redirect("staff:today")


def seen(request: HttpRequest, checkin_id: UUID) -> HttpResponse:
    """A check-in at the office, on a visit or on the telephone is as good as one by phone."""
    form = forms.Seen(request.POST)
    if not form.is_valid():
        raise Refused("bad_request")
    with acting(request.actor):
        found = person_file.review(checkin_id, by=request.actor)
        capture = _capture(found, form.cleaned_data)
        actions.submit(checkin_id, capture=capture, by=request.actor, at=clock.now())
    messages.success(request, _("The check-in is written down. The person has a receipt."))
    return redirect("staff:person", person_id=found.person.id)


def _capture(found: Review, typed: dict[str, Any]) -> Capture:
    said = json.dumps([typed["channel"], typed["wants_help"], typed["tell"]])
    return Capture(
        client_id=typed["key"],
        channel=Channel(typed["channel"]),
        identity=Way.KNOWN_VOICE if typed["channel"] == Channel.CALL else Way.SEEN_BY_WORKER,
        language=found.person.language,
        body_hash=hash_of(typed["key"].bytes + said.encode()),
        answers={"tell": typed["tell"]} if typed["tell"] else {},
        wants_help=typed["wants_help"],
    )


def _with_question(row: Any) -> Any:
    """The recording, with the question it answers."""
    texts = {question.code: question.text for question in questions.QUESTIONS} | {voice_rules.PHRASE: wording.PHRASE}
    row.question = texts.get(row.about, "")
    row.is_phrase = row.about == voice_rules.PHRASE
    return row


def _in_words(answers: dict[str, Any]) -> list[tuple[Any, str, bool]]:
    """(question, answer, whether it asks for attention) for everything that was said."""
    known = {question.code: question for question in questions.QUESTIONS}
    return [
        (
            known[code].text if code in known else code.replace("_", " "),
            _answer(known.get(code), value),
            _calls(code, value),
        )
        for code, value in answers.items()
    ]


def _answer(question: Any, value: Any) -> str:
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    texts = {option.code: option.text for option in question.options} if question else {}
    picked = value if isinstance(value, list) else [value]
    return ", ".join(str(texts.get(one, one)) for one in picked)


def _calls(code: str, value: Any) -> bool:
    """Needs, a bad day and a changed number stand out."""
    if code == "needs":
        return bool(value) and value != ["none"]
    return value in ("bad", "not_well") or (value is True and code.endswith("_changed"))
