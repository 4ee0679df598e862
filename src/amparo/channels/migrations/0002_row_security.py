from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_row_security"),
        ("channels", "0001_initial"),
    ]
    operations = [
        lock_down(
            "channels_delivery",
            references=[("person_id", "people_person"), ("contact_point_id", "people_contactpoint")],
        ),
        lock_down("channels_inboundtext", references=[("person_id", "people_person")]),
        lock_down("channels_pace", participants="none"),
    ]
