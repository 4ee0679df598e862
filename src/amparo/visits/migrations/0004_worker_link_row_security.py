from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [("programme", "0006_a_password_of_ones_own"), ("visits", "0003_worker_link")]
    operations = [lock_down("visits_workerlink", participants="none")]
