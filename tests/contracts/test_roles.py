"""The roles that Amparo works as own nothing, bypass nothing, and cannot write the access log."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import psycopg
import pytest

from tests.contracts import catalogue

WORKING = ["amp_app", "amp_web", "amp_worker", "amp_vault"]

# Functions that run as their owner, who may call them, and what for.
AS_OWNER = {
    "sec.programme": ("amp_app", "the programme of a valid token"),
    "sec.person": ("amp_app", "the participant of a valid token"),
    "sec.hears": ("amp_app", "whether a valid token is of somebody for whom complaints exist"),
    "sec.mandate_of": ("amp_app", "whose mandate the token names, so that their row can say whether it still stands"),
    "sec.represented": ("amp_app", "whose rows of an area a living mandate opens, and nobody's otherwise"),
    "sec.sends_for": ("amp_app", "for whom the head of a family may send now, and nobody otherwise"),
    "sec.sends_for_now": ("amp_app", "the same, while that person's record stands: asked by all rows but their own"),
    "sec.memberships": ("amp_web", "where an account works, before a programme is chosen"),
    "sec.note_membership": ("", "a trigger: keeps the copy that sec.memberships reads"),
    "audit.append_many": ("amp_vault", "the access log's next entries"),
    "audit.append_counted": ("amp_vault", "entries and count, together or neither"),
    "audit.spend": ("", "counts; called by append_counted"),
}
# Functions of ours that run as their caller.
AS_CALLER = {
    "audit.refuse": "a trigger: the access log is only ever added to",
    "public.identity_face_needs_consent": "a trigger: no face is kept without the living consent of its person",
    "public.households_part_ends_with_consent": "a trigger: taking consent back ends what the head may send",
    "public.checkins_a_head_only_answers": "a trigger: the head of a family changes no window's hours",
    "public.identity_face_goes_with_consent": "a trigger: taking consent back destroys the face",
}


@pytest.fixture(scope="module")
def pg(django_db_setup: None) -> Iterator[psycopg.Connection]:
    with catalogue.opened() as connection:
        yield connection


@pytest.mark.parametrize("role", [*WORKING, "amp_owner"])
def test_a_role_is_nothing_special(pg: psycopg.Connection, role: str) -> None:
    row = pg.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolreplication FROM pg_roles WHERE rolname = %s",
        [role],
    ).fetchone()
    assert row == (False, False, False, False)


@pytest.mark.parametrize("role", WORKING)
def test_a_working_role_owns_nothing(pg: psycopg.Connection, role: str) -> None:
    owned = pg.execute(
        "SELECT relname::text FROM pg_class WHERE relowner = %(role)s::regrole "
        "UNION SELECT proname::text FROM pg_proc WHERE proowner = %(role)s::regrole "
        "UNION SELECT nspname::text FROM pg_namespace WHERE nspowner = %(role)s::regrole "
        "UNION SELECT datname::text FROM pg_database WHERE datdba = %(role)s::regrole",
        {"role": role},
    )
    assert owned.fetchall() == []


def test_a_working_role_belongs_to_the_group_and_to_nothing_else(pg: psycopg.Connection) -> None:
    rows = pg.execute(
        "SELECT member::regrole::text, roleid::regrole::text FROM pg_auth_members "
        "WHERE member::regrole::text = ANY (%s)",
        [[*WORKING, "amp_owner"]],
    )
    assert sorted(rows.fetchall()) == [("amp_web", "amp_app"), ("amp_worker", "amp_app")]


@pytest.mark.parametrize("role", WORKING)
@pytest.mark.parametrize("schema", ["public", "sec", "audit"])
def test_a_working_role_creates_nothing(pg: psycopg.Connection, role: str, schema: str) -> None:
    assert pg.execute("SELECT has_schema_privilege(%s, %s, 'CREATE')", [role, schema]).fetchone() == (False,)


def functions(pg: psycopg.Connection) -> dict[str, tuple[bool, str, set[str]]]:
    """Our functions: run as owner?, their search path, and who may call them."""
    rows = pg.execute(
        """
        SELECT n.nspname || '.' || p.proname, p.prosecdef, coalesce(array_to_string(p.proconfig, ' '), ''),
          ARRAY(SELECT coalesce(nullif(a.grantee, 0)::regrole::text, 'PUBLIC')
                FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee <> p.proowner)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname IN ('public', 'sec', 'audit')
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
        """
    )
    return {name: (as_owner, path, set(callers)) for name, as_owner, path, callers in rows}


def test_the_functions_are_the_ones_written_down(pg: psycopg.Connection) -> None:
    found = functions(pg)
    assert {name for name, (as_owner, *_) in found.items() if as_owner} == set(AS_OWNER)
    assert {name for name, (as_owner, *_) in found.items() if not as_owner} == set(AS_CALLER)


def test_a_function_that_runs_as_its_owner_cannot_be_led_astray(pg: psycopg.Connection) -> None:
    """With a caller's search path, a function would find the caller's table before ours."""
    found = functions(pg)
    assert {name: path for name, (_, path, _) in found.items()} == {
        name: "search_path=pg_catalog, pg_temp" for name in found
    }


def test_only_who_needs_a_function_may_call_it(pg: psycopg.Connection) -> None:
    given = {name: callers for name, (as_owner, _, callers) in functions(pg).items() if as_owner}
    assert given == {name: {caller} - {""} for name, (caller, _) in AS_OWNER.items()}


@pytest.mark.parametrize("role", WORKING)
def test_nobody_touches_the_tables_behind_the_functions(pg: psycopg.Connection, role: str) -> None:
    rows = pg.execute(
        """
        SELECT n.nspname || '.' || c.relname, right_name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
          unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) right_name
        WHERE n.nspname IN ('sec', 'audit') AND c.relkind IN ('r', 'p')
          AND has_table_privilege(%(role)s, c.oid, right_name)
        """,
        {"role": role},
    )
    assert sorted(rows.fetchall()) == READS_OF_THE_LOG.get(role, [])


# Whoever shows a person their log reads sealed lines; opening them is the vault's.
_SEALED_LINES = [("audit.entry", "SELECT")]
READS_OF_THE_LOG = dict.fromkeys(("amp_app", "amp_web", "amp_worker"), _SEALED_LINES)


def test_sealed_lines_of_the_log_exist_only_for_their_programme_and_person(pg: psycopg.Connection) -> None:
    on = pg.execute("SELECT relrowsecurity FROM pg_class WHERE oid = 'audit.entry'::regclass").fetchone()
    said = pg.execute("SELECT cmd, qual FROM pg_policies WHERE schemaname = 'audit' AND tablename = 'entry'").fetchall()
    assert on == (True,)
    [(command, condition)] = said
    assert command == "SELECT"
    assert "sec.programme()" in condition
    assert "pseudonym" in condition and "sec.person()" in condition


@pytest.mark.parametrize(
    "change", ["UPDATE audit.entry SET body = ''", "DELETE FROM audit.entry", "TRUNCATE audit.entry"]
)
def test_not_even_the_owner_changes_the_access_log(casa: SimpleNamespace, change: str) -> None:
    from amparo.foundation import ids

    with catalogue.opened("owner") as owner:
        owner.execute("SELECT audit.append_many(%s, ARRAY[%s]::uuid[], ARRAY['\\x00']::bytea[])", [casa.id, ids.new()])
        with pytest.raises(psycopg.errors.DatabaseError, match="only ever added to"):
            owner.execute(change)
