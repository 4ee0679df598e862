"""Some of the invented people and their workers have written to each other."""

from datetime import datetime, timedelta
from uuid import UUID

from amparo.access.actor import Actor, Kind
from amparo.access.rows import acting
from amparo.conversations import actions, queries
from amparo.conversations.rules import Written
from amparo.foundation import ids
from amparo.people.models import Person
from amparo.programme import queries as programmes

HOUR = timedelta(hours=1)
# (whose of the worker's people, [(who, words, hours ago, urgent)]). The first person is the one whose phone is shown.
TALKS = (
    (
        0,
        (
            ("person", "Buenos días. ¿Mi hija puede venir conmigo a la cita del jueves?", 50, False),
            ("member", "Claro que sí. Traiga también su pasaporte si lo tiene. La esperamos.", 47, False),
            ("person", "Gracias 🙏 Mi turno en el trabajo cambió. ¿Puedo llegar a las 10?", 3, False),
        ),
    ),
    (1, (("person", "El dueño dice que tenemos que salir hoy. No sé adónde ir con los niños.", 0.2, True),)),
    (2, (("person", "مرحبا، هل يمكنكم الاتصال بي بعد الساعة 5؟ My new phone works now.", 9, False),)),
)


def happen(programme_id: UUID, *, at: datetime) -> None:
    """Three conversations of the first worker: one going on, one urgent, one that waits."""
    with acting(Actor(Kind.SYSTEM, UUID(int=0), programme_id)):
        first = Person.objects.filter(worker__isnull=False).order_by("enrolled_at", "id").first()
        worker = programmes.actor_of(first.worker, at) if first and first.worker else None
        theirs = list(Person.objects.filter(worker=worker.id).order_by("id")[:9]) if worker else []
    for which, lines in TALKS:
        if worker and which < len(theirs):
            for who, words, ago, urgent in lines:
                _say(theirs[which], worker, who, Written(ids.new(), at - ago * HOUR, words, urgent=urgent))


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
