"""The real database under the real roles, the real vault, and a small cast.

Nothing is rolled back or emptied between tests: each test has a programme of its own, and row security keeps
programmes apart. So verbs commit exactly as they do for users.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]
SHARED = ROOT / ".." / "shared" / "data"


def shared(path: str) -> Path:
    """A file of real input beside the project; the test is skipped where it is absent."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"real input {path} is not on this machine")
    return found


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> None:
    """Tables, row policies, keys and a running vault are there, made by whichever test process came first."""
    from amparo.machine import paths

    with open(paths.home() / "ground.lock", "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not _vault_pid().exists():
            subprocess.run([sys.executable, "-m", "amparo", "migrate"], check=True, stdout=subprocess.DEVNULL)
            _start_vault()


def _start_vault() -> None:
    from amparo.machine import paths

    with open(paths.home() / "vault.err", "wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "amparo.privacy.vault"], stderr=errors, start_new_session=True
        )
    _vault_pid().write_text(str(process.pid))
    deadline = time.monotonic() + 15
    while not _vault_answers():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError((paths.home() / "vault.err").read_text() or "the vault did not start")
        time.sleep(0.02)


def _vault_answers() -> bool:
    from amparo.foundation.errors import Refused
    from amparo.privacy import vault

    try:
        return bool(vault.health())
    except Refused:
        return False


def _vault_pid() -> Path:
    return Path(os.environ["AMPARO_HOME"]) / "vault.pid"


# Nothing here is measured by a clock: a busy machine is no fault of the code.
settings.register_profile("amparo", deadline=None)
settings.load_profile("amparo")


def pytest_configure() -> None:
    """Translations are read compiled; a fresh checkout has only their sources."""
    from django.conf import settings as django_settings

    from amparo.foundation import languages

    languages.compile_catalogues(ROOT / "src" / "amparo" / "locale")
    # All workers use one database: what one of them counts is not another's, see tests/counts.py.
    django_settings.CACHES["default"]["KEY_PREFIX"] = os.environ.get("PYTEST_XDIST_WORKER", "")


def pytest_unconfigure() -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ and _vault_pid().exists():
        os.kill(int(_vault_pid().read_text()), signal.SIGTERM)


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database as the web role, with real commits."""
    from django.db import connection

    with django_db_blocker.unblock():
        yield
        connection.close()


@contextmanager
def role(name: str) -> Iterator[None]:
    """Django's connection speaks as another role for a while."""
    from django.db import connection
    from psycopg.conninfo import conninfo_to_dict

    from amparo.machine import secrets

    before = dict(connection.settings_dict)
    other = conninfo_to_dict(secrets.dsn(name))  # type: ignore[arg-type]
    connection.close()
    connection.settings_dict.update(USER=other["user"], PASSWORD=other["password"])
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(USER=before["USER"], PASSWORD=before["PASSWORD"])


def make_programme(slug: str = "", **kwargs: Any) -> SimpleNamespace:
    """A programme with an office and staff: Luz (case worker), Teo (another), Sol (supervisor), Paz (privacy)."""
    from amparo.access.actor import Actor, Kind, Role, system
    from amparo.access.rows import acting
    from amparo.foundation import clock, ids
    from amparo.programme import actions

    at = clock.now() - timedelta(days=400)
    slug = slug or f"t{ids.new().hex[-12:]}"
    with role("owner"):
        programme = actions.set_up(
            slug=slug,
            name="Casa Amparo",
            neutral_name="Casa",
            country="US",
            zone=kwargs.get("zone", "America/New_York"),
            phone="+1 305 555 0100",
            at=at,
        )
        with acting(system(programme.id)):
            office = actions.open_office(
                programme.id,
                name="Main office",
                address="1 Long Street, Miami, FL 33010",
                phone="+1 305 555 0101",
                zone="America/New_York",
            )
            cast = {
                name: actions.add_member(
                    programme.id,
                    email=f"{name}@{slug}.example",
                    name=name.title(),
                    roles=[wears],
                    at=at,
                    password=kwargs.get("password"),
                    office=office,
                )
                for name, wears in {
                    "luz": Role.CASE_WORKER,
                    "teo": Role.CASE_WORKER,
                    "sol": Role.SUPERVISOR,
                    "paz": Role.PRIVACY_OFFICER,
                    "ada": Role.ADMINISTRATOR,
                }.items()
            }

    def actor(name: str) -> Actor:
        member = cast[name]
        roles = frozenset(Role(r) for r in member.roles)
        return Actor(Kind.MEMBER, member.id, programme.id, roles, frozenset({member.id}))

    return SimpleNamespace(
        programme=programme,
        id=programme.id,
        office=office,
        members=cast,
        system=system(programme.id),
        **{name: actor(name) for name in cast},
    )


@pytest.fixture
def creole_half_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language whose sentences are not all there yet, as each was once."""
    from dataclasses import replace

    from amparo.foundation import languages

    known = languages.LANGUAGES["ht"]
    monkeypatch.setitem(languages.LANGUAGES, "ht", replace(known, complete=False))


@pytest.fixture
def casa(db: None) -> SimpleNamespace:
    """The programme of the story, with its staff as actors: casa.luz, casa.teo, casa.sol, casa.paz, casa.ada."""
    return make_programme()


@pytest.fixture
def elsewhere(db: None) -> SimpleNamespace:
    """Another programme, whose case worker (elsewhere.luz plays Omar) must see nothing of ours."""
    return make_programme()


@pytest.fixture
def ana(casa: SimpleNamespace) -> Any:
    """Ana takes part; Luz is her worker. She speaks Spanish and lives in Phoenix's time zone."""
    return enrol(casa)


def enrol(casa: SimpleNamespace, *, worker: str = "luz", **changes: Any) -> Any:
    """A person takes part in the programme."""
    from amparo.access.rows import acting
    from amparo.foundation import clock
    from amparo.people import actions

    facts: dict[str, Any] = {
        "name": "Ana Lucía Pérez",
        "language": "es",
        "zone": "America/Phoenix",
        "zone_source": "staff",
        "case_number": "A123456789",
        "worker_id": casa.members[worker].id,
        "office_id": casa.office.id,
        "contacts": [("sms", "+13055550123"), ("email", "ana@example.org")],
    } | changes
    with acting(casa.sol):
        return actions.enrol(**facts, by=casa.sol, at=clock.now())


def person_actor(person: Any) -> Any:
    """The participant as an actor."""
    from amparo.access.actor import Actor, Kind

    return Actor(Kind.PERSON, person.id, UUID(str(person.programme_id)))
