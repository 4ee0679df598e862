from django.db import migrations

# A reply's reminder lives in the reply's programme. 100,000 reminders: under a second; stopped, nothing has changed.
SQL = """
ALTER TABLE reminders_reminder ADD CONSTRAINT reminders_reminder_of_programme UNIQUE (programme_id, id);
ALTER TABLE reminders_reply ADD CONSTRAINT reminders_reply_reminder_id_same_programme
    FOREIGN KEY (programme_id, reminder_id) REFERENCES reminders_reminder (programme_id, id)
    ON DELETE SET NULL (reminder_id) DEFERRABLE INITIALLY DEFERRED;
"""
BACK = """
ALTER TABLE reminders_reply DROP CONSTRAINT reminders_reply_reminder_id_same_programme;
ALTER TABLE reminders_reminder DROP CONSTRAINT reminders_reminder_of_programme;
"""


class Migration(migrations.Migration):
    dependencies = [("reminders", "0002_row_security")]
    operations = [migrations.RunSQL(SQL, BACK)]
