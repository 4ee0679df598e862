from django.db import migrations

# Only what has been read and is not deleted: what still arrives, or could not be read, is between its person and us.
DOCUMENTS = """
ALTER POLICY participants ON documents_document USING (
    coalesce((SELECT sec.person()), person_id) IS NOT DISTINCT FROM person_id
    OR (person_id = (SELECT sec.represented('documents')) AND state = 'ready'));
CREATE POLICY only_the_person_deletes ON documents_document AS RESTRICTIVE FOR DELETE
    USING (coalesce((SELECT sec.person()), person_id) IS NOT DISTINCT FROM person_id);
"""


class Migration(migrations.Migration):
    dependencies = [("mandates", "0003_notices_of_ones_own"), ("documents", "0002_row_security")]
    operations = [migrations.RunSQL(DOCUMENTS, migrations.RunSQL.noop)]
