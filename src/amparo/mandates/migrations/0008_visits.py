from django.db import migrations

# That a visit is new or changed is told like a court date, with the notices. Where it is and what about stay sealed.
VISITS = """
ALTER POLICY participants ON visits_visit USING (
    coalesce((SELECT sec.person()), person_id) IS NOT DISTINCT FROM person_id
    OR person_id = (SELECT sec.represented('notices')));
CREATE POLICY only_the_person_deletes ON visits_visit AS RESTRICTIVE FOR DELETE
    USING (coalesce((SELECT sec.person()), person_id) IS NOT DISTINCT FROM person_id);
"""


class Migration(migrations.Migration):
    dependencies = [("mandates", "0007_only_while_their_record_stands"), ("visits", "0002_row_security")]
    operations = [migrations.RunSQL(VISITS, migrations.RunSQL.noop)]
