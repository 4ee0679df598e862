"""The phone's check of the access log: what goes on is followed, and whatever was changed is seen."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
from typing import Any
from uuid import uuid4

import pytest

from amparo.privacy.vault.verify_log import leaf_of

HERE = pathlib.Path(__file__).parent
SCRIPTS = HERE.parents[1] / "src/amparo/participant/static/amparo"
PROGRAMME, SUBJECT = uuid4(), uuid4()

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")


def chain(bodies: list[bytes]) -> list[dict[str, Any]]:
    """A log as it is served, oldest first."""
    prev, made = b"", []
    for seq, body in enumerate(bodies, start=1):
        leaf = leaf_of(PROGRAMME, SUBJECT, seq, prev, body)
        owner = {"programme": str(PROGRAMME), "subject": str(SUBJECT)}
        made.append(owner | {"seq": seq, "prev": prev.hex(), "body": body.hex(), "leaf": leaf.hex()})
        prev = leaf
    return made


def head(entry: dict[str, Any]) -> str:
    return f"{entry['seq']}:{entry['leaf']}"


@pytest.fixture
def judged(tmp_path: pathlib.Path) -> Any:
    for name in ("log_chain.js", "bytes.js"):
        shutil.copy(SCRIPTS / name, tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}')

    def run(*cases: tuple[list[dict[str, Any]], str, str]) -> list[bool]:
        asked = [{"entries": entries, "first": first, "then": then} for entries, first, then in cases]
        done = subprocess.run(
            ["node", str(HERE / "log_chain_in_node.mjs")],
            input=json.dumps({"folder": str(tmp_path), "cases": asked}),
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return list(json.loads(done.stdout))

    return run


BODIES = [os.urandom(40 + n) for n in range(9)]


def test_what_goes_on_from_what_was_seen_is_followed(judged: Any) -> None:
    log = chain(BODIES)
    assert (
        judged(
            (log[3:], head(log[3]), head(log[8])),
            (log[3:], head(log[3]), head(log[5])),
            (log[3:], head(log[3]), head(log[3])),
            (log, "", head(log[0])),
        )
        == [True] * 4
    )


def test_whatever_was_changed_is_seen(judged: Any) -> None:
    log, last = chain(BODIES), 8
    seen, shown = head(log[3]), head(log[last])
    anew = chain([b"other", *BODIES[1:]])
    shorter = chain(BODIES[:2] + BODIES[3:])
    cases = {
        "nothing is served": ([], seen, shown),
        "the seen one is gone": (log[4:], seen, shown),
        "one in between is gone": (log[3:5] + log[6:], seen, shown),
        "two have changed places": ([*log[3:5], log[6], log[5], *log[7:]], seen, shown),
        "written anew from the beginning": (anew[3:], seen, head(anew[last])),
        "one left out and all computed anew": (shorter[3:], seen, head(shorter[-1])),
        "cut, and the page shows the rest": (log[2:3], head(log[2]), seen),
        "cut to nothing": ([], "", seen),
        "another log begins": (anew, "", seen),
    }
    for part in ("body", "leaf", "prev", "seq", "programme", "subject"):
        changed = [dict(entry) for entry in log[3:]]
        if part == "seq":
            changed[2]["seq"] += 1
        else:
            old = changed[2][part]
            changed[2][part] = ("0" if old[0] != "0" else "1") + old[1:]
        cases[f"{part} was changed"] = (changed, seen, shown)
    assert dict(zip(cases, judged(*cases.values()), strict=True)) == dict.fromkeys(cases, False)
