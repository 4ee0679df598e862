"""What invented people ask about their own data, and what they were answered."""

from datetime import datetime, timedelta
from uuid import UUID

from amparo.access.actor import Actor, Kind
from amparo.access.rows import acting
from amparo.casework import rights_desk
from amparo.demo import cast
from amparo.foundation import ids
from amparo.people.models import Person
from amparo.programme import queries as programmes
from amparo.rights import actions as rights

# Whose number in the list of people, what they ask, in which words, how many days ago, and the answer.
STORIES = (
    (0, "correct", "Mi fecha de nacimiento está mal escrita en la lista de la corte.", 12, True,
     "Tiene razón. Ya está corregida, y se lo dijimos a la corte.", ""),
    (0, "complain", "Me hicieron esperar tres horas en la oficina y nadie me dijo por qué.", 3, None, "", ""),
    (1, "object", "No quiero que me llamen al trabajo.", 21, True, "Ya no llamamos a ese número.", ""),
    (2, "restrict", "Mientras se aclara mi dirección, no la usen.", 28, None, "", ""),
    (3, "erase", "", 9, None, "", ""),
    (4, "correct", "Digan que fui a la cita de marzo.", 25, False,
     "La corte dice que ese día no hubo cita. Guardamos también lo que usted dice.",
     "Defensoría de la ciudad, 100 Harbor Plaza, Bayside (inventada)"),
)  # fmt: skip


def happen(programme_id: UUID, first: Person, *, at: datetime) -> None:
    """Requests wait for the privacy officer, and some are answered. The first ones are of `first`."""
    others = Person.objects.filter(programme_id=programme_id, language="es", state=Person.State.ACTIVE)
    people = [first, *others.exclude(id=first.id).order_by("reference")[: len(STORIES)]]
    paz = programmes.members(at).get(name=cast.PRIVACY)
    by = programmes.actor_of(paz, at)
    for number, kind, words, days, granted, answer, where in STORIES:
        person, asked_at = people[number], at - timedelta(days=days)
        me = Actor(Kind.PERSON, person.id, programme_id)
        with acting(me):
            made = rights.ask(person.id, kind=kind, words=words, client_id=ids.new(), by=me, at=asked_at)
        if granted is not None:
            facts = {"words": answer, "where": where, "by": by, "at": asked_at + timedelta(days=4)}
            with acting(by):
                rights_desk.answer(made.id, granted=granted, **facts)  # type: ignore[arg-type]
