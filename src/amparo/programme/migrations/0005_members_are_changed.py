from django.db import migrations

from amparo.access.rows import lock_down

# The web role changes exactly what an administrator may change of a colleague, and a participant's connection nothing.
CHANGED = """
GRANT UPDATE (roles, active_until) ON programme_member TO amp_web;
CREATE POLICY changed_by_staff ON programme_member AS RESTRICTIVE FOR UPDATE USING ((SELECT sec.person()) IS NULL);
"""


class Migration(migrations.Migration):
    dependencies = [("programme", "0004_memberchange")]
    operations = [
        lock_down(
            "programme_memberchange",
            participants="none",
            references=[("member_id", "programme_member")],
            grants="SELECT, INSERT",
        ),
        migrations.RunSQL(CHANGED, migrations.RunSQL.noop),
    ]
