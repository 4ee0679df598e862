from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_row_security"),
        ("checkins", "0001_initial"),
    ]
    operations = [
        lock_down("checkins_schedule", referenced=True, references=[("person_id", "people_person")]),
        lock_down(
            "checkins_checkin",
            referenced=True,
            references=[("person_id", "people_person"), ("schedule_id", "checkins_schedule")],
        ),
        lock_down(
            "checkins_submission",
            references=[("person_id", "people_person"), ("checkin_id", "checkins_checkin")],
            grants="SELECT, INSERT, UPDATE, DELETE",
        ),
        lock_down(
            "checkins_checkinmove",
            references=[("person_id", "people_person"), ("checkin_id", "checkins_checkin")],
            grants="SELECT, INSERT, DELETE",
        ),
    ]
