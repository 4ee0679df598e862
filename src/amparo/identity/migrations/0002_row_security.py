from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_row_security"),
        ("identity", "0001_initial"),
    ]
    operations = [
        lock_down("identity_personallink", references=[("person_id", "people_person")]),
        lock_down("identity_pin", participants="none", references=[("person_id", "people_person")]),
        lock_down("identity_session", references=[("person_id", "people_person")]),
        lock_down("identity_attemptpool", participants="none", references=[("person_id", "people_person")]),
    ]
