from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_row_security"),
        ("reminders", "0001_initial"),
    ]
    operations = [
        lock_down("reminders_reminder", references=[("person_id", "people_person")]),
        lock_down("reminders_reply", references=[("person_id", "people_person")]),
    ]
