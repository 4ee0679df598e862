from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [("people", "0010_call_times")]
    operations = [lock_down("people_calltimes", references=[("person_id", "people_person")])]
