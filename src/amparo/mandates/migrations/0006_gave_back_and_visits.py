
import amparo.mandates.rules
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mandates', '0005_passkeys'),
        ('people', '0012_who_is_forgotten_takes_both_along'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='mandate',
            name='a_mandate_ends_in_a_known_way',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='a_notice_is_of_a_known_kind',
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended', ''), ('ended_at', None)), models.Q(('ended__in', [amparo.mandates.rules.Ended['TAKEN_BACK'], amparo.mandates.rules.Ended['GIVEN_BACK']]), ('ended_at__isnull', False)), _connector='OR'), name='a_mandate_ends_in_a_known_way'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', [amparo.mandates.rules.What['HEARING'], amparo.mandates.rules.What['VISIT'], amparo.mandates.rules.What['QUESTION']])), name='a_notice_is_of_a_known_kind'),
        ),
    ]
