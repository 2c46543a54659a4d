-- People: projections of registered, updated, verified, merged ... (data-model 5). A phone is a
-- contact and never a key; identity documents are a set with validity.
CREATE SCHEMA registry;
GRANT USAGE ON SCHEMA registry TO tiemchung_app, tiemchung_writer, tiemchung_worker;

CREATE TABLE registry.person (
    person_id uuid PRIMARY KEY,
    event_id uuid NOT NULL,
    full_name text NOT NULL,
    sort_key text COLLATE "C" NOT NULL,
    birth_date date,
    birth_precision text NOT NULL,
    sex text NOT NULL,
    nationality text NOT NULL,
    sector text NOT NULL,
    occupation text,
    workplace text,
    address text,
    home_province integer,
    home_district integer,
    home_ward integer,
    neighbourhood_id integer,
    household_id uuid,
    permanent_ward integer,
    identity_status text NOT NULL,
    no_document_reason text,
    provisional_code text,
    priority_group text,
    source text NOT NULL,
    registered_at timestamptz NOT NULL,
    guardian_name text,
    guardian_phone text,
    deceased_on date,
    refolded_at timestamptz
);
CREATE INDEX person_home ON registry.person (home_ward, household_id);
CREATE INDEX person_home_district ON registry.person (home_district);
CREATE INDEX person_home_province ON registry.person (home_province);

-- One row per folded part of the name: equality and b-tree ranges are leakproof, so they are
-- evaluated before the policy and keep the search fast.
CREATE TABLE registry.name_key (
    person_id uuid NOT NULL,
    token text COLLATE "C" NOT NULL,
    home_province integer,
    home_district integer,
    home_ward integer,
    PRIMARY KEY (person_id, token)
);
CREATE INDEX name_key_token ON registry.name_key (token, person_id);

CREATE TABLE registry.contact (
    person_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    kind text NOT NULL,
    value text NOT NULL,
    preferred boolean NOT NULL DEFAULT true,
    ended_at timestamptz,
    home_province integer,
    home_district integer,
    home_ward integer,
    PRIMARY KEY (person_id, contact_id)
);
-- The id is a keyed digest of the value, so a phone is searched by equality, which is leakproof.
CREATE INDEX contact_lookup ON registry.contact (contact_id);

-- The number itself is encrypted with the data key of the person; the last digits are for eyes.
CREATE TABLE registry.identity_document (
    person_id uuid NOT NULL,
    document_id uuid NOT NULL,
    kind text NOT NULL,
    nonce bytea NOT NULL,
    sealed bytea NOT NULL,
    masked text NOT NULL,
    status text NOT NULL,
    valid_from date,
    valid_to date,
    home_province integer,
    home_district integer,
    home_ward integer,
    PRIMARY KEY (person_id, document_id)
);

-- digest = HMAC(key, kind || normal form). Asserted claims may repeat; only a verified one is unique.
-- Claims of the kind 'exact' are of number, folded name and birth together: one who may not read a
-- record still learns that the same person is registered already.
CREATE TABLE registry.identity_claim (
    digest bytea NOT NULL,
    kind text NOT NULL,
    key_id text NOT NULL,
    person_id uuid NOT NULL,
    status text NOT NULL DEFAULT 'asserted',
    PRIMARY KEY (digest, person_id)
);
CREATE UNIQUE INDEX identity_claim_verified ON registry.identity_claim (digest) WHERE status = 'verified';

CREATE TABLE registry.provisional_code (
    code text PRIMARY KEY,
    person_id uuid NOT NULL
);

CREATE TABLE registry.alias (
    person_id uuid NOT NULL,
    other_id uuid NOT NULL,
    merge_id uuid NOT NULL,
    side text NOT NULL,
    surviving_id uuid NOT NULL,
    event_id uuid NOT NULL,
    undone_at timestamptz,
    PRIMARY KEY (person_id, merge_id)
);

CREATE TABLE registry.guardian (
    person_id uuid NOT NULL,
    guardian_id uuid NOT NULL,
    guardian_person_id uuid,
    relation text NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (person_id, guardian_id)
);

CREATE TABLE registry.consent (
    person_id uuid NOT NULL,
    event_id uuid NOT NULL,
    product_id integer,
    given boolean NOT NULL,
    happened_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, event_id)
);

-- Who read which record and why; the citizen reads it too.
CREATE TABLE registry.access_log (
    person_id uuid NOT NULL,
    access_id uuid NOT NULL,
    at timestamptz NOT NULL,
    actor_id uuid,
    actor_name text NOT NULL,
    actor_role text NOT NULL,
    facility_id integer,
    purpose text NOT NULL,
    reason text,
    PRIMARY KEY (person_id, access_id)
);

CREATE TABLE registry.correction_case (
    person_id uuid NOT NULL,
    case_id uuid NOT NULL,
    number text NOT NULL,
    kind text NOT NULL,
    event_id uuid,
    flags text[] NOT NULL DEFAULT '{}',
    facility_id integer,
    place_province integer,
    place_district integer,
    place_ward integer,
    opened_at timestamptz NOT NULL,
    due_at timestamptz,
    state text NOT NULL,
    owner text,
    answer text,
    closed_at timestamptz,
    PRIMARY KEY (person_id, case_id)
);
CREATE INDEX correction_case_open ON registry.correction_case (state, opened_at);

CREATE TABLE registry.notice (
    person_id uuid NOT NULL,
    notice_id uuid NOT NULL,
    kind text NOT NULL,
    event_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    read_at timestamptz,
    facts jsonb NOT NULL,
    PRIMARY KEY (person_id, notice_id)
);

CALL kernel.guard('registry.person');
CALL kernel.guard('registry.name_key');
CALL kernel.guard('registry.contact');
CALL kernel.guard('registry.identity_document');
CALL kernel.guard('registry.alias');
CALL kernel.guard('registry.guardian');
CALL kernel.guard('registry.consent');
CALL kernel.guard('registry.access_log');
CALL kernel.guard('registry.correction_case');
CALL kernel.guard('registry.notice');

-- Everybody may be logged as having read, also by one who may not read the log.
CREATE POLICY access_log_append ON registry.access_log FOR INSERT TO tiemchung_app WITH CHECK (true);

GRANT SELECT ON ALL TABLES IN SCHEMA registry TO tiemchung_app;
GRANT INSERT ON registry.access_log TO tiemchung_app, tiemchung_writer;
GRANT UPDATE (state, owner, answer, closed_at) ON registry.correction_case TO tiemchung_app;
GRANT UPDATE (read_at) ON registry.notice TO tiemchung_app;
GRANT INSERT ON ALL TABLES IN SCHEMA registry TO tiemchung_writer;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA registry TO tiemchung_worker;
REVOKE UPDATE, DELETE ON registry.access_log FROM tiemchung_worker;

-- What other domains may read. The caller's jurisdiction applies: security_invoker.
CREATE VIEW registry.pub_alias WITH (security_invoker = true) AS SELECT * FROM registry.alias;
-- People of army, police and ministries are masked for everyone whose grant is not of that sector.
CREATE VIEW registry.pub_person WITH (security_invoker = true) AS
    SELECT p.person_id,
           CASE WHEN p.sector = ANY ((SELECT coalesce(nullif(current_setting('app.sectors', true), ''),
                                                      '{civil,army,police,ministry_health}'))::text[])
                THEN p.full_name ELSE '•••' END AS full_name,
           CASE WHEN p.sector = ANY ((SELECT coalesce(nullif(current_setting('app.sectors', true), ''),
                                                      '{civil,army,police,ministry_health}'))::text[])
                THEN p.sort_key ELSE '' END AS sort_key, p.birth_date, p.birth_precision, p.sex, p.nationality, p.sector,
           p.occupation, p.workplace, p.address, p.home_province, p.home_district, p.home_ward,
           p.neighbourhood_id, p.household_id, p.permanent_ward, p.identity_status,
           p.no_document_reason, p.provisional_code, p.priority_group, p.source, p.registered_at,
           p.guardian_name, p.guardian_phone, p.deceased_on
      FROM registry.person AS p;
CREATE VIEW registry.pub_contact WITH (security_invoker = true) AS
    SELECT person_id, contact_id, kind, value, preferred, home_province, home_district, home_ward
      FROM registry.contact WHERE ended_at IS NULL;
CREATE VIEW registry.pub_identity_document WITH (security_invoker = true) AS
    SELECT person_id, document_id, kind, masked, status, home_province, home_district, home_ward
      FROM registry.identity_document;
CREATE VIEW registry.pub_consent WITH (security_invoker = true) AS SELECT * FROM registry.consent;
GRANT SELECT ON registry.pub_alias, registry.pub_person, registry.pub_contact,
    registry.pub_identity_document, registry.pub_consent TO tiemchung_app, tiemchung_worker;
-- The encrypted numbers, for the worker that asks the population register.
CREATE VIEW registry.pub_sealed_document WITH (security_invoker = true) AS
    SELECT person_id, document_id, kind, nonce, sealed, status
      FROM registry.identity_document
     WHERE valid_to IS NULL;
GRANT SELECT ON registry.pub_sealed_document TO tiemchung_worker;
CREATE VIEW registry.pub_correction_case WITH (security_invoker = true) AS SELECT * FROM registry.correction_case;
GRANT SELECT ON registry.pub_correction_case TO tiemchung_app, tiemchung_worker;

-- What the health book reads of a record: who has looked at it, and what has changed.
CREATE VIEW registry.pub_access_log WITH (security_invoker = true) AS
    SELECT person_id, access_id, at, actor_id, actor_name, actor_role, facility_id, purpose, reason
      FROM registry.access_log;
CREATE VIEW registry.pub_notice WITH (security_invoker = true) AS
    SELECT person_id, notice_id, kind, event_id, created_at, read_at, facts FROM registry.notice;
GRANT SELECT ON registry.pub_access_log, registry.pub_notice TO tiemchung_app;
