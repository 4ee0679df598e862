-- The access log: one hash chain per log subject (a pseudonym, never the person's id), and the count of what was opened
-- one at a time. Run once, as amp_owner. Only amp_vault may append; nobody may change or take away.
--
--   leaf = SHA-256(0x00 || 'amparo-log/1' || programme(16) || subject(16) || seq(8) || length of prev(4) || prev || body)
--   prev = the leaf before, empty for seq 1
--
-- A superuser can pass these triggers: that is what the verifier and the head kept on the person's phone are for.
-- If row security is put on these tables, do not FORCE it: the functions below run as their owner.

CREATE SCHEMA audit;

CREATE TABLE audit.head (
    programme_id uuid NOT NULL,
    subject uuid NOT NULL,
    seq bigint NOT NULL,
    head bytea NOT NULL,
    CONSTRAINT one_head_per_subject PRIMARY KEY (programme_id, subject)
) WITH (fillfactor = 80);

CREATE TABLE audit.entry (
    id bigint GENERATED ALWAYS AS IDENTITY,
    programme_id uuid NOT NULL,
    subject uuid NOT NULL,
    seq bigint NOT NULL,
    -- For lists and retention; the time that counts is inside the body, under the leaf.
    at timestamptz NOT NULL DEFAULT now(),
    body bytea NOT NULL,
    prev bytea NOT NULL,
    leaf bytea NOT NULL,
    tree_index bigint,
    CONSTRAINT entry_has_one_id PRIMARY KEY (id),
    CONSTRAINT no_two_entries_share_a_place UNIQUE (programme_id, subject, seq)
);

CREATE UNIQUE INDEX no_two_leaves_share_an_index ON audit.entry (programme_id, tree_index) WHERE tree_index IS NOT NULL;

-- `holder` is an actor (window: the hour) or the programme itself (window: the day, UTC).
CREATE TABLE audit.budget (
    programme_id uuid NOT NULL,
    name text NOT NULL,
    holder uuid NOT NULL,
    since timestamptz NOT NULL,
    used integer NOT NULL,
    CONSTRAINT one_count_per_window PRIMARY KEY (programme_id, name, holder, since)
);

CREATE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'the access log is only ever added to' USING ERRCODE = 'AM002';
END $$;

CREATE TRIGGER entries_stay BEFORE DELETE ON audit.entry FOR EACH ROW EXECUTE FUNCTION audit.refuse();
CREATE TRIGGER entries_are_not_emptied BEFORE TRUNCATE ON audit.entry EXECUTE FUNCTION audit.refuse();
CREATE TRIGGER entries_only_gain_their_index BEFORE UPDATE ON audit.entry FOR EACH ROW
    WHEN (OLD.tree_index IS NOT NULL
        OR (NEW.id, NEW.programme_id, NEW.subject, NEW.seq, NEW.at, NEW.body, NEW.prev, NEW.leaf)
        IS DISTINCT FROM (OLD.id, OLD.programme_id, OLD.subject, OLD.seq, OLD.at, OLD.body, OLD.prev, OLD.leaf))
    EXECUTE FUNCTION audit.refuse();
CREATE TRIGGER heads_stay BEFORE DELETE ON audit.head FOR EACH ROW EXECUTE FUNCTION audit.refuse();
CREATE TRIGGER heads_are_not_emptied BEFORE TRUNCATE ON audit.head EXECUTE FUNCTION audit.refuse();
CREATE TRIGGER heads_only_move_on BEFORE UPDATE ON audit.head FOR EACH ROW
    WHEN (NEW.programme_id <> OLD.programme_id OR NEW.subject <> OLD.subject OR NEW.seq <> OLD.seq + 1)
    EXECUTE FUNCTION audit.refuse();
CREATE TRIGGER counts_are_not_emptied BEFORE TRUNCATE ON audit.budget EXECUTE FUNCTION audit.refuse();

-- Each body is the next entry of its subject, in the given order. Heads are locked in one order, so that callers
-- with the same subjects wait for each other instead of blocking each other.
CREATE FUNCTION audit.append_many(programme uuid, subjects uuid[], bodies bytea[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    rounds bigint;
BEGIN
    IF cardinality(subjects) IS DISTINCT FROM cardinality(bodies) THEN
        RAISE EXCEPTION 'one body for each subject' USING ERRCODE = 'AM003';
    END IF;
    SELECT max(times.n) INTO rounds FROM (SELECT count(*) AS n FROM unnest(subjects) AS s GROUP BY s) AS times;

    INSERT INTO audit.head (programme_id, subject, seq, head)
        SELECT programme, s, 0, '' FROM (SELECT DISTINCT unnest(subjects) AS s) AS fresh ORDER BY s
        ON CONFLICT DO NOTHING;
    PERFORM FROM audit.head AS h
        WHERE h.programme_id = programme AND h.subject = ANY (subjects) ORDER BY h.subject FOR UPDATE;

    -- Statements of their own: they see what the lock waited for.
    FOR this_turn IN 1..coalesce(rounds, 0) LOOP
        WITH given AS (
            SELECT g.subject, g.body, row_number() OVER (PARTITION BY g.subject ORDER BY g.place) AS turn
            FROM unnest(subjects, bodies) WITH ORDINALITY AS g (subject, body, place)
        ), made AS MATERIALIZED (
            SELECT h.subject, h.seq + 1 AS seq, g.body, h.head AS prev,
                sha256('\x00'::bytea || 'amparo-log/1'::bytea || uuid_send(programme) || uuid_send(h.subject)
                    || int8send(h.seq + 1) || int4send(length(h.head)) || h.head || g.body) AS leaf
            FROM given AS g JOIN audit.head AS h ON h.programme_id = programme AND h.subject = g.subject
            WHERE g.turn = this_turn
        ), kept AS (
            INSERT INTO audit.entry (programme_id, subject, seq, body, prev, leaf)
            SELECT programme, m.subject, m.seq, m.body, m.prev, m.leaf FROM made AS m
        )
        UPDATE audit.head AS h SET seq = m.seq, head = m.leaf
        FROM made AS m WHERE h.programme_id = programme AND h.subject = m.subject;
    END LOOP;
    RETURN cardinality(subjects);
END $$;

-- One more is counted in the window, or the transaction ends.
CREATE FUNCTION audit.spend(programme uuid, budget text, spender uuid, window_start timestamptz, allowed integer)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO audit.budget AS b (programme_id, name, holder, since, used)
        SELECT programme, budget, spender, window_start, 1 WHERE allowed > 0
        ON CONFLICT ON CONSTRAINT one_count_per_window DO UPDATE SET used = b.used + 1 WHERE b.used < allowed;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'budget spent' USING ERRCODE = 'AM001';
    END IF;
END $$;

-- The entries and the count are kept together, or neither.
CREATE FUNCTION audit.append_counted(
    programme uuid, subjects uuid[], bodies bytea[], budget text, actor uuid, per_actor_hour integer,
    per_programme_day integer
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM audit.spend(programme, budget, programme, date_trunc('day', now(), 'UTC'), per_programme_day);
    PERFORM audit.spend(programme, budget, actor, date_trunc('hour', now(), 'UTC'), per_actor_hour);
    DELETE FROM audit.budget AS b WHERE b.programme_id = programme AND b.since < now() - interval '2 days';
    RETURN audit.append_many(programme, subjects, bodies);
END $$;

REVOKE ALL ON SCHEMA audit FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA audit FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
GRANT USAGE ON SCHEMA audit TO amp_vault;
GRANT EXECUTE ON FUNCTION audit.append_many(uuid, uuid[], bytea[]) TO amp_vault;
GRANT EXECUTE ON FUNCTION audit.append_counted(uuid, uuid[], bytea[], text, uuid, integer, integer) TO amp_vault;
