from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [("translations", "0003_clips")]
    operations = [
        lock_down("translations_clip", participants="all"),
        lock_down("translations_spokenlanguage", participants="all"),
    ]
