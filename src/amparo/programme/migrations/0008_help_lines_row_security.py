from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [("programme", "0007_help_lines")]
    operations = [lock_down("programme_helpline", participants="all")]
