"""The provider that measurements use keeps count honestly, also of what it drops."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from amparo.channels.adapters import http
from amparo.channels.adapters.sms.twilio import Account, Twilio
from amparo.channels.outcomes import Kind, Text
from amparo.foundation import clock, ids

AT = clock.now()
PROGRAM = Path(__file__).parents[2] / "bench" / "local_provider.py"


@contextlib.contextmanager
def provider(*options: str) -> Iterator[str]:
    running = subprocess.Popen([sys.executable, str(PROGRAM), *options], stdout=subprocess.PIPE, text=True)
    assert running.stdout
    try:
        yield f"http://127.0.0.1:{json.loads(running.stdout.readline())['port']}"
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(5)
        running.stdout.close()


def asked(url: str) -> dict[str, int]:
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - an address of this test
        told: dict[str, int] = json.load(answer)
    return told


def twilio(url: str) -> Twilio:
    return Twilio(Account("AC1", "secret", "+15550000000", base_url=url), line=http.Line(allow_local=True))


def texts(number: int) -> list[Text]:
    return [Text(ids.new(), f"+1555{n:07d}", f"text {n}") for n in range(number)]


def test_lost_answers_leave_doubt_and_asking_settles_it() -> None:
    batch = texts(500)
    with provider("--drop", "0.05", "--busy", "0.05", "--askable") as url:
        outcomes = list(twilio(url).send(batch, at=AT))
        kinds = Counter(outcome.kind for outcome in outcomes)
        doubtful = {outcome.reference for outcome in outcomes if outcome.kind is Kind.UNKNOWN}
        found = twilio(url).seen([one for one in batch if one.reference in doubtful], since=AT - timedelta(hours=1))
        counted = asked(f"{url}/seen")
    assert set(found) == doubtful and doubtful
    assert counted["doubled"] == 0
    assert counted["accepted"] == kinds[Kind.ACCEPTED] + kinds[Kind.UNKNOWN] == 500 - kinds[Kind.RETRY_LATER]


def test_an_idempotent_provider_takes_a_reference_once() -> None:
    batch = texts(50)
    with provider("--idempotent") as url:
        first = {one.reference: one.provider_ref for one in twilio(url).send(batch, at=AT)}
        again = {one.reference: one.provider_ref for one in twilio(url).send(batch, at=AT)}
        assert first == again
        assert asked(f"{url}/seen")["accepted"] == 50


def test_references_are_written_down_at_the_end(tmp_path: Path) -> None:
    batch = texts(20)
    with provider("--dump", str(tmp_path / "counts"), "--latency-ms", "5") as url:
        list(twilio(url).send(batch, at=AT))
        assert asked(f"{url}/seen?ref={batch[0].reference}") == {"times": 1}
    lines = (tmp_path / "counts").read_text().split("\n")
    assert sorted(line.split()[0] for line in lines if line) == sorted(str(one.reference) for one in batch)
