-- Some rows are for nobody who works on cases: complaints. Where the token names no participant it says '-' for staff,
-- and '+' for who hears complaints. A token of before reads as before.
CREATE OR REPLACE FUNCTION sec.person() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token text := current_setting('amparo.token', true);
    parts text[];
    key sec.row_key;
BEGIN
    IF token IS NULL OR token = '' THEN RETURN NULL; END IF;
    parts := string_to_array(token, '|');
    IF array_length(parts, 1) <> 5 OR parts[4] <> pg_backend_pid()::text
       OR parts[3]::bigint < extract(epoch FROM clock_timestamp()) THEN RETURN NULL; END IF;
    SELECT * INTO key FROM sec.row_key;
    IF encode(sha256(key.outer_pad || sha256(key.inner_pad
        || convert_to(array_to_string(parts[1:4], '|'), 'UTF8'))), 'hex') <> parts[5] THEN RETURN NULL; END IF;
    IF parts[2] IN ('-', '+') THEN RETURN NULL; END IF;
    RETURN parts[2]::uuid;
END $$;

CREATE FUNCTION sec.hears() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token text := current_setting('amparo.token', true);
    parts text[];
    key sec.row_key;
BEGIN
    IF token IS NULL OR token = '' THEN RETURN false; END IF;
    parts := string_to_array(token, '|');
    IF array_length(parts, 1) <> 5 OR parts[2] <> '+' OR parts[4] <> pg_backend_pid()::text
       OR parts[3]::bigint < extract(epoch FROM clock_timestamp()) THEN RETURN false; END IF;
    SELECT * INTO key FROM sec.row_key;
    RETURN encode(sha256(key.outer_pad || sha256(key.inner_pad
        || convert_to(array_to_string(parts[1:4], '|'), 'UTF8'))), 'hex') = parts[5];
END $$;

REVOKE ALL ON FUNCTION sec.hears() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.hears() TO amp_app;
