from django.db import migrations

# Before anybody has chosen a programme there is no row token. This small copy answers the one question that
# must be asked then ("where does this account work?"); the owner's own row security hides programme_member.
SQL = """
CREATE TABLE sec.membership (account_id uuid NOT NULL, programme_id uuid NOT NULL, id uuid PRIMARY KEY);
CREATE INDEX membership_of_account ON sec.membership (account_id);
REVOKE ALL ON sec.membership FROM PUBLIC;

CREATE FUNCTION sec.note_membership() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM sec.membership WHERE id = OLD.id;
        RETURN OLD;
    END IF;
    INSERT INTO sec.membership (account_id, programme_id, id) VALUES (NEW.account_id, NEW.programme_id, NEW.id)
    ON CONFLICT (id) DO UPDATE SET account_id = excluded.account_id;
    RETURN NEW;
END $$;

CREATE TRIGGER membership_is_noted AFTER INSERT OR UPDATE OR DELETE ON programme_member
FOR EACH ROW EXECUTE FUNCTION sec.note_membership();

CREATE FUNCTION sec.memberships(account uuid) RETURNS TABLE (programme_id uuid, member_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.programme_id, m.id FROM sec.membership m WHERE m.account_id = account
$$;

REVOKE ALL ON FUNCTION sec.memberships(uuid), sec.note_membership() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.memberships(uuid) TO amp_web;
"""


class Migration(migrations.Migration):
    dependencies = [("programme", "0002_row_security")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
