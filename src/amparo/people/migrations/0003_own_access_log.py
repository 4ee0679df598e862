from django.db import migrations

# Entries are sealed; this says which sealed entries exist for whom. The audit functions run as the owner, so
# row security is enabled but not forced here.
SQL = """
ALTER TABLE audit.entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY programme ON audit.entry FOR SELECT USING (
    programme_id = (SELECT sec.programme())
    AND ((SELECT sec.person()) IS NULL
         OR subject IN (SELECT pseudonym FROM people_person WHERE id = (SELECT sec.person())))
);
GRANT USAGE ON SCHEMA audit TO amp_app;
GRANT SELECT ON audit.entry TO amp_app;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_access_log"), ("people", "0002_row_security")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
