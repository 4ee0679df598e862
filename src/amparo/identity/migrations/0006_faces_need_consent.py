from django.db import migrations

from amparo.access.rows import lock_down

# What must always hold, whoever writes: a face is kept only while its person agrees to it. The consent is read under a
# lock, so that one taken back in the same moment is waited for; taking it back destroys the face in that transaction.
CONSENT = """
CREATE FUNCTION identity_face_needs_consent() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.people_consent
    WHERE id = NEW.consent_id AND programme_id = NEW.programme_id AND person_id = NEW.person_id
      AND what = 'face' AND withdrawn_at IS NULL
    FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'no_face_without_consent',
            MESSAGE = 'no face is kept without the living consent of its person';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_face_without_consent BEFORE INSERT OR UPDATE OF template, consent_id, person_id ON identity_facetemplate
    FOR EACH ROW EXECUTE FUNCTION identity_face_needs_consent();
CREATE TRIGGER no_selfie_without_consent BEFORE INSERT OR UPDATE OF picture, consent_id, person_id ON identity_facetry
    FOR EACH ROW WHEN (NEW.picture IS NOT NULL) EXECUTE FUNCTION identity_face_needs_consent();

CREATE FUNCTION identity_face_goes_with_consent() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.identity_facetemplate WHERE consent_id = NEW.id;
    IF FOUND THEN
        INSERT INTO public.identity_facemove (id, programme_id, person_id, after, why, at)
        VALUES (gen_random_uuid(), NEW.programme_id, NEW.person_id, 'destroyed', 'taken_back', NEW.withdrawn_at);
    END IF;
    UPDATE public.identity_facetry SET picture = NULL, state = 'taken_back', for_human_at = NULL
    WHERE consent_id = NEW.id AND picture IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER the_face_goes_with_the_consent AFTER UPDATE ON people_consent
    FOR EACH ROW WHEN (NEW.what = 'face' AND NEW.withdrawn_at IS NOT NULL)
    EXECUTE FUNCTION identity_face_goes_with_consent();
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0005_faces"), ("people", "0007_trusted_row_security")]
    operations = [
        *(
            lock_down(table, references=[("person_id", "people_person"), ("consent_id", "people_consent")])
            for table in ("identity_facetemplate", "identity_facetry")
        ),
        lock_down(
            "identity_facemove",
            references=[("person_id", "people_person")],
            grants="SELECT, INSERT, DELETE",
        ),
        migrations.RunSQL(CONSENT, migrations.RunSQL.noop),
    ]
