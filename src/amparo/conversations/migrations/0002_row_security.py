from django.db import migrations

from amparo.access.rows import lock_down

# What was written stays as it was written: only who has read it, and whether it waits, can be noted on it.
NOTED = "GRANT UPDATE (read_at, read_by, handled_at, handled_by) ON conversations_message TO amp_app;"


class Migration(migrations.Migration):
    dependencies = [("people", "0002_row_security"), ("conversations", "0001_initial")]
    operations = [
        lock_down(
            "conversations_message",
            referenced=True,
            references=[("person_id", "people_person")],
            grants="SELECT, INSERT, DELETE",
        ),
        lock_down(
            "conversations_attachment",
            references=[("person_id", "people_person"), ("message_id", "conversations_message")],
        ),
        migrations.RunSQL(NOTED, migrations.RunSQL.noop),
    ]
