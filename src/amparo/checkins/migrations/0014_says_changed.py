"""What waits is found without reading all windows. Building it: a second or two for 100,000; repeating is harmless."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkins', '0013_sent_by_the_head'),
        ('people', '0013_hear_in'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='checkin',
            index=models.Index(models.F('programme_id'), models.F('state_at'), condition=models.Q(('looks__contains', ['says_changed'])), name='checkin_says_changed'),
        ),
    ]
