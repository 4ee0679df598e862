from django.db import migrations

# Whoever is closed, or is being forgotten, is shown to no representative from that statement on: asked of the row itself.
# The person's own row cannot ask `represented`, which asks that row: it asks whose mandate it is, and its own state.
STANDS = """
CREATE FUNCTION sec.mandate_of() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.person_id FROM public.mandates_mandate m
    WHERE m.id = (SELECT sec.person()) AND m.programme_id = (SELECT sec.programme())
      AND m.accepted_at IS NOT NULL AND m.ended_at IS NULL AND m.expires_at > clock_timestamp()
$$;
REVOKE ALL ON FUNCTION sec.mandate_of() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.mandate_of() TO amp_app;

ALTER POLICY participants ON people_person USING (
    coalesce((SELECT sec.person()), id) IS NOT DISTINCT FROM id
    OR (id = (SELECT sec.mandate_of()) AND state = 'active'));

CREATE OR REPLACE FUNCTION sec.represented(area text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.person_id FROM public.mandates_mandate m
    JOIN public.people_person p ON p.id = m.person_id AND p.programme_id = m.programme_id AND p.state = 'active'
    WHERE m.id = (SELECT sec.person()) AND m.programme_id = (SELECT sec.programme())
      AND m.accepted_at IS NOT NULL AND m.ended_at IS NULL AND m.expires_at > clock_timestamp()
      AND area = ANY (m.areas::text[])
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("mandates", "0006_gave_back_and_visits")]
    operations = [migrations.RunSQL(STANDS, migrations.RunSQL.noop)]
