from django.db import migrations

# Whoever is closed, or is being forgotten, is sent for by nobody from that statement on, as they are shown to no
# representative. The person's own row cannot ask this, which asks that row: it goes on asking its own state.
STANDS = """
CREATE FUNCTION sec.sends_for_now() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.id FROM public.people_person p
    WHERE p.id = (SELECT sec.sends_for()) AND p.programme_id = (SELECT sec.programme()) AND p.state = 'active'
$$;
REVOKE ALL ON FUNCTION sec.sends_for_now() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.sends_for_now() TO amp_app;
"""
OWN = "coalesce((SELECT sec.person()), person_id) IS NOT DISTINCT FROM person_id"  # nosec B608  a migration's words
LENT = "person_id = (SELECT sec.represented('checkins'))"
THEM = "person_id = (SELECT sec.sends_for_now())"
OPEN = f"({THEM} AND opens_at <= clock_timestamp() AND closes_at > clock_timestamp())"
SENT = f"({THEM} AND sent_by = (SELECT sec.person()))"
POLICIES = f"""
ALTER POLICY participants ON checkins_checkin USING ({OWN} OR {LENT} OR {OPEN}) WITH CHECK ({OWN} OR {OPEN});
ALTER POLICY participants ON checkins_submission USING ({OWN} OR {LENT} OR {SENT}) WITH CHECK ({OWN} OR {SENT});
ALTER POLICY participants ON checkins_checkinmove WITH CHECK ({OWN} OR {THEM});
"""  # nosec B608  a migration's words


class Migration(migrations.Migration):
    dependencies = [("households", "0003_who_sends")]
    operations = [
        migrations.RunSQL(STANDS, migrations.RunSQL.noop),
        migrations.RunSQL(POLICIES, migrations.RunSQL.noop),
    ]
