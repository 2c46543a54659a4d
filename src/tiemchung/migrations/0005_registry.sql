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
    PRIMARY KEY (person_id, contact_id)
);

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
    PRIMARY KEY (person_id, document_id)
);

-- digest = HMAC(key, kind || normal form). Asserted claims may repeat; only a verified one is unique.
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
