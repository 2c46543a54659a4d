-- What the response centre reads every two seconds, and what its figures open to.

-- Endings without an injection, beside what a session is counted with already.
ALTER TABLE statistics.by_session
    ADD COLUMN deferred integer NOT NULL DEFAULT 0,
    ADD COLUMN contraindicated integer NOT NULL DEFAULT 0,
    ADD COLUMN referred integer NOT NULL DEFAULT 0,
    ADD COLUMN declined integer NOT NULL DEFAULT 0;
CREATE OR REPLACE VIEW statistics.pub_by_session WITH (security_invoker = true) AS
    SELECT * FROM statistics.by_session;

-- Doses by ten minutes of the day they were given in, where they were given (0: not known): the
-- curve of the board. Made anew for the facility and day of every dose that changes.
CREATE TABLE statistics.by_pace (
    day date NOT NULL,
    facility_id integer NOT NULL,
    province_id integer NOT NULL,
    district_id integer NOT NULL,
    slot smallint NOT NULL CHECK (slot BETWEEN 0 AND 143),
    doses integer NOT NULL,
    PRIMARY KEY (day, facility_id, province_id, district_id, slot)
);
GRANT SELECT ON statistics.by_pace TO tiemchung_app, tiemchung_worker;
GRANT INSERT, UPDATE, DELETE ON statistics.by_pace TO tiemchung_worker;

-- A figure of some days opens to its events without reading those of all others.
CREATE INDEX dose_counted_day ON statistics.dose_counted (day, facility_id);
CREATE INDEX reaction_session ON safety.reaction (session_id);
CREATE INDEX person_event_registered ON ledger.person_event (happened_at) WHERE kind = 'registered';
CREATE VIEW ledger.pub_registration WITH (security_invoker = true) AS
    SELECT person_id, event_id, happened_at, facility_id, home_province, home_district, home_ward,
           convert_from(body, 'UTF8')::jsonb #>> '{data,source}' AS source
      FROM ledger.person_event WHERE kind = 'registered';
GRANT SELECT ON ledger.pub_registration TO tiemchung_app, tiemchung_worker;

CREATE OR REPLACE VIEW ledger.pub_quarantine WITH (security_invoker = true) AS
    SELECT quarantine_id, reason, device_id, seq, facility_id, event_id, received_at, resolved_at,
           resolved_by, resolution
      FROM ledger.quarantine;

-- Two people who open an incident at the same moment get two numbers.
CREATE SEQUENCE response.incident_number;
GRANT USAGE ON SEQUENCE response.incident_number TO tiemchung_app, tiemchung_worker;
ALTER TABLE response.incident ADD CHECK (state IN ('open', 'in_progress', 'closed'));
-- Nobody is sent to two places of one day at once.
ALTER TABLE response.assignment
    ADD CHECK (state IN ('assigned', 'on_site', 'done', 'withdrawn'));
CREATE UNIQUE INDEX assignment_open ON response.assignment (member_id, day)
    WHERE state IN ('assigned', 'on_site');
