"""`amparo worker`: everything periodic, done by sweeps that find all that is overdue.

Nothing depends on a sweep running at a given time: each finds what is due by an indexed deadline, so after any
downtime one pass catches up. Running two workers, or one twice, is harmless.
"""

import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from amparo.cli.ready import ready

log = structlog.get_logger("amparo.worker")

PAUSE = 1.0
# A sweep over a hundred thousand people takes a minute or two.
LONGEST_SWEEP = 15 * 60.0


@dataclass(slots=True)
class Sweep:
    """A job and how long to rest between two passes over a programme."""

    name: str
    job: Callable[[UUID, datetime], int]
    every: timedelta
    next_at: datetime | None = None


def watch() -> Sweep:
    """The look at our own health."""
    from amparo.casework import jobs as casework

    return Sweep("watch", casework.watch, timedelta(minutes=1))


def sweeps() -> list[Sweep]:
    """In the order in which a day's work should be caught up: windows first, then words, then follow-up."""
    from amparo.casework import jobs as casework
    from amparo.channels import jobs as channels
    from amparo.checkins import jobs as checkins
    from amparo.conversations import jobs as conversations
    from amparo.documents import jobs as documents
    from amparo.hearings import jobs as hearings
    from amparo.identity import jobs as identity
    from amparo.people import jobs as people
    from amparo.reminders import jobs as reminders

    second, minute, hour = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
    return [
        # Before anything is called unanswered: was it us?
        watch(),
        Sweep("open_windows", checkins.open_windows, minute),
        Sweep("plan_ahead", checkins.plan_ahead, 10 * minute),
        Sweep("read_sources", hearings.read_sources, minute),
        Sweep("send_again", reminders.send_again, 10 * second),
        # Somebody stands before their phone and waits.
        Sweep("compare_faces", identity.compare_faces, second),
        Sweep("confirm", checkins.confirm, second),
        Sweep("read_recordings", checkins.read_recordings, second),
        Sweep("make_copies", casework.make_copies, second),
        Sweep("read_documents", documents.read_documents, second),
        Sweep("read_attachments", conversations.read_attachments, second),
        Sweep("tell_new_faces", casework.tell_new_faces, minute),
        Sweep("send_due", reminders.send_due, second),
        Sweep("follow_up", reminders.follow_up, minute),
        Sweep("mark_unanswered", checkins.mark_unanswered, minute),
        Sweep("settle_silence", casework.settle_silence, minute),
        Sweep("reach_out", casework.reach_out, minute),
        Sweep("to_humans", casework.to_humans, 10 * minute),
        Sweep("tell_representatives", casework.tell_representatives, minute),
        Sweep("settle_families", casework.settle_families, minute),
        Sweep("apply_imports", casework.apply_imports, second),
        Sweep("settle_deliveries", channels.settle_old, hour),
        Sweep("finish_forgetting", people.finish_forgetting, minute),
        Sweep("let_faces_go", identity.let_faces_go, minute),
        Sweep("tidy_documents", documents.tidy_documents, hour),
        Sweep("expire", casework.expire, hour),
    ]


def run(*, once: bool = False) -> None:
    """Sweeps until asked to stop; with `once`, until nothing is due any more."""
    ready("worker")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _n, _f: stop.set())
    kinds, pulse = sweeps(), Pulse(stop)
    if not once:
        pulse.start()
    while not stop.is_set():
        done = 0
        for sweep in kinds:
            pulse.moved()
            done += _pass(sweep, stop)
        if once and not done:
            return
        if not once:
            stop.wait(PAUSE if not done else 0)


class Pulse(threading.Thread):
    """Looks at our own health while a sweep takes its time: minutes of work on a long list are no outage of ours.

    It stops looking when the sweeps have not moved for long: then nobody works, and that is one.
    """

    def __init__(self, stop: threading.Event) -> None:
        super().__init__(name="pulse", daemon=True)
        self._ended, self._moved = stop, time.monotonic()

    def moved(self) -> None:
        self._moved = time.monotonic()

    def run(self) -> None:
        sweep = watch()
        while not self._ended.wait(PAUSE):
            if time.monotonic() - self._moved < LONGEST_SWEEP:
                _pass(sweep, self._ended)


def _pass(sweep: Sweep, stop: threading.Event) -> int:
    from amparo.foundation import clock
    from amparo.programme import queries as programmes

    at = clock.now()
    if sweep.next_at and at < sweep.next_at:
        return 0
    done, failed = 0, False
    try:
        waiting = programmes.all_programmes()
    except Exception as trouble:  # the database is away: the next pass finds what is due
        waiting, failed = [], True
        _note_trouble(sweep, trouble)
    for programme in waiting:
        if stop.is_set():
            return done
        try:
            done += sweep.job(programme.id, at)
        except Exception as trouble:  # one's trouble must not keep other programmes and sweeps from their work
            failed = True
            _note_trouble(sweep, trouble)
    if failed:
        sweep.next_at = at + timedelta(seconds=5)
    else:
        sweep.next_at = at + sweep.every if not done else None
    if done:
        log.info("swept", sweep=sweep.name, done=done)
    return done


def _note_trouble(sweep: Sweep, trouble: Exception) -> None:
    from django.db import connection

    log.error("sweep_failed", sweep=sweep.name, trouble=type(trouble).__name__)
    connection.close()
