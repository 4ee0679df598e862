-- A budget counts subjects, not calls: forgetting takes several at once.
CREATE FUNCTION audit.spend(
    programme uuid, budget text, spender uuid, window_start timestamptz, allowed integer, many integer
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO audit.budget AS b (programme_id, name, holder, since, used)
        SELECT programme, budget, spender, window_start, many WHERE many <= allowed
        ON CONFLICT ON CONSTRAINT one_count_per_window DO UPDATE SET used = b.used + many
        WHERE b.used + many <= allowed;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'budget spent' USING ERRCODE = 'AM001';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION audit.append_counted(
    programme uuid, subjects uuid[], bodies bytea[], budget text, actor uuid, per_actor_hour integer,
    per_programme_day integer
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    many integer := greatest(1, cardinality(subjects));
BEGIN
    PERFORM audit.spend(programme, budget, programme, date_trunc('day', now(), 'UTC'), per_programme_day, many);
    PERFORM audit.spend(programme, budget, actor, date_trunc('hour', now(), 'UTC'), per_actor_hour, many);
    DELETE FROM audit.budget AS b WHERE b.programme_id = programme AND b.since < now() - interval '2 days';
    RETURN audit.append_many(programme, subjects, bodies);
END $$;

DROP FUNCTION audit.spend(uuid, text, uuid, timestamptz, integer);
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
