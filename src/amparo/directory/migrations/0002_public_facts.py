from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("access", "0001_row_token"), ("directory", "0001_initial")]
    operations = [
        migrations.RunSQL("GRANT SELECT ON directory_court TO amp_app", migrations.RunSQL.noop),
    ]
