-- What happened is never overwritten: two append-only tables, one envelope (data-model 1 and 2).
-- `body` holds the exact bytes and `hash` their SHA-256; the other columns are copies of the body
-- or, from received_at on, stamps of the server outside the hash. No foreign key leaves a ledger
-- row and no rule of the field is a constraint here: a dose that went into an arm is recorded.
CREATE SCHEMA ledger;
GRANT USAGE ON SCHEMA ledger TO tiemchung_app, tiemchung_writer, tiemchung_worker;

CREATE TABLE ledger.person_event (
    person_id uuid NOT NULL,
    event_id uuid NOT NULL,
    kind text NOT NULL,
    happened_at timestamptz NOT NULL,
    facility_id integer,
    site_id integer,
    session_id uuid,
    device_id uuid,
    seq bigint,
    prev bytea,
    performed_by uuid,
    entered_by uuid,
    supersedes uuid,
    private_hash bytea,
    body bytea NOT NULL,
    hash bytea NOT NULL,
    received_at timestamptz NOT NULL,
    tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
    epoch integer NOT NULL,
    upload_id uuid,
    outcome text NOT NULL,
    flags text[] NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer,
    home_province integer,
    home_district integer,
    home_ward integer,
    PRIMARY KEY (person_id, event_id)
);
CREATE INDEX person_event_order ON ledger.person_event (epoch, tx);
CREATE INDEX person_event_session ON ledger.person_event (session_id, tx) WHERE session_id IS NOT NULL;

CREATE TABLE ledger.site_event (
    facility_id integer NOT NULL,
    event_id uuid NOT NULL,
    kind text NOT NULL,
    happened_at timestamptz NOT NULL,
    site_id integer,
    session_id uuid,
    device_id uuid,
    seq bigint,
    prev bytea,
    performed_by uuid,
    entered_by uuid,
    supersedes uuid,
    private_hash bytea,
    body bytea NOT NULL,
    hash bytea NOT NULL,
    received_at timestamptz NOT NULL,
    tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
    epoch integer NOT NULL,
    upload_id uuid,
    outcome text NOT NULL,
    flags text[] NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer,
    PRIMARY KEY (facility_id, event_id)
);
CREATE INDEX site_event_order ON ledger.site_event (epoch, tx);
CREATE INDEX site_event_session ON ledger.site_event (session_id, tx) WHERE session_id IS NOT NULL;

-- The manifest that a device signed: its events' hashes in order.
CREATE TABLE ledger.upload (
    facility_id integer NOT NULL,
    upload_id uuid NOT NULL,
    device_id uuid NOT NULL,
    manifest bytea NOT NULL,
    signature bytea NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (facility_id, upload_id)
);
-- Hashes do not compress, and trying to costs more than writing them.
ALTER TABLE ledger.upload ALTER COLUMN manifest SET STORAGE EXTERNAL;

-- Nothing private stands in a body. The document is bound to it by SHA-256(salt || document).
CREATE TABLE ledger.private_document (
    person_id uuid NOT NULL,
    event_id uuid NOT NULL,
    salt bytea NOT NULL,
    nonce bytea NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (person_id, event_id)
);
ALTER TABLE ledger.private_document ALTER COLUMN sealed SET STORAGE EXTERNAL;
-- The data key of a person, wrapped by the key-encryption key of that id.
CREATE TABLE ledger.person_key (
    person_id uuid PRIMARY KEY,
    wrapped bytea NOT NULL,
    kek_id text NOT NULL
);

-- What could not be taken: kept, shown to the response centre, never deleted silently.
CREATE TABLE ledger.quarantine (
    quarantine_id uuid PRIMARY KEY,
    reason text NOT NULL,
    device_id uuid,
    seq bigint,
    facility_id integer,
    event_id uuid,
    body bytea NOT NULL,
    hash bytea NOT NULL,
    received_at timestamptz NOT NULL,
    tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
    epoch integer NOT NULL,
    resolved_at timestamptz,
    resolved_by uuid,
    resolution text
);
CREATE UNIQUE INDEX quarantine_once ON ledger.quarantine (hash, reason);
CREATE INDEX quarantine_open ON ledger.quarantine (facility_id) WHERE resolved_at IS NULL;

-- Numbers that a device has used, with the hash it chained: gaps, forks and broken chains show
-- here. Filled by a follower from ledgers and quarantine, out of order allowed.
CREATE TABLE ledger.device_entry (
    facility_id integer NOT NULL,
    device_id uuid NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    hash bytea NOT NULL,
    prev bytea,
    received_at timestamptz NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer,
    PRIMARY KEY (facility_id, device_id, seq, event_id)
);

-- One row a device, counted from its numbers as they come: `arrived` below `highest` is a gap. The
-- boards and the alerts of a nation read this every few seconds, never the numbers themselves.
CREATE TABLE ledger.device_count (
    facility_id integer NOT NULL,
    device_id uuid NOT NULL,
    highest bigint NOT NULL,
    arrived bigint NOT NULL,
    last_at timestamptz NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer,
    PRIMARY KEY (facility_id, device_id)
);
CREATE INDEX device_count_gap ON ledger.device_count (last_at) WHERE highest > arrived;

-- Where each follower has read to, in commit order: everything before (epoch, tx) is done.
CREATE TABLE ledger.follower_cursor (
    follower text PRIMARY KEY,
    epoch integer NOT NULL DEFAULT 1,
    tx xid8 NOT NULL DEFAULT '0',
    moved_at timestamptz NOT NULL DEFAULT now(),
    failures integer NOT NULL DEFAULT 0,
    failure text
);

CALL kernel.guard('ledger.person_event');
CALL kernel.guard('ledger.site_event');
CALL kernel.guard('ledger.upload');
CALL kernel.guard('ledger.private_document');
CALL kernel.guard('ledger.person_key');
CALL kernel.guard('ledger.device_entry');
CALL kernel.guard('ledger.device_count');

GRANT SELECT ON ledger.person_event, ledger.site_event, ledger.upload, ledger.device_entry,
    ledger.device_count, ledger.private_document, ledger.person_key, ledger.quarantine, ledger.follower_cursor TO tiemchung_app;
GRANT SELECT, INSERT ON ledger.person_event, ledger.site_event TO tiemchung_writer;
GRANT INSERT ON ledger.upload, ledger.private_document, ledger.person_key, ledger.quarantine TO tiemchung_writer;
-- Only to see which of its keys were new; the key itself stays unreadable to the writer.
GRANT SELECT (person_id) ON ledger.person_key TO tiemchung_writer;
GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO tiemchung_worker;
GRANT INSERT ON ledger.device_entry TO tiemchung_worker;
GRANT INSERT, UPDATE ON ledger.device_count, ledger.follower_cursor TO tiemchung_worker;
GRANT UPDATE (resolved_at, resolved_by, resolution) ON ledger.quarantine TO tiemchung_app;

-- What other domains may read of the events of a site, without their bodies.
CREATE VIEW ledger.pub_site_event WITH (security_invoker = true) AS
    SELECT facility_id, event_id, kind, happened_at, site_id, session_id, supersedes, entered_by,
           outcome, flags
      FROM ledger.site_event;
GRANT SELECT ON ledger.pub_site_event TO tiemchung_app, tiemchung_worker;

-- The events of a session with their bodies, which hold nothing private: the stations fold them as
-- they fold their own. And what the close needs to know of devices and of what was not taken.
CREATE VIEW ledger.pub_session_event WITH (security_invoker = true) AS
    SELECT session_id, person_id, facility_id, event_id, kind, device_id, seq, outcome, flags, body, epoch, tx
      FROM ledger.person_event WHERE session_id IS NOT NULL
    UNION ALL
    SELECT session_id, NULL, facility_id, event_id, kind, device_id, seq, outcome, flags, body, epoch, tx
      FROM ledger.site_event WHERE session_id IS NOT NULL;
CREATE VIEW ledger.pub_device_entry WITH (security_invoker = true) AS
    SELECT facility_id, device_id, seq, event_id, hash, received_at FROM ledger.device_entry;
CREATE VIEW ledger.pub_device_count WITH (security_invoker = true) AS
    SELECT facility_id, device_id, highest, arrived, last_at, place_province, place_district
      FROM ledger.device_count;
CREATE VIEW ledger.pub_quarantine WITH (security_invoker = true) AS
    SELECT quarantine_id, reason, device_id, seq, facility_id, event_id, received_at, resolved_at,
           resolved_by, resolution
      FROM ledger.quarantine;
GRANT SELECT ON ledger.pub_session_event, ledger.pub_device_entry, ledger.pub_device_count,
    ledger.pub_quarantine TO tiemchung_app, tiemchung_worker;

-- Where an event stands in commit order, and how far each follower has read: what waits for a
-- judgement asks whether it has been passed.
CREATE VIEW ledger.pub_position WITH (security_invoker = true) AS
    SELECT person_id, event_id, epoch, tx FROM ledger.person_event;
CREATE VIEW ledger.pub_follower WITH (security_invoker = true) AS
    SELECT follower, epoch, tx, moved_at, failures, failure FROM ledger.follower_cursor;
GRANT SELECT ON ledger.pub_position, ledger.pub_follower TO tiemchung_app, tiemchung_worker;

-- A figure of some days opens to its registrations without reading those of all others.
CREATE INDEX person_event_registered ON ledger.person_event (happened_at) WHERE kind = 'registered';
CREATE VIEW ledger.pub_registration WITH (security_invoker = true) AS
    SELECT person_id, event_id, happened_at, facility_id, home_province, home_district, home_ward,
           convert_from(body, 'UTF8')::jsonb #>> '{data,source}' AS source
      FROM ledger.person_event WHERE kind = 'registered';
GRANT SELECT ON ledger.pub_registration TO tiemchung_app, tiemchung_worker;
