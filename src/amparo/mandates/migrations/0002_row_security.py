from django.db import migrations

from amparo.access.rows import lock_down

# For a representative the row token holds a mandate where a person's id would stand. No row is about a mandate, so
# by the policies there are none for it. What a living mandate opens is added here, table by table: to look at only.
# The answer is asked anew by each statement: a mandate that is ended while somebody reads shows nothing from then on.
REPRESENTED = """
CREATE FUNCTION sec.represented(area text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.person_id FROM public.mandates_mandate m
    WHERE m.id = (SELECT sec.person()) AND m.programme_id = (SELECT sec.programme())
      AND m.accepted_at IS NOT NULL AND m.ended_at IS NULL AND m.expires_at > clock_timestamp()
      AND (area = '' OR area = ANY (m.areas::text[]))
$$;
REVOKE ALL ON FUNCTION sec.represented(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.represented(text) TO amp_app;

ALTER POLICY participants ON mandates_mandate USING (
    coalesce((SELECT sec.person()), person_id) IS NOT DISTINCT FROM person_id OR id = (SELECT sec.person()));
CREATE POLICY only_the_person_deletes ON mandates_mandate AS RESTRICTIVE FOR DELETE
    USING (coalesce((SELECT sec.person()), person_id) IS NOT DISTINCT FROM person_id);
"""
# Seats say where an account sees people. Not even staff of the programme in which it was made may know that.
SEATS = """
CREATE POLICY its_account_alone ON mandates_seat AS RESTRICTIVE TO amp_web
    USING (account_id = (SELECT sec.person())) WITH CHECK (account_id = (SELECT sec.person()));
"""
OPENED = {
    "people_person": ("id", ""),
    "hearings_hearing": ("person_id", "hearings"),
    "checkins_checkin": ("person_id", "checkins"),
    "checkins_submission": ("person_id", "checkins"),
    "concerns_concern": ("person_id", "notices"),
    "mandates_notice": ("person_id", "notices"),
}


def opened(table: str, column: str, area: str) -> str:
    own = f"coalesce((SELECT sec.person()), {column}) IS NOT DISTINCT FROM {column}"  # nosec B608  a migration's words
    return f"""
ALTER POLICY participants ON {table} USING ({own} OR {column} = (SELECT sec.represented('{area}')));
CREATE POLICY only_the_person_deletes ON {table} AS RESTRICTIVE FOR DELETE USING ({own});
"""


class Migration(migrations.Migration):
    dependencies = [
        ("mandates", "0001_mandates"),
        ("people", "0002_row_security"),
        ("hearings", "0002_row_security"),
        ("checkins", "0002_row_security"),
        ("concerns", "0002_row_security"),
        ("access", "0002_row_token_in_one_step"),
    ]
    operations = [
        lock_down("mandates_mandate", referenced=True, references=[("person_id", "people_person")]),
        lock_down("mandates_account", person="id", referenced=True),
        lock_down("mandates_sitting", person="account_id", references=[("account_id", "mandates_account")]),
        lock_down("mandates_seat", person="account_id", references=[("account_id", "mandates_account")]),
        lock_down(
            "mandates_notice",
            references=[("person_id", "people_person"), ("mandate_id", "mandates_mandate")],
        ),
        migrations.RunSQL(REPRESENTED, migrations.RunSQL.noop),
        migrations.RunSQL(SEATS, migrations.RunSQL.noop),
        *(migrations.RunSQL(opened(table, *how), migrations.RunSQL.noop) for table, how in OPENED.items()),
    ]
