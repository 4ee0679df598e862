"""A selfie says when its check-in was told. No row is rewritten; the index holds only what waits to be told."""

import amparo.identity.face_rules
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0006_faces_need_consent'),
        ('people', '0007_trusted_row_security'),
    ]

    operations = [
        migrations.AddField(
            model_name='facetry',
            name='counted_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='facetry',
            index=models.Index(models.F('programme_id'), models.F('received_at'), condition=models.Q(('counted_at', None), ('state__in', (amparo.identity.face_rules.State['MATCH'], amparo.identity.face_rules.State['IT_IS_THEM']))), name='selfie_shows'),
        ),
    ]
