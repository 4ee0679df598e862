"""Some invented papers, drawn here: a letter from a court, a proof of address, and one that a worker scanned."""

import io
from datetime import datetime, timedelta
from uuid import UUID

from PIL import Image, ImageDraw, ImageFont

from amparo.access.actor import Actor, Kind, system
from amparo.access.rows import acting
from amparo.documents import actions
from amparo.documents.models import Document
from amparo.foundation import ids
from amparo.people.models import Person
from amparo.programme import queries as programmes

TABLE, PAPER, INK = (88, 78, 70), (246, 244, 238), (40, 44, 52)
LETTER = (
    "INVENTED COURT OF BAYSIDE",
    "",
    "Notice of hearing",
    "",
    "You are asked to come to a hearing.",
    "Please bring this letter with you.",
    "You may bring a lawyer.",
    "",
    "This letter is invented.",
)
RENT = ("RENT RECEIPT", "", "12 Pier Road, Bayside", "Paid for this month.", "", "This paper is invented.")


def bring(person: Person, *, at: datetime) -> None:
    """The person has sent two papers, one of them today; their worker has scanned a third."""
    own = Actor(Kind.PERSON, person.id, person.programme_id)
    _add(person, own, at - timedelta(hours=2), "court_letter", "Carta de la corte", (LETTER, LETTER[:5]))
    older = _add(person, own, at - timedelta(days=40), "address", "Recibo de renta", (RENT,))
    with acting(system(person.programme_id)):
        by = programmes.actor_of(person.worker, at) if person.worker else None
        Document.objects.filter(id=older).update(looked_at=at - timedelta(days=39), looked_by=person.worker_id)
    if by:
        _add(person, by, at - timedelta(days=12), "other", "Bus pass", (RENT[:3],))


def _add(person: Person, by: Actor, at: datetime, kind: str, title: str, pages: tuple[tuple[str, ...], ...]) -> UUID:
    files = [_drawn(lines) for lines in pages]
    with acting(by):
        row = actions.add(person.id, client_id=ids.new(), kind=kind, title=title, files=files, by=by, at=at)
    return UUID(str(row.id))


def _drawn(lines: tuple[str, ...]) -> bytes:
    """A sheet on a table, as a phone sees it."""
    picture = Image.new("RGB", (900, 1200), TABLE)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 60, 840, 1140), fill=PAPER)
    for number, line in enumerate(lines):
        draw.text((120, 140 + 70 * number), line, fill=INK, font=ImageFont.load_default(34))
    with io.BytesIO() as out:
        picture.save(out, "JPEG", quality=80)
        return out.getvalue()
