-- Signed certificates, who waits for one, and the keys that signed.
CREATE SCHEMA certificates;
GRANT USAGE ON SCHEMA certificates TO tiemchung_app, tiemchung_writer, tiemchung_worker;

-- A signed text and what it says: `facts_hash` covers name, birth and doses, without id and times,
-- so that a change is noticed. Real time. Taken back ('revoked') is one that was replaced by a
-- newer one and still says the truth, or one that does not: only those numbers are published.
CREATE TABLE certificates.certificate (
    person_id uuid NOT NULL,
    certificate_id uuid NOT NULL,
    number text NOT NULL,
    kind text NOT NULL,
    identity_status text NOT NULL,
    dose_event_ids uuid[] NOT NULL,
    facts_hash bytea NOT NULL,
    text text NOT NULL,
    key_id bytea NOT NULL,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    recorded_at timestamptz,
    revoked_at timestamptz,
    revoked_reason text CHECK (revoked_reason IN ('replaced', 'corrected', 'dose_voided', 'merged')),
    PRIMARY KEY (person_id, certificate_id)
);
CREATE INDEX certificate_expiry ON certificates.certificate (expires_at) WHERE revoked_at IS NULL;
CALL kernel.guard('certificates.certificate');
-- People whose certificate may have to be made, changed or taken back, filled by a follower and
-- worked off in sets by the signing worker alone. Leases are real time. One that cannot be signed
-- stays with its reason until something changes.
CREATE TABLE certificates.waiting (
    person_id uuid PRIMARY KEY,
    waiting_since timestamptz NOT NULL,
    claimed_until timestamptz,
    refusal text
);
CREATE INDEX waiting_order ON certificates.waiting (waiting_since) WHERE refusal IS NULL;
CALL kernel.guard('certificates.waiting');
CREATE TABLE certificates.signing_key (
    key_id bytea PRIMARY KEY,
    issuer text NOT NULL,
    country text NOT NULL,
    certificate_der bytea NOT NULL,
    purpose text NOT NULL,
    demo boolean NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz NOT NULL,
    trusted boolean NOT NULL DEFAULT true
);
CREATE TABLE certificates.revoked_number (
    number text PRIMARY KEY,
    revoked_at timestamptz NOT NULL
);

GRANT SELECT ON ALL TABLES IN SCHEMA certificates TO tiemchung_app, tiemchung_worker;
GRANT INSERT, UPDATE ON ALL TABLES IN SCHEMA certificates TO tiemchung_worker;
GRANT DELETE ON certificates.waiting TO tiemchung_worker;

CREATE VIEW certificates.pub_certificate WITH (security_invoker = true) AS
    SELECT person_id, certificate_id, number, kind, identity_status, dose_event_ids, text, key_id,
           issued_at, expires_at, revoked_at, revoked_reason
      FROM certificates.certificate;
CREATE VIEW certificates.pub_waiting WITH (security_invoker = true) AS
    SELECT person_id, waiting_since, refusal FROM certificates.waiting;
GRANT SELECT ON certificates.pub_certificate, certificates.pub_waiting TO tiemchung_app, tiemchung_worker;
