from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [("identity", "0013_locks_and_borrowed_phones")]
    operations = [
        lock_down("identity_lock", references=[("person_id", "people_person")]),
        lock_down("identity_recovery", participants="none", references=[("person_id", "people_person")]),
    ]
