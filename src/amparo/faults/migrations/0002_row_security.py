from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [("people", "0002_row_security"), ("faults", "0001_initial")]
    operations = [
        lock_down("faults_pulse", participants="none"),
        # That something did not work is told to whoever it touched.
        lock_down("faults_outage", participants="all"),
        lock_down("faults_attempt", references=[("person_id", "people_person")]),
    ]
