-- What follows from the site day: adverse events, certificates, messages, figures, the response centre.
CREATE SCHEMA safety;
CREATE SCHEMA certificates;
CREATE SCHEMA notifications;
CREATE SCHEMA statistics;
CREATE SCHEMA response;
CREATE SCHEMA quality;
GRANT USAGE ON SCHEMA safety, certificates, notifications, statistics, response, quality
    TO tiemchung_app, tiemchung_writer, tiemchung_worker;

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
CREATE INDEX reaction_severity ON safety.reaction (severity, happened_at);
CALL kernel.guard('safety.reaction');

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

-- Messages to people: text without accents in one part, sent by the worker through a gateway.
-- What a message says and to whom lies apart, because only the sender reads it (and the inbox page
-- of a demo).
CREATE TABLE notifications.message (
    message_id uuid PRIMARY KEY,
    channel text NOT NULL,
    template text NOT NULL,
    parts smallint NOT NULL,
    person_ids uuid[] NOT NULL,
    created_at timestamptz NOT NULL,
    not_before timestamptz NOT NULL,
    not_after timestamptz,
    state text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'sent', 'failed', 'expired', 'cancelled')),
    attempts smallint NOT NULL DEFAULT 0,
    claimed_until timestamptz,
    gateway_id text,
    sent_at timestamptz,
    failure text,
    dedupe_key text UNIQUE
);
CREATE TABLE notifications.content (
    message_id uuid PRIMARY KEY,
    recipient text NOT NULL,
    text text NOT NULL
);
ALTER TABLE notifications.content ENABLE ROW LEVEL SECURITY;
ALTER TABLE notifications.content FORCE ROW LEVEL SECURITY;
CREATE POLICY anybody_may_send ON notifications.content FOR INSERT TO tiemchung_app WITH CHECK (true);
CREATE POLICY inbox_of_a_demo ON notifications.content FOR SELECT TO tiemchung_app
    USING ((SELECT i.demo FROM kernel.installation AS i));
CREATE POLICY worker_sends ON notifications.content TO tiemchung_worker USING (true) WITH CHECK (true);
CREATE POLICY owner_nation ON notifications.content TO CURRENT_USER
    USING ((SELECT current_setting('app.nation', true) = 'on'));
CREATE INDEX message_waiting ON notifications.message (not_before) WHERE state = 'waiting';

-- What each person's doses were last counted as, so that the follower books differences only.
CREATE TABLE statistics.dose_counted (
    person_id uuid NOT NULL,
    event_id uuid NOT NULL,
    day date NOT NULL,
    facility_id integer NOT NULL,
    product_id integer NOT NULL,
    lot_id integer NOT NULL,
    number smallint NOT NULL,
    age_group text NOT NULL,
    sex text NOT NULL,
    priority_group text NOT NULL,
    home_unit integer NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer,
    home_province integer,
    home_district integer,
    home_ward integer,
    PRIMARY KEY (person_id, event_id)
);
CALL kernel.guard('statistics.dose_counted');

CREATE TABLE statistics.by_place (
    day date NOT NULL,
    facility_id integer NOT NULL,
    product_id integer NOT NULL,
    lot_id integer NOT NULL,
    number smallint NOT NULL,
    age_group text NOT NULL,
    sex text NOT NULL,
    doses bigint NOT NULL,
    PRIMARY KEY (day, facility_id, product_id, lot_id, number, age_group, sex)
);
-- The only numerator of coverage (group unit: home ward, or the reserved unknown unit).
CREATE TABLE statistics.by_home (
    home_unit integer NOT NULL,
    day date NOT NULL,
    product_id integer NOT NULL,
    number smallint NOT NULL,
    age_group text NOT NULL,
    sex text NOT NULL,
    priority_group text NOT NULL,
    doses bigint NOT NULL,
    PRIMARY KEY (home_unit, day, product_id, number, age_group, sex, priority_group)
);
CREATE TABLE statistics.by_stock (
    day date NOT NULL,
    facility_id integer NOT NULL,
    product_id integer NOT NULL,
    lot_id integer NOT NULL,
    figure text NOT NULL,
    doses bigint NOT NULL,
    PRIMARY KEY (day, facility_id, product_id, lot_id, figure)
);
CREATE TABLE statistics.by_session (
    facility_id integer NOT NULL,
    session_id uuid NOT NULL,
    called integer NOT NULL DEFAULT 0,
    checked_in integer NOT NULL DEFAULT 0,
    injected integer NOT NULL DEFAULT 0,
    declared integer,
    reactions integer NOT NULL DEFAULT 0,
    severe integer NOT NULL DEFAULT 0,
    last_event_at timestamptz,
    PRIMARY KEY (facility_id, session_id)
);
CREATE TABLE statistics.registered (
    home_unit integer NOT NULL,
    day date NOT NULL,
    source text NOT NULL,
    persons bigint NOT NULL,
    PRIMARY KEY (home_unit, day, source)
);

CREATE TABLE statistics.daily_report (
    report_id uuid PRIMARY KEY,
    unit_id integer NOT NULL,
    day date NOT NULL,
    version smallint NOT NULL,
    number text,
    cutoff_at timestamptz NOT NULL,
    figures jsonb NOT NULL,
    state text NOT NULL,
    made_at timestamptz NOT NULL,
    sent_at timestamptz,
    sent_by uuid,
    UNIQUE (unit_id, day, version)
);

CREATE TABLE response.alert (
    alert_id uuid PRIMARY KEY,
    kind text NOT NULL,
    subject text NOT NULL,
    severity text NOT NULL,
    facility_id integer,
    site_id integer,
    session_id uuid,
    province_id integer,
    district_id integer,
    facts jsonb NOT NULL,
    raised_at timestamptz NOT NULL,
    seen_at timestamptz,
    seen_by uuid,
    cleared_at timestamptz
);
CREATE UNIQUE INDEX alert_open ON response.alert (kind, subject) WHERE cleared_at IS NULL;

CREATE TABLE response.incident (
    incident_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    title text NOT NULL,
    severity text NOT NULL,
    state text NOT NULL,
    owner_id uuid,
    facility_id integer,
    site_id integer,
    province_id integer,
    district_id integer,
    opened_at timestamptz NOT NULL,
    opened_by uuid NOT NULL,
    closed_at timestamptz,
    timeline jsonb NOT NULL DEFAULT '[]'
);

CREATE TABLE response.support_member (
    member_id uuid PRIMARY KEY,
    staff_id uuid REFERENCES identity.staff,
    full_name text NOT NULL,
    support_force text NOT NULL CHECK (support_force IN ('operations', 'district', 'site')),
    skills text,
    active boolean NOT NULL DEFAULT true
);
CREATE TABLE response.assignment (
    assignment_id uuid PRIMARY KEY,
    member_id uuid NOT NULL REFERENCES response.support_member,
    unit_id integer REFERENCES geography.unit,
    site_id integer REFERENCES geography.site,
    day date NOT NULL,
    state text NOT NULL,
    task text,
    assigned_by uuid,
    assigned_at timestamptz NOT NULL
);
CREATE INDEX assignment_day ON response.assignment (day, member_id);

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

-- Long work that people wait for: lists, batches, the demo; read by progress bars.
CREATE TABLE kernel.long_job (
    job_id uuid PRIMARY KEY,
    kind text NOT NULL,
    title text NOT NULL,
    owner_id uuid,
    state text NOT NULL,
    done integer NOT NULL DEFAULT 0,
    total integer,
    result jsonb,
    failure text,
    created_at timestamptz NOT NULL,
    moved_at timestamptz NOT NULL
);
-- What was uploaded and is being worked on; deleted when the job is done.
CREATE TABLE kernel.staged_file (
    file_id uuid PRIMARY KEY,
    name text NOT NULL,
    content bytea NOT NULL,
    owner_id uuid,
    uploaded_at timestamptz NOT NULL
);

GRANT SELECT ON ALL TABLES IN SCHEMA safety, certificates, notifications, statistics, response, quality TO tiemchung_app, tiemchung_worker;
GRANT INSERT ON safety.reaction TO tiemchung_writer;
GRANT INSERT, UPDATE, DELETE ON safety.reaction TO tiemchung_worker;
GRANT INSERT, UPDATE ON ALL TABLES IN SCHEMA certificates TO tiemchung_worker;
GRANT DELETE ON certificates.waiting TO tiemchung_worker;
GRANT INSERT ON notifications.message, notifications.content TO tiemchung_app;
GRANT INSERT, UPDATE ON notifications.message TO tiemchung_worker;
GRANT INSERT, DELETE ON notifications.content TO tiemchung_worker;
GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA statistics TO tiemchung_worker;
GRANT INSERT, UPDATE ON statistics.daily_report TO tiemchung_app;
GRANT INSERT, UPDATE ON ALL TABLES IN SCHEMA response TO tiemchung_app, tiemchung_worker;
GRANT INSERT, UPDATE ON ALL TABLES IN SCHEMA quality TO tiemchung_app, tiemchung_worker;
GRANT SELECT, INSERT, UPDATE ON kernel.long_job TO tiemchung_app, tiemchung_worker;
GRANT SELECT, INSERT ON kernel.staged_file TO tiemchung_app, tiemchung_worker;
GRANT DELETE ON kernel.staged_file TO tiemchung_worker;

CREATE VIEW safety.pub_reaction WITH (security_invoker = true) AS SELECT * FROM safety.reaction;
GRANT SELECT ON safety.pub_reaction TO tiemchung_app, tiemchung_worker;
CREATE VIEW certificates.pub_certificate WITH (security_invoker = true) AS
    SELECT person_id, certificate_id, number, kind, identity_status, dose_event_ids, text, key_id,
           issued_at, expires_at, revoked_at, revoked_reason
      FROM certificates.certificate;
CREATE VIEW certificates.pub_waiting WITH (security_invoker = true) AS
    SELECT person_id, waiting_since, refusal FROM certificates.waiting;
GRANT SELECT ON certificates.pub_certificate, certificates.pub_waiting TO tiemchung_app, tiemchung_worker;
-- The number of a dose as counted over the person and their aliases.
CREATE VIEW statistics.pub_dose_counted WITH (security_invoker = true) AS SELECT * FROM statistics.dose_counted;
GRANT SELECT ON statistics.pub_dose_counted TO tiemchung_app, tiemchung_worker;
-- What became of a message, without what it says and to whom.
CREATE VIEW notifications.pub_message WITH (security_invoker = true) AS
    SELECT message_id, channel, template, parts, created_at, not_before, not_after, state, attempts,
           sent_at, failure
      FROM notifications.message;
GRANT SELECT ON notifications.pub_message TO tiemchung_app, tiemchung_worker;
CREATE VIEW statistics.pub_by_session WITH (security_invoker = true) AS SELECT * FROM statistics.by_session;
GRANT SELECT ON statistics.pub_by_session TO tiemchung_app, tiemchung_worker;
-- Doses that went into arms, by place, lot and day: the fourth figure of vaccine.
CREATE VIEW statistics.pub_used WITH (security_invoker = true) AS
    SELECT day, facility_id, product_id, lot_id, sum(doses)::bigint AS doses
      FROM statistics.by_place GROUP BY day, facility_id, product_id, lot_id;
GRANT SELECT ON statistics.pub_used TO tiemchung_app, tiemchung_worker;
