from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parents[1] / "sql" / "audit.sql").read_text()


class Migration(migrations.Migration):
    initial = True
    dependencies = [("access", "0001_row_token")]
    operations = [migrations.RunSQL(SQL, "DROP SCHEMA audit CASCADE")]
