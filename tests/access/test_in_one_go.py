"""The hot path's transaction: all of it or nothing, and Django's connection is as good as before."""

import pytest
from django.db import DatabaseError, OperationalError, connection

from amparo.access.rows import acting, acting_in_one_go
from amparo.foundation.sql import ask, rows_of
from amparo.machine import database, secrets
from amparo.people.models import Person

ROWS = "SELECT language FROM people_person WHERE true OR %(x)s::int = 0"
SPEAKS = "UPDATE people_person SET language = %(language)s RETURNING language"


def languages(casa) -> list[str]:
    with acting(casa.luz):
        return [person.language for person in Person.objects.all()]


def test_what_is_asked_is_answered_within_the_actors_rows(casa, ana, elsewhere) -> None:
    with acting_in_one_go(casa.luz):
        rows = ask(connection, ROWS, {"x": 1})
        assert [row.language for row in rows.rows()] == [ana.language]
    assert Person.objects.count() == 0


def test_what_was_said_is_kept(casa, ana) -> None:
    with acting_in_one_go(casa.luz):
        ask(connection, SPEAKS, {"language": "fr"})
    assert languages(casa) == ["fr"]


@pytest.mark.parametrize("read_first", [True, False])
def test_an_error_of_ours_undoes_all(casa, ana, read_first) -> None:
    with pytest.raises(ZeroDivisionError), acting_in_one_go(casa.luz):
        asked = ask(connection, SPEAKS, {"language": "fr"})
        if read_first:
            asked.rows()
        1 / 0  # noqa: B018
    assert languages(casa) == [ana.language]


@pytest.mark.parametrize("read_it", [True, False])
def test_a_statement_that_fails_undoes_what_went_before(casa, ana, read_it) -> None:
    with pytest.raises(DatabaseError), acting_in_one_go(casa.luz):
        ask(connection, SPEAKS, {"language": "fr"})
        bad = ask(connection, "SELECT 1 / %(x)s::int", {"x": 0})
        if read_it:
            bad.rows()
    assert languages(casa) == [ana.language]


def test_an_error_that_somebody_swallowed_is_not_called_kept(casa, ana) -> None:
    with pytest.raises(DatabaseError), acting_in_one_go(casa.luz):
        ask(connection, SPEAKS, {"language": "fr"}).rows()
        try:
            ask(connection, "SELECT 1 / %(x)s::int", {"x": 0}).rows()
        except Exception:  # noqa: S110  as a careless caller would
            pass
    assert languages(casa) == [ana.language]


def test_it_does_not_go_inside_another_transaction(casa, ana) -> None:
    with acting(casa.luz), pytest.raises(RuntimeError), acting_in_one_go(casa.luz):
        pass


def test_a_line_that_breaks_is_an_error_of_ours_and_the_next_one_works(casa, ana) -> None:
    with pytest.raises(OperationalError), acting_in_one_go(casa.luz):
        gone = rows_of(connection, "SELECT pg_backend_pid() AS pid WHERE %(x)s::int = 1", {"x": 1})[0].pid
        with database.connect("super", dbname=secrets.DATABASE, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [gone])
        ask(connection, ROWS, {"x": 1}).rows()
    connection.close_if_unusable_or_obsolete()
    assert languages(casa) == [ana.language]
