from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [("people", "0002_row_security"), ("programme", "0002_row_security"), ("visits", "0001_initial")]
    operations = [
        lock_down("visits_visit", references=[("person_id", "people_person"), ("office_id", "programme_office")]),
        lock_down("visits_appointment", references=[("person_id", "people_person")]),
        lock_down("visits_calendarlink", references=[("person_id", "people_person")]),
    ]
