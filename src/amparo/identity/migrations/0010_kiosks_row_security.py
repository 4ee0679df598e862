from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [("programme", "0002_row_security"), ("identity", "0009_kiosks")]
    operations = [
        lock_down("identity_kiosk", participants="none", references=[("office_id", "programme_office")]),
    ]
