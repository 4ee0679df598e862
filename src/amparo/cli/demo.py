"""`amparo demo`: the invented programme, made once, then served with its sign-ins printed."""

import base64
import hmac
import json
import os
import secrets as random
import subprocess
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress, TaskID

from amparo.cli import apart, serving
from amparo.cli.ready import ready
from amparo.machine import paths

console = Console()
STAFF = {
    "worker": "luz@demo.invalid",
    "supervisor": "sol@demo.invalid",
    "privacy officer": "paz@demo.invalid",
    "administrator": "ada@demo.invalid",
}


def run(*, serve_it: bool, port: int) -> None:
    """The demo programme exists; then, unless told otherwise, it is served."""
    if serve_it:
        serving.require_free("127.0.0.1", port)
    os.environ.setdefault("AMPARO_PUBLIC_URL", f"http://localhost:{port}")
    # Messages of the story go to a file one can read, never to a provider.
    os.environ.setdefault("AMPARO_OUTBOX", str(outbox()))
    paths.make(paths.home())
    os.close(os.open(outbox(), os.O_WRONLY | os.O_CREAT, 0o600))
    if not sign_ins_file().exists():
        console.print("Making the demo programme. Everybody in it is invented.")
        with apart.ground():
            done = subprocess.run([sys.executable, "-m", "amparo", "demo", "--make-only"], check=False)
        if done.returncode:
            raise SystemExit(done.returncode)
    if serve_it:
        serving.run(host="127.0.0.1", port=port, ready=lambda: say(port))


def make() -> None:
    """In a process of its own, as the database's owner: makes the programme and remembers the sign-ins."""
    ready("owner")
    from django.db import transaction

    from amparo.access.actor import system
    from amparo.access.rows import acting
    from amparo.demo import making, sign_ins
    from amparo.foundation import clock
    from amparo.identity import actions as identity

    at = clock.now()
    known: dict[str, Any] = {
        name: {"email": email, "password": random.token_urlsafe(9), "totp": _totp_secret()}
        for name, email in STAFF.items()
    }
    passwords = {entry["email"]: entry["password"] for entry in known.values()}
    with Progress(console=console) as bars, transaction.atomic():  # all of it or nothing
        programme = making.make(at=at, progress=_progress(bars), passwords=passwords)
        with acting(system(programme.id)):
            person = making.first_person(programme)
            token, pin = identity.issue_link_and_pin(person.id, by=system(programme.id), at=at)
        for entry in known.values():
            sign_ins.set_up_code(entry["email"], entry["totp"])
        known["person"] = {"path": f"/my/hello/{making.SLUG}/{token}/", "pin": pin}
        _remember(known)


def say(port: int) -> None:
    """Addresses and sign-ins, ready to use."""
    known = json.loads(sign_ins_file().read_text())
    here = f"http://localhost:{port}"
    person = known["person"]
    console.print("\n[bold]Amparo is running, with invented people.[/bold]\n")
    console.print(f"  A person      {here}{person['path']}", soft_wrap=True)
    console.print(f"                PIN {person['pin']}")
    console.print(f"  Staff         {here}/staff/")
    for name in [name for name in STAFF if name in known]:
        entry = known[name]
        console.print(f"    {name:<15} {entry['email']}   password {entry['password']}", highlight=False)
    where = f"AMPARO_HOME={paths.home()} " if "AMPARO_HOME" in os.environ else ""  # in another shell it is not set
    console.print(f"    six-digit code: {where}{sys.executable} -m amparo demo --code", soft_wrap=True)
    console.print(f"  Anybody       {here}/verify/  and  {here}/keep/")
    console.print(f"\n  Messages that would be sent: {outbox()}", soft_wrap=True)
    console.print(f"  Logs: {paths.logs()}. Ctrl-C stops everything.\n", soft_wrap=True)


def show_codes() -> None:
    """The codes that the demo staff's code app would show now."""
    if not sign_ins_file().exists():
        console.print("There is no demo programme yet. Make it with: amparo demo")
        raise SystemExit(1)
    from amparo.foundation import clock

    known = json.loads(sign_ins_file().read_text())
    for entry in [known[name] for name in STAFF if name in known]:
        console.print(f"{entry['email']:<20} {_code(entry['totp'], int(clock.now().timestamp()))}", highlight=False)


def sign_ins_file() -> Path:
    return paths.home() / "demo.json"


def outbox() -> Path:
    return paths.home() / "outbox.jsonl"


def _progress(bars: Progress) -> Any:
    tasks: dict[str, TaskID] = {}

    def tell(what: str, done: int, total: int) -> None:
        if what not in tasks:
            tasks[what] = bars.add_task(what.capitalize(), total=total)
        bars.update(tasks[what], completed=done)

    return tell


def _totp_secret() -> str:
    return base64.b32encode(random.token_bytes(20)).decode()


def _code(secret: str, now: int) -> str:
    """RFC 6238: six digits, thirty seconds, SHA-1."""
    mac = hmac.digest(base64.b32decode(secret), (now // 30).to_bytes(8), "sha1")
    start = mac[-1] & 15
    return f"{(int.from_bytes(mac[start : start + 4]) & 0x7FFFFFFF) % 1_000_000:06d}"


def _remember(known: dict[str, Any]) -> None:
    place = sign_ins_file()
    with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(known, out)
