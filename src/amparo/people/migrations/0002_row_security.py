from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_row_token"),
        ("programme", "0002_row_security"),
        ("people", "0001_initial"),
    ]
    operations = [
        lock_down(
            "people_person",
            person="id",
            referenced=True,
            references=[("office_id", "programme_office"), ("worker_id", "programme_member")],
        ),
        lock_down("people_consent", references=[("person_id", "people_person")]),
        lock_down("people_contactpoint", referenced=True, references=[("person_id", "people_person")]),
        lock_down("people_blindtag", participants="none", references=[("person_id", "people_person")]),
        migrations.RunSQL("GRANT USAGE ON SEQUENCE people_blindtag_id_seq TO amp_app", migrations.RunSQL.noop),
        lock_down("people_importmapping", participants="none"),
        lock_down("people_importrun", participants="none", referenced=True),
        lock_down("people_importchunk", participants="none", references=[("run_id", "people_importrun")]),
    ]
