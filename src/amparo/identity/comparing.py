"""Selfies that wait are looked at, one by one: opened by the vault, read in the reading process, and gone.

Never inside one transaction: taking the row, looking, and writing what came of it are three steps, and whoever takes
their consent back in between finds nothing written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.faults import actions as faults
from amparo.faults.rules import Trouble
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.identity import face_rules as rules
from amparo.identity import turns
from amparo.identity.face_rules import State, Turns, What
from amparo.identity.faces import PICTURE, TEMPLATE
from amparo.identity.models import FaceMove, FaceTemplate, FaceTry
from amparo.media import likeness
from amparo.media.likeness import Embedding, Outcome
from amparo.media.made import Film, Picture, Selfie
from amparo.media.unusable import Unusable
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import leases, vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem

AT_ONCE = 4
AGAIN_AFTER = timedelta(seconds=5)
FOR_A_HUMAN = 640  # pixels; what a human needs to know a face they have met
CLEANED = 2  # the version under which a picture is sealed that we wrote anew


class Reads(Protocol):
    """The part of media.reader.Reader that is used here."""

    def selfie(self, data: bytes) -> Selfie: ...

    def picture(self, data: bytes, *, longest: int) -> Picture: ...

    def film(self, asked: Sequence[str], frames: Sequence[tuple[float, bytes]]) -> Film: ...


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one look; `fault` when it was ours and nothing is known."""

    state: State = State.WAITING
    code: str = ""
    fault: bool = False
    embedding: Embedding | None = None
    clean: bytes | None = None
    turns: Turns = Turns.NOT_ASKED


FAULT = Found(fault=True)


def claim(programme_id: UUID, *, by: Actor, at: datetime) -> list[FaceTry]:
    """Selfies that wait, the oldest first, for this worker alone until the lease ends."""
    gate.require_any(by, Permission.FACE_COMPARE)
    waiting = FaceTry.objects.filter(programme_id=programme_id, state=State.WAITING)
    return leases.take(waiting, oldest="received_at", most=AT_ONCE, lease=rules.LEASE, at=at)


def template_of(person_id: UUID) -> FaceTemplate | None:
    """The sealed template of one person."""
    return FaceTemplate.objects.filter(person=person_id).first()


def look(row: FaceTry, template: FaceTemplate | None, reader: Reads, *, by: Actor, at: datetime) -> Found:
    """One selfie, and if it is to be compared the template of the same person. No transaction is open."""
    if row.looks > rules.MOST_LOOKS or row.person.salt is None:
        return FAULT
    if template is not None and template.person_id != row.person_id:
        raise Refused("not_allowed")
    try:
        picture, frames = turns.unpacked(_opened(row.person, PICTURE, row.client_id, row.picture, by=by, at=at))
        selfie = reader.selfie(picture)
        if selfie.embedding is None:
            return Found(State.RETAKE, rules.first_problem(selfie.problems))
        if row.what == What.ENROL:
            return Found(State.ENROLLED, embedding=selfie.embedding)
        if template is None:
            return FAULT
        kept = likeness.from_bytes(_opened(row.person, TEMPLATE, template.id, template.template, by=by, at=at))
        seen = _turns(row, frames, selfie.embedding, reader)
        state, code = rules.settled(_alike(kept, selfie.embedding), seen)
        if state is State.MATCH:
            return Found(state, turns=seen)
        return Found(state, code, clean=reader.picture(picture, longest=FOR_A_HUMAN).data, turns=seen)
    except Unusable as no:
        return Found(State.RETAKE, no.code) if no.code in rules.RETAKE_CODES else FAULT
    except Refused as no:
        return Found(State.RETAKE, no.code) if no.code in rules.RETAKE_CODES else FAULT


def _turns(row: FaceTry, frames: list[tuple[float, bytes]], still: Embedding, reader: Reads) -> Turns:
    """Whether the turns that were asked for were seen, by the face of the still. Our own faults stay ours."""
    if not row.turns_asked:
        return Turns.NOT_ASKED
    try:
        film = reader.film(row.turns_asked.split(","), frames)
    except Unusable as no:
        if no.code in rules.OUR_FAULTS:
            raise
        return Turns.NOT_SEEN
    same = film.embedding is not None and _alike(film.embedding, still)
    return Turns.SEEN if same and film.turns == Turns.SEEN else Turns.NOT_SEEN


def _alike(one: Embedding, other: Embedding) -> bool:
    return likeness.outcome(likeness.compare(one, other)) is Outcome.MATCH


def settle(claimed: FaceTry, found: Found, *, by: Actor, at: datetime) -> bool:
    """What came of it is written and the picture is gone, or for a human. False if the selfie no longer waits."""
    gate.require(by, Permission.FACE_COMPARE, claimed)
    person = _still(claimed.person_id)
    row = leases.held(FaceTry.objects.filter(state=State.WAITING), claimed)
    if person is None or person.salt is None or row is None:
        return False
    if found.fault:
        _could_not(row, person, by=by, at=at)
        return True
    row.turns = found.turns
    _answered(row, found.state, found.code, at)
    if found.state is State.ENROLLED and found.embedding is not None:
        _make_template(row, person, found.embedding, at)
    elif found.state is State.MATCH:
        FaceTemplate.objects.filter(person=person).update(used_at=at)
        _beside(row).update(picture=None, for_human_at=None)
    elif found.state is State.INCONCLUSIVE and found.clean is not None:
        _keep_for_a_human(row, person, found.clean, by=by, at=at)
    elif found.code == "no_face":
        _note(person, Trouble.NO_FACE, row, by=by, at=at)
    return True


def let_go(programme_id: UUID, *, by: Actor, at: datetime) -> int:
    """Nothing waits or lies there longer than said. Returns how much went."""
    gate.require_any(by, Permission.FACE_COMPARE)
    rows = FaceTry.objects.filter(programme_id=programme_id)
    late = rows.filter(state=State.WAITING, received_at__lte=at - rules.LONGEST_WAIT).order_by("person_id")
    gone = sum(_too_late(*pair, by=by, at=at) for pair in list(late.values_list("id", "person_id")[:100]))
    gone += _templates_go(programme_id, at)
    kept = rows.filter(state=State.INCONCLUSIVE, picture__isnull=False)
    gone += kept.filter(for_human_at=None, judged_at__lte=at - rules.ALONE_FOR).update(picture=None)
    return gone + kept.filter(for_human_at__lte=at - rules.HUMAN_WITHIN).update(picture=None, for_human_at=None)


def _opened(person: Person, field: str, row_id: UUID, blob: bytes | None, *, by: Actor, at: datetime) -> bytes:
    item = OpenItem(people.subject_of(person), field, row_id, bytes(blob or b"") or None)
    value = vault.open_sealed([item], by=by, why=Purpose.FACE_COMPARE, at=at)[0]
    if value is None:
        raise Refused("forgotten")
    return value


def _still(person_id: UUID) -> Person | None:
    """The person, locked before anything of theirs as whoever takes consent back locks them; None when unknown."""
    return Person.objects.select_for_update().filter(id=person_id).first()


def _too_late(try_id: UUID, person_id: UUID, *, by: Actor, at: datetime) -> bool:
    person = _still(person_id)
    row = FaceTry.objects.select_for_update().filter(id=try_id, state=State.WAITING).first()
    if person is None or row is None:
        return False
    _answered(row, State.NOT_COMPARED, "", at)
    _note(person, Trouble.COMPARATOR_DOWN, row, by=by, at=at)
    return True


def _answered(row: FaceTry, state: State, code: str, at: datetime) -> None:
    row.state, row.code, row.judged_at, row.picture, row.leased_until = state, code, at, None, None
    row.save(update_fields=["state", "code", "judged_at", "picture", "leased_until", "turns"])


def _could_not(row: FaceTry, person: Person, *, by: Actor, at: datetime) -> None:
    _note(person, Trouble.COMPARATOR_DOWN, row, by=by, at=at)
    if row.looks >= rules.MOST_LOOKS:
        _answered(row, State.NOT_COMPARED, "", at)
    else:
        FaceTry.objects.filter(id=row.id).update(leased_until=at + AGAIN_AFTER)


def _make_template(row: FaceTry, person: Person, embedding: Embedding, at: datetime) -> None:
    template = FaceTemplate(
        id=ids.new(),
        programme_id=person.programme_id,
        person=person,
        consent_id=row.consent_id,
        made_at=at,
        used_at=at,
    )
    sealed = likeness.to_bytes(embedding)
    template.template = vault.seal(people.subject_of(person), TEMPLATE, template.id, sealed)
    FaceTemplate.objects.filter(person=person).delete()
    template.save(force_insert=True)
    _move(person, "made", "agreed", at)


def _keep_for_a_human(row: FaceTry, person: Person, clean: bytes, *, by: Actor, at: datetime) -> None:
    """Written anew from its pixels. A human looks when there are two; one alone waits for the second for an hour."""
    row.picture = vault.seal(people.subject_of(person), PICTURE, row.client_id, clean, version=CLEANED)
    row.save(update_fields=["picture"])
    _note(person, Trouble.INCONCLUSIVE, row, by=by, at=at)
    both = _beside(row) | FaceTry.objects.filter(id=row.id)
    if both.count() >= rules.TRIES_BEFORE_A_HUMAN:
        both.filter(for_human_at=None).update(for_human_at=at)


def _beside(row: FaceTry):  # type: ignore[no-untyped-def]
    """The same person's other selfies for the same check-in that were inconclusive and are still there."""
    same = FaceTry.objects.filter(person=row.person_id, about_id=row.about_id, what=row.what)
    return same.filter(state=State.INCONCLUSIVE, picture__isnull=False).exclude(id=row.id)


def _templates_go(programme_id: UUID, at: datetime) -> int:
    """Whose file is closed, or whose face was not used for half a year, has no template any more."""
    theirs = FaceTemplate.objects.filter(programme_id=programme_id).order_by("person_id")
    closed = theirs.exclude(person__state=Person.State.ACTIVE).values_list("person_id", flat=True)[:100]
    unused = theirs.filter(used_at__lte=at - rules.UNUSED_FOR).values_list("person_id", flat=True)[:100]
    over = dict.fromkeys(unused, "unused") | dict.fromkeys(closed, "file_closed")
    for person_id in sorted(over):
        person = _still(person_id)
        if person and FaceTemplate.objects.filter(person=person).delete()[0]:
            _move(person, "destroyed", over[person_id], at)
    return len(over)


def _move(person: Person, after: str, why: str, at: datetime) -> None:
    FaceMove.objects.create(id=ids.new(), programme_id=person.programme_id, person=person, after=after, why=why, at=at)


def _note(person: Person, trouble: Trouble, row: FaceTry, *, by: Actor, at: datetime) -> None:
    faults.note(person, trouble, about_id=row.about_id, source="server", happened_at=at, by=by)
