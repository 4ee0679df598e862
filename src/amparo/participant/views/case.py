"""The person's case: the next hearing and how sure its date is, the steps of a case, and, apart, its number."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amparo.directory import guides
from amparo.hearings import queries
from amparo.participant import card, door
from amparo.participant import case_words as words
from amparo.people import queries as people
from amparo.privacy.purposes import Purpose
from amparo.programme import queries as programmes

MOST_COMING, MOST_PAST = 4, 20


def page(request: HttpRequest) -> HttpResponse:
    """What comes, where, from whom we know it, and how to ask the court. It opens nothing that is sealed."""
    with door.signed_in(request) as me:
        country = programmes.by_id(me.person.programme_id).country
        coming = list(queries.upcoming(me.at).filter(person=me.person.id)[:MOST_COMING])
        asked = [words.question(row) for row in queries.open_questions(coming[0].id)] if coming else []
        known = queries.of_person(me.person.id)
        past = [row for row in known if row.starts_at <= me.at or row.state == "cancelled"][:MOST_PAST]
        context = {
            "next": _hearing(coming[0], me.person.zone, country) if coming else None,
            "asked": asked,
            "later": [_hearing(row, me.person.zone, country) for row in coming[1:]],
            "past": [{"row": row, "words": words.PAST.get(row.state, words.PASSED)} for row in past],
            "checks": _checks(country),
            "called": guides.of(country).number_elsewhere,
            "has_number": me.person.case_number is not None,
        }
    return render(request, "participant/case.html", context)


def number(request: HttpRequest) -> HttpResponse:
    """The case number, for whoever has just shown that it is them. Their log says that they read it."""
    with door.signed_in(request) as me:
        opened = people.case_numbers_of([me.person], by=me.actor, why=Purpose.OWN_RECORD, at=me.at)
        called = guides.of(programmes.by_id(me.person.programme_id).country).number_elsewhere
    context = {"number": opened.get(me.person.id, ""), "called": called}
    return render(request, "participant/case_number.html", context)


def steps(request: HttpRequest) -> HttpResponse:
    """Each step of a case in plain words, and where the person is, if the next hearing says so."""
    with door.signed_in(request) as me:
        country = programmes.by_id(me.person.programme_id).country
        coming = queries.next_of(me.person.id, me.at)
        here = guides.step_of(coming.kind, country) if coming else None
    guide = guides.of(country)
    texts: list[Any] = [*guide.steps, *guide.cases]
    context = {
        "steps": guide.steps,
        "cases": guide.cases,
        "here": here.code if here else "",
        # Each once, in the order of the page.
        "sources": list(dict.fromkeys(one.source for one in texts)),
        "reviewed": min(one.reviewed for one in texts),
    }
    return render(request, "participant/case_steps.html", context)


def _hearing(row: Any, own_zone: str, country: str) -> dict[str, Any]:
    place = queries.place_of(row)
    court = queries.court_of(row)
    step = guides.step_of(row.kind, country)
    return {
        "row": row,
        "place": place,
        "map": words.map_url(court),
        "phone": court.phone if court else "",
        "phone_link": card.tel(court.phone) if court else "",
        "court_clock": words.court_clock(row.starts_at, row.zone, own_zone),
        "mode": words.MODES.get(row.mode, words.NOT_SAID),
        "source": words.SOURCES.get(row.source.kind, words.SOURCES["hand"]),
        "source_name": "" if row.source.kind == "hand" else row.source.name,
        "step": step.name if step else "",
    }


def _checks(country: str) -> list[dict[str, Any]]:
    checks = guides.of(country).checks
    return [{"check": one, "link": card.tel(one.phone) if one.phone else ""} for one in checks]
