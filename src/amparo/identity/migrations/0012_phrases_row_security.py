from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [("people", "0002_row_security"), ("identity", "0011_phrases")]
    operations = [lock_down("identity_phrase", references=[("person_id", "people_person")])]
