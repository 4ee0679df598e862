"""Whether a check-in came from somebody signed in: what came before counts as not. No row is rewritten."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkins', '0006_ways_to_show_who_it_is'),
    ]

    operations = [
        migrations.AddField(
            model_name='submission',
            name='signed_in',
            field=models.BooleanField(default=False),
        ),
    ]
