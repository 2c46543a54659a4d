-- How well the platform knows whom it has vaccinated.
CREATE SCHEMA quality;
GRANT USAGE ON SCHEMA quality TO tiemchung_app, tiemchung_writer, tiemchung_worker;

-- Verification batches against the population register.
CREATE TABLE quality.verification_batch (
    batch_id uuid PRIMARY KEY,
    unit_id integer NOT NULL,
    requested_by uuid NOT NULL,
    requested_at timestamptz NOT NULL,
    state text NOT NULL,
    sent integer NOT NULL DEFAULT 0,
    matched integer NOT NULL DEFAULT 0,
    mismatched integer NOT NULL DEFAULT 0,
    not_found integer NOT NULL DEFAULT 0,
    register text NOT NULL DEFAULT '',
    answered_at timestamptz,
    CHECK (state IN ('waiting', 'running', 'answered'))
);
CREATE INDEX verification_batch_waiting ON quality.verification_batch (requested_at)
    WHERE state <> 'answered';
-- One row a person of a batch: sent, then answered; a match counts once its event is recorded.
CREATE TABLE quality.verification_result (
    person_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    result text NOT NULL CHECK (result IN ('sent', 'matched', 'mismatched', 'not_found')),
    document_kind text,
    differing text[] NOT NULL DEFAULT '{}',
    answered_at timestamptz,
    recorded boolean NOT NULL DEFAULT false,
    home_province integer,
    home_district integer,
    home_ward integer,
    PRIMARY KEY (person_id, batch_id)
);
CREATE INDEX verification_result_open ON quality.verification_result (batch_id, person_id)
    WHERE NOT recorded;
CALL kernel.guard('quality.verification_result');

GRANT SELECT ON ALL TABLES IN SCHEMA quality TO tiemchung_app, tiemchung_worker;
GRANT INSERT, UPDATE ON ALL TABLES IN SCHEMA quality TO tiemchung_app, tiemchung_worker;
