-- Who works with the platform: staff, grants, log-ins and devices; and the accounts of citizens.
CREATE SCHEMA identity;
GRANT USAGE ON SCHEMA identity TO tiemchung_app, tiemchung_writer, tiemchung_worker;

CREATE TABLE identity.staff (
    staff_id uuid PRIMARY KEY,
    username text NOT NULL UNIQUE CHECK (username = lower(username)),
    full_name text NOT NULL,
    profession text,
    facility_id integer REFERENCES geography.facility,
    password_hash text,
    -- sealed with the key-encryption key; counts once a code made with it has been shown
    totp_secret bytea,
    totp_confirmed_at timestamptz,
    totp_last_step bigint NOT NULL DEFAULT 0,
    badge_digest bytea UNIQUE,
    pin_hash text,
    must_change_password boolean NOT NULL DEFAULT false,
    failed_attempts smallint NOT NULL DEFAULT 0,
    locked_until timestamptz,
    failed_pins smallint NOT NULL DEFAULT 0,
    pin_locked_until timestamptz,
    active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL
);

-- A role over a unit, a facility or one session, for a time. Grants are ended, never deleted:
-- events are judged by the grant of the moment they happened.
CREATE TABLE identity.role_grant (
    grant_id uuid PRIMARY KEY,
    staff_id uuid NOT NULL REFERENCES identity.staff,
    role text NOT NULL,
    unit_id integer REFERENCES geography.unit,
    facility_id integer REFERENCES geography.facility,
    session_id uuid,
    sector text NOT NULL DEFAULT 'civil',
    valid_from timestamptz NOT NULL,
    valid_to timestamptz,
    granted_by uuid REFERENCES identity.staff,
    reason text,
    -- a grant to a session may name the facility that holds it, so that devices there know it
    CHECK ((unit_id IS NULL) <> (facility_id IS NULL AND session_id IS NULL))
);
CREATE INDEX role_grant_staff ON identity.role_grant (staff_id);
CREATE INDEX role_grant_facility ON identity.role_grant (facility_id);
CREATE INDEX role_grant_session ON identity.role_grant (session_id);

-- A log-in; only the digest of its token is stored. Real time. Without a grant it has not chosen
-- yet in which role it acts; the scope of the grant is expanded when it is chosen (data-model 6).
CREATE TABLE identity.login_session (
    token_digest bytea PRIMARY KEY,
    staff_id uuid NOT NULL REFERENCES identity.staff,
    kind text NOT NULL CHECK (kind IN ('console', 'station')),
    grant_id uuid REFERENCES identity.role_grant,
    device_id uuid,
    second_factor boolean NOT NULL,
    place text NOT NULL DEFAULT '',
    nation boolean NOT NULL DEFAULT false,
    provinces integer[] NOT NULL DEFAULT '{}',
    districts integer[] NOT NULL DEFAULT '{}',
    wards integer[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    idle_seconds integer NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX login_session_staff ON identity.login_session (staff_id);
CREATE INDEX login_session_device ON identity.login_session (device_id) WHERE device_id IS NOT NULL;

-- A device signs its uploads; the private key never leaves it.
CREATE TABLE identity.device (
    device_id uuid PRIMARY KEY,
    facility_id integer NOT NULL REFERENCES geography.facility,
    name text NOT NULL,
    public_key bytea NOT NULL CHECK (length(public_key) = 65),
    enrolled_by uuid REFERENCES identity.staff,
    enrolled_at timestamptz NOT NULL,
    revoked_at timestamptz,
    revoked_reason text
);
CREATE INDEX device_facility ON identity.device (facility_id);

CREATE TABLE identity.device_enrolment (
    code_digest bytea PRIMARY KEY,
    facility_id integer NOT NULL REFERENCES geography.facility,
    issued_by uuid NOT NULL REFERENCES identity.staff,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    uses_left smallint NOT NULL CHECK (uses_left >= 0)
);

GRANT SELECT ON ALL TABLES IN SCHEMA identity TO tiemchung_app, tiemchung_worker;
GRANT SELECT ON identity.staff, identity.role_grant, identity.device TO tiemchung_writer;
GRANT INSERT, UPDATE ON identity.staff, identity.role_grant, identity.login_session, identity.device, identity.device_enrolment TO tiemchung_app;
GRANT DELETE ON identity.login_session, identity.device_enrolment TO tiemchung_worker;

-- Accounts of citizens: one phone signs in, many people stand behind it (group account; the
-- look-up from a phone's digest is of the group claim).
CREATE TABLE identity.citizen_account (
    account_id uuid PRIMARY KEY,
    phone_masked text NOT NULL,
    language text NOT NULL DEFAULT 'vi',
    created_at timestamptz NOT NULL
);
CREATE TABLE identity.phone_login (
    phone_digest bytea PRIMARY KEY,
    account_id uuid NOT NULL
);
CREATE TABLE identity.citizen_code (
    phone_digest bytea NOT NULL,
    code_id uuid NOT NULL,
    code_hash bytea NOT NULL,
    sent_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    attempts smallint NOT NULL DEFAULT 0,
    used_at timestamptz,
    PRIMARY KEY (phone_digest, code_id)
);
CREATE TABLE identity.citizen_login (
    account_id uuid NOT NULL,
    token_digest bytea NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (account_id, token_digest)
);
CREATE TABLE identity.account_person (
    account_id uuid NOT NULL,
    person_id uuid NOT NULL,
    relation text NOT NULL,
    linked_at timestamptz NOT NULL,
    linked_by text NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (account_id, person_id)
);
GRANT SELECT, INSERT, UPDATE ON identity.citizen_account, identity.phone_login, identity.citizen_code,
    identity.citizen_login, identity.account_person TO tiemchung_app, tiemchung_worker;
GRANT SELECT, INSERT ON identity.citizen_account, identity.phone_login, identity.account_person TO tiemchung_writer;
GRANT DELETE ON identity.citizen_code, identity.citizen_login TO tiemchung_worker;

-- What other domains may read: nothing of passwords, secrets and log-ins.
CREATE VIEW identity.pub_staff WITH (security_invoker = true) AS
    SELECT staff_id, username, full_name, profession, facility_id, active FROM identity.staff;
CREATE VIEW identity.pub_role_grant WITH (security_invoker = true) AS
    SELECT grant_id, staff_id, role, unit_id, facility_id, session_id, sector, valid_from, valid_to
      FROM identity.role_grant;
CREATE VIEW identity.pub_device WITH (security_invoker = true) AS
    SELECT device_id, facility_id, name, enrolled_at, revoked_at FROM identity.device;
CREATE VIEW identity.pub_account_person WITH (security_invoker = true) AS
    SELECT account_id, person_id, relation FROM identity.account_person WHERE ended_at IS NULL;
GRANT SELECT ON identity.pub_staff, identity.pub_role_grant, identity.pub_device,
    identity.pub_account_person TO tiemchung_app, tiemchung_worker;
