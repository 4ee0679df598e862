"""What the scenes of the drill `phone` have in their hands: people, phones, the network, and what a phone promised."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drills.bad_network import BadNetwork
from drills.releases import Edit
from tests.journeys.installation import Installation
from tests.journeys.kept_pages import HAS
from tests.journeys.seeing import sign_in
from tests.journeys.test_offline import ready_for_no_network

# Seconds until something has to have happened; a machine that does other work too needs them.
PATIENCE = 120
SENT = PATIENCE * 1000
WAITING = """async () => {
  const done = (asked) => new Promise((resolve) => (asked.onsuccess = () => resolve(asked.result)));
  if (!(await indexedDB.databases()).some((one) => one.name === "amparo")) return -1;
  const base = await done(indexedDB.open("amparo"));
  const known = base.objectStoreNames.contains("outbox");
  const count = known ? await done(base.transaction("outbox").objectStore("outbox").count()) : -1;
  base.close();
  return count;
}"""


@dataclass(frozen=True, slots=True)
class Promise:
    """Words that a phone said were saved, or that a receipt was shown for; of a check-in, or a person's message."""

    checkin: str
    words: str
    writer: str = ""


@dataclass(slots=True)
class Stage:
    """What a scene plays with."""

    here: Installation
    people: Iterator[Any]
    phone: Callable[..., Any] = lambda *_, **__: None
    with_the_upgrade: tuple[Edit, ...] = ()  # what else the next version brings
    many: int = 300
    promises: list[Promise] = field(default_factory=list)

    @property
    def network(self) -> BadNetwork:
        assert isinstance(self.here.network, BadNetwork)
        return self.here.network


def at_home(stage: Stage, person: Any) -> tuple[Any, Any]:
    """A new phone with a page; signed in, and what works without a network is on it."""
    phone = stage.phone()
    page = phone.new_page()
    sign_in(page, person)
    ready_for_no_network(page)
    return phone, page


def answer(page: Any, words: str) -> None:
    """The questions are answered, nothing more."""
    page.check("[name=q_how][value=so_so]")
    page.fill("[name=q_tell]", words)


def send(page: Any, words: str) -> None:
    """To the last tap: look at it, and yes."""
    answer(page, words)
    page.click("#check-in > .stack > .btn")
    page.click("[data-confirm]")


def save(stage: Stage, page: Any, person: Any, words: str) -> None:
    """The phone says that it is saved: a promise."""
    send(page, words)
    until(page, lambda: is_saved(page), "it says that it is saved")
    stage.promises.append(Promise(person.checkin, words))


def is_saved(page: Any) -> bool:
    """It says so, or that it has arrived already: then it shows the receipt."""
    return "/my/check-in/" not in page.url or bool(page.is_visible("#saved"))


def sent(page: Any, person: Any) -> None:
    """Nothing waits on the phone any more."""
    page.goto("/my/")
    until(page, lambda: not signs_in_again(page, person) and page.evaluate(WAITING) == 0, "nothing waits any more")


def signs_in_again(page: Any, person: Any) -> bool:
    """A browser that died young has forgotten its cookies: whoever is asked to sign in does."""
    asked = page.is_visible("#unsent [data-when=sign_in]")
    if not asked and page.evaluate("document.querySelector('meta[name=amparo-subject]')?.content"):
        return False
    sign_in(page, person)
    return True


def keeps(page: Any, path: str) -> None:
    """This page is on the phone for use without a network."""
    until(page, lambda: page.evaluate(HAS, [f"{path}$"]), f"{path} is kept")


def until(page: Any, holds: Callable[[], Any], what: str, seconds: float = PATIENCE) -> None:
    """Asked from outside again and again: a page of ours lets nobody evaluate text, and may just be leaving."""
    deadline, problem = time.monotonic() + seconds, ""
    while time.monotonic() < deadline:
        try:
            if holds():
                return
        except Exception as told:  # noqa: BLE001  the page has gone on to the next one
            problem = str(told)[:200]
        page.wait_for_timeout(200)
    raise AssertionError(f"not within {seconds} s: {what} {problem}")


def dead(phone: Any) -> None:
    """The battery is empty: no process of this browser gets to say another word."""
    mine = f"--user-data-dir={phone.folder}".encode()
    for one in Path("/proc").glob("[0-9]*"):
        try:
            if mine in (one / "cmdline").read_bytes().split(b"\0"):
                os.kill(int(one.name), signal.SIGKILL)
        except OSError:
            continue
    phone.is_dead = True
    time.sleep(0.5)


# Chromium's own quota binds its cache of pages, and no database this small: there it is said by its method.
NO_SPACE = """(() => {
  IDBObjectStore.prototype.put = function () { throw new DOMException("full", "QuotaExceededError"); };
})()"""


def full(phone: Any, page: Any, origin: str) -> None:
    """From now on nothing can be written on this phone: not by its pages, nor by their service worker."""
    session = phone.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1})
    phone.full = session  # lasts as long as the session
    phone.add_init_script(NO_SPACE)
    for one in (page, *phone.service_workers):
        one.evaluate(NO_SPACE)
