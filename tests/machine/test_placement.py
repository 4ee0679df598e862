"""Root runs PostgreSQL as somebody else, who must be able to reach everything."""

import os
import shutil
from pathlib import Path

import pytest

from amparo.machine import binaries, database, os_user, paths, placement, postgres, roles

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has another OS user run PostgreSQL")


@pytest.fixture
def elsewhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = home / "elsewhere"
    monkeypatch.setattr(placement, "ELSEWHERE", place)
    return place


@pytest.fixture
def private_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    private = home / "root"
    private.mkdir(mode=0o700)
    monkeypatch.setenv("AMPARO_HOME", str(private / "var"))
    return private


@as_root
def test_postgres_does_not_run_as_root(server: postgres.Server) -> None:
    assert Path(f"/proc/{server.pid}").stat().st_uid != 0
    assert paths.postgres().stat().st_uid == Path(f"/proc/{server.pid}").stat().st_uid


@as_root
def test_below_a_private_folder_everything_is_placed_elsewhere(elsewhere: Path, private_home: Path) -> None:
    with postgres.Server():
        roles.prepare()
        assert database.answers("web")
        assert paths.postgres().resolve().is_relative_to(elsewhere)
    assert private_home.stat().st_mode & 0o777 == 0o700
    with postgres.Server():  # a second start finds the same database
        assert database.answers("web")


@as_root
def test_programs_below_a_private_folder_are_copied(
    elsewhere: Path, private_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = binaries.find()
    for part in found.parts:
        shutil.copytree(part, private_home / part.relative_to(found.around))
    here = private_home / found.folder.relative_to(found.around)
    monkeypatch.setenv("AMPARO_POSTGRES_BIN", str(here))
    with postgres.Server():
        assert database.answers("super", dbname="postgres")
    assert [p.name for p in elsewhere.glob("postgresql-*")]


@as_root
def test_data_that_vanished_is_not_replaced_by_an_empty_database(elsewhere: Path, private_home: Path) -> None:
    with postgres.Server():
        pass
    shutil.rmtree(elsewhere)
    with pytest.raises(placement.CannotStart, match="is a disk missing"):
        postgres.Server().start()


def test_somebody_without_a_way_in_does_not_reach(home: Path) -> None:
    (home / "closed").mkdir(mode=0o700)
    stranger = os_user.OsUser(uid=65533, gid=65533)
    assert stranger.reaches(home)
    assert not stranger.reaches(home / "closed" / "data")


def test_we_run_postgres_ourselves_unless_we_are_root(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1234)
    user = os_user.for_postgres(home / "postgres")
    assert user.uid == 1234
    assert user.as_popen() == {}
