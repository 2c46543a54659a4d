-- The response centre: alerts, incidents, the support force and where it is sent.
CREATE SCHEMA response;
GRANT USAGE ON SCHEMA response TO tiemchung_app, tiemchung_writer, tiemchung_worker;

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
    state text NOT NULL CHECK (state IN ('open', 'in_progress', 'closed')),
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

-- Two people who open an incident at the same moment get two numbers.
CREATE SEQUENCE response.incident_number;

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
    state text NOT NULL CHECK (state IN ('assigned', 'on_site', 'done', 'withdrawn')),
    task text,
    assigned_by uuid,
    assigned_at timestamptz NOT NULL
);
-- Nobody is sent to two places of one day at once.
CREATE UNIQUE INDEX assignment_open ON response.assignment (member_id, day)
    WHERE state IN ('assigned', 'on_site');
CREATE INDEX assignment_day ON response.assignment (day, member_id);

GRANT SELECT ON ALL TABLES IN SCHEMA response TO tiemchung_app, tiemchung_worker;
GRANT INSERT, UPDATE ON ALL TABLES IN SCHEMA response TO tiemchung_app, tiemchung_worker;
GRANT USAGE ON SEQUENCE response.incident_number TO tiemchung_app, tiemchung_worker;
