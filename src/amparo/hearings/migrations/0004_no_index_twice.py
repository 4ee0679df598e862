"""Another index begins with the same column. Dropping one takes milliseconds, however many rows; repeating is harmless."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hearings', '0003_what_a_source_says'),
    ]

    operations = [
        migrations.AlterField(
            model_name='sighting',
            name='hearing',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, to='hearings.hearing'),
        ),
        migrations.AlterField(
            model_name='sighting',
            name='source',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, to='hearings.source'),
        ),
    ]
