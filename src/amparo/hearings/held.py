"""What is held about some people's hearings, and a source's words made comparable with it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import connection

from amparo.directory.queries import CourtBook
from amparo.hearings.models import Hearing, Question, Sighting, Source
from amparo.hearings.rules import Known, Mode, Notice, State
from amparo.privacy import vault

AT_ONCE = 10_000
# Whether what a source calls a hearing is a number of its own or our name for it shows in the length.
KEY_BYTES = 8


@dataclass(slots=True)
class Held:
    """Rows about some people, read once for a whole file."""

    hearings: dict[UUID, list[Hearing]] = field(default_factory=lambda: defaultdict(list))
    # By person: what one source said, and by hearing: what all of them say now.
    own: dict[UUID, list[Sighting]] = field(default_factory=lambda: defaultdict(list))
    sightings: dict[UUID, list[Sighting]] = field(default_factory=lambda: defaultdict(list))
    questions: dict[UUID, list[Question]] = field(default_factory=lambda: defaultdict(list))


def read(person_ids: Iterable[UUID], source: Source) -> Held:
    """All that is known about these people's hearings."""
    wanted, found = list(person_ids), Held()
    for hearing in Hearing.objects.filter(person_id__in=wanted).select_related("person", "court", "source"):
        found.hearings[hearing.person_id].append(hearing)
    for sighting in Sighting.objects.filter(person_id__in=wanted).select_related("source", "hearing"):
        found.sightings[sighting.hearing_id].append(sighting)
        if sighting.source_id == source.id:
            found.own[sighting.person_id].append(sighting)
    for question in Question.objects.filter(person_id__in=wanted, decided_at=None):
        found.questions[question.hearing_id].append(question)
    return found


def one_at_a_time(programme_id: UUID) -> None:
    """Until this transaction ends nobody else brings hearings into the programme: two would both say "new"."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"hearings {programme_id}"])


def is_ahead(hearing: Hearing, at: datetime) -> bool:
    """True for a hearing that has not begun."""
    return bool(hearing.starts_at > at and hearing.state != State.HELD)


def notice_of(hearing: Hearing) -> Notice:
    """The hearing in the words of a notice."""
    return Notice(
        case_number="",
        wall=datetime.combine(hearing.day, hearing.time),
        zone=hearing.zone,
        court_text=hearing.place,
        court_code=hearing.court_id or "",
        room=hearing.room,
        judge=hearing.judge,
        kind=hearing.kind,
        mode=Mode(hearing.mode),
    )


def said_by(sighting: Sighting) -> Notice:
    """What the source last said, as far as it is kept."""
    return Notice(
        case_number="",
        wall=datetime.combine(sighting.day, sighting.time),
        # Rows from before zones were kept say none: theirs was the hearing's.
        zone=sighting.zone or sighting.hearing.zone,
        court_code=sighting.court_code,
        kind=sighting.kind,
        cancelled=sighting.cancelled,
        sequence=sighting.sequence,
    )


def known(hearing: Hearing, *, sequence: int = 0) -> Known:
    """The hearing as the rules compare it with what a source says."""
    return Known(replace(notice_of(hearing), sequence=sequence), State(hearing.state))


def fitted(notice: Notice, courts: CourtBook) -> Notice:
    """The notice with the court of today, as long as our columns are, and without its case number."""
    court = courts.resolve(notice.court_code) if notice.court_code else courts.written(notice.court_text)
    said = notice.court_text if notice.court_text or court else notice.court_code
    return replace(
        notice,
        case_number="",
        court_code=court.code if court else "",
        court_text=said[:300],
        room=notice.room[:80],
        judge=notice.judge[:120],
        kind=notice.kind[:80],
        wall=notice.wall.replace(second=0, microsecond=0, fold=0),
    )


def keyed(source: Source, notices: Sequence[Notice]) -> list[Notice]:
    """The same, each source's own key replaced by a keyed hash: it may contain a name or a number."""
    found: dict[str, str] = {}
    keys = list(dict.fromkeys(notice.external_key for notice in notices if notice.external_key))
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        tags = vault.blind(source.programme_id, [("hearing", f"{source.id} {key}") for key in some])
        found |= {key: tag.hex() for key, tag in zip(some, tags, strict=True)}
    return [replace(notice, external_key=found.get(notice.external_key, "")) for notice in notices]


def key_of(sighting: Sighting) -> str:
    """The source's own key, hashed; empty where it has none."""
    key = bytes(sighting.key)
    return key.hex() if len(key) == KEY_BYTES else ""
