from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [("people", "0002_row_security"), ("addresses", "0001_initial")]
    operations = [
        lock_down("addresses_newaddress", referenced=True, references=[("person_id", "people_person")]),
        lock_down(
            "addresses_telling",
            references=[("person_id", "people_person"), ("new_address_id", "addresses_newaddress")],
        ),
    ]
