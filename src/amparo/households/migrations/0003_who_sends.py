from django.db import migrations

# What exists for the head while they send for one member, and nothing besides: who it is, the windows that are open at
# this moment, and what was sent under this very row. Whatever else is said of these tables stays as it was: for a
# representative the person's row says itself whether it stands, the others ask it.
THEM = "(SELECT sec.sends_for())"
OPEN = f"(person_id = {THEM} AND opens_at <= clock_timestamp() AND closes_at > clock_timestamp())"
SENT = f"(person_id = {THEM} AND sent_by = (SELECT sec.person()))"
SEEN = {
    "people_person": ("id", "(id = (SELECT sec.mandate_of()) AND state = 'active')", f"(id = {THEM} AND state = 'active')"),
    "checkins_checkin": ("person_id", "person_id = (SELECT sec.represented('checkins'))", OPEN),
    "checkins_submission": ("person_id", "person_id = (SELECT sec.represented('checkins'))", SENT),
}
WRITTEN = {"checkins_checkin": OPEN, "checkins_submission": SENT, "checkins_checkinmove": f"person_id = {THEM}"}

# A head who sends moves the window's state. When it closes, and who asked for help, is not theirs to change.
GUARD = """
CREATE FUNCTION checkins_a_head_only_answers() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (SELECT sec.sends_for()) IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'a_head_only_answers_a_window',
            MESSAGE = 'who sends for a family changes nothing of a window but where it stands';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_head_only_answers_a_window BEFORE UPDATE ON checkins_checkin FOR EACH ROW
    WHEN ((OLD.id, OLD.programme_id, OLD.person_id, OLD.schedule_id, OLD.opens_at, OLD.closes_at, OLD.zone,
           OLD.wants_help, OLD.help_words, OLD.help_asked_at, OLD.help_handled_at, OLD.help_handled_by)
          IS DISTINCT FROM
          (NEW.id, NEW.programme_id, NEW.person_id, NEW.schedule_id, NEW.opens_at, NEW.closes_at, NEW.zone,
           NEW.wants_help, NEW.help_words, NEW.help_asked_at, NEW.help_handled_at, NEW.help_handled_by))
    EXECUTE FUNCTION checkins_a_head_only_answers();
"""


def own(column: str) -> str:
    return f"coalesce((SELECT sec.person()), {column}) IS NOT DISTINCT FROM {column}"  # nosec B608


def seen(table: str, column: str, lent: str, theirs: str) -> str:
    return f"ALTER POLICY participants ON {table} USING ({own(column)} OR {lent} OR {theirs})"


def written(table: str, theirs: str) -> str:
    return f"ALTER POLICY participants ON {table} WITH CHECK ({own('person_id')} OR {theirs})"


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0002_row_security"),
        ("mandates", "0008_visits"),
        ("checkins", "0013_sent_by_the_head"),
    ]
    operations = [
        *(migrations.RunSQL(seen(table, *how), migrations.RunSQL.noop) for table, how in SEEN.items()),
        *(migrations.RunSQL(written(table, theirs), migrations.RunSQL.noop) for table, theirs in WRITTEN.items()),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
