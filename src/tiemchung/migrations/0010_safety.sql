-- Adverse events after an injection.
CREATE SCHEMA safety;
GRANT USAGE ON SCHEMA safety TO tiemchung_app, tiemchung_writer, tiemchung_worker;

CREATE TABLE safety.reaction (
    person_id uuid NOT NULL,
    event_id uuid NOT NULL,
    happened_at timestamptz NOT NULL,
    dose_event_id uuid,
    severity text NOT NULL,
    grade smallint,
    signs text[] NOT NULL,
    treatment text[] NOT NULL,
    outcome text,
    transferred_to integer,
    reported_from text NOT NULL,
    lot_id integer,
    facility_id integer,
    session_id uuid,
    voided boolean NOT NULL DEFAULT false,
    place_province integer,
    place_district integer,
    place_ward integer,
    home_province integer,
    home_district integer,
    home_ward integer,
    PRIMARY KEY (person_id, event_id)
);
CREATE INDEX reaction_session ON safety.reaction (session_id);
CREATE INDEX reaction_severity ON safety.reaction (severity, happened_at);
CALL kernel.guard('safety.reaction');

GRANT SELECT ON ALL TABLES IN SCHEMA safety TO tiemchung_app, tiemchung_worker;
GRANT INSERT ON safety.reaction TO tiemchung_writer;
GRANT INSERT, UPDATE, DELETE ON safety.reaction TO tiemchung_worker;

CREATE VIEW safety.pub_reaction WITH (security_invoker = true) AS SELECT * FROM safety.reaction;
GRANT SELECT ON safety.pub_reaction TO tiemchung_app, tiemchung_worker;
