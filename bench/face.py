"""One selfie from its bytes to a cosine, in time of one core, against face_recognition (dlib), the usual library.

The same photographs, which are lent and lie beside the project; the peer in an environment of its own, where it may
have to be compiled for some minutes. Error rates are of photographs of one day: a comparison of two programs, not a
promise.
"""

from __future__ import annotations

import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from drills.running import figure

PHOTOGRAPHS = Path(__file__).parents[1] / ".." / "shared" / "data" / "faces"
PEER = Path(__file__).parent / "_peer_tasks" / "dlib_faces.py"
# Its models are read through a module that newer setuptools no longer bring.
NEEDS = ["dlib", "face_recognition", "setuptools<81", "numpy"]
DLIBS_THRESHOLD = 0.6  # a distance, from which on face_recognition says no
MOST_MS, TIMES_FASTER = 60.0, 3.0
REPEATS = 5


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of every run, and each file's numbers; for dlib, turned so that higher is more alike."""

    milliseconds: list[float]
    genuine: list[float]
    impostor: list[float]
    lost: int  # photographs without a face


def run(*, small: bool = False) -> Iterator[dict[str, Any]]:
    """`face`: ms, ratio of dlib's time; `face_fnmr`, `face_fmr`: rates at the threshold that lets the same share in."""
    if not (PHOTOGRAPHS / "people.csv").exists():
        yield figure("face", 0, "ms", against="not run: the photographs are not on this machine")
        return
    files = _files(5 if small else None)
    repeats = 2 if small else REPEATS
    with _one_core():
        ours = _ours(files, repeats)
        try:
            theirs: Measured | str = _theirs(files, 1 if small else 2)
        except (OSError, subprocess.CalledProcessError, ValueError) as trouble:
            theirs = f"not run: {type(trouble).__name__}"
    yield _speed(ours, theirs)
    yield from _errors(ours, theirs)


def _speed(ours: Measured, theirs: Measured | str) -> dict[str, Any]:
    median, runs = statistics.median(ours.milliseconds), len(ours.milliseconds)
    wanted = f"wanted: at most {MOST_MS:.0f} ms, {TIMES_FASTER:.0f} times as fast"
    if isinstance(theirs, str):
        return figure("face", median, "ms", against=f"face_recognition {theirs}; {wanted}", runs=runs)
    other = statistics.median(theirs.milliseconds)
    against = f"face_recognition (dlib) {other:.0f} ms; {wanted}"
    return figure("face", median, "ms", against=against, ratio=other / median, runs=runs)


def _errors(ours: Measured, theirs: Measured | str) -> Iterator[dict[str, Any]]:
    from amparo.media.likeness import MATCH

    pairs = f"{len(ours.genuine)} pairs of one person, {len(ours.impostor)} of two"
    fmr = _share(cosine >= MATCH for cosine in ours.impostor)
    if isinstance(theirs, str):
        yield figure(
            "face_fnmr", _share(cosine < MATCH for cosine in ours.genuine), "share", against=f"{pairs}; {theirs}"
        )
        yield figure("face_fmr", fmr, "share", against=f"{pairs}; {theirs}")
        return
    let_in = _share(-distance <= DLIBS_THRESHOLD for distance in theirs.impostor)
    # Both as strict as it takes that no pair of two people passes.
    ours_lost, theirs_lost = (_share(one <= max(m.impostor) for one in m.genuine) for m in (ours, theirs))
    strict = (
        f"no false match in either: dlib {theirs_lost:.3f}; margins {_margin(ours):.3f}, dlib {_margin(theirs):.3f}"
    )
    yield figure("face_fnmr", ours_lost, "share", against=f"{strict}; {pairs}")
    yield figure("face_fmr", fmr, "share", against=f"each at its own threshold: dlib {let_in:.4f}; {pairs}")


def _margin(measured: Measured) -> float:
    """Between the least alike pair of one person and the most alike of two, in spreads of the pairs of two."""
    return (min(measured.genuine) - max(measured.impostor)) / statistics.pstdev(measured.impostor)


def _ours(files: Sequence[Path], repeats: int) -> Measured:
    from amparo.media import likeness, pictures
    from amparo.media.faces import Looker

    looker = Looker(threads=1)
    times: list[float] = []
    numbers: dict[Path, Any] = {}
    template = None
    for number in range(repeats + 1):  # the first round warms up, and is not counted
        for file in files:
            data, began = file.read_bytes(), time.process_time()
            pixels = pictures.read(data)
            seen = looker.look(pixels)
            numbers[file] = looker.embedding(pixels, seen.faces[0]) if seen.faces else None
            if template is not None and numbers[file] is not None:
                likeness.compare(template, numbers[file])
            if number:
                times.append((time.process_time() - began) * 1000)
            template = numbers[file]
    return _measured(times, numbers, lambda one, other: float(one @ other))


def _theirs(files: Sequence[Path], repeats: int) -> Measured:
    with tempfile.TemporaryDirectory(prefix="amparo-peers-") as folder:
        python = _installed(Path(folder))
        command = [str(python), str(PEER), str(repeats), *map(str, files)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    rows = [json.loads(line) for line in told]
    numbers = {Path(row["file"]): None if row["numbers"] is None else np.array(row["numbers"]) for row in rows}
    times = [one for row in rows for one in row["times"]]
    return _measured(times, numbers, lambda one, other: -float(np.linalg.norm(one - other)))


def _measured(times: list[float], numbers: dict[Path, Any], alike: Any) -> Measured:
    files = [file for file, found in numbers.items() if found is not None]
    genuine: list[float] = []
    impostor: list[float] = []
    for place, one in enumerate(files):
        for other in files[place + 1 :]:
            same = one.name.split("_")[0] == other.name.split("_")[0]
            (genuine if same else impostor).append(alike(numbers[one], numbers[other]))
    return Measured(times, genuine, impostor, len(numbers) - len(files))


def _installed(folder: Path) -> Path:
    """cmake comes as a package too; one core, so that a small machine survives the compiler."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
    python = folder / "bin" / "python"
    env = os.environ | {"CMAKE_BUILD_PARALLEL_LEVEL": "1", "PATH": f"{folder / 'bin'}:{os.environ.get('PATH', '')}"}
    for needs in (["cmake", "wheel"], NEEDS):
        subprocess.run([str(python), "-m", "pip", "install", "-q", *needs], check=True, capture_output=True, env=env)
    return python


def _files(people: int | None) -> list[Path]:
    with open(PHOTOGRAPHS / "people.csv", newline="") as table:
        ids = [row[0] for row in csv.reader(table)][1:][:people]
    found = sorted(path for folder in ("neutral", "smiling") for path in (PHOTOGRAPHS / folder).iterdir())
    return [path for path in found if path.name.split("_")[0] in ids]


def _share(outcomes: Any) -> float:
    found = list(outcomes)
    return sum(found) / len(found) if found else 0.0


@contextmanager
def _one_core() -> Iterator[None]:
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
