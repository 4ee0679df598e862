from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_row_token"),
        ("programme", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL("GRANT SELECT ON programme_programme TO amp_app", migrations.RunSQL.noop),
        migrations.RunSQL("GRANT SELECT, UPDATE ON programme_staffaccount TO amp_web", migrations.RunSQL.noop),
        lock_down("programme_office", participants="all", referenced=True, grants="SELECT"),
        lock_down("programme_policy", participants="all", grants="SELECT"),
        lock_down(
            "programme_member",
            participants="all",
            referenced=True,
            references=[("office_id", "programme_office"), ("cover_id", "programme_member")],
            grants="SELECT",
        ),
    ]
