from django.db import migrations

# Notices are written for one mandate each. By person alone a representative's rows would tell that there is another.
OWN_NOTICES = """
ALTER POLICY participants ON mandates_notice USING (
    coalesce((SELECT sec.person()), person_id) IS NOT DISTINCT FROM person_id
    OR (person_id = (SELECT sec.represented('notices')) AND mandate_id = (SELECT sec.person())));
"""


class Migration(migrations.Migration):
    dependencies = [("mandates", "0002_row_security")]
    operations = [migrations.RunSQL(OWN_NOTICES, migrations.RunSQL.noop)]
