"""Another index begins with the same column. Dropping one takes milliseconds, however many rows; repeating is harmless."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkins', '0011_words_heard'),
    ]

    operations = [
        migrations.AlterField(
            model_name='checkinmove',
            name='checkin',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, to='checkins.checkin'),
        ),
        migrations.AlterField(
            model_name='deferral',
            name='checkin',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, to='checkins.checkin'),
        ),
        migrations.AlterField(
            model_name='recording',
            name='checkin',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, to='checkins.checkin'),
        ),
        migrations.AlterField(
            model_name='submission',
            name='checkin',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, to='checkins.checkin'),
        ),
    ]
