"""Another index begins with the same column. Dropping one takes milliseconds, however many rows; repeating is harmless."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0007_trusted_row_security'),
    ]

    operations = [
        migrations.AlterField(
            model_name='importchunk',
            name='run',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, to='people.importrun'),
        ),
    ]
