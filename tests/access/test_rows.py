"""What exists for whom is decided by PostgreSQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from amparo.access.actor import Actor, Kind, system
from amparo.access.rows import acting, token
from amparo.foundation import clock, ids
from amparo.programme.models import Member, Office, Policy
from tests.conftest import person_actor, role


def test_without_a_token_nothing_exists(casa) -> None:
    assert Office.objects.count() == 0


def test_with_a_token_exactly_the_programmes_rows_exist(casa, elsewhere) -> None:
    with acting(casa.luz):
        assert [office.id for office in Office.objects.all()] == [casa.office.id]


def test_the_token_ends_with_the_transaction(casa) -> None:
    with acting(casa.luz):
        pass
    assert Office.objects.count() == 0


def test_a_nested_actor_gives_way_to_the_outer_one(casa, elsewhere) -> None:
    with acting(casa.luz):
        with acting(elsewhere.luz):
            assert Office.objects.get().id == elsewhere.office.id
        assert Office.objects.get().id == casa.office.id


def test_a_failed_inner_block_leaves_the_outer_token(casa, elsewhere) -> None:
    with acting(casa.luz):
        with pytest.raises(ZeroDivisionError), acting(elsewhere.luz):
            1 / 0  # noqa: B018
        assert Office.objects.get().id == casa.office.id


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(lambda t, other: t.replace(t[:36], str(other)), id="another programme"),
        pytest.param(lambda t, other: t[:-1] + ("0" if t[-1] != "0" else "1"), id="another signature"),
        pytest.param(lambda t, other: str(other), id="a bare programme"),
        pytest.param(lambda t, other: "|".join([*t.split("|")[:3], "1", t.split("|")[4]]), id="another connection"),
        pytest.param(lambda t, other: "x|y|z|1|2", id="rubbish"),
    ],
)
def test_a_forged_token_shows_nothing(casa, elsewhere, forge) -> None:
    with acting(casa.luz), connection.cursor() as cursor:
        forged = forge(token(casa.id, None), elsewhere.id)
        cursor.execute("SELECT set_config('amparo.token', %s, true)", [forged])
        try:
            with transaction.atomic():
                assert Office.objects.count() == 0
        except DatabaseError:
            pass  # refused outright is as good as seeing nothing


def test_a_row_of_another_programme_cannot_be_written(casa, elsewhere) -> None:
    from amparo.people.models import ImportMapping

    with pytest.raises(DatabaseError), acting(casa.luz):
        ImportMapping.objects.create(
            programme_id=elsewhere.id, kind="people", name="x", columns={}, saved_by=ids.new(), saved_at=clock.now()
        )


def test_a_participant_sees_no_staff_tables(casa) -> None:
    from amparo.identity.models import AttemptPool

    with acting(Actor(Kind.PERSON, ids.new(), casa.id)):
        assert AttemptPool.objects.count() == 0
        assert Member.objects.count() == 5


def test_the_system_of_a_programme_sees_that_programme(casa, elsewhere) -> None:
    with acting(system(elsewhere.id)):
        assert Member.objects.filter(name="Luz").count() == 1


@pytest.mark.parametrize("columns", [{"name": "Omar"}, {"account": None}, {"office": None}, {"active_from": None}])
def test_the_web_role_may_not_change_who_a_member_is(casa, columns) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), acting(casa.ada):
        Member.objects.update(**columns)


def test_the_web_role_may_not_make_staff_or_change_rules(casa) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), acting(casa.ada):
        Member.objects.filter(id=casa.teo.id).delete()
    with pytest.raises(DatabaseError, match="permission denied"), acting(casa.ada):
        Policy.objects.create(programme_id=casa.id, document={}, valid_from=clock.now(), why="x")
    with pytest.raises(DatabaseError, match="permission denied"), acting(casa.ada):
        Member.objects.create(
            programme_id=casa.id,
            account=casa.members["teo"].account,
            name="Teo",
            roles=["administrator"],
            active_from=clock.now(),
        )


def test_neither_a_participants_connection_nor_the_worker_changes_what_staff_may_do(casa, ana) -> None:
    with acting(person_actor(ana)):
        assert Member.objects.exists() and Member.objects.update(roles=["supervisor"]) == 0
    with role("worker"), pytest.raises(DatabaseError, match="permission denied"), acting(casa.system):
        Member.objects.update(roles=["supervisor"])
