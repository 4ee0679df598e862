"""How fast the channels' adapters are on one core: texts, pushes and mails against providers on this machine.

python bench/channel_adapters.py --messages 50000
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from amparo.channels.adapters import http
from amparo.channels.adapters.email import letter, smtp
from amparo.channels.adapters.push import encryption, vapid
from amparo.channels.adapters.push.webpush import WebPush
from amparo.channels.adapters.sms.twilio import Account, Twilio
from amparo.channels.outcomes import Mail, Push, Text
from amparo.foundation import clock, ids
from tests.outside import certificates, mail_server
from tests.outside.push_service import Browser

HERE = Path(__file__).parent
WORDS = "Tienes una cita mañana a las 9:00. Responde 1 para confirmar, 2 si necesitas ayuda."


@contextlib.contextmanager
def provider(*options: str) -> Iterator[str]:
    command = [sys.executable, str(HERE / "local_provider.py"), *options]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert running.stdout
    try:
        yield f"http://127.0.0.1:{json.loads(running.stdout.readline())['port']}"
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait()


def measure(name: str, number: int, work: Callable[[], Any]) -> None:
    began, busy = time.perf_counter(), time.process_time()
    done = sum(1 for _ in work())
    took, used = time.perf_counter() - began, time.process_time() - busy
    assert done == number
    print(f"{name:34}{number / took:10,.0f}/s{used / number * 1e6:10.1f} µs of our CPU each")


def texts(number: int, url: str) -> None:
    batch = [Text(ids.new(), f"+1555{n:07d}", WORDS) for n in range(number)]
    account = Account("AC1", "secret", "+15550000000", "https://amparo.example/api/callbacks/sms", base_url=url)
    twilio = Twilio(account, line=http.Line(allow_local=True))
    measure("texts, with their answers read", number, lambda: twilio.send(batch, at=clock.now()))


def bare(number: int, url: str) -> None:
    requests = [http.Request(ids.new(), f"{url}/x", b"To=1&Body=" + WORDS.encode()) for _ in range(number)]
    pump = http.Pump(http.Line(allow_local=True))
    measure("the pump alone", number, lambda: pump.post_many(requests))


def pushes(number: int, url: str) -> None:
    browser = Browser(f"{url}/push/1", ec.generate_private_key(encryption.CURVE))
    subscription: dict[str, Any] = browser.subscription
    batch = [Push(ids.new(), title="Amparo", text=WORDS, **subscription) for _ in range(number)]
    sender = vapid.Sender(vapid.new_keys().private, "mailto:office@amparo.example")
    point, auth = encryption.unbase64(batch[0].p256dh), encryption.unbase64(batch[0].auth)
    measure("push encryption alone", number, lambda: (encryption.seal(b"x" * 300, point, auth) for _ in batch))
    adapter = WebPush(sender, line=http.Line(allow_local=True, guarded=True))
    measure("pushes", number, lambda: adapter.send(batch, at=clock.now()))


def mails(number: int) -> None:
    batch = [Mail(ids.new(), f"p{n}@people.example", "Mañana a las 9:00", WORDS) for n in range(number)]
    sender = letter.From("notices@amparo.example", "Recordatorio")
    measure("mails written", number, lambda: (letter.write(mail, sender, clock.now()) for mail in batch))
    with tempfile.TemporaryDirectory() as folder:
        with mail_server.running(certificates.make(Path(folder))) as server:
            adapter = smtp.Smtp(server.server(messages_a_connection=number), sender)
            measure("mails, server in this process too", number, lambda: adapter.send(batch, at=clock.now()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=50_000)
    number = parser.parse_args().messages
    with provider() as url:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        bare(number, url)
        texts(number, url)
        pushes(number // 10, url)
    mails(number // 50)


if __name__ == "__main__":
    main()
