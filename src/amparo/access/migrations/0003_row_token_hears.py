from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parents[1] / "sql" / "row_token_hears.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("access", "0002_row_token_in_one_step")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
