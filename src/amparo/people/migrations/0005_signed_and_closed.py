from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [("people", "0004_filemove_forgetask")]
    operations = [
        lock_down(
            "people_filemove", references=[("person_id", "people_person")], grants="SELECT, INSERT, DELETE"
        ),
        lock_down("people_forgetask", participants="none", references=[("person_id", "people_person")]),
    ]
