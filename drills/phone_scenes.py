"""The scenes of the drill `phone`: each ends when the person has nothing more to do."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import amparo
from drills.bad_network import BadNetwork
from tests.journeys.installation import Installation
from tests.journeys.seeing import sign_in
from tests.journeys.test_offline import ready_for_no_network

SENT = 90_000


@dataclass(frozen=True, slots=True)
class Promise:
    """Words that a phone said were saved, or that a receipt was shown for."""

    checkin: str
    words: str


@dataclass(frozen=True, slots=True)
class Stage:
    """What a scene plays with."""

    here: Installation
    people: Iterator[Any]
    phone: Callable[..., Any]

    @property
    def network(self) -> BadNetwork:
        assert isinstance(self.here.network, BadNetwork)
        return self.here.network


def airplane(stage: Stage) -> list[Promise]:
    """No network from sign-in to the tap on send; the phone is switched off, and on again at home."""
    ana = next(stage.people)
    phone, page = _at_home(stage, ana)
    stage.network.cut()
    page.goto("/my/")
    page.click("a[data-keep].btn")
    promise = _save(page, ana, "from the plane")
    phone.close()
    stage.network.join()
    _sent(stage.phone(phone.folder).new_page())
    return [promise]


def answer_never_heard(stage: Stage) -> list[Promise]:
    """The check-in arrives, its answer does not, and the battery ends: the phone has to ask again."""
    ana = next(stage.people)
    phone, page = _at_home(stage, ana)
    page.goto(ana.check_in)
    stage.network.swallow = b"POST " + ana.check_in.encode()
    promise = _save(page, ana, "never heard back")
    page.wait_for_timeout(3_000)
    assert stage.network.swallowed, "the request passed by here"
    phone.close()
    stage.network.good()
    _sent(stage.phone(phone.folder).new_page())
    return [promise]


def killed_with_the_receipt_in_hand(stage: Stage) -> list[Promise]:
    """The power goes between keeping the receipt and taking the capture out of the outbox."""
    ana = next(stage.people)
    phone, page = _at_home(stage, ana)
    page.add_init_script("IDBObjectStore.prototype.delete = function () { throw new Error('no power') }")
    page.goto(ana.check_in)
    promise = _save(page, ana, "receipt in hand")
    page.wait_for_timeout(3_000)
    phone.close()
    _sent(stage.phone(phone.folder).new_page())
    return [promise]


def two_phones(stage: Stage) -> list[Promise]:
    """Two phones of one person, both without a network, answer differently: both are kept."""
    ana = next(stage.people)
    (_, one), (_, other) = _at_home(stage, ana), _at_home(stage, ana)
    stage.network.cut()
    promises = []
    for page, words in ((one, "from the first phone"), (other, "from the second phone")):
        page.goto(ana.check_in)
        promises.append(_save(page, ana, words))
    stage.network.join()
    for page in (one, other):
        _sent(page)
    return promises


def a_new_version(stage: Stage) -> list[Promise]:
    """The server is upgraded, scripts and all, while a capture waits on a phone that is off."""
    ana = next(stage.people)
    phone, page = _at_home(stage, ana)
    page.goto(ana.check_in)
    stage.network.cut()
    promise = _save(page, ana, "before the upgrade")
    phone.close()
    stage.network.join()
    upgraded = Path(tempfile.mkdtemp(prefix="amparo-release-"))
    upgraded.chmod(0o711)
    try:
        shutil.copytree(Path(amparo.__file__).parent, upgraded / "amparo", ignore=shutil.ignore_patterns("__pycache__"))
        for script in ("queue.js", "app.js", "storage.js"):
            path = upgraded / "amparo" / "participant" / "static" / "amparo" / script
            path.write_text(path.read_text() + "\nexport const release = 2;\n")
        stage.here.release(upgraded)
        again = stage.phone(phone.folder).new_page()
        _sent(again)
        scripts = again.evaluate("performance.getEntriesByType('resource').map((one) => one.name).join()")
        assert "/queue." in scripts, "scripts were loaded"
    finally:
        stage.here.release(Path(amparo.__file__).parents[1])
        shutil.rmtree(upgraded, ignore_errors=True)
    return [promise]


def no_space(stage: Stage) -> list[Promise]:
    """The phone is full: it cannot save, and the answers go by the plain form instead."""
    ana = next(stage.people)
    _, page = _at_home(stage, ana)
    page.add_init_script(
        "IDBObjectStore.prototype.put = function () { throw new DOMException('full', 'QuotaExceededError') }"
    )
    page.goto(ana.check_in)
    words = "no space left"
    _answer(page, words)
    page.click("#check-in > .stack > .btn")
    page.locator("[data-confirm]:visible, [name=step][value=send]:visible").first.click()
    if "/receipts/" not in page.url and page.locator("[name=step][value=send]:visible").count():
        page.click("[name=step][value=send]")
    page.wait_for_url("**/my/receipts/**", timeout=SENT)
    return [Promise(ana.checkin, words)]


def language_changed(stage: Stage) -> list[Promise]:
    """Between saving and sending, the person picks another language."""
    ana = next(stage.people)
    _, page = _at_home(stage, ana)
    page.goto(ana.check_in)
    stage.network.swallow = b"POST " + ana.check_in.encode()
    promise = _save(page, ana, "en dos idiomas")
    page.goto("/my/")
    page.click("footer summary")
    page.click("footer button[value=es]")
    assert page.get_attribute("html", "lang") == "es"
    stage.network.good()
    _sent(page)
    return [promise]


def script_disabled(stage: Stage) -> list[Promise]:
    """By forms alone, and the last one is sent twice."""
    ana = next(stage.people)
    page = stage.phone(java_script_enabled=False).new_page()
    sign_in(page, ana)
    page.click("a[data-keep].btn")
    words = "by forms alone"
    _answer(page, words)
    page.click("#check-in > .stack > .btn")
    stage.network.swallow = b"POST " + ana.check_in.encode()
    try:
        page.click("[name=step][value=send]", no_wait_after=True)
        page.wait_for_timeout(3_000)
    finally:
        stage.network.good()
    page.reload()  # "send again?" "yes"
    page.wait_for_url("**/my/receipts/**", timeout=SENT)
    return [Promise(ana.checkin, words)]


def second_generation(stage: Stage) -> list[Promise]:
    """A network of long ago, that loses one packet in five."""
    ana = next(stage.people)
    _, page = _at_home(stage, ana)
    stage.network.second_generation()
    page.goto(ana.check_in, timeout=SENT)
    words = "one in five is lost"
    _answer(page, words)
    page.click("#check-in > .stack > .btn")
    page.click("[data-confirm]")
    page.wait_for_url("**/my/receipts/**", timeout=SENT)
    return [Promise(ana.checkin, words)]


def the_hour_that_comes_twice(stage: Stage) -> list[Promise]:
    """The phone's clock stands in the night in which clocks go back, and goes back while the capture waits."""
    ana = next(stage.people)
    phone = stage.phone()
    phone.clock.install(time="2026-11-01T05:30:00Z")  # 01:30 for the first time
    page = phone.new_page()
    sign_in(page, ana)
    page.goto(ana.check_in)
    stage.network.swallow = b"POST " + ana.check_in.encode()
    promise = _save(page, ana, "half past one, twice")
    phone.clock.set_system_time("2026-11-01T06:30:00Z")  # 01:30 again
    stage.network.good()
    page.goto("/my/")
    _sent(page)
    return [promise]


def _at_home(stage: Stage, person: Any) -> tuple[Any, Any]:
    phone = stage.phone()
    page = phone.new_page()
    sign_in(page, person)
    ready_for_no_network(page)
    return phone, page


def _answer(page: Any, words: str) -> None:
    page.check("[name=q_how][value=so_so]")
    page.fill("[name=q_tell]", words)


def _save(page: Any, person: Any, words: str) -> Promise:
    _answer(page, words)
    page.click("#check-in > .stack > .btn")
    page.click("[data-confirm]")
    page.wait_for_selector("#saved:visible")
    return Promise(person.checkin, words)


def _sent(page: Any) -> None:
    """Nothing waits on the phone any more."""
    page.goto("/my/")
    page.wait_for_function(
        """() => new Promise((resolve) => {
          const asked = indexedDB.open("amparo");
          asked.onerror = () => resolve(false);
          asked.onsuccess = () => {
            const base = asked.result;
            if (!base.objectStoreNames.contains("outbox")) return base.close(), resolve(false);
            const rows = base.transaction("outbox").objectStore("outbox").count();
            rows.onsuccess = () => (base.close(), resolve(rows.result === 0));
          };
        })""",
        polling=500,
        timeout=SENT,
    )


SCENES: dict[str, Callable[[Stage], list[Promise]]] = {
    scene.__name__: scene
    for scene in (
        airplane,
        answer_never_heard,
        killed_with_the_receipt_in_hand,
        two_phones,
        a_new_version,
        no_space,
        language_changed,
        script_disabled,
        second_generation,
        the_hour_that_comes_twice,
    )
}
