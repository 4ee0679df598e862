from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parents[1] / "sql" / "audit_counts_each.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_access_log")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
