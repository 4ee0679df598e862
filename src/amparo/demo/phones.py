"""Help numbers, which are invented and say so, and two phones that are lost: one by its person's word, one by text."""

from datetime import datetime, timedelta
from uuid import UUID

from amparo.access.actor import Actor, Kind, system
from amparo.access.rows import acting
from amparo.casework import locking
from amparo.identity.checks import LockedBy
from amparo.people import call_times
from amparo.people.models import Person
from amparo.programme import help_lines
from amparo.programme.models import Member

SOURCE = "invented for this demo"
# Numbers with 555-01 in them belong to nobody.
LINES = (
    ("legal", "Bayside Legal Aid (invented)", "+1 305 555 0111", "Mo-Fr 10:00-16:00", "English, español"),
    ("legal", "Night line of lawyers (invented)", "+1 305 555 0112", "24/7", "English, kreyòl, français"),
    ("safety", "House of the Lamp (invented)", "+1 305 555 0113", "24/7", "English, español, العربية"),
)
SAFE = "Después de las seis, nunca por la mañana. No digan de dónde llaman."


def happen(programme_id: UUID, people: list[Person], *, at: datetime) -> None:
    """Two pages are locked, one person has said when to call, and there are numbers to call."""
    by = system(programme_id)
    with acting(by):
        author = Member.objects.filter(programme_id=programme_id).order_by("active_from", "id").first()
        caller = Actor(Kind.SYSTEM, author.id if author else by.id, programme_id)
        for kind, name, phone, hours, spoken in LINES:
            said = {"name": name, "phone": phone, "hours": hours, "languages": spoken, "source": SOURCE}
            help_lines.write_down(kind, by=caller, at=at - timedelta(days=20), **said)
    for person, way, hours_ago in ((people[8], LockedBy.APP, 5), (people[16], LockedBy.TEXT, 30)):
        me = Actor(Kind.PERSON, person.id, programme_id)
        with acting(me):
            locking.lock(person.id, way, by=me, at=at - timedelta(hours=hours_ago))
    me = Actor(Kind.PERSON, people[8].id, programme_id)
    with acting(me):
        call_times.say(people[8].id, SAFE, by=me, at=at - timedelta(days=2))
