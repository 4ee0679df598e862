from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [("programme", "0006_a_password_of_ones_own"), ("translations", "0001_initial")]
    operations = [lock_down("translations_reading", participants="none")]
