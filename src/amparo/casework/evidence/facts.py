"""Everything that is on record of one person in one period, as the person may read it: the pack's own JSON."""

from datetime import datetime
from typing import Any
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.casework.evidence import meeting, reaching, windows
from amparo.casework.evidence.gathering import Gathering, spoken
from amparo.casework.evidence.period import Period
from amparo.casework.evidence.written import VERSION
from amparo.checkins import receipt
from amparo.people import queries as people
from amparo.programme import queries as programmes

Facts = dict[str, Any]


def gather(person_id: UUID, period: Period, *, by: Actor, at: datetime, words_since: datetime | None = None) -> Facts:
    """The facts, whoever may have them. The same rows and period give the same facts, whenever it is asked.

    Places, answers about well-being, notes of the team and other people are not among them. What was written in
    messages is only there where somebody asked for it: of those since `words_since`.
    """
    person = people.by_id(person_id)
    gate.require(by, Permission.EVIDENCE_MAKE, person)
    since, until = period.instants(person.zone)
    g = Gathering(person, since, until, programmes.names_of_members())
    programme = programmes.by_id(person.programme_id)
    asked_for = windows.rows(person.id, since, until)
    checkins = windows.checkins(asked_for, g)
    facts = {
        "format": VERSION,
        "programme": {
            "id": str(programme.id),
            "slug": programme.slug,
            "name": programme.name,
            "phone": programme.phone,
            "country": programme.country,
            "key": bytes(programme.receipt_key).hex(),
        },
        "person": {
            "ref": receipt.person_ref(person.pseudonym).hex(),
            "name": g.sealed("people.name", person.id, person.name),
            "case_number": g.sealed("people.case_number", person.id, person.case_number),
            "language": person.language,
            "zone": person.zone,
        },
        "period": {"begins": period.begins.isoformat(), "ends": period.ends.isoformat()},
        "marks": windows.summary(checkins),
        "checkins": checkins,
        "deferrals": windows.deferrals(asked_for, person.id, g),
        "help": windows.help_asked(asked_for, person.id, g),
        "outages": windows.outages(since, until),
        "troubles": windows.troubles(person.id, since, until),
        "lost_messages": windows.lost(person.id, g),
        "outreach": reaching.outreach(asked_for, g),
        "concerns": reaching.concerns(asked_for, g),
        "hearings": reaching.hearings(g),
        "messages": reaching.messages(g),
        "conversation": meeting.conversation(g, words_since=words_since, by=by, at=at),
        "with_words": words_since is not None,
        "visits": meeting.visits(g),
        "consents": reaching.consents(g),
    }
    g.open(by=by, at=at)
    told: Facts = spoken(facts)
    return told
