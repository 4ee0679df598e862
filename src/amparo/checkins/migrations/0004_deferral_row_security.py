from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [("people", "0002_row_security"), ("checkins", "0003_deferral")]
    operations = [
        lock_down(
            "checkins_deferral",
            references=[("person_id", "people_person"), ("checkin_id", "checkins_checkin")],
        ),
    ]
