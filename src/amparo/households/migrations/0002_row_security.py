from django.db import migrations

from amparo.access.rows import lock_down

OWN = "coalesce((SELECT sec.person()), person_id) IS NOT DISTINCT FROM person_id"  # nosec B608  a migration's words

# For the head who sends for one member the row token holds that member's row of the household where a person's id
# would stand. No row is about it, so by the policies there are none. What may be sent for is added here, asked anew by
# each statement: the member said yes and has not left, the head said yes, and the family's time is not over.
SENDS_FOR = """
CREATE FUNCTION sec.sends_for() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.person_id FROM public.households_familymember m
    JOIN public.households_household h ON h.programme_id = m.programme_id AND h.id = m.household_id
    WHERE m.id = (SELECT sec.person()) AND m.programme_id = (SELECT sec.programme())
      AND NOT m.is_head AND m.agreed_at IS NOT NULL AND m.ended_at IS NULL
      AND h.head_agreed_at IS NOT NULL AND h.ended_at IS NULL AND h.until > clock_timestamp()
$$;
REVOKE ALL ON FUNCTION sec.sends_for() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.sends_for() TO amp_app;
"""

# Of a family's rows each person sees their own. Under the token of who sends, the row it names is there to be asked.
# The household itself is read by whoever is or was in it, and written by staff and the background alone.
FAMILY = f"""
ALTER POLICY participants ON households_familymember USING ({OWN} OR id = (SELECT sec.person()));
CREATE POLICY only_the_person_deletes ON households_familymember AS RESTRICTIVE FOR DELETE USING ({OWN});
CREATE POLICY participants ON households_household AS RESTRICTIVE
    USING ((SELECT sec.person()) IS NULL OR id IN (SELECT household_id FROM households_familymember))
    WITH CHECK ((SELECT sec.person()) IS NULL);
CREATE POLICY only_staff_deletes ON households_household AS RESTRICTIVE FOR DELETE
    USING ((SELECT sec.person()) IS NULL);
"""  # nosec B608  a migration's words

# Consent that is taken back, wherever and by whomever, ends what it allowed in that transaction.
CONSENT = """
CREATE FUNCTION households_part_ends_with_consent() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.households_familymember
    SET ended_at = NEW.withdrawn_at, ended = 'left', called = NULL, head_called = NULL
    WHERE consent_id = NEW.id AND ended_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER the_part_ends_with_the_consent AFTER UPDATE ON people_consent
    FOR EACH ROW WHEN (NEW.what IN ('family', 'family_head') AND NEW.withdrawn_at IS NOT NULL)
    EXECUTE FUNCTION households_part_ends_with_consent();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0001_households"),
        ("people", "0012_who_is_forgotten_takes_both_along"),
        ("access", "0002_row_token_in_one_step"),
    ]
    operations = [
        lock_down("households_household", participants="all", referenced=True),
        lock_down(
            "households_familymember",
            references=[
                ("person_id", "people_person"),
                ("household_id", "households_household"),
                ("consent_id", "people_consent"),
            ],
        ),
        migrations.RunSQL(SENDS_FOR, migrations.RunSQL.noop),
        migrations.RunSQL(FAMILY, migrations.RunSQL.noop),
        migrations.RunSQL(CONSENT, migrations.RunSQL.noop),
    ]
