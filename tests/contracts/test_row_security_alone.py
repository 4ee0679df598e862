"""With every filter of the code taken away, PostgreSQL alone still shows nobody a row of somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import psycopg_pool
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import Q, QuerySet

from amparo.access.rows import acting, token
from amparo.machine import secrets
from amparo.people.models import Person
from amparo.privacy.rows import SubjectRow
from tests.contracts import world
from tests.contracts.test_matrix import MAY_READ, every, knock, told

OF_A_PROGRAMME = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("amparo.")
    and any(field.column == "programme_id" for field in model._meta.concrete_fields)
]
ACTORS = ["luz", "teo", "sol", "paz", "ada", "omar", "system", "ana", "bea", "eva"]
WHOSE = {"person", "person_id", "programme_id", "worker", "worker_id", "subject", "person__worker_id"}


@pytest.fixture(scope="module")
def w(django_db_setup: None, django_db_blocker: Any) -> Iterator[world.World]:
    with django_db_blocker.unblock(), world.speaking_quietly():
        yield world.build()


@pytest.fixture(autouse=True)
def _database(django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.mark.parametrize("who", ACTORS)
def test_everything_asked_for_shows_only_ones_own_programme(w: world.World, who: str) -> None:
    actor = w.actors[who]
    with acting(actor):
        foreign = {
            model._meta.label: count
            for model in OF_A_PROGRAMME
            if (count := model.objects.exclude(programme_id=actor.programme_id).count())
        }
        assert foreign == {}
        assert Person.objects.exists()


@pytest.mark.parametrize("who", ["ana", "bea", "eva"])
def test_everything_asked_for_shows_a_participant_only_their_own(w: world.World, who: str) -> None:
    actor = w.actors[who]
    with acting(actor):
        assert [person.id for person in Person.objects.all()] == [actor.id]
        about = [m for m in OF_A_PROGRAMME if issubclass(m, SubjectRow)]
        assert about
        assert {m._meta.label: n for m in about if (n := m.objects.exclude(person_id=actor.id).count())} == {}


@pytest.mark.parametrize("model", OF_A_PROGRAMME, ids=lambda model: model._meta.label)
def test_without_an_actor_there_are_no_rows(w: world.World, model: Any) -> None:
    assert model.objects.count() == 0


@pytest.mark.parametrize("model", OF_A_PROGRAMME, ids=lambda model: model._meta.label)
def test_nothing_of_another_programme_is_changed_or_taken(w: world.World, model: Any) -> None:
    with acting(w.actors["omar"]):
        mine = set(model.objects.values_list("pk", flat=True))
    with acting(w.actors["sol"]), connection.cursor() as cursor:
        for statement in (f"UPDATE {model._meta.db_table} SET id = id", f"DELETE FROM {model._meta.db_table}"):
            try:
                with transaction.atomic():
                    cursor.execute(f"{statement} WHERE programme_id = %s", [w.there.casa.id])
                    assert cursor.rowcount == 0
            except DatabaseError:
                pass  # refused outright
    with acting(w.actors["omar"]):
        assert set(model.objects.values_list("pk", flat=True)) == mine


def test_the_access_log_shows_sealed_lines_of_ones_own_programme_and_person_only(w: world.World) -> None:
    asked = "SELECT count(*) FILTER (WHERE programme_id <> %s), count(DISTINCT subject) FROM audit.entry"
    with acting(w.actors["luz"]), connection.cursor() as cursor:
        cursor.execute(asked, [w.here.casa.id])
        assert cursor.fetchone()[0] == 0
    with acting(w.actors["ana"]), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT subject FROM audit.entry")
        assert {row[0] for row in cursor.fetchall()} <= {w.here.people["ana"].pseudonym}


# --- the same pages with the code's own filters taken out ---


def _harmless(condition: Any) -> Any:
    """The condition without what it says about whose rows they are."""
    if not isinstance(condition, Q):
        if isinstance(condition, tuple) and condition[0].split("__")[0] in {name.split("__")[0] for name in WHOSE}:
            return None
        return condition
    kept = [child for child in map(_harmless, condition.children) if child is not None]
    made = Q()
    made.connector, made.negated, made.children = condition.connector, condition.negated, kept
    return made


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """QuerySets that forget every condition on person, programme and worker."""
    taken = [0]
    for name in ("filter", "exclude"):
        before = getattr(QuerySet, name)

        def without(self: Any, *args: Any, _before: Any = before, **kwargs: Any) -> Any:
            kept = {key: value for key, value in kwargs.items() if key.split("__")[0] not in WHOSE}
            conditions = [_harmless(arg) for arg in args]
            taken[0] += len(kwargs) - len(kept)
            return _before(self, *[c for c in conditions if c is not None], **kept)

        monkeypatch.setattr(QuerySet, name, without)
    return taken


def test_pages_without_filters_still_show_nobody_of_another_programme(w: world.World, forgetful: list[int]) -> None:
    leaked = {}
    for address in every():
        for who in ("luz", "sol", "omar", "bea", "eva", "ana"):
            for about in ("ana", "eva"):
                body = knock(address, w, who, "get", about).content.decode("utf-8", "replace")
                beyond = MAY_READ[who] | ({"ana", "bea"} if who in {"luz", "sol"} else set())
                if set(told(body)) - beyond:
                    leaked[address.name, who, about] = told(body)
    assert leaked == {}
    assert forgetful[0] > 50


# --- smuggled settings and pooled connections ---


def test_smuggled_settings_show_nothing_in_a_pool(w: world.World) -> None:
    """Two hundred times: somebody smuggles a SET into a pooled connection; whoever comes next sees nothing by it."""
    with acting(w.actors["omar"]):
        stolen = token(w.there.casa.id, None)  # valid for another connection only
    forged = ["", str(w.there.casa.id), stolen, f"{w.there.casa.id}|-|99999999999|{{pid}}|{'0' * 64}"]
    with psycopg_pool.ConnectionPool(secrets.dsn("web"), min_size=2, max_size=2, open=True) as pool:
        for turn in range(200):
            with pool.connection() as db:
                value = forged[turn % len(forged)].replace("{pid}", str(db.info.backend_pid))
                db.execute("SELECT set_config('amparo.token', %s, false)", [value])
            with pool.connection() as db:
                row = db.execute("SELECT count(*) FROM people_person").fetchone()
                assert row == (0,)


def test_a_valid_token_that_was_made_to_stay_is_overruled_by_the_next_actor(w: world.World) -> None:
    with acting(w.actors["omar"]), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('amparo.token', current_setting('amparo.token'), false)")
    with acting(w.actors["luz"]):
        assert {person.programme_id for person in Person.objects.all()} == {w.here.casa.id}
    connection.close()


def test_nobody_reads_the_key_that_signs_tokens(w: world.World) -> None:
    for role in ("web", "worker", "vault"):
        with psycopg.connect(secrets.dsn(role)) as db, pytest.raises(psycopg.errors.InsufficientPrivilege):  # type: ignore[arg-type]
            db.execute("SELECT * FROM sec.row_key")


def test_nobody_becomes_another_role(w: world.World) -> None:
    for other in ("amp_owner", "amp_super", "amp_vault", "amp_worker"):
        with psycopg.connect(secrets.dsn("web")) as db, pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute(f"SET ROLE {other}")


def test_row_security_cannot_be_switched_off(w: world.World) -> None:
    with psycopg.connect(secrets.dsn("web")) as db:
        db.execute("SET row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("SELECT count(*) FROM people_person")
