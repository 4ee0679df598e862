from django.db import migrations

from amparo.access.rows import lock_down

# The background (reminders, sweeps, whatever runs without a human) can begin a concern and let it go, and PostgreSQL
# holds it to that: no row that weighs on a person can be written by its role, nor any signature.
BACKGROUND = """
CREATE POLICY background_begins ON concerns_concern AS RESTRICTIVE FOR INSERT TO amp_worker
    WITH CHECK (state = 'to_look_at' AND asked_at IS NULL AND reason IS NULL AND proposed_by IS NULL
                AND seconded_by IS NULL);
CREATE POLICY background_lets_go ON concerns_concern AS RESTRICTIVE FOR UPDATE TO amp_worker
    USING (true) WITH CHECK (state IN ('to_look_at', 'closed'));
REVOKE UPDATE ON concerns_concern FROM amp_app;
GRANT UPDATE ON concerns_concern TO amp_web;
GRANT UPDATE (state, state_at, cause, closed_at, closed_by, closed_because) ON concerns_concern TO amp_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_row_security"), ("concerns", "0001_initial")]
    operations = [
        lock_down("concerns_outreach", referenced=True, references=[("person_id", "people_person")]),
        lock_down(
            "concerns_step",
            references=[("person_id", "people_person"), ("outreach_id", "concerns_outreach")],
        ),
        lock_down(
            "concerns_concern",
            referenced=True,
            references=[("person_id", "people_person"), ("outreach_id", "concerns_outreach")],
        ),
        lock_down(
            "concerns_concernmove",
            references=[("person_id", "people_person"), ("concern_id", "concerns_concern")],
            grants="SELECT, INSERT, DELETE",
        ),
        migrations.RunSQL(BACKGROUND, migrations.RunSQL.noop),
    ]
