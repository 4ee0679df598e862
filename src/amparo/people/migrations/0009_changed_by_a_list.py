"""A file's history also says what a list changed. Nothing in the database moves: the values are named in Python."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0008_no_index_twice'),
    ]

    operations = [
        migrations.AlterField(
            model_name='filemove',
            name='after',
            field=models.CharField(choices=[('closed', 'Closed'), ('open', 'Open'), ('listed', 'Listed')], max_length=8),
        ),
    ]
