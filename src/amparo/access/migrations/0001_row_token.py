from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parents[1] / "sql" / "row_token.sql").read_text()


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(SQL, "DROP SCHEMA sec CASCADE")]
