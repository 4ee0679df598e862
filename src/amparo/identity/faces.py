"""A person agrees to selfies, takes that back, sends one, and asks what became of it. Called inside `acting(...)`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.identity import face_rules as rules
from amparo.identity.face_rules import State, Turns, What
from amparo.identity.models import FaceMove, FaceTemplate, FaceTry
from amparo.people import actions as people_actions
from amparo.people import consent_words
from amparo.people import queries as people
from amparo.people.models import Consent, Person
from amparo.privacy import vault

# The names are part of the keys. They end in `face`: the vault opens them one at a time, counted.
TEMPLATE, PICTURE = "identity.template_face", "identity.selfie_face"
# What a phone has cropped and sealed; what a form brings from a camera, below the vault's longest frame.
LONGEST_SEALED, LONGEST_PICTURE = 1024 * 1024, 12 * 1024 * 1024
AGREED_HERE = "app"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the person stands with selfies; `agreed` and `made` are moments."""

    agreed: datetime | None
    words: str
    made: datetime | None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a selfie. `other_ways`: offer the PIN, a call, the office now. Nothing here stops a check-in."""

    client_id: UUID
    what: What
    about_id: UUID | None
    state: State
    code: str
    other_ways: bool
    turns: Turns = Turns.NOT_ASKED


def agree(person_id: UUID, *, language: str, by: Actor, at: datetime) -> Consent:
    """The person agreed to the words they saw in `language`. Agreed already, it stays as it was."""
    gate.require(by, Permission.FACE_OWN, people.by_id(person_id))
    return people_actions.record_consent(
        person_id, consent_words.FACE, how=AGREED_HERE, language=language, by=by, at=at
    )


def take_back(person_id: UUID, *, by: Actor, at: datetime) -> None:
    """Their numbers and pictures are destroyed, in this transaction. Taken back already, nothing changes.

    PostgreSQL destroys them with the consent, whoever takes it back: see `0006_faces_need_consent`.
    """
    gate.require(by, Permission.FACE_OWN, people.by_id(person_id))
    people_actions.withdraw_consent(person_id, consent_words.FACE, how=AGREED_HERE, by=by, at=at)


def begin_anew(person_id: UUID, *, by: Actor, at: datetime) -> None:
    """Whoever set a face up may not have been the person: its numbers go, and a picture that waits to become some.

    For the verbs that give a new link, which have asked whether that may be. What the person agreed to stays.
    """
    waiting = FaceTry.objects.filter(person=person_id, what=What.ENROL, state=State.WAITING)
    waiting.update(state=State.TAKEN_BACK, picture=None)
    if FaceTemplate.objects.filter(person=person_id).delete()[0]:
        FaceMove.objects.create(
            id=ids.new(), programme_id=by.programme_id, person_id=person_id, after="destroyed", why="new_link", at=at
        )


def send(
    person_id: UUID,
    *,
    client_id: UUID,
    what: What,
    sealed: bytes | None = None,
    picture: bytes | None = None,
    about_id: UUID | None = None,
    turns_asked: str = "",
    by: Actor,
    at: datetime,
) -> FaceTry:
    """The selfie waits, sealed: by the phone, or here. The same one again is not a second one.

    `turns_asked`: as `turns.answered` says it; empty for a still picture.

    Codes: "face_not_agreed", "no_face_yet", "face_made_already", "other_ways" (enough tries today), "too_large",
    "unreadable".
    """
    person = people.locked(person_id)
    gate.require(by, Permission.FACE_OWN, person)
    if known := FaceTry.objects.filter(person=person, client_id=client_id).first():
        return known
    consent = Consent.objects.filter(person=person, what=consent_words.FACE, withdrawn_at=None).first()
    if consent is None:
        raise Refused("face_not_agreed")
    has_face = FaceTemplate.objects.filter(person=person).exists()
    if has_face != (what is What.COMPARE):
        raise Refused("face_made_already" if has_face else "no_face_yet")
    lately = FaceTry.objects.filter(person=person, what=what, received_at__gt=at - rules.TRIES_COUNTED_FOR)
    if lately.exclude(state__in=(State.MATCH, State.NOT_COMPARED)).count() >= rules.MOST_TRIES:
        raise Refused("other_ways")
    return FaceTry.objects.create(
        id=ids.new(),
        programme_id=person.programme_id,
        person=person,
        client_id=client_id,
        consent=consent,
        what=what,
        about_id=about_id,
        turns_asked=turns_asked,
        picture=_sealed(person, client_id, sealed, picture),
        received_at=at,
    )


def result(person_id: UUID, client_id: UUID) -> Result | None:
    """What became of this selfie of the person; None if it never came."""
    row = FaceTry.objects.filter(person=person_id, client_id=client_id).first()
    if row is None:
        return None
    beside = FaceTry.objects.filter(
        person=person_id,
        what=row.what,
        about_id=row.about_id,
        received_at__gt=row.received_at - rules.TRIES_COUNTED_FOR,
        received_at__lte=row.received_at,
    )
    state = State(row.state)
    ways = state not in (State.MATCH, State.ENROLLED) and rules.other_ways(beside.values_list("state", flat=True))
    return Result(row.client_id, What(row.what), row.about_id, state, row.code, ways, Turns(row.turns))


def standing(person_id: UUID) -> Standing:
    """Whether the person agreed, to which words, and since when there are numbers of their face."""
    consent = Consent.objects.filter(person=person_id, what=consent_words.FACE, withdrawn_at=None).first()
    made = FaceTemplate.objects.filter(person=person_id).values_list("made_at", flat=True).first()
    return Standing(consent.given_at if consent else None, consent.words if consent else "", made)


def is_set_up(person_id: UUID) -> bool:
    """Whether there is a face to compare a selfie with."""
    return FaceTemplate.objects.filter(person=person_id).exists()


def compared(person_id: UUID) -> int:
    """How many selfies to compare the person has sent, as long as rows of them are kept."""
    return FaceTry.objects.filter(person=person_id, what=What.COMPARE).count()


def latest_about(person_id: UUID, about_id: UUID) -> FaceTry | None:
    """The person's last selfie for this check-in."""
    rows = FaceTry.objects.filter(person=person_id, about_id=about_id, what=What.COMPARE)
    return rows.order_by("-received_at").first()


def shown_and_not_counted(programme_id: UUID) -> list[FaceTry]:
    """Selfies for a check-in that show who it was, and whose check-in was not told yet; the oldest first."""
    rows = FaceTry.objects.filter(programme_id=programme_id, state__in=rules.SHOWS, counted_at=None)
    return list(rows.exclude(about_id=None).order_by("received_at")[:200])


def counted(selfie_id: UUID, *, by: Actor, at: datetime) -> bool:
    """What follows from this selfie has followed. False: it had already."""
    row = FaceTry.objects.get(id=selfie_id)
    gate.require(by, Permission.FACE_OWN, row)
    return bool(FaceTry.objects.filter(id=selfie_id, counted_at=None).update(counted_at=at))


def made_since(programme_id: UUID, since: datetime) -> list[tuple[UUID, UUID]]:
    """Which lines of history say that somebody's numbers were made after this moment, and whose."""
    rows = FaceMove.objects.filter(programme_id=programme_id, after="made", at__gt=since)
    return list(rows.values_list("id", "person_id"))


def moves_of(person_id: UUID) -> list[FaceMove]:
    """When the numbers of the person's face were made and destroyed, the newest first."""
    return list(FaceMove.objects.filter(person=person_id).order_by("-at")[:50])


def _sealed(person: Person, client_id: UUID, sealed: bytes | None, picture: bytes | None) -> bytes:
    if sealed is not None:
        if len(sealed) > LONGEST_SEALED:
            raise Refused("too_large")
        return sealed
    if not picture:
        raise Refused("unreadable")
    if len(picture) > LONGEST_PICTURE:
        raise Refused("too_large")
    return vault.seal(people.subject_of(person), PICTURE, client_id, picture)
