-- What exists for whoever speaks: a token, signed by the doors, valid for one transaction of one connection.
-- A forged programme, a token of another connection or an expired one reads as "nobody": no rows.
CREATE SCHEMA sec;
REVOKE ALL ON SCHEMA sec FROM PUBLIC;
GRANT USAGE ON SCHEMA sec TO amp_app, amp_vault;

CREATE TABLE sec.row_key (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    inner_pad bytea NOT NULL,
    outer_pad bytea NOT NULL
);
REVOKE ALL ON sec.row_key FROM PUBLIC;

-- The pieces of a valid token: {programme, person or '-'}; NULL when there is none.
CREATE FUNCTION sec.claims() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token text := current_setting('amparo.token', true);
    parts text[];
    key sec.row_key;
    mac bytea;
BEGIN
    IF token IS NULL OR token = '' THEN RETURN NULL; END IF;
    parts := string_to_array(token, '|');   -- programme | person | expiry | backend | mac
    IF array_length(parts, 1) <> 5 OR parts[4] <> pg_backend_pid()::text
       OR parts[3]::bigint < extract(epoch FROM clock_timestamp()) THEN RETURN NULL; END IF;
    SELECT * INTO key FROM sec.row_key;
    mac := sha256(key.outer_pad || sha256(key.inner_pad
        || convert_to(array_to_string(parts[1:4], '|'), 'UTF8')));
    IF encode(mac, 'hex') <> parts[5] THEN RETURN NULL; END IF;
    RETURN parts;
END $$;

CREATE FUNCTION sec.programme() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp AS $$
    SELECT (sec.claims())[1]::uuid
$$;

-- The participant who speaks, NULL for staff and the system. Nobody at all is caught by sec.programme().
CREATE FUNCTION sec.person() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp AS $$
    SELECT nullif((sec.claims())[2], '-')::uuid
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA sec FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.claims(), sec.programme(), sec.person() TO amp_app;
