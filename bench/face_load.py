"""Selfies are compared by true workers while check-ins arrive: how many a second, and what it costs those who check in.

Two workers, each with its reading process; two web processes; everything on the same cores. Check-ins arrive at a
modest steady rate, first without selfies, then with as many selfies waiting as the workers can take.
"""

from __future__ import annotations

import io
import os
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

from bench.face import PHOTOGRAPHS
from drills import crowd, phones, scratch
from drills.phones import Phone
from drills.running import figure

SELFIES, WORKERS, TURNS = 900, 2, 3
A_SECOND = 10.0  # check-ins
QUIET_SECONDS = 20.0
WANTED, MOST_TIMES_SLOWER = 15.0, 2.0
STATES = "SELECT state, count(*) FROM identity_facetry GROUP BY state"


def run(*, small: bool = False) -> Iterator[dict[str, Any]]:
    """`face_load`: comparisons a second; `face_load_p99`: the slowest hundredth of check-ins, ratio to without."""
    turns, selfies = (1, SELFIES // 10) if small else (TURNS, SELFIES // TURNS)
    with scratch.installation(PUBLIC_URL="http://localhost") as here:
        programme = crowd.programme()
        port = scratch.free_port()
        here.web(port)
        address, made = f"http://127.0.0.1:{port}", _photographs()
        for number in range(WORKERS):
            here.worker(name=f"worker-{number}")
        _wait(programme, made, WORKERS * 4, first=0)
        _compared()  # both reading processes are up, and the pages are warm: neither is counted
        first = WORKERS * 4
        warm = phones.make(programme, int(A_SECOND * QUIET_SECONDS), first=first)
        phones.send_all(warm, address, at_once=4)
        first += len(warm)
        rates, quiet, busy = [], [], []
        for _ in range(turns):
            some = phones.make(programme, int(A_SECOND * QUIET_SECONDS), first=first)
            quiet += _steadily(some, address, lambda: False)
            first += len(some)
            some = phones.make(programme, int(A_SECOND * selfies / 2), first=first)
            first += len(some)
            done = threading.Event()
            took: list[float] = []
            began = threading.Thread(target=_load, args=(programme, made, selfies, first, took, done))
            first += selfies
            began.start()
            busy += _steadily(some, address, done.is_set)
            began.join()
            rates.append(selfies / took[0])
        with scratch.superuser() as db:
            came = ", ".join(f"{count} {state}" for state, count in db.execute(STATES).fetchall())
    rate = statistics.median(rates)
    against = f"wanted: {WANTED:.0f}; {WORKERS} workers, {os.cpu_count()} cores, {A_SECOND:.0f} check-ins/s; {came}"
    yield figure("face_load", rate, "comparisons/s", against=against, ratio=rate / WANTED, runs=turns)
    with_, without = _slowest(busy), _slowest(quiet)
    against = f"without: {without:.1f} ms; wanted: at most {MOST_TIMES_SLOWER:.0f} times; {len(busy)} check-ins"
    yield figure("face_load_p99", with_, "ms", against=against, ratio=with_ / without, runs=turns)


def _steadily(some: Sequence[Phone], address: str, over: Any) -> list[float]:
    """One check-in after the other, at a steady rate, until all are sent or it is over; milliseconds of each."""
    sent: list[Phone] = []
    hands: list[threading.Thread] = []
    began = time.monotonic()
    for number, phone in enumerate(some):
        time.sleep(max(0.0, began + number / A_SECOND - time.monotonic()))
        if over():
            break
        # Whoever is slow keeps nobody else waiting: people do not queue for each other.
        hand = threading.Thread(target=phones.send_all, args=([phone], address), kwargs={"at_once": 1})
        hand.start()
        hands.append(hand)
        sent.append(phone)
    for hand in hands:
        hand.join()
    if any(phone.statuses[-1] != 201 for phone in sent):
        raise RuntimeError("a check-in was not taken")
    return [phone.seconds * 1000 for phone in sent]


def _load(
    programme: Any, made: list[tuple[bytes, bytes]], count: int, first: int, took: list[float], done: threading.Event
) -> None:
    try:
        _wait(programme, made, count, first=first)
        took.append(_compared())
    finally:
        done.set()


def _wait(programme: Any, made: list[tuple[bytes, bytes]], count: int, *, first: int) -> None:
    """So many selfies of people who agreed and have a template; they wait all at once, from now on."""
    from amparo.foundation import clock, ids
    from amparo.identity.faces import PICTURE, TEMPLATE
    from amparo.privacy import vault
    from amparo.privacy.vault import SealItem, Subject

    people = crowd.people(programme, count, first=first)
    at = clock.now()
    with scratch.superuser() as db:
        rows = db.execute("SELECT id, salt FROM people_person WHERE id = ANY(%s)", [people]).fetchall()
        subjects = [Subject(programme.id, person, bytes(salt)) for person, salt in rows]
        drawn = [(subject, ids.new(), ids.new(), ids.new()) for subject in subjects]
        kept, waiting = [], []
        for number, (subject, consent, template, client) in enumerate(drawn):
            numbers, picture = made[number % len(made)]
            (sealed,) = vault.seal_many([SealItem(subject, TEMPLATE, template, numbers)])
            kept.append((template, programme.id, subject.id, consent, sealed, at, at))
            (sealed,) = vault.seal_many([SealItem(subject, PICTURE, client, picture)])
            waiting.append((ids.new(), programme.id, subject.id, client, consent, "compare", sealed, at))
        with db.transaction():
            for subject, consent, *_ in drawn:
                db.execute(CONSENT, (consent, programme.id, subject.id, at, subject.id))
            with db.cursor() as cursor:
                cursor.executemany(KEPT, kept)
                cursor.executemany(WAITING, waiting)


CONSENT = """
INSERT INTO people_consent (id, programme_id, person_id, what, words, language, given_at, given_how, recorded_by,
                            withdrawn_how)
VALUES (%s, %s, %s, 'face', 'words', 'es', %s, 'app', %s, '')
"""
KEPT = """
INSERT INTO identity_facetemplate (id, programme_id, person_id, consent_id, template, made_at, used_at)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
WAITING = """
INSERT INTO identity_facetry (id, programme_id, person_id, client_id, consent_id, what, picture, received_at, state,
                              code, looks, turns_asked, turns)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'waiting', '', 0, '', '')
"""


def _compared() -> float:
    """Seconds until no selfie waits any more."""
    began = time.monotonic()
    with scratch.superuser() as db:
        while db.execute("SELECT count(*) FROM identity_facetry WHERE state = 'waiting'").fetchone()[0]:
            if time.monotonic() - began > 600:
                raise RuntimeError("selfies still wait after ten minutes")
            time.sleep(0.1)
    return time.monotonic() - began


def _photographs() -> list[tuple[bytes, bytes]]:
    """Pairs of a person's numbers and another photograph of theirs; of nobody when there are no photographs."""
    from amparo.media import likeness, pictures
    from amparo.media.faces import Looker

    looker, found = Looker(), []
    for path in sorted((PHOTOGRAPHS / "neutral").glob("*.jpg")):
        pixels = pictures.read(path.read_bytes())
        seen = looker.look(pixels)
        other = next((PHOTOGRAPHS / "smiling").glob(path.name.split("_")[0] + "_*"), path)
        if seen.faces:
            found.append((likeness.to_bytes(looker.embedding(pixels, seen.faces[0])), other.read_bytes()))
    return found or [(likeness.to_bytes(_one()), _noise())]


def _one() -> Any:
    import numpy as np

    return np.eye(1, 128, dtype=np.float32)[0]


def _noise() -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.effect_noise((720, 720), 60).convert("RGB").save(file, "JPEG", quality=90)
    return file.getvalue()


def _slowest(milliseconds: Sequence[float]) -> float:
    return sorted(milliseconds)[int(len(milliseconds) * 0.99)]
