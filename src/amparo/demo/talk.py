"""Some of the invented people and their workers have written to each other."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from amparo.access.actor import Actor, Kind, system
from amparo.access.rows import acting
from amparo.conversations import actions, queries
from amparo.conversations.rules import Written
from amparo.foundation import ids
from amparo.people.models import Person
from amparo.programme import queries as programmes

HOUR = timedelta(hours=1)
# Of each person: (who, words, hours ago, urgent). The first person is the one whose phone is shown.
TALKS = (
    (
        ("person", "Buenos días. ¿Mi hija puede venir conmigo a la cita del jueves?", 50, False),
        ("member", "Claro que sí. Traiga también su pasaporte si lo tiene. La esperamos.", 47, False),
        ("person", "Gracias 🙏 Mi turno en el trabajo cambió. ¿Puedo llegar a las 10?", 3, False),
    ),
    (("person", "El dueño dice que tenemos que salir hoy. No sé adónde ir con los niños.", 0.2, True),),
    (("person", "مرحبا، هل يمكنكم الاتصال بي بعد الساعة 5؟ My new phone works now.", 9, False),),
)


def happen(people: Sequence[Person], *, at: datetime) -> None:
    """Three conversations of the first person's worker: one going on, one urgent, one that waits."""
    theirs = [person for person in people if person.worker_id == people[0].worker_id]
    with acting(system(people[0].programme_id)):
        worker = programmes.actor_of(programmes.member(theirs[0].worker_id), at)
    for person, lines in zip(theirs, TALKS, strict=False):
        for who, words, ago, urgent in lines:
            _say(person, worker, who, Written(ids.new(), at - ago * HOUR, words, urgent=urgent))


def _say(person: Person, worker: Actor, who: str, written: Written) -> None:
    at = written.said_at
    if who == "person":
        by = Actor(Kind.PERSON, person.id, person.programme_id)
        with acting(by):
            actions.write(person.id, written=written, by=by, at=at)
        return
    with acting(worker):
        talk, (rows, _older) = queries.conversation(person.id, at=at), queries.thread(person.id)
        actions.mark_read(talk, rows, by=worker, at=at)
        actions.answer(person.id, written=written, by=worker, at=at)
