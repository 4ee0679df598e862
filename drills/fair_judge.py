"""What must be so after everything that went wrong: nobody is left, nobody is concluded about by a machine."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any
from uuid import UUID

from drills import scratch
from drills.fair_world import Somebody, World, showing

# Each names people who would be missed without a look by a human.
UNSEEN = {
    "closed_and_nobody_asked": """
        SELECT person_id FROM checkins_checkin c WHERE programme_id = %(programme)s AND (
            state = 'due' AND closes_at <= %(at)s
            OR state = 'unanswered' AND NOT EXISTS (SELECT FROM concerns_outreach o WHERE o.about_id = c.id))""",
    "asked_and_waits_for_nobody": """
        SELECT c.person_id FROM checkins_checkin c JOIN concerns_outreach o ON o.about_id = c.id
        WHERE c.programme_id = %(programme)s AND c.state = 'unanswered' AND NOT EXISTS (
            SELECT FROM concerns_step s WHERE s.outreach_id = o.id AND s.state = 'waiting' AND o.ended_at IS NULL)
        AND NOT EXISTS (SELECT FROM concerns_concern k WHERE k.outreach_id = o.id)
        AND o.ended IS DISTINCT FROM 'reached'""",
    "concluded_by_a_machine": """
        SELECT person_id FROM concerns_concernmove WHERE programme_id = %(programme)s
        AND after NOT IN ('to_look_at', 'closed') AND by_kind NOT IN ('member', 'person')""",
    "concluded_by_fewer_than_two": """
        SELECT person_id FROM concerns_concern WHERE programme_id = %(programme)s AND state IN ('raised', 'contested')
        AND (proposed_by IS NULL OR seconded_by IS NULL OR proposed_by = seconded_by)""",
    "concern_before_every_step": """
        SELECT k.person_id FROM concerns_concern k WHERE programme_id = %(programme)s AND NOT EXISTS (
            SELECT FROM concerns_step s WHERE s.outreach_id = k.outreach_id AND s.kind = 'call'
            AND s.state = 'done' AND s.done_by IS NOT NULL)""",
}


def unseen(world: World) -> dict[str, set[UUID]]:
    """Who would be missed without a look, and how."""
    values = {"programme": world.programme.id, "at": world.at}
    with scratch.superuser() as db:
        found = {name: {row[0] for row in db.execute(query, values)} for name, query in UNSEEN.items()}
    found["without_their_cause"] = {who.id for who in world.people if who.silent and cause_of(who) != who.cause}
    return found


def cause_of(who: Somebody) -> str:
    """What the record speaks for, as a member who looks would read it; nothing if there is no evidence."""
    from amparo.access.rows import acting
    from amparo.casework import fault_check
    from amparo.checkins.models import Checkin
    from amparo.faults import rules

    with acting(_system_of(who)):
        window = Checkin.objects.get(id=who.window)
        found = fault_check.evidence(who.id, window.id, opens_at=window.opens_at, closes_at=window.closes_at)
    cause = rules.likely(found)
    return "" if cause is rules.Cause.UNKNOWN else cause.value


def lost(world: World) -> int:
    """Acknowledged check-ins that are not there, or whose window is still asked for."""
    with scratch.superuser() as db:
        rows = db.execute(
            "SELECT s.client_id, c.state FROM checkins_submission s JOIN checkins_checkin c ON c.id = s.checkin_id "
            "WHERE s.programme_id = %s",
            [world.programme.id],
        ).fetchall()
    kept = {client for client, state in rows if state in ("done", "needs_look")}
    return sum(client not in kept for client in world.acknowledged)


def kept_wrongly(world: World) -> int:
    """Check-ins kept twice, or kept although nobody was told so: the half of one that was cut, for example."""
    with scratch.superuser() as db:
        rows = db.execute(
            "SELECT client_id, count(*) FROM checkins_submission WHERE programme_id = %s GROUP BY client_id",
            [world.programme.id],
        ).fetchall()
    told = set(world.acknowledged)
    return sum(client not in told or count > 1 for client, count in rows)


def shown_nothing(world: World) -> int:
    """People whose page does not say what there is to do."""
    unhelped = 0
    for who in world.people:
        answer = world.ask(who, "/my/")
        asked = who.silent and str(who.window) not in answer.content.decode()
        unhelped += answer.status_code != 200 or asked
    return unhelped


def on_nobodys_day(world: World) -> list[Somebody]:
    """Silent people about whom no human has concluded, and who are not on Luz's day: hers, and whom she covers."""
    from amparo.casework import today
    from amparo.programme import queries
    from amparo.programme.models import Member

    with world.as_member("luz") as by:
        covering = queries.actor_of(Member.objects.get(id=by.id), world.at)
    with world.acting_as(covering):
        seen = {need.person.id for need in today.needs(by=covering, at=world.at)}
    with scratch.superuser() as db:
        seen |= {row[0] for row in db.execute("SELECT person_id FROM concerns_concern WHERE state = 'raised'")}
    return [who for who in world.people if who.silent and who.id not in seen]


def call_everybody(world: World) -> None:
    """Each worker calls whom they have to, and nobody answers."""
    from amparo.concerns import actions
    from amparo.concerns.models import Step
    from amparo.concerns.rules import Outcome, StepState

    with world.as_member("sol") as by:
        for step in list(Step.objects.filter(kind="call", state=StepState.WAITING).values_list("id", flat=True)):
            actions.do(step, outcome=Outcome.NO_ANSWER, by=by, at=world.at)


def decide_at_once(world: World, some: list[Somebody]) -> Counter[str]:
    """Two supervisors ask, propose and sign at the same moment, about each of these; what came of it."""
    from amparo.casework import concern_desk
    from amparo.concerns import actions
    from amparo.concerns.models import Concern
    from amparo.faults.rules import Cause

    with world.as_member("sol"):
        chosen = list(Concern.objects.filter(about_id__in=[who.window for who in some]).values_list("id", flat=True))
    came: Counter[str] = Counter()
    for concern in chosen:
        with world.as_member("sol") as by:
            actions.check_faults(concern, cause=Cause.UNKNOWN, by=by, at=world.at)
            concern_desk.ask(concern, question="¿Qué pasó?", by=by, at=world.at)
    world.pass_time(3.1)  # the time in which each can answer
    for concern in chosen:
        came += both(
            world,
            lambda by, about=concern: actions.propose(
                about, cause=Cause.UNKNOWN, reason="No answer to three calls.", by=by, at=world.at
            ),
            "proposed",
        )
        came += both(world, lambda by, about=concern: concern_desk.second(about, by=by, at=world.at), "signed")
    return came


def both(world: World, decide: Any, word: str) -> Counter[str]:
    """Two people decide the same thing at the same moment, each on a connection of their own."""
    from django.db import connection

    from amparo.access.rows import acting
    from amparo.foundation.errors import Refused

    came: Counter[str] = Counter()
    ready = threading.Barrier(2)

    def one(name: str) -> None:
        by = world.staff[name]
        ready.wait()
        try:
            with acting(by):
                decide(by)
            came[word] += 1
        except Refused as no:
            came[f"{word}: {no.code}"] += 1
        finally:
            connection.close()

    hands = [threading.Thread(target=one, args=(name,)) for name in ("sol", "uma")]
    with scratch.role("web"), showing(world.at):
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
    return came


def _system_of(who: Somebody) -> Any:
    from amparo.access.actor import system

    with scratch.superuser() as db:
        row = db.execute("SELECT programme_id FROM people_person WHERE id = %s", [who.id]).fetchone()
    return system(row[0])
