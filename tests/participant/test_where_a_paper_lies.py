"""Where the phone's script finds a paper in a photograph, and where it rather finds none."""

from __future__ import annotations

import base64
import json
import pathlib
import shutil
import subprocess
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

HERE = pathlib.Path(__file__).parent
SCRIPTS = HERE.parents[1] / "src/amparo/participant/static/amparo"
WIDTH, HEIGHT = 180, 240

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")

STRAIGHT = [(30, 30), (150, 30), (150, 210), (30, 210)]
TILTED = [(40, 25), (160, 45), (140, 215), (20, 190)]
FROM_BELOW = [(55, 40), (125, 40), (165, 210), (15, 210)]
TURNED = [(90, 20), (165, 110), (95, 220), (20, 130)]


def photo(corners: Any, *, paper: int = 225, table: int = 70, words: bool = True, noise: int = 12) -> np.ndarray:
    """A paper with lines of words on a table."""
    image = Image.new("L", (WIDTH, HEIGHT), table)
    draw = ImageDraw.Draw(image)
    if corners:
        draw.polygon([tuple(corner) for corner in corners], fill=paper)
        inner = np.array(corners, float)
        inner = inner.mean(0) + 0.75 * (inner - inner.mean(0))
        for n in range(12 if words else 0):
            left = inner[0] + (inner[3] - inner[0]) * n / 11
            right = inner[1] + (inner[2] - inner[1]) * n / 11
            draw.line([tuple(left), tuple(right)], fill=paper - 120 if paper > 128 else paper + 90, width=2)
    shaky = np.random.default_rng(3).integers(-noise, noise + 1, (HEIGHT, WIDTH))
    return np.clip(np.asarray(image).astype(int) + shaky, 0, 255).astype(np.uint8)


def gradient() -> np.ndarray:
    return np.tile(np.linspace(0, 255, WIDTH), (HEIGHT, 1)).astype(np.uint8)


FOUND = {
    "straight": (photo(STRAIGHT), STRAIGHT),
    "tilted": (photo(TILTED), TILTED),
    "seen from below": (photo(FROM_BELOW), FROM_BELOW),
    "turned by a lot": (photo(TURNED), TURNED),
    "a dark passport on a white table": (photo(STRAIGHT, paper=60, table=220), STRAIGHT),
    "little light": (photo(TILTED, paper=110, table=40, noise=6), TILTED),
}
NOT_FOUND = {
    "nothing there": photo(None),
    "white on white": photo(STRAIGHT, paper=205, table=200, words=False),
    "nearly all of it is paper": photo([(0, 0), (179, 0), (179, 239), (0, 239)]),
    "a small card far away": photo([(80, 100), (100, 100), (100, 130), (80, 130)]),
    "a round plate": np.array(
        [[230 if (x - 90) ** 2 + (y - 120) ** 2 < 6000 else 60 for x in range(WIDTH)] for y in range(HEIGHT)], np.uint8
    ),
    "noise": np.random.default_rng(5).integers(0, 256, (HEIGHT, WIDTH)).astype(np.uint8),
    "all black": np.zeros((HEIGHT, WIDTH), np.uint8),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the shipped script says, run once for all."""
    folder = tmp_path_factory.mktemp("scripts")
    shutil.copy(SCRIPTS / "edges.js", folder / "edges.js")
    (folder / "package.json").write_text('{"type":"module"}')
    pictures = [grey for grey, _ in FOUND.values()] + list(NOT_FOUND.values())
    cases = [{"width": WIDTH, "height": HEIGHT, "grey": base64.b64encode(grey.tobytes()).decode()} for grey in pictures]
    grey = photo(FROM_BELOW, words=False, noise=0)
    pixels = np.dstack([grey, grey, grey, np.full_like(grey, 255)])
    flat = {
        "width": WIDTH,
        "height": HEIGHT,
        "pixels": base64.b64encode(pixels.tobytes()).decode(),
        "corners": FROM_BELOW,
        "size": [60, 80],
    }
    given = json.dumps({"folder": str(folder), "cases": cases, "flat": flat})
    ran = subprocess.run(
        ["node", str(HERE / "edges_in_node.mjs")], input=given, capture_output=True, text=True, check=True
    )
    return dict(json.loads(ran.stdout))


@pytest.mark.parametrize("n", range(len(FOUND)), ids=list(FOUND))
def test_a_paper_is_found_within_a_few_pixels(told: dict[str, Any], n: int) -> None:
    found, true = told["found"][n], list(FOUND.values())[n][1]
    assert found is not None
    first = min(range(4), key=lambda at: sum(true[at]))
    expected = [true[(first + at) % 4] for at in range(4)]
    assert np.abs(np.array(found) - np.array(expected)).max() <= 4


@pytest.mark.parametrize("n", range(len(NOT_FOUND)), ids=list(NOT_FOUND))
def test_where_it_is_not_sure_it_finds_none(told: dict[str, Any], n: int) -> None:
    assert told["found"][len(FOUND) + n] is None


def test_seen_from_above_only_the_paper_is_left(told: dict[str, Any]) -> None:
    drawn = np.frombuffer(base64.b64decode(told["drawn"]), np.uint8).reshape(80, 60, 4)
    assert drawn[2:-2, 2:-2, :3].min() > 215 and (drawn[..., 3] == 255).all()
    assert told["size"] == [150, 175]
