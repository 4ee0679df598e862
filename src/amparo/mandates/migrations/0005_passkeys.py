import amparo.foundation.ids
import django.db.models.deletion
from django.db import migrations, models

from amparo.access.rows import lock_down

# As with seats: a key opens what other programmes lent, so not even staff of the account's own may add or see one.
KEYS = """
CREATE POLICY its_account_alone ON mandates_accountkey AS RESTRICTIVE TO amp_web
    USING (account_id = (SELECT sec.person())) WITH CHECK (account_id = (SELECT sec.person()));
"""


class Migration(migrations.Migration):

    dependencies = [
        ('mandates', '0004_documents'),
    ]

    operations = [
        migrations.AddField(
            model_name='sitting',
            name='passkey',
            field=models.UUIDField(null=True),
        ),
        migrations.CreateModel(
            name='AccountKey',
            fields=[
                ('id', models.UUIDField(default=amparo.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('programme_id', models.UUIDField(editable=False)),
                ('credential_id', models.BinaryField()),
                ('public_key', models.BinaryField()),
                ('sign_count', models.PositiveBigIntegerField()),
                ('is_shared', models.BooleanField()),
                ('added_at', models.DateTimeField()),
                ('used_at', models.DateTimeField()),
                ('account', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, to='mandates.account')),
            ],
            options={
                'indexes': [models.Index(models.F('account'), name='keys_of_an_account')],
                'constraints': [models.UniqueConstraint(fields=('programme_id', 'credential_id'), name='a_key_names_one_account')],
            },
        ),
        migrations.CreateModel(
            name='AnsweredQuestion',
            fields=[
                ('id', models.UUIDField(default=amparo.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('programme_id', models.UUIDField(editable=False)),
                ('digest', models.BinaryField()),
                ('expires_at', models.DateTimeField()),
                ('account', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, to='mandates.account')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme_id', 'digest'), name='a_question_is_answered_once')],
            },
        ),
        lock_down("mandates_accountkey", person="account_id", references=[("account_id", "mandates_account")]),
        lock_down("mandates_answeredquestion", person="account_id", references=[("account_id", "mandates_account")]),
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
    ]
