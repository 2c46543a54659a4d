-- The site day: what the stations saw, as projections of the ledger (data-model 1 and 4). Hot
-- kinds only insert; corrections are folded by a follower.
CREATE SCHEMA siteops;
GRANT USAGE ON SCHEMA siteops TO tiemchung_app, tiemchung_writer, tiemchung_worker;

CREATE TABLE siteops.dose (
    person_id uuid NOT NULL,
    event_id uuid NOT NULL,
    happened_at timestamptz NOT NULL,
    day date NOT NULL,
    product_id integer,
    lot_id integer,
    lot_number text,
    number_stated smallint,
    dose_kind text,
    volume_ml numeric(4, 2),
    injection_site text,
    facility_id integer,
    site_id integer,
    session_id uuid,
    team_id uuid,
    table_id uuid,
    vial_id uuid,
    performed_by uuid,
    entered_by uuid,
    entry text NOT NULL,
    received_at timestamptz NOT NULL,
    age_years smallint,
    sex text,
    priority_group text,
    flags text[] NOT NULL,
    state text NOT NULL,
    state_event_id uuid,
    reentry_of uuid,
    place_province integer,
    place_district integer,
    place_ward integer,
    home_province integer,
    home_district integer,
    home_ward integer,
    PRIMARY KEY (person_id, event_id)
);
CREATE INDEX dose_session ON siteops.dose (session_id);
CREATE INDEX dose_day ON siteops.dose (facility_id, day);
CREATE INDEX dose_lot ON siteops.dose (lot_id, facility_id);

-- One row an encounter step: reception, measuring, screening, refusal, observation, release.
CREATE TABLE siteops.visit_step (
    person_id uuid NOT NULL,
    event_id uuid NOT NULL,
    kind text NOT NULL,
    happened_at timestamptz NOT NULL,
    facility_id integer,
    site_id integer,
    session_id uuid,
    queue_number integer,
    walk_in boolean NOT NULL DEFAULT false,
    outcome text,
    earliest_on date,
    reason text,
    details jsonb NOT NULL,
    performed_by uuid,
    entered_by uuid,
    voided boolean NOT NULL DEFAULT false,
    place_province integer,
    place_district integer,
    place_ward integer,
    home_province integer,
    home_district integer,
    home_ward integer,
    PRIMARY KEY (person_id, event_id)
);
CREATE INDEX visit_step_session ON siteops.visit_step (session_id, person_id);

CREATE TABLE siteops.injection_table (
    facility_id integer NOT NULL,
    table_id uuid NOT NULL,
    session_id uuid NOT NULL,
    number smallint NOT NULL,
    product_id integer NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer,
    PRIMARY KEY (facility_id, table_id)
);

-- Vials and their doses: opened, discarded, returned, broken, moved; yield may exceed the label.
CREATE TABLE siteops.vial_event (
    facility_id integer NOT NULL,
    event_id uuid NOT NULL,
    kind text NOT NULL,
    happened_at timestamptz NOT NULL,
    session_id uuid,
    table_id uuid,
    other_table_id uuid,
    vial_id uuid,
    product_id integer,
    lot_id integer,
    vials integer NOT NULL DEFAULT 0,
    doses integer NOT NULL DEFAULT 0,
    reason text,
    voided boolean NOT NULL DEFAULT false,
    place_province integer,
    place_district integer,
    place_ward integer,
    PRIMARY KEY (facility_id, event_id)
);
CREATE INDEX vial_event_session ON siteops.vial_event (session_id);

-- What the head of the site says was injected, at noon and at the end; never counted from entries.
CREATE TABLE siteops.declared_count (
    facility_id integer NOT NULL,
    event_id uuid NOT NULL,
    session_id uuid NOT NULL,
    moment text NOT NULL,
    injected integer NOT NULL,
    happened_at timestamptz NOT NULL,
    declared_by uuid,
    place_province integer,
    place_district integer,
    place_ward integer,
    PRIMARY KEY (facility_id, event_id)
);
CREATE INDEX declared_count_session ON siteops.declared_count (session_id);

CREATE TABLE siteops.session_close (
    facility_id integer NOT NULL,
    event_id uuid NOT NULL,
    session_id uuid NOT NULL,
    kind text NOT NULL,
    outcome text,
    happened_at timestamptz NOT NULL,
    signed_by uuid,
    figures jsonb NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer,
    PRIMARY KEY (facility_id, event_id)
);
CREATE INDEX session_close_session ON siteops.session_close (session_id);

-- A gap at close with a name, an owner and a clock; red upstream until it is settled.
CREATE TABLE siteops.open_item (
    facility_id integer NOT NULL,
    item_id uuid NOT NULL,
    session_id uuid NOT NULL,
    kind text NOT NULL,
    details jsonb NOT NULL,
    owner_level text NOT NULL,
    opened_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    settled_at timestamptz,
    settled_by uuid,
    settlement text,
    place_province integer,
    place_district integer,
    place_ward integer,
    PRIMARY KEY (facility_id, item_id)
);
CREATE INDEX open_item_session ON siteops.open_item (session_id);
CREATE INDEX open_item_due ON siteops.open_item (due_at) WHERE settled_at IS NULL;

-- Which desk has a person in front of it, for minutes of real time: no other desk calls them. Not a
-- fact and in no ledger; two desks may lose it and lose nothing but a moment.
CREATE TABLE siteops.station_hold (
    facility_id integer NOT NULL,
    session_id uuid NOT NULL,
    person_id uuid NOT NULL,
    station text NOT NULL,
    device_id uuid NOT NULL,
    held_by uuid NOT NULL,
    held_until timestamptz NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer,
    PRIMARY KEY (facility_id, session_id, person_id)
);

CALL kernel.guard('siteops.dose');
CALL kernel.guard('siteops.visit_step');
CALL kernel.guard('siteops.injection_table');
CALL kernel.guard('siteops.vial_event');
CALL kernel.guard('siteops.declared_count');
CALL kernel.guard('siteops.session_close');
CALL kernel.guard('siteops.open_item');
CALL kernel.guard('siteops.station_hold');

GRANT SELECT ON ALL TABLES IN SCHEMA siteops TO tiemchung_app, tiemchung_worker;
GRANT INSERT ON ALL TABLES IN SCHEMA siteops TO tiemchung_writer;
GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA siteops TO tiemchung_worker;
GRANT INSERT ON siteops.injection_table TO tiemchung_app;
GRANT INSERT, UPDATE, DELETE ON siteops.station_hold TO tiemchung_app;
GRANT UPDATE (settled_at, settled_by, settlement) ON siteops.open_item TO tiemchung_app;

-- What other domains may read. The caller's jurisdiction applies: security_invoker.
CREATE VIEW siteops.pub_dose WITH (security_invoker = true) AS SELECT * FROM siteops.dose;
CREATE VIEW siteops.pub_visit_step WITH (security_invoker = true) AS SELECT * FROM siteops.visit_step;
CREATE VIEW siteops.pub_vial_event WITH (security_invoker = true) AS SELECT * FROM siteops.vial_event;
CREATE VIEW siteops.pub_declared_count WITH (security_invoker = true) AS SELECT * FROM siteops.declared_count;
CREATE VIEW siteops.pub_session_close WITH (security_invoker = true) AS SELECT * FROM siteops.session_close;
CREATE VIEW siteops.pub_open_item WITH (security_invoker = true) AS SELECT * FROM siteops.open_item;
GRANT SELECT ON siteops.pub_dose, siteops.pub_visit_step, siteops.pub_vial_event, siteops.pub_declared_count,
    siteops.pub_session_close, siteops.pub_open_item TO tiemchung_app, tiemchung_worker;
