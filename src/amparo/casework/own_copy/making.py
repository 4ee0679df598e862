"""A copy is made: claimed, gathered in the person's name, written outside any transaction, sealed, and kept a day."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db.models import Q
from django.utils import translation

from amparo.access import actor
from amparo.access.actor import Actor, Kind
from amparo.access.rows import acting
from amparo.casework.evidence import archive
from amparo.casework.own_copy import document
from amparo.casework.own_copy.gathering import gather
from amparo.foundation import ids, languages
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy import vault
from amparo.programme import queries as programmes
from amparo.rights import queries as rights
from amparo.rights.models import Copy, CopyPart

# Longer than it ever takes; whoever claimed it may be gone.
LEASE = timedelta(minutes=5)
MOST_TRIES = 3
ONE_PART = 8 * 1024 * 1024
# Of one pass: the other sweeps have their turn.
IN_A_PASS = 5

log = structlog.get_logger("amparo.casework")


def make_waiting(programme_id: UUID, at: datetime) -> int:
    """Whatever copies wait are made. Returns how many were looked at."""
    done = 0
    while done < IN_A_PASS:
        claimed = _claim(programme_id, at)
        if claimed is None:
            break
        done += 1
        try:
            make(claimed, at=at)
        except Refused as no:
            # It stays claimed until its lease is over, and is tried again.
            log.warning("copy_not_made", code=no.code)
    return done


def make(copy: Copy, *, at: datetime) -> None:
    """The copy is ready. Taken away meanwhile, nothing is kept. Codes: "forgotten", those of the vault."""
    by = Actor(Kind.PERSON, copy.person_id, copy.programme_id)
    language = languages.written(copy.language)
    with translation.override(language):
        with acting(by):
            person = people.by_id(copy.person_id)
            found = gather(
                person,
                whole=copy.whole,
                begins_with=copy.begins_with,
                by=by,
                at=at,
                names=programmes.names_of_members(),
            )
            programme = programmes.by_id(copy.programme_id).name
        files = document.files(found, language=language, programme=programme, at=at)
    data = archive.zipped(files)
    with acting(by):
        _keep(copy, person, data, at)


def _keep(copy: Copy, person: Any, data: bytes, at: datetime) -> None:
    # Locked: who takes the copy away now waits, and takes this away too.
    still = Copy.objects.select_for_update().filter(id=copy.id, state=Copy.State.WAITING).first()
    if still is None:
        return
    whose = people.subject_of(people.locked(person.id))
    for number, start in enumerate(range(0, len(data), ONE_PART)):
        part = CopyPart(
            id=ids.new(), programme_id=copy.programme_id, person=person, copy=copy, number=number, made_at=at
        )
        part.sealed = vault.seal(whose, rights.PART, part.id, data[start : start + ONE_PART])
        part.save(force_insert=True)
    Copy.objects.filter(id=copy.id).update(state=Copy.State.READY, made_at=at, size=len(data), leased_until=None)


def _claim(programme_id: UUID, at: datetime) -> Copy | None:
    with acting(actor.system(programme_id)):
        free = Q(leased_until=None) | Q(leased_until__lt=at)
        waiting = Copy.objects.select_for_update(skip_locked=True).filter(free, state=Copy.State.WAITING)
        found = waiting.order_by("asked_at").first()
        while found is not None and found.tries >= MOST_TRIES:
            Copy.objects.filter(id=found.id).update(state=Copy.State.FAILED, leased_until=None)
            found = waiting.order_by("asked_at").first()
        if found is not None:
            Copy.objects.filter(id=found.id).update(tries=found.tries + 1, leased_until=at + LEASE)
        return found
