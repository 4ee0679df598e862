"""Another index begins with the same column. Dropping one takes milliseconds, however many rows; repeating is harmless."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('concerns', '0002_row_security'),
    ]

    operations = [
        migrations.AlterField(
            model_name='concern',
            name='outreach',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, to='concerns.outreach'),
        ),
        migrations.AlterField(
            model_name='concernmove',
            name='concern',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, to='concerns.concern'),
        ),
        migrations.AlterField(
            model_name='step',
            name='outreach',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='concerns.outreach'),
        ),
    ]
