"""The scenes of the drill `phone`: each ends when the person has nothing more to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drills import releases
from drills.phone_hands import (
    SENT,
    WAITING,
    Promise,
    Stage,
    answer,
    at_home,
    dead,
    full,
    is_saved,
    keeps,
    save,
    send,
    sent,
    signs_in_again,
    until,
)
from tests.journeys.seeing import sign_in


def airplane(stage: Stage) -> None:
    """No network from sign-in to the tap on send; the phone is switched off, and on again at home."""
    ana = next(stage.people)
    phone, page = at_home(stage, ana)
    stage.network.cut()
    page.goto("/my/")
    page.click("a[data-keep].btn")
    save(stage, page, ana, "from the plane")
    phone.close()
    stage.network.join()
    sent(stage.phone(phone.folder).new_page(), ana)


def answer_never_heard(stage: Stage) -> None:
    """The check-in arrives, its answer does not, and the battery ends: the phone has to ask again."""
    ana = next(stage.people)
    phone, page = at_home(stage, ana)
    page.goto(ana.check_in)
    stage.network.swallow = b"POST " + ana.check_in.encode()
    save(stage, page, ana, "never heard back")
    until(page, lambda: stage.network.swallowed, "the request has passed by")
    dead(phone)
    stage.network.good()
    sent(stage.phone(phone.folder).new_page(), ana)


def a_stranger_answers(stage: Stage) -> None:
    """A network that wants to be signed in to says yes to everything, and hands nothing on."""
    ana = next(stage.people)
    _, page = at_home(stage, ana)
    page.goto(ana.check_in)
    stage.network.says_yes = b"POST " + ana.check_in.encode()
    save(stage, page, ana, "to somebody else's network")
    until(page, lambda: stage.network.said_yes, "the stranger has answered")
    page.wait_for_timeout(2_000)
    stage.network.good()
    sent(page, ana)


def killed_on_the_way(stage: Stage) -> None:
    """Half of the request is on its way when the power goes: the programme has heard nothing that counts."""
    ana = next(stage.people)
    phone, page = at_home(stage, ana)
    page.goto(ana.check_in)
    stage.network.halve = b"POST " + ana.check_in.encode()
    save(stage, page, ana, "half of it left")
    until(page, lambda: stage.network.halved, "half has passed by")
    dead(phone)
    stage.network.good()
    sent(stage.phone(phone.folder).new_page(), ana)


def killed_with_the_receipt_in_hand(stage: Stage) -> None:
    """The power goes between seeing that the receipt is right and taking the capture out of the outbox."""
    _killed_at(stage, "delete", "outbox", "receipt in hand")


# The step is begun and never done: its transaction is kept open by question after question.
HANGING = """(() => {
  const whole = IDBObjectStore.prototype.VERB;
  IDBObjectStore.prototype.VERB = function (...what) {
    if (this.name !== "STORE" || document.documentElement.dataset.first) return whole.apply(this, what);
    document.documentElement.dataset.step = "begun";
    const again = () => { this.get("nothing").onsuccess = again; };
    again();
    return this.get("nothing");
  };
})()"""


def _killed_at(stage: Stage, verb: str, store: str, words: str) -> None:
    ana = next(stage.people)
    phone = stage.phone(service_workers="block")  # so that the page itself sends
    page = phone.new_page()
    sign_in(page, ana)
    page.goto(ana.check_in)
    page.evaluate(HANGING.replace("VERB", verb).replace("STORE", store))
    save(stage, page, ana, words)
    page.wait_for_selector("html[data-step=begun]", state="attached")
    dead(phone)
    sent(stage.phone(phone.folder).new_page(), ana)


def two_phones(stage: Stage) -> None:
    """Two phones of one person, both without a network, answer differently: both are kept."""
    ana = next(stage.people)
    (_, one), (_, other) = at_home(stage, ana), at_home(stage, ana)
    stage.network.cut()
    for page, words in ((one, "from the first phone"), (other, "from the second phone")):
        page.goto(ana.check_in)
        save(stage, page, ana, words)
    stage.network.join()
    for page in (one, other):
        sent(page, ana)


def a_new_version(stage: Stage) -> None:
    """The server is upgraded, scripts and all, while a capture waits on a phone that is off."""
    ana = next(stage.people)
    phone, page = at_home(stage, ana)
    page.goto(ana.check_in)
    stage.network.cut()
    save(stage, page, ana, "before the upgrade")
    phone.close()
    stage.network.join()
    with releases.running(stage.here, *releases.another_version(), *stage.with_the_upgrade):
        again = stage.phone(phone.folder).new_page()
        sent(again, ana)
        scripts = again.evaluate("performance.getEntriesByType('resource').map((one) => one.name).join()")
        assert "/queue." in scripts, "scripts were loaded"


def many_waiting(stage: Stage) -> None:
    """So many messages and a check-in wait without a network; the power goes while writing, and again while sending."""
    ana = next(stage.people)
    phone, page = at_home(stage, ana)
    keeps(page, "/my/messages/write/")
    stage.network.cut()
    page.goto(ana.check_in)
    save(stage, page, ana, "with all the others")
    words = [f"message {number}" for number in range(stage.many)]
    _write(stage, page, ana, words[: stage.many // 2])
    dead(phone)
    phone = stage.phone(phone.folder)
    page = phone.new_page()
    _write(stage, page, ana, words[stage.many // 2 :])
    assert page.evaluate(WAITING) == stage.many + 1, "all wait"
    stage.network.join()
    page.goto("/my/")
    signs_in_again(page, ana)
    until(page, lambda: 0 < page.evaluate(WAITING) < stage.many * 2 // 3, "a third has left")
    stage.network.swallow = b"POST /my/messages/"
    until(page, lambda: stage.network.swallowed, "an answer is lost")
    dead(phone)
    stage.network.good()
    page = stage.phone(phone.folder).new_page()
    page.goto("/my/help/")
    assert page.evaluate(WAITING) > 0, "some still wait"
    sent(page, ana)


WRITE = """async (all) => {
  const form = document.getElementById("message");
  const waiting = () => document.querySelectorAll("#waiting [data-list] li").length;
  for (const words of all) {
    const before = waiting();
    form.elements.words.value = words;
    form.requestSubmit();
    while (waiting() === before) await new Promise((done) => setTimeout(done, 5));
  }
}"""


def _write(stage: Stage, page: Any, person: Any, words: list[str]) -> None:
    page.goto("/my/messages/write/")
    page.wait_for_selector("#message .btn:visible")
    until(page, lambda: page.evaluate(WAITING) >= 0, "the page's own scripts have looked")
    page.wait_for_timeout(500)
    for at in range(0, len(words), 25):
        page.evaluate(WRITE, words[at : at + 25])
        stage.promises += [Promise(person.checkin, each, writer=person.id) for each in words[at : at + 25]]


def no_space(stage: Stage) -> None:
    """The phone is full: it cannot save, and the answers go by the plain form instead."""
    ana = next(stage.people)
    phone, page = at_home(stage, ana)
    full(phone, page, stage.here.origin)
    page.goto(ana.check_in)
    words = "no space left"
    send(page, words)
    form = "[name=step][value=send]"
    until(page, lambda: page.is_visible(form) or is_saved(page), "it says what became of it")
    if page.is_visible(form):
        page.click(form)
        page.wait_for_url("**/my/receipts/**", timeout=SENT)
    # Whether it stands in a receipt or is said to be saved: now it has to be so.
    stage.promises.append(Promise(ana.checkin, words))
    sent(page, ana)


def full_while_it_waits(stage: Stage) -> None:
    """Saved in time; then photos fill the phone, and what waits on it has to go out all the same."""
    ana = next(stage.people)
    phone, page = at_home(stage, ana)
    page.goto(ana.check_in)
    stage.network.cut()
    save(stage, page, ana, "before the photos")
    full(phone, page, stage.here.origin)
    stage.network.join()
    sent(page, ana)


def language_changed(stage: Stage) -> None:
    """Between saving and sending, the person picks another language."""
    ana = next(stage.people)
    _, page = at_home(stage, ana)
    page.goto(ana.check_in)
    stage.network.swallow = b"POST " + ana.check_in.encode()
    save(stage, page, ana, "en dos idiomas")
    page.goto("/my/")
    page.click("footer summary")
    page.click("footer button[value=es]")
    page.wait_for_selector("html[lang=es]")
    stage.network.good()
    sent(page, ana)


def script_disabled(stage: Stage) -> None:
    """By forms alone, and the last one is sent twice."""
    ana = next(stage.people)
    page = stage.phone(java_script_enabled=False).new_page()
    sign_in(page, ana)
    page.click("a[data-keep].btn")
    words = "by forms alone"
    answer(page, words)
    page.click("#check-in > .stack > .btn")
    page.wait_for_selector("[name=step][value=send]")
    stage.network.swallow = b"POST " + ana.check_in.encode()
    page.click("[name=step][value=send]", no_wait_after=True)
    until(page, lambda: stage.network.swallowed, "the request has passed by")
    stage.network.good()
    page.wait_for_timeout(5_000)  # some browsers ask a second time by themselves
    if "/my/receipts/" not in page.url:
        page.reload()  # "send again?" "yes"
    page.wait_for_url("**/my/receipts/**", timeout=SENT)
    stage.promises.append(Promise(ana.checkin, words))


def second_generation(stage: Stage) -> None:
    """A network of long ago, that loses one packet in five."""
    ana = next(stage.people)
    _, page = at_home(stage, ana)
    stage.network.second_generation()
    page.goto(ana.check_in, timeout=SENT)
    words = "one in five is lost"
    send(page, words)
    page.wait_for_url("**/my/receipts/**", timeout=SENT, wait_until="commit")
    stage.promises.append(Promise(ana.checkin, words))


def the_hour_that_comes_twice(stage: Stage) -> None:
    """The phone's clock stands in the night in which clocks go back, and goes back while the capture waits."""
    ana = next(stage.people)
    phone = stage.phone()
    phone.clock.install(time="2026-11-01T05:30:00Z")  # 01:30 for the first time
    page = phone.new_page()
    sign_in(page, ana)
    page.goto(ana.check_in)
    stage.network.swallow = b"POST " + ana.check_in.encode()
    save(stage, page, ana, "half past one, twice")
    phone.clock.set_system_time("2026-11-01T06:30:00Z")  # 01:30 again
    stage.network.good()
    sent(page, ana)


SCENES: dict[str, Callable[[Stage], None]] = {
    scene.__name__: scene
    for scene in (
        airplane,
        answer_never_heard,
        a_stranger_answers,
        killed_on_the_way,
        killed_with_the_receipt_in_hand,
        two_phones,
        a_new_version,
        many_waiting,
        no_space,
        full_while_it_waits,
        language_changed,
        script_disabled,
        second_generation,
        the_hour_that_comes_twice,
    )
}
