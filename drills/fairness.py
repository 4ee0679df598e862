"""Everything that can go wrong for a person goes wrong, over days: nobody is missed without a look by a human.

Comparator, camera, line, provider, pages, clocks and staff fail, each for a crowd of its own. Whoever got an answer
must be found; whoever stayed silent was asked, has the cause on record that fits, reads what to do, and waits for a
human. A concern goes beyond *to look at* only by two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from drills import fair_crowds, fair_judge, fair_world, planted, scratch
from drills.fair_world import HOUR, Somebody, World
from drills.running import figure

EACH, SMALL = 60, 20


def run(*, small: bool = False, teeth: bool = False) -> Iterator[dict[str, Any]]:
    each = SMALL if small else EACH
    port = scratch.free_port()
    plain = {"PUBLIC_URL": "http://localhost", "PROBE_URL": f"http://127.0.0.1:{port}"}
    with scratch.provider() as url, scratch.installation(**scratch.sms_settings(url) | plain) as here:
        web = here.web(port)
        if teeth:
            planted.nobody_asks()
        # The planted fault shows in the shortest of them.
        for name, days in {"provider": _provider}.items() if teeth else SCENES.items():
            world = fair_world.world(here, name.replace("_", "-"))
            web = days(world, each, url=url, port=port, web=web)
            yield from _told(name, world)


def _everyday(world: World, each: int, *, port: int, web: Any, **_: Any) -> Any:
    """Seven crowds live the same days, each with its own trouble."""
    from amparo.identity import jobs

    setattr(jobs, "of_this_process", fair_crowds.broken_reader)  # noqa: B010  a planted fault
    crowds: dict[str, Callable[[World, list[Somebody]], None]] = {
        "unsure": fair_crowds.unsure,  # before anything else waits for the comparator
        "comparator": fair_crowds.comparator,
        "denied": fair_crowds.denied,
        "cut": partial(fair_crowds.cut, port=port),
        "clock": fair_crowds.wrong_clock,
        "leave": fair_crowds.leave,
        "reviewers": fair_crowds.nothing,
    }
    joined = {name: world.join(name, each, worker="teo" if name == "leave" else "luz") for name in crowds}
    world.sweep("watch")
    for name, meets in crowds.items():
        meets(world, joined[name])
    world.pass_time(3.9)
    fair_judge.call_everybody(world)
    world.pass_time(0.1)
    world.came = fair_judge.decide_at_once(world, joined["reviewers"])
    # Nobody looked at the pictures that a machine was unsure of: they are gone after a week, and then is asked.
    world.pass_time(3.9)
    fair_judge.call_everybody(world)
    world.pass_time(0.1)
    return web


def _provider(world: World, each: int, *, url: str, web: Any, **_: Any) -> Any:
    """The provider of texts answers 500 for a day, in which everybody should be reminded of an open window."""
    for who in world.join("provider", each):
        who.silent, who.cause = True, "carrier"
    fair_crowds.reminded(world)
    scratch.fail(url, broken=1.0)
    # The worker tries again every few minutes; that nothing goes through must be noticed.
    world.pass_time(HOUR / 2 / fair_world.DAY, every=2 * fair_world.MINUTE)
    world.pass_time(1)
    scratch.fail(url, broken=0.0)
    world.pass_time(1)
    return web


def _server(world: World, each: int, *, port: int, web: Any, **_: Any) -> Any:
    """Nothing answers while a whole window passes. Afterwards it is open again, and half of them check in."""
    some = world.join("server", each)
    world.sweep("watch")
    scratch.end(web)
    world.pass_time(2)
    web = world.here.web(port)
    world.pass_time(2 * HOUR / fair_world.DAY)
    for number, who in enumerate(some):
        if number % 2:
            world.send(who)
        else:
            who.silent, who.cause = True, "our_outage"
    world.pass_time(2.2)
    return web


def _away(world: World, each: int, *, web: Any, **_: Any) -> Any:
    """Nobody works for three days, in which whole windows pass; then one pass of the worker sees all of it."""
    some = world.join("away", each)
    world.sweep("watch")
    world.at += 3 * fair_world.DAY
    world.sweep()
    for number, who in enumerate(some):
        if number % 2:
            world.send(who)
        else:
            who.silent, who.cause = True, "our_outage"
    world.pass_time(4)
    return web


SCENES: dict[str, Callable[..., Any]] = {
    "everyday": _everyday,
    "provider": _provider,
    "server": _server,
    "away": _away,
}


def _told(name: str, world: World) -> Iterator[dict[str, Any]]:
    missed = fair_judge.unseen(world)
    for how, who in missed.items():
        if who:
            crowds = sorted({one.crowd for one in world.people if one.id in who})
            yield figure(f"fairness.{name}.{how}", len(who), "people", against=", ".join(crowds))
    everybody = set().union(*missed.values())
    silent = sum(who.silent for who in world.people)
    against = f"{len(world.people)} people, {silent} silent"
    yield _must_be_none(f"fairness.{name}.missed_without_a_look", len(everybody), "people", against)
    against = f"{len(world.acknowledged)} acknowledged"
    yield _must_be_none(f"fairness.{name}.lost", fair_judge.lost(world), "check-ins", against)
    yield _must_be_none(f"fairness.{name}.kept_wrongly", fair_judge.kept_wrongly(world), "check-ins")
    yield _must_be_none(f"fairness.{name}.refused", len(world.refused), "check-ins", ", ".join(set(world.refused)))
    yield _must_be_none(f"fairness.{name}.shown_nothing", fair_judge.shown_nothing(world), "people")
    nobodys = fair_judge.on_nobodys_day(world)
    against = ", ".join(sorted({who.crowd for who in nobodys}))
    yield _must_be_none(f"fairness.{name}.on_nobodys_day", len(nobodys), "people", against)
    if world.came:
        told = ", ".join(f"{word} {count}" for word, count in sorted(world.came.items()))
        yield figure(f"fairness.{name}.decided_at_once", world.came["signed"], "concerns", against=told)


def _must_be_none(name: str, count: int, unit: str, against: str = "") -> dict[str, Any]:
    return figure(name, count, unit, against=against) | {"failed": count > 0}
