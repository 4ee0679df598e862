"""The project speaks of itself only: no machine's paths, no host of a package index, no leftovers of its making."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.contracts import source

TEXTS = [
    path
    for path in source.files(
        source.ROOT,
        ".py",
        ".md",
        ".html",
        ".js",
        ".css",
        ".toml",
        ".po",
        ".sql",
        ".mjs",
        ".yml",
        ".txt",
        ".lock",
        ".webmanifest",
    )
    + [source.ROOT / name for name in ("Makefile", ".gitignore") if (source.ROOT / name).exists()]
    if path != Path(__file__)
]

SPOKEN = {
    # Put together here, so that this file does not say them itself.
    "a path of one machine": re.compile(
        "|".join(f"/{place}/" for place in ("wor" + "k", "tmp/amp" + "aro", "home/[a-z]+", "ro" + "ot", "Users"))
    ),
    "a host of a package index": re.compile(
        "py" + "pi[.]org|python" + "hosted|registry[.]n" + "pmjs|index-url|artifactory|nexus[.]", re.I
    ),
    "the workplace": re.compile(
        r"\bissue (#?\d|two|three)\b|\bsession \d|\bLLM\b|\bChatGPT\b|\bClaude\b|\bas an AI\b", re.I
    ),
    "something unfinished": re.compile(r"\bTODO\b|\bFIXME\b|\bXXX\b|\bHACK\b|\b(?i:for now|lorem ipsum)\b"),
    "a conflict": re.compile(r"^(<{7}|>{7}|={7}$)", re.M),
}
EXPLAINED: dict[tuple[str, str], str] = {
    ("Makefile", "a host of a package index"): "tells the lock file to name none",
    ("tests/machine/test_placement.py", "a path of one machine"): "a checkout below /root is what is tested",
    ("src/amparo/machine/placement.py", "a path of one machine"): "explains a checkout below /root",
    ("tests/contracts/test_own_voice.py", "a path of one machine"): "this rule",
}


def spoken(text: str) -> list[str]:
    return [said for said, rule in SPOKEN.items() if rule.search(text)]


def test_there_are_texts() -> None:
    assert len(TEXTS) > 200


@pytest.mark.parametrize("folder", ["src", "tests", "docs", "bench", "drills", ".ci", "."])
def test_the_project_speaks_of_itself_only(folder: str) -> None:
    here = [path for path in TEXTS if _lives_in(path, folder)]
    found = {(str(path.relative_to(source.ROOT)), said) for path in here for said in spoken(path.read_text())}
    assert found - set(EXPLAINED) == set()


def _lives_in(path: Path, folder: str) -> bool:
    first = path.relative_to(source.ROOT).parts[0]
    return path.parent == source.ROOT if folder == "." else first == folder


@pytest.mark.parametrize(
    "fault",
    ["see /wor" + "k/notes", "TODO later", "https://py" + "pi.org/simple", "as agreed in issue 2", "<<<<<<< ours"],
)
def test_a_planted_word_is_seen(fault: str) -> None:
    assert spoken(fault)


def test_no_real_input_is_kept_in_the_project() -> None:
    """Lists, spreadsheets and pictures of others stay outside; the few here are ours."""
    ours = {"src/amparo/participant/static", "src/amparo/staff/static", "docs/images", "src/amparo/public/static"}
    kept = [
        str(path.relative_to(source.ROOT))
        for path in source.files(
            source.ROOT, ".csv", ".xlsx", ".xls", ".json", ".pdf", ".jpg", ".jpeg", ".png", ".zip", ".ics"
        )
    ]
    strangers = [path for path in kept if not path.startswith(tuple(ours)) and path not in SMALL_SAMPLES]
    assert strangers == []


# Samples written by hand for a test: invented people only.
SMALL_SAMPLES: dict[str, str] = {
    "tests/firefox/package.json": "what drives Firefox in the journeys, and its lock",
    "tests/firefox/package-lock.json": "the same",
}
