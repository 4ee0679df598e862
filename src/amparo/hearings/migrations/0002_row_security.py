from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_row_security"),
        ("hearings", "0001_initial"),
        ("directory", "0002_public_facts"),
    ]
    operations = [
        lock_down("hearings_source", participants="all", referenced=True),
        lock_down(
            "hearings_hearing",
            referenced=True,
            references=[("person_id", "people_person"), ("source_id", "hearings_source")],
        ),
        lock_down(
            "hearings_sighting",
            participants="none",
            references=[("person_id", "people_person"), ("hearing_id", "hearings_hearing"), ("source_id", "hearings_source")],
        ),
        lock_down(
            "hearings_question",
            references=[("person_id", "people_person"), ("hearing_id", "hearings_hearing"), ("source_id", "hearings_source")],
        ),
    ]
