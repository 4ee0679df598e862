"""From which a phone's key is made, one for each phone: it goes at sign-out, and what the phone kept opens no more.

What is locked on phones now stays readable until their next sign-out: the person's id was what their key was made from,
so it becomes the seed of each phone that is signed in. Row security is forced on the owner too, so it is lifted for
this one statement. About a second for 100,000 rows; stopped half-way, nothing changed.
"""

import django.db.models.deletion
from django.db import migrations, models

import amparo.foundation.ids
from amparo.access.rows import lock_down

AS_BEFORE = """
ALTER TABLE identity_session NO FORCE ROW LEVEL SECURITY;
INSERT INTO identity_phonekey (id, programme_id, person_id, device_hash, seed)
SELECT DISTINCT ON (person_id, device_hash) gen_random_uuid(), programme_id, person_id, device_hash, uuid_send(person_id)
FROM identity_session WHERE ended_at IS NULL AND kiosk_id IS NULL AND NOT borrowed;
ALTER TABLE identity_session FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0014_locks_row_security"),
        ("people", "0012_who_is_forgotten_takes_both_along"),
    ]

    operations = [
        migrations.CreateModel(
            name="PhoneKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=amparo.foundation.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("programme_id", models.UUIDField(editable=False)),
                ("device_hash", models.BinaryField()),
                ("seed", models.BinaryField()),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "device_hash"), name="a_phone_locks_with_one_key")
                ],
            },
        ),
        migrations.RunSQL(AS_BEFORE, migrations.RunSQL.noop),
        lock_down(
            "identity_phonekey",
            participants="none",
            references=[("person_id", "people_person")],
            grants="SELECT, INSERT, DELETE",
        ),
    ]
