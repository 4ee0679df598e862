from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [("people", "0006_trusted")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE people_consent ADD CONSTRAINT people_consent_of_programme UNIQUE (programme_id, id)",
            migrations.RunSQL.noop,
        ),
        lock_down(
            "people_trusted",
            references=[("person_id", "people_person"), ("consent_id", "people_consent")],
        ),
    ]
