"""Programmes are kept apart by PostgreSQL: asked of its own catalogue, table by table."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.apps import apps

from amparo.access import open_tables
from tests.contracts import catalogue
from tests.contracts.catalogue import Policy

PROGRAMME = "programme_id = SELECT sec.programme"
OWN, NONE, ALL = "own", "none", "all"
READ = frozenset({"SELECT"})
WRITE = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})

# Table: which of its rows exist for a participant, and what the doors and the worker may do with it.
# A new table of a programme is written down here, by somebody who has thought about it.
INTENDED: dict[str, tuple[str, frozenset[str]]] = {
    "addresses_newaddress": (OWN, WRITE),
    "addresses_telling": (OWN, WRITE),
    "channels_delivery": (OWN, WRITE),
    "channels_inboundtext": (OWN, WRITE),
    "channels_pace": (NONE, WRITE),
    "checkins_checkin": (OWN, WRITE),
    "checkins_checkinmove": (OWN, frozenset({"SELECT", "INSERT", "DELETE"})),
    "checkins_deferral": (OWN, WRITE),
    "checkins_recording": (OWN, WRITE),
    "checkins_recordingpiece": (OWN, WRITE),
    "checkins_schedule": (OWN, WRITE),
    "checkins_submission": (OWN, WRITE),
    # What may be updated is the web's and the background's own: see BACKGROUND below.
    "concerns_concern": (OWN, frozenset({"SELECT", "INSERT", "DELETE"})),
    "concerns_concernmove": (OWN, frozenset({"SELECT", "INSERT", "DELETE"})),
    "concerns_outreach": (OWN, WRITE),
    "concerns_step": (OWN, WRITE),
    "documents_document": (OWN, WRITE),
    "documents_documentpart": (OWN, WRITE),
    "documents_documentpiece": (OWN, WRITE),
    # What was written stays as it was: see NOTED below.
    "conversations_attachment": (OWN, WRITE),
    "conversations_message": (OWN, frozenset({"SELECT", "INSERT", "DELETE"})),
    "faults_attempt": (OWN, WRITE),
    "faults_outage": (ALL, WRITE),
    "faults_pulse": (NONE, WRITE),
    "hearings_hearing": (OWN, WRITE),
    "hearings_question": (OWN, WRITE),
    "hearings_sighting": (NONE, WRITE),
    "hearings_source": (ALL, WRITE),
    "households_familymember": (OWN, WRITE),
    # Read by whoever is or was in it: see HOUSEHOLD below.
    "households_household": (ALL, WRITE),
    "identity_attemptpool": (NONE, WRITE),
    "identity_facemove": (OWN, frozenset({"SELECT", "INSERT", "DELETE"})),
    "identity_facetemplate": (OWN, WRITE),
    "identity_facetry": (OWN, WRITE),
    "identity_kiosk": (NONE, WRITE),
    "identity_lock": (OWN, WRITE),
    "identity_passkey": (OWN, WRITE),
    "identity_personallink": (OWN, WRITE),
    "identity_phonekey": (NONE, frozenset({"SELECT", "INSERT", "DELETE"})),
    "identity_phrase": (OWN, WRITE),
    "identity_pin": (NONE, WRITE),
    "identity_recovery": (NONE, WRITE),
    "identity_session": (OWN, WRITE),
    "identity_spentchallenge": (OWN, WRITE),
    "mandates_account": (OWN, WRITE),
    "mandates_accountkey": (OWN, WRITE),
    "mandates_answeredquestion": (OWN, WRITE),
    "mandates_mandate": (OWN, WRITE),
    "mandates_notice": (OWN, WRITE),
    "mandates_seat": (OWN, WRITE),
    "mandates_sitting": (OWN, WRITE),
    "people_blindtag": (NONE, WRITE),
    "people_calltimes": (OWN, WRITE),
    "people_consent": (OWN, WRITE),
    "people_contactpoint": (OWN, WRITE),
    "people_filemove": (OWN, frozenset({"SELECT", "INSERT", "DELETE"})),
    "people_forgetask": (NONE, WRITE),
    "people_importchunk": (NONE, WRITE),
    "people_importmapping": (NONE, WRITE),
    "people_importrun": (NONE, WRITE),
    "people_person": (OWN, WRITE),
    "people_trusted": (OWN, WRITE),
    "programme_helpline": (ALL, WRITE),
    "programme_member": (ALL, READ),
    "programme_memberchange": (NONE, frozenset({"SELECT", "INSERT"})),
    "programme_office": (ALL, READ),
    "programme_policy": (ALL, READ),
    "reminders_reminder": (OWN, WRITE),
    "reminders_reply": (OWN, WRITE),
    "translations_clip": (ALL, WRITE),
    "translations_reading": (NONE, WRITE),
    "translations_spokenlanguage": (ALL, WRITE),
    "rights_copy": (OWN, WRITE),
    "rights_copypart": (OWN, WRITE),
    "rights_request": (OWN, WRITE),
    "visits_appointment": (OWN, WRITE),
    "visits_calendarlink": (OWN, WRITE),
    "visits_visit": (OWN, WRITE),
    "visits_workerlink": (NONE, WRITE),
}

# Rows that exist for no member but who hears complaints: a privacy officer who works on nobody's case.
HEARD = {"rights_copy", "rights_copypart", "rights_request"}
WHO_HEARS = "SELECT sec.person IS NOT NULL OR SELECT sec.hears"

# What only the background is held to: it may begin a concern and let it go, and nothing in between.
UNSIGNED = "asked_at IS NULL AND reason IS NULL AND proposed_by IS NULL AND seconded_by IS NULL"
BACKGROUND: dict[str, tuple[Policy, ...]] = {
    "concerns_concern": (
        Policy("background_begins", False, "INSERT", ("amp_worker",), "", f"state = 'to_look_at' AND {UNSIGNED}"),
        Policy(
            "background_lets_go", False, "UPDATE", ("amp_worker",), "true", "state = ANY ARRAY['to_look_at', 'closed']"
        ),
    )
}
UPDATES = ("state", "state_at", "cause", "closed_at", "closed_by", "closed_because")
# Single columns that a role may change where it may not change the row, and why.
CHANGED: dict[tuple[str, str, str], str] = {
    ("programme_member", "roles", open_tables.WEB): "an administrator says what a colleague may do",
    ("programme_member", "active_until", open_tables.WEB): "an administrator suspends a colleague",
}
# Single columns that the doors and the worker may note something in, on rows that otherwise stay as they are.
NOTED = {
    ("conversations_message", column, "amp_app", "UPDATE")
    for column in ("read_at", "read_by", "handled_at", "handled_by")
}

# Which column says whose a row is, where it is not `person_id`.
WHOSE = {
    "people_person": "id",
    "mandates_account": "id",
    "mandates_accountkey": "account_id",
    "mandates_answeredquestion": "account_id",
    "mandates_seat": "account_id",
    "mandates_sitting": "account_id",
}
# What a living mandate that covers an area ('': any) lets a representative read, and nothing but read.
REPRESENTED = {
    "people_person": "",
    "hearings_hearing": "hearings",
    "checkins_checkin": "checkins",
    "checkins_submission": "checkins",
    "concerns_concern": "notices",
    "mandates_notice": "notices",
    "documents_document": "documents",
    "visits_visit": "notices",
}
# On what else it hangs: of two representatives neither hears of the other, nobody is shown a document that is not
# ready, and of whoever is closed or being forgotten there is nothing.
LENT_IF = {
    "mandates_notice": " AND mandate_id = SELECT sec.person",
    "documents_document": " AND state = 'ready'",
    "people_person": " AND state = 'active'",
}
# What stands in the row token itself: the mandate, or the row under which the head of a family sends.
ITS_OWN = {"mandates_mandate", "households_familymember"}
# Not even staff of the programme in which the account was made.
ITS_ACCOUNT_ALONE = {"mandates_seat", "mandates_accountkey"}
# What the head of a family finds while they send for one member, and what they write there: see decision 21.
THEM = "SELECT sec.sends_for_now AS sends_for_now"
OPEN_NOW = f"person_id = {THEM} AND opens_at <= clock_timestamp AND closes_at > clock_timestamp"
SENT = f"person_id = {THEM} AND sent_by = SELECT sec.person"
HEAD_SEES = {
    "people_person": "id = SELECT sec.sends_for AS sends_for AND state = 'active'",
    "checkins_checkin": OPEN_NOW,
    "checkins_submission": SENT,
}
HEAD_WRITES = {"checkins_checkin": OPEN_NOW, "checkins_submission": SENT, "checkins_checkinmove": f"person_id = {THEM}"}
HOUSEHOLD = "id IN SELECT households_familymember.household_id FROM households_familymember"
SEATS = "account_id = SELECT sec.person"

# Foreign keys of a programme's table to something that lives in no programme.
BEYOND = {
    "programme_programme": "the programme itself",
    "programme_staffaccount": "how a colleague signs in; one account may work in several programmes",
    "directory_court": "a public building",
}


@pytest.fixture(scope="module")
def pg(django_db_setup: None) -> Iterator[psycopg.Connection]:
    with catalogue.opened() as connection:
        yield connection


def in_programme(pg: psycopg.Connection) -> list[str]:
    return sorted(table.name for table in catalogue.tables(pg).values() if table.in_programme)


def unforced(pg: psycopg.Connection) -> list[str]:
    """Tables of a programme on which row security is not on for everybody, the owner too."""
    return [t.name for t in catalogue.tables(pg).values() if t.in_programme and not (t.row_security and t.forced)]


def wrong_policies(pg: psycopg.Connection) -> dict[str, object]:
    """Tables whose policies are not the two intended ones."""
    found = {name: catalogue.policies(pg, name) for name in in_programme(pg)}
    return {name: said for name, said in found.items() if said != intended_policies(name)}


def intended_policies(table: str) -> dict[str, Policy]:
    everybody, every = ("public",), "ALL"
    column = WHOSE.get(table, "person_id")
    own = f"NOT COALESCE SELECT sec.person , {column} IS DISTINCT FROM {column}"
    words = {NONE: "SELECT sec.person IS NULL", OWN: own}
    kept = {"programme": Policy("programme", True, every, everybody, PROGRAMME, PROGRAMME)}
    for_participants = words.get(INTENDED.get(table, (NONE, READ))[0])
    if for_participants:
        kept["participants"] = Policy("participants", False, every, everybody, for_participants, for_participants)
    if table in HEARD:
        kept["heard"] = Policy("heard", False, every, everybody, WHO_HEARS, WHO_HEARS)
    if table in HEAD_WRITES and table not in REPRESENTED:
        said = f"{own} OR {HEAD_WRITES[table]}"
        kept["participants"] = Policy("participants", False, every, everybody, own, said)
    if table == "households_household":
        staff = words[NONE]
        kept["participants"] = Policy("participants", False, every, everybody, f"{staff} OR {HOUSEHOLD}", staff)
        kept["only_staff_deletes"] = Policy("only_staff_deletes", False, "DELETE", everybody, staff, "")
    if table in REPRESENTED or table in ITS_OWN:
        lent = f"{column} = SELECT sec.represented '{REPRESENTED.get(table)}' AS represented"
        # Each of the others asks the person's row whether it still stands; that row cannot ask itself so.
        lent = "id = SELECT sec.mandate_of AS mandate_of" if table == "people_person" else lent
        lent += LENT_IF.get(table, "")
        more = "id = SELECT sec.person" if table in ITS_OWN else lent
        more += f" OR {HEAD_SEES[table]}" if table in HEAD_SEES else ""
        check = f"{own} OR {HEAD_WRITES[table]}" if table in HEAD_WRITES else own
        kept["participants"] = Policy("participants", False, every, everybody, f"{own} OR {more}", check)
        kept["only_the_person_deletes"] = Policy("only_the_person_deletes", False, "DELETE", everybody, own, "")
    if table in ITS_ACCOUNT_ALONE:
        kept["its_account_alone"] = Policy("its_account_alone", False, every, ("amp_web",), SEATS, SEATS)
    if table in {changed for changed, _column, _role in CHANGED}:
        kept["changed_by_staff"] = Policy("changed_by_staff", False, "UPDATE", everybody, words[NONE], "")
    return kept | {policy.name: policy for policy in BACKGROUND.get(table, ())}


def loose_references(pg: psycopg.Connection) -> list[str]:
    """Foreign keys by which a row of one programme could be hung on a row of another."""
    found = []
    for table in in_programme(pg):
        for key in catalogue.references(pg, table):
            tied = key.columns[0] == "programme_id" == key.target_columns[0] and len(key.columns) == 2
            if key.target not in BEYOND and not tied:
                found.append(f"{table}.{key.name}")
    return found


def untied_columns(pg: psycopg.Connection) -> list[str]:
    """Columns that point to a row of a programme, and that PostgreSQL does not hold to the same programme."""
    mine, found = set(in_programme(pg)), []
    for model in apps.get_models():
        table = model._meta.db_table
        keys = {key.columns: key.target for key in catalogue.references(pg, table)} if table in mine else {}
        for field in model._meta.concrete_fields:
            target = field.related_model._meta.db_table if field.is_relation else ""
            if target in mine and keys.get(("programme_id", field.column)) != target:
                found.append(f"{table}.{field.column} -> {target}")
    return found


def test_every_table_of_a_programme_is_written_down_here(pg: psycopg.Connection) -> None:
    assert in_programme(pg) == sorted(INTENDED)


def test_row_security_is_on_and_forced(pg: psycopg.Connection) -> None:
    assert unforced(pg) == []


def test_each_table_has_the_intended_policies_and_no_other(pg: psycopg.Connection) -> None:
    assert wrong_policies(pg) == {}


def test_no_foreign_key_ignores_the_programme(pg: psycopg.Connection) -> None:
    assert loose_references(pg) == []


def test_whatever_points_to_a_row_is_held_to_its_programme(pg: psycopg.Connection) -> None:
    assert untied_columns(pg) == []


def test_every_row_lives_in_a_programme_that_exists(pg: psycopg.Connection) -> None:
    homeless = []
    for table in in_programme(pg):
        keys = catalogue.references(pg, table)
        anchored = any(
            key.columns[0] == "programme_id" and key.target in {"programme_programme", "people_person"} for key in keys
        )
        if not anchored:
            homeless.append(table)
    assert homeless == []


def test_nobody_may_do_more_than_is_written_down(pg: psycopg.Connection) -> None:
    given = {table: catalogue.grants(pg, table) for table in in_programme(pg)}
    intended = {table: {("amp_app", right) for right in rights} for table, (_, rights) in INTENDED.items()}
    for table in BACKGROUND:
        intended[table].add(("amp_web", "UPDATE"))
    assert given == intended


def test_a_column_has_a_grant_of_its_own_only_where_it_is_written_down(pg: psycopg.Connection) -> None:
    said = {
        (name, column, open_tables.WORKER, "SELECT")
        for name, opened in open_tables.OPEN_TABLES.items()
        for column in opened.worker_reads
    } | {(table, column, "amp_worker", "UPDATE") for table in BACKGROUND for column in UPDATES}
    assert catalogue.column_grants(pg) == said | NOTED | {(*changed, "UPDATE") for changed in CHANGED}


def test_a_unique_key_of_a_programmes_table_never_asks_about_another_programme(
    pg: psycopg.Connection,
) -> None:
    """A unique key without the programme would answer "taken" about another programme's rows."""
    rows = pg.execute(
        """
        SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text,
          ARRAY(SELECT a.attname::text FROM unnest(i.indkey::int2[]) n
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = n)
        FROM pg_index i WHERE i.indisunique AND NOT i.indisprimary
        """
    ).fetchall()
    mine, random_ids = set(in_programme(pg)), set(OF_ONE_RANDOM_ID)
    oracles = [
        f"{table}: {index}"
        for table, index, columns in rows
        if table in mine and "programme_id" not in columns and not random_ids & set(columns)
    ]
    assert oracles == []


# Columns that hold a random id of ours, which nobody of another programme can know or choose.
OF_ONE_RANDOM_ID = {
    "person_id": "a person's id",
    "about_id": "a hearing's or check-in's id",
    "hearing_id": "a hearing's id",
    "source_id": "a source's id",
    "checkin_id": "a check-in's id",
    "outreach_id": "an outreach's id",
    "run_id": "an import's id",
}


# --- tables outside any programme ---


def test_every_other_table_is_open_with_a_reason(pg: psycopg.Connection) -> None:
    others = sorted(table.name for table in catalogue.tables(pg).values() if not table.in_programme)
    assert others == sorted(open_tables.OPEN_TABLES)
    assert all(len(opened.why) > 8 for opened in open_tables.OPEN_TABLES.values())


def test_an_open_table_has_exactly_the_grants_it_says(pg: psycopg.Connection) -> None:
    for name, opened in open_tables.OPEN_TABLES.items():
        rights = {right.strip() for right in opened.privileges.split(",") if right.strip()}
        assert catalogue.grants(pg, name) == {(opened.to, right) for right in rights}, name


def test_there_are_no_views_that_could_pass_row_security(pg: psycopg.Connection) -> None:
    views = pg.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace "
        "AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_class.oid AND d.deptype = 'e')"
    )
    assert views.fetchall() == []


# --- the tests above have teeth ---


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        pytest.param("ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY", unforced, id="force is gone"),
        pytest.param("ALTER TABLE people_person DISABLE ROW LEVEL SECURITY", unforced, id="row security is off"),
        pytest.param("DROP POLICY participants ON people_consent", wrong_policies, id="a policy is gone"),
        pytest.param(
            "CREATE POLICY more ON people_consent USING (true)",
            wrong_policies,
            id="a policy lets everything through",
        ),
        pytest.param(
            "ALTER TABLE people_consent ADD CONSTRAINT x FOREIGN KEY (person_id) REFERENCES people_person (id)",
            loose_references,
            id="a foreign key ignores the programme",
        ),
        pytest.param(
            "ALTER TABLE checkins_submission DROP CONSTRAINT checkins_submission_checkin_id_same_programme",
            untied_columns,
            id="a composite key is gone",
        ),
    ],
)
def test_a_planted_fault_is_seen(pg: psycopg.Connection, fault: str, seen) -> None:  # type: ignore[no-untyped-def]
    try:
        pg.execute(fault)
        assert seen(pg)
    finally:
        pg.rollback()
