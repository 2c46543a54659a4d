-- What every domain stands on: the marks of this database, its clock, and the one
-- procedure that guards a table by jurisdiction.
CREATE SCHEMA IF NOT EXISTS kernel;
GRANT USAGE ON SCHEMA kernel TO tiemchung_app, tiemchung_writer, tiemchung_worker;

-- One row: what this database is. A demo mark is for ever.
CREATE TABLE kernel.installation (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    country text,
    demo boolean NOT NULL DEFAULT false,
    clock_offset interval NOT NULL DEFAULT interval '0',
    reference_version bigint NOT NULL DEFAULT 1,
    epoch integer NOT NULL DEFAULT 1,
    cluster_identifier bigint
);
INSERT INTO kernel.installation DEFAULT VALUES;
GRANT SELECT ON kernel.installation TO tiemchung_app, tiemchung_writer, tiemchung_worker;
GRANT UPDATE (reference_version) ON kernel.installation TO tiemchung_app, tiemchung_worker;

-- How often something was tried in a window of real time, over all processes: log-ins, codes.
-- The key is a digest, never a phone or an address. Lost in a crash, which is no harm.
CREATE UNLOGGED TABLE kernel.attempt (
    key_digest bytea NOT NULL,
    window_ends timestamptz NOT NULL,
    attempts integer NOT NULL,
    PRIMARY KEY (key_digest, window_ends)
);
CREATE INDEX attempt_window ON kernel.attempt (window_ends);
GRANT SELECT, INSERT, UPDATE ON kernel.attempt TO tiemchung_app;
GRANT SELECT, DELETE ON kernel.attempt TO tiemchung_worker;

-- Guards one table: rows are seen by the arms that its columns allow (data-model 6). Each arm is
-- wrapped in a sub-select so that the setting is parsed once a statement, not once a row.
CREATE PROCEDURE kernel.guard(guarded regclass)
LANGUAGE plpgsql AS $$
DECLARE
    arms text := '(SELECT current_setting(''app.nation'', true) = ''on'')';
    arm record;
BEGIN
    FOR arm IN
        SELECT a.attname,
               CASE WHEN a.attname = 'person_id' THEN 'open_persons'
                    WHEN a.attname = 'session_id' THEN 'scope_session'
                    WHEN a.attname = 'facility_id' THEN 'scope_facility'
                    ELSE 'scope_' || split_part(a.attname, '_', 2) END AS setting,
               CASE WHEN a.attname IN ('person_id', 'session_id') THEN 'uuid[]' ELSE 'integer[]' END AS type
          FROM pg_attribute AS a
         WHERE a.attrelid = guarded
           AND NOT a.attisdropped
           AND a.attname IN ('place_province', 'place_district', 'place_ward',
                             'home_province', 'home_district', 'home_ward',
                             'facility_id', 'session_id', 'person_id')
         ORDER BY a.attnum
    LOOP
        arms := arms || format(
            ' OR %I = ANY ((SELECT nullif(current_setting(%L, true), '''')::%s)::%s)',
            arm.attname, 'app.' || arm.setting, arm.type, arm.type);
    END LOOP;
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', guarded);
    EXECUTE format('CREATE POLICY app_arms ON %s TO tiemchung_app USING (%s) WITH CHECK (%s)', guarded, arms, arms);
    EXECUTE format('CREATE POLICY writer_all ON %s TO tiemchung_writer USING (true) WITH CHECK (true)', guarded);
    EXECUTE format('CREATE POLICY worker_all ON %s TO tiemchung_worker USING (true) WITH CHECK (true)', guarded);
    EXECUTE format('CREATE POLICY owner_nation ON %s TO CURRENT_USER USING ((SELECT current_setting(''app.nation'', true) = ''on'')) WITH CHECK ((SELECT current_setting(''app.nation'', true) = ''on''))', guarded);
END
$$;
