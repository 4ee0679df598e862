"""What the journeys need done or looked up inside the installation: `python -m tests.journeys.verbs WHAT JSON`."""

from __future__ import annotations

import json
import sys
from datetime import time, timedelta
from typing import Any

from amparo.cli.ready import ready

SLUG = "casa"


def programme() -> dict[str, Any]:
    """A programme with an office and Luz, who works there."""
    from amparo.access.actor import Role, system
    from amparo.access.rows import acting
    from amparo.foundation import clock
    from amparo.programme import actions

    at = clock.now() - timedelta(days=30)
    zone, phone = "America/New_York", "+1 305 555 0100"
    made = actions.set_up(
        slug=SLUG, name="Casa Amparo", neutral_name="Casa", country="US", zone=zone, phone=phone, at=at
    )
    with acting(system(made.id)):
        office = actions.open_office(
            made.id, name="Main office", address="1 Long Street, Miami, FL 33010", phone=phone, zone=zone,
            hours="Mo-Fr 09:00-17:00",
        )  # fmt: skip
        roles = [Role.CASE_WORKER, Role.SUPERVISOR]
        luz = actions.add_member(made.id, email="luz@casa.example", name="Luz Marín", roles=roles, at=at, office=office)
    return {"id": str(made.id), "luz": str(luz.id), "key": bytes(made.receipt_key).hex()}


def compare_faces() -> int:
    """What the worker does each second; says how many selfies there were."""
    from amparo.foundation import clock
    from amparo.identity import jobs

    return jobs.compare_faces(_system().programme_id, clock.now())


def confirm(person: str) -> int:
    """What the worker does right after it; says how many selfies of this person counted by it."""
    from amparo.access.rows import acting
    from amparo.checkins import confirming, jobs
    from amparo.foundation import clock

    with acting(_system()):
        theirs = [one for one in confirming.waiting(_system().programme_id) if str(one.person_id) == person]
    jobs.confirm(_system().programme_id, clock.now())
    return len(theirs)


def selfies() -> list[dict[str, Any]]:
    """What has become of every selfie."""
    from amparo.access.rows import acting
    from amparo.identity.models import FaceTry

    with acting(_system()):
        rows = FaceTry.objects.order_by("received_at")
        return [{"what": row.what, "state": row.state, "code": row.code, "kept": bool(row.picture)} for row in rows]


def read_documents() -> int:
    """What the worker process does each second, for documents."""
    from amparo.documents import jobs
    from amparo.foundation import clock

    return jobs.read_documents(_system().programme_id, clock.now())


def read_recordings() -> int:
    """What the worker does each second; says how many recordings there were."""
    from amparo.checkins import jobs
    from amparo.foundation import clock

    return jobs.read_recordings(_system().programme_id, clock.now())


def recordings(checkin: str) -> list[dict[str, Any]]:
    """What has become of every recording of a check-in."""
    from amparo.access.rows import acting
    from amparo.checkins.models import Recording

    with acting(_system()):
        rows = Recording.objects.filter(checkin=_uuid(checkin)).order_by("begun_at")
        return [
            {
                "about": row.about,
                "state": row.state,
                "code": row.code,
                "size": row.size,
                "arrived": row.arrived,
                "speech": row.speech_seconds or 0,
            }
            for row in rows
        ]


def messages(person: str) -> list[dict[str, Any]]:
    """What came of this person's messages, in the order in which it came, opened as Luz reads it."""
    from amparo.access.rows import acting
    from amparo.conversations import actions, queries
    from amparo.foundation import clock

    luz, at = _luz(), clock.now()
    with acting(luz):
        talk, told = queries.conversation(_uuid(person), at=at), []
        for page in range(12, 0, -1):
            rows, _ = queries.thread(_uuid(person), page=page)
            said, files = queries.words(talk, rows, by=luz, at=at), queries.attached_to(rows)
            actions.mark_read(talk, rows, by=luz, at=at)
            told += [
                {
                    "words": said.get(row.id),
                    "urgent": row.urgent,
                    "writer": row.writer,
                    "promised": row.promised,
                    "files": [one.state for one in files[row.id]],
                }
                for row in rows
            ]
    return told


def answer(person: str, words: str) -> bool:
    """Luz answers."""
    from amparo.access.rows import acting
    from amparo.conversations import actions
    from amparo.conversations.rules import Written
    from amparo.foundation import clock, ids

    luz, at = _luz(), clock.now()
    with acting(luz):
        return actions.answer(_uuid(person), written=Written(ids.new(), at, words), by=luz, at=at)[1]


def read_attachments() -> int:
    """What the worker does each second; says how many pictures and recordings there were."""
    from amparo.conversations import jobs
    from amparo.foundation import clock

    return jobs.read_attachments(_system().programme_id, clock.now())


def luz_at_her_desk() -> dict[str, str]:
    """The cookies of a browser in which Luz is signed in."""
    from allauth.mfa.models import Authenticator

    from amparo.access.rows import acting
    from amparo.foundation import clock
    from amparo.programme import queries
    from tests.staff.conftest import at_the_door

    with acting(_system()):
        member = queries.members(clock.now()).select_related("account").get(name="Luz Marín")
    has_phone = Authenticator.objects.filter(user=member.account).exists()
    return {name: morsel.value for name, morsel in at_the_door(member, with_phone=not has_phone).cookies.items()}


def visit(person: str) -> dict[str, str]:
    """A visit that Luz offers them, with its day and another one."""
    from datetime import datetime

    from amparo.access.rows import acting
    from amparo.foundation import clock, wall
    from amparo.visits import actions

    by, at, zone = _luz(), clock.now(), "America/New_York"
    day = wall.shown(at, zone).date() + timedelta(days=5)
    starts = datetime.combine(day, time(10))
    with acting(by):
        made = actions.offer(_uuid(person), kind="office", starts=starts, zone=zone, minutes=30, by=by, at=at)
    return {"id": str(made.id), "day": day.isoformat(), "other": (day + timedelta(days=1)).isoformat()}


def troubles() -> list[str]:
    """What phones said that did not work."""
    from amparo.access.rows import acting
    from amparo.faults.models import Attempt

    with acting(_system()):
        return list(Attempt.objects.values_list("code", flat=True))


def people(count: int, language: str = "en", opened_hours: float = 1) -> list[dict[str, Any]]:
    """People with a link, a PIN, and a window that is open."""
    from amparo.access.rows import acting
    from amparo.checkins import actions as checkins
    from amparo.checkins.models import Checkin
    from amparo.checkins.windows import Cadence
    from amparo.foundation import clock, ids
    from amparo.identity import actions as identity
    from amparo.people import actions

    by, system, at, made = _luz(), _system(), clock.now(), []
    for _ in range(count):
        with acting(by):
            person = actions.enrol(
                name="Ana Lucía Pérez", language=language, zone="America/New_York", zone_source="staff",
                case_number=f"A{ids.new().int % 10**9:09}", worker_id=by.id, by=by, at=at,
            )  # fmt: skip
            token, pin = identity.issue_link_and_pin(person.id, by=by, at=at)
            checkins.choose_schedule(person, Cadence(1, 0, time(9), 48), by=by, at=at)
            first = Checkin.objects.filter(person=person).order_by("opens_at").first()
            begins = at - timedelta(hours=opened_hours)
            Checkin.objects.filter(id=first.id).update(opens_at=begins, closes_at=begins + timedelta(hours=48))
        with acting(system):
            checkins.open_windows(by.programme_id, at=at)
        made.append(
            {
                "id": str(person.id),
                "path": f"/my/hello/{SLUG}/{token}/",
                "pin": pin,
                "check_in": f"/my/check-in/{first.id}/",
                "checkin": str(first.id),
            }
        )
    return made


def move_window(checkin: str, closes_in_hours: float) -> dict[str, Any]:
    """The window closes then, as if time had passed."""
    from amparo.access.rows import acting
    from amparo.checkins.models import Checkin
    from amparo.foundation import clock

    closes = clock.now() + timedelta(hours=closes_in_hours)
    with acting(_system()):
        Checkin.objects.filter(id=checkin).update(opens_at=closes - timedelta(hours=48), closes_at=closes)
    return {}


def checkin(checkin: str) -> dict[str, Any]:
    """Where the check-in stands and everything that arrived for it, opened by Luz."""
    from amparo.access.rows import acting
    from amparo.checkins import queries
    from amparo.foundation import clock

    by, at = _luz(), clock.now()
    with acting(by):
        found = queries.one(_uuid(checkin))
        arrived = list(queries.submissions_of([found.id]))
        return {
            "state": found.state,
            "arrived": [
                {
                    "channel": row.channel,
                    "identity": row.identity,
                    "on_time": row.on_time,
                    "clock": row.clock,
                    "replays": row.replays,
                    "language": row.language,
                    "place_cause": row.place_cause,
                    "sealed_on_phone": bytes(row.answers or b"\0")[0] in (2, 3),
                    "answers": queries.answers(row, found.person, by=by, at=at),
                    "place": queries.place(row, found.person, by=by, at=at) if row.place else None,
                }
                for row in arrived
            ],
        }


def end_sessions(person: str) -> dict[str, Any]:
    """The person is signed in nowhere."""
    from amparo.access.rows import acting
    from amparo.foundation import clock
    from amparo.identity import actions

    with acting(_luz()):
        return {"ended": actions.end_all_sessions(_uuid(person), by=_luz(), at=clock.now())}


def sessions_are_over(person: str) -> dict[str, Any]:
    """Their own time has passed, as after a month: nobody ended them."""
    from amparo.access.rows import acting
    from amparo.foundation import clock
    from amparo.identity.models import Session

    with acting(_luz()):
        return {"over": Session.objects.filter(person=_uuid(person)).update(expires_at=clock.now())}


def unlock(person: str) -> dict[str, Any]:
    """Luz opens the person's page again."""
    from amparo.access.rows import acting
    from amparo.casework import locking
    from amparo.foundation import clock

    with acting(_luz()):
        return {"opened": locking.unlock(_uuid(person), check="call_back", by=_luz(), at=clock.now())}


def kiosk() -> dict[str, Any]:
    """A kiosk, and the path that sets its tablet up."""
    from amparo.access.rows import acting
    from amparo.foundation import clock
    from amparo.identity import kiosks
    from amparo.programme import queries

    by = _luz()
    with acting(by):
        row, token = kiosks.make(queries.offices()[0].id, "Waiting room", by=by, at=clock.now())
    return {"id": str(row.id), "path": f"/my/kiosk/new/{SLUG}/{token}/"}


def end_kiosk(kiosk: str) -> dict[str, Any]:
    """It is taken back."""
    from amparo.access.rows import acting
    from amparo.foundation import clock
    from amparo.identity import kiosks

    with acting(_luz()):
        kiosks.end(_uuid(kiosk), by=_luz(), at=clock.now())
    return {}


def look(person: str, times: int = 1) -> dict[str, Any]:
    """Luz opens the person's name so often: each time is a line in their log."""
    from amparo.access.rows import acting
    from amparo.foundation import clock
    from amparo.people import queries
    from amparo.privacy.purposes import Purpose

    with acting(_luz()):
        for _ in range(times):
            queries.names([queries.by_id(_uuid(person))], by=_luz(), why=Purpose.PERSON_PAGE, at=clock.now())
    return {}


def rewrite_log(person: str, how: str) -> dict[str, Any]:
    """Somebody with all power over PostgreSQL tampers with the person's log: remove, change, cut or recompute."""
    import psycopg

    from amparo.access.rows import acting
    from amparo.machine import secrets
    from amparo.people import queries
    from amparo.privacy.vault import verify_log

    with acting(_system()):
        found = queries.by_id(_uuid(person))
    whose = {"subject": found.pseudonym}
    with psycopg.connect(secrets.dsn("super")) as pg:
        pg.execute("SET session_replication_role = replica")
        entries = pg.execute(
            "SELECT seq, body FROM audit.entry WHERE subject = %(subject)s ORDER BY seq", whose
        ).fetchall()
        last = entries[-1][0]
        if how == "cut":
            pg.execute("DELETE FROM audit.entry WHERE subject = %(subject)s AND seq = %(last)s", whose | {"last": last})
        elif how == "remove":
            pg.execute("DELETE FROM audit.entry WHERE subject = %(subject)s AND seq = 2", whose)
        elif how == "change":
            pg.execute("UPDATE audit.entry SET body = body || '\\x00' WHERE subject = %(subject)s AND seq = 2", whose)
        else:
            # The second line is gone, and the rest fits together as if it had never been.
            pg.execute("DELETE FROM audit.entry WHERE subject = %(subject)s AND seq = %(last)s", whose | {"last": last})
            prev = b""
            kept = [body for seq, body in entries if seq != 2]
            for seq, body in enumerate(kept, start=1):
                leaf = verify_log.leaf_of(found.programme_id, found.pseudonym, seq, prev, body)
                pg.execute(
                    "UPDATE audit.entry SET body = %(body)s, prev = %(prev)s, leaf = %(leaf)s "
                    "WHERE subject = %(subject)s AND seq = %(seq)s",
                    whose | {"body": body, "prev": prev, "leaf": leaf, "seq": seq},
                )
                prev = leaf
            facts = whose | {"seq": len(kept), "head": prev}
            pg.execute("UPDATE audit.head SET seq = %(seq)s, head = %(head)s WHERE subject = %(subject)s", facts)
    return {"left": len(entries)}


def make_copies() -> int:
    """What the worker does each second; says how many copies there were."""
    from amparo.casework import jobs
    from amparo.foundation import clock

    return jobs.make_copies(_system().programme_id, clock.now())


def paz_at_her_desk() -> dict[str, str]:
    """The cookies of a browser in which Paz, the privacy officer, is signed in."""
    from allauth.mfa.models import Authenticator

    from amparo.access.actor import Role
    from amparo.access.rows import acting
    from amparo.foundation import clock
    from amparo.programme import actions, queries
    from tests.staff.conftest import at_the_door

    at = clock.now() - timedelta(days=30)
    with acting(_system()):
        known = queries.members(clock.now()).select_related("account").filter(name="Paz Quintero").first()
        paz = known or actions.add_member(
            _system().programme_id, email="paz@casa.example", name="Paz Quintero", roles=[Role.PRIVACY_OFFICER], at=at
        )
    has_phone = Authenticator.objects.filter(user=paz.account).exists()
    return {name: morsel.value for name, morsel in at_the_door(paz, with_phone=not has_phone).cookies.items()}


def _luz() -> Any:
    from amparo.access.rows import acting
    from amparo.foundation import clock
    from amparo.programme import queries

    with acting(_system()):
        member = queries.members(clock.now()).get(name="Luz Marín")
        return queries.actor_of(member, clock.now())


def _system() -> Any:
    from amparo.access.actor import system
    from amparo.programme import queries

    found = queries.by_slug(SLUG)
    assert found is not None
    return system(found.id)


def _uuid(text: str) -> Any:
    from uuid import UUID

    return UUID(text)


def sol_at_her_desk() -> dict[str, str]:
    """The cookies of a browser in which Sol, a supervisor, is signed in."""
    from allauth.mfa.models import Authenticator

    from amparo.access.actor import Role
    from amparo.access.rows import acting
    from amparo.foundation import clock
    from amparo.programme import actions, queries
    from tests.staff.conftest import at_the_door

    at = clock.now() - timedelta(days=30)
    with acting(_system()):
        known = queries.members(clock.now()).select_related("account").filter(name="Sol Prado").first()
        sol = known or actions.add_member(
            _system().programme_id, email="sol.prado@casa.example", name="Sol Prado", roles=[Role.SUPERVISOR], at=at
        )
    has_phone = Authenticator.objects.filter(user=sol.account).exists()
    return {name: morsel.value for name, morsel in at_the_door(sol, with_phone=not has_phone).cookies.items()}


def read_other_words(page: str) -> None:
    """As after a release in which this page says something else than what was read aloud."""
    from amparo.access.rows import acting
    from amparo.translations.models import Clip

    with acting(_system()):
        Clip.objects.filter(page=page).update(read="0" * 32)


KNOWN = (
    *(
        programme,
        people,
        move_window,
        checkin,
        end_sessions,
        sessions_are_over,
        compare_faces,
        confirm,
        selfies,
        troubles,
    ),
    *(messages, answer, read_attachments, visit),
    *(kiosk, end_kiosk, unlock, read_recordings, read_documents, recordings, luz_at_her_desk),
    *(look, rewrite_log, make_copies, paz_at_her_desk, sol_at_her_desk, read_other_words),
)
VERBS = {verb.__name__: verb for verb in KNOWN}

if __name__ == "__main__":
    ready("owner")
    print(json.dumps(VERBS[sys.argv[1]](**json.loads(sys.argv[2]))))
