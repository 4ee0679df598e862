"""A point is made coarse on the phone: what leaves it is the middle of a cell, the same for the whole cell."""

from __future__ import annotations

import json
import math
import pathlib
import random
import shutil
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
SCRIPTS = HERE.parents[1] / "src/amparo/participant/static/amparo"

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")


@pytest.fixture
def on_the_phone(tmp_path):
    shutil.copy(SCRIPTS / "place.js", tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}')

    def run(points=(), answers=()) -> dict:
        asked = json.dumps({"folder": str(tmp_path), "points": list(points), "answers": list(answers)})
        done = subprocess.run(
            ["node", str(HERE / "place_in_node.mjs")],
            input=asked,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return json.loads(done.stdout)

    return run


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    north = (a[0] - b[0]) * 111_320
    east = (a[1] - b[1]) * 111_320 * math.cos(math.radians(a[0]))
    return math.hypot(north, east)


def test_the_answer_is_near_but_is_not_the_point(on_the_phone):
    dice = random.Random(7)
    points = [(dice.uniform(-70, 70), dice.uniform(-180, 180), 1000) for _ in range(500)]
    for (lat, lon, _), cell in zip(points, on_the_phone(points)["coarse"], strict=True):
        assert metres((lat, lon), (cell["latitude"], cell["longitude"])) <= 1000 * math.sqrt(0.5) + 25


def test_a_whole_neighbourhood_gives_few_answers(on_the_phone):
    dice = random.Random(8)
    points = [(29.75 + dice.uniform(-0.009, 0.009), -95.37 + dice.uniform(-0.01, 0.01), 1000) for _ in range(500)]
    assert len({json.dumps(cell) for cell in on_the_phone(points)["coarse"]}) <= 16


def test_a_coarse_place_stays_the_same_when_made_coarse_again(on_the_phone):
    first = on_the_phone([(29.7512345, -95.3712345, 1000)])["coarse"][0]
    assert on_the_phone([(first["latitude"], first["longitude"], 1000)])["coarse"][0] == first


@pytest.mark.parametrize(
    ("answer", "becomes"),
    [
        pytest.param({"code": 1}, {"cause": "permission"}, id="the person said no"),
        pytest.param({"code": 2}, {"cause": "unavailable"}, id="no signal"),
        pytest.param({"code": 3}, {"cause": "timeout"}, id="too slow"),
        pytest.param({"code": 9}, {"cause": "unavailable"}, id="something unknown"),
        pytest.param({"latitude": 0, "longitude": 0, "accuracy": 5}, {"cause": "unavailable"}, id="a broken zero"),
    ],
)
def test_no_place_is_an_answer_too(answer, becomes, on_the_phone):
    assert on_the_phone(answers=[answer])["asked"] == [becomes]


def test_accuracy_is_rounded_up(on_the_phone):
    point = {"latitude": 29.75, "longitude": -95.37, "accuracy": 37.2}
    assert on_the_phone(answers=[point])["asked"][0]["cell"]["accuracy_metres"] == 100
