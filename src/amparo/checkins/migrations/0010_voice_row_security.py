from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [("people", "0002_row_security"), ("checkins", "0009_voice")]
    operations = [
        lock_down(
            "checkins_recording",
            references=[("person_id", "people_person"), ("checkin_id", "checkins_checkin")],
            referenced=True,
        ),
        lock_down(
            "checkins_recordingpiece",
            references=[("person_id", "people_person"), ("recording_id", "checkins_recording")],
        ),
    ]
