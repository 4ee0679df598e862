from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_row_security"),
        ("identity", "0003_passkeys"),
    ]
    operations = [
        lock_down("identity_passkey", references=[("person_id", "people_person")]),
        lock_down("identity_spentchallenge", references=[("person_id", "people_person")]),
    ]
