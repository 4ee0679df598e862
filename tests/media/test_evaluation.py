"""Error rates by group, and what a sample can say about a threshold."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from amparo.cli.main import app
from amparo.media import evaluation, photographs, rates
from amparo.media.evaluation import Shot
from amparo.media.unusable import Unusable
from tests.contracts import source
from tests.media import made


def shot(person: int, turn: float = 0.0, group: str = "a", usable: bool = True) -> Shot:
    """Different people are at right angles; `turn` moves a picture of one person away from their others."""
    embedding = np.zeros(128, np.float32)
    embedding[person], embedding[127] = np.cos(turn), np.sin(turn)
    return Shot(str(person), {"group": group}, embedding if usable else None, 50.0)


def crowd(count: int = 12, first: int = 0, group: str = "a") -> list[Shot]:
    return [shot(person, group=group) for person in range(first, first + count) for _ in range(2)]


@pytest.mark.parametrize(
    ("errors", "tries", "low", "high"),
    [
        pytest.param(0, 0, 0.0, 1.0, id="nothing tried, nothing known"),
        pytest.param(0, 544, 0.0, 0.00701, id="none of many"),
        pytest.param(10, 100, 0.0552, 0.1744, id="a tenth"),
        pytest.param(5, 5, 0.5655, 1.0, id="all"),
    ],
)
def test_intervals_are_wilsons(errors: int, tries: int, low: float, high: float) -> None:
    found = rates.of(errors, tries)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@pytest.mark.parametrize(
    ("errors", "tries", "shows", "cannot"),
    [
        pytest.param(0, 544, False, True, id="a small clean sample shows nothing"),
        pytest.param(1, 544, True, True, id="one of 544 shows it"),
        pytest.param(0, 60_000, False, False, id="a large clean sample is enough"),
        pytest.param(3, 20_000, False, True, id="a few of many may be chance"),
        pytest.param(4, 30_001, True, True, id="as many as may be counted"),
        pytest.param(3, 40_000, False, True, id="fewer than the limit"),
        pytest.param(12, 40_000, True, True, id="clearly more"),
    ],
)
def test_what_a_sample_shows_and_cannot_show(errors: int, tries: int, shows: bool, cannot: bool) -> None:
    found = rates.of(errors, tries)
    assert (found.shows_more_than(1 / 10_000), found.cannot_show(1 / 10_000)) == (shows, cannot)


def test_people_who_are_told_apart_have_no_errors() -> None:
    report = evaluation.measure(crowd())
    everybody = report.everybody
    assert (everybody.false_match.errors, everybody.false_match.tries) == (0, 12 * 11 // 2 * 4)
    assert (everybody.false_non_match.errors, everybody.false_non_match.tries) == (0, 12)
    assert report.refused == []


def test_one_person_not_recognised_is_a_false_non_match() -> None:
    report = evaluation.measure([*crowd(), shot(50), shot(50, turn=1.5)])
    assert (report.everybody.false_non_match.errors, report.everybody.false_match.errors) == (1, 0)
    assert report.refused == ["everybody: false non-matches", "group a: false non-matches"]


def test_two_people_taken_for_one_forbid_the_threshold() -> None:
    twins = [shot(60, 1.2), shot(61, 1.2)]
    report = evaluation.measure([*crowd(), *twins])
    assert report.everybody.false_match.errors == 1
    assert "everybody: false matches" in report.refused


def test_a_picture_that_cannot_be_used_and_a_person_who_cannot_enrol_are_counted() -> None:
    lost = [shot(70, usable=False), shot(70, usable=False), shot(1, usable=False)]
    everybody = evaluation.measure([*crowd(), *lost]).everybody
    assert (everybody.failure_to_enrol.errors, everybody.failure_to_enrol.tries) == (1, 13)
    assert (everybody.failure_to_acquire.errors, everybody.failure_to_acquire.tries) == (3, 27)


@pytest.mark.parametrize(("people", "told"), [(10, []), (11, ["b"])])
def test_nothing_is_told_of_a_small_group(people: int, told: list[str]) -> None:
    report = evaluation.measure([*crowd(people, 20, "b"), *crowd(3, 0, "a")]).attributes["group"]
    assert (list(report.groups), report.too_small) == (told, 2 - len(told))


def test_pairs_within_and_across_groups_are_counted_apart() -> None:
    one = evaluation.measure([*crowd(11, 0, "a"), *crowd(11, 20, "b")]).attributes["group"]
    assert one.groups["a"].false_match.tries == 11 * 10 // 2 * 4
    assert one.between_groups.tries == 11 * 11 * 4
    assert (one.false_match_ratio, one.false_non_match_ratio) == (None, None)


def test_a_group_that_fares_worse_has_a_ratio_and_is_named() -> None:
    a, b = crowd(11, 0, "a"), crowd(11, 20, "b")
    a[1], b[1], b[3] = shot(0, 1.5), shot(20, 1.5, "b"), shot(21, 1.5, "b")
    report = evaluation.measure([*a, *b])
    assert report.attributes["group"].false_non_match_ratio == pytest.approx(2.0)
    assert "group b: false non-matches" in report.refused


def folder(path: Path, table: str) -> Path:
    (path / "people.csv").write_text(table)
    return path


def test_numbers_become_tens_and_blanks_no_group(tmp_path: Path) -> None:
    found = photographs.people(folder(tmp_path, "id,age,gender\n001,24,\n002,30,female\n\n"))
    assert found == {"001": {"age": "20-29"}, "002": {"age": "30-39", "gender": "female"}}


def test_a_folder_that_holds_nothing_to_measure_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="no_table"):
        photographs.people(tmp_path)
    with pytest.raises(Unusable, match="damaged_table"):
        photographs.people(folder(tmp_path, ""))
    with pytest.raises(Unusable, match="no_photographs"):
        photographs.found(folder(tmp_path, "id\n1\n"), {"1"})
    told = CliRunner().invoke(app, ["evaluate-faces", str(tmp_path)])
    assert told.exit_code == 2 and "named after" in told.output


def test_pictures_without_faces_are_failures_to_enrol(tmp_path: Path) -> None:
    folder(tmp_path, "id,group\n1,a\n")
    (tmp_path / "1_x.png").write_bytes(made.encoded(made.picture(200, 200), "PNG"))
    told = CliRunner().invoke(app, ["evaluate-faces", str(tmp_path), "--json"])
    report = json.loads(told.output)
    assert told.exit_code == 0 and report["everybody"]["failure_to_enrol"]["errors"] == 1


def test_real_faces_at_the_shipped_threshold_and_at_one_too_low(tmp_path: Path) -> None:
    for person in ("001", "025", "030", "036", "042", "062"):
        for kind in ("neutral", "smiling"):
            (tmp_path / kind).mkdir(exist_ok=True)
            [photo] = (made.faces() / kind).glob(f"{person}_*")
            shutil.copy(photo, tmp_path / kind)
    shutil.copy(made.faces() / "people.csv", tmp_path)
    well = CliRunner().invoke(app, ["evaluate-faces", str(tmp_path)])
    assert well.exit_code == 0 and "cannot show false matches of at most 1 in 10000" in well.output
    low = CliRunner().invoke(app, ["evaluate-faces", str(tmp_path), "--threshold", "0.2"])
    assert low.exit_code == 1 and "DO NOT USE" in low.output


def test_nothing_but_the_command_measures_pairs_of_people() -> None:
    """Rooms compare one face with one template; only the evaluation knows several people at once."""
    knows = [
        source.name(path)
        for path in source.modules()
        if any(
            what.startswith(("amparo.media.evaluation", "amparo.media.photographs"))
            for what, _ in source.imports(source.tree(path))
        )
    ]
    assert set(knows) <= {"cli/evaluating.py", "media/photographs.py"}
