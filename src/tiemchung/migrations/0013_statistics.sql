-- Roll-ups that followers book, what they last counted, and the daily report.
CREATE SCHEMA statistics;
GRANT USAGE ON SCHEMA statistics TO tiemchung_app, tiemchung_writer, tiemchung_worker;

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
-- A figure of some days opens to its events without reading those of all others.
CREATE INDEX dose_counted_day ON statistics.dose_counted (day, facility_id);
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
-- Stock is read by store, and made anew by store.
CREATE INDEX by_stock_facility ON statistics.by_stock (facility_id, figure, day);
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
    -- Endings without an injection.
    deferred integer NOT NULL DEFAULT 0,
    contraindicated integer NOT NULL DEFAULT 0,
    referred integer NOT NULL DEFAULT 0,
    declined integer NOT NULL DEFAULT 0,
    PRIMARY KEY (facility_id, session_id)
);
CREATE TABLE statistics.registered (
    home_unit integer NOT NULL,
    day date NOT NULL,
    source text NOT NULL,
    persons bigint NOT NULL,
    PRIMARY KEY (home_unit, day, source)
);

-- What the public reads: figures by unit and day, of every level, so that a page adds up a few
-- thousand rows however many doses there are. Booked as signed differences with the roll-ups that
-- they come from. Level 'nation' has the unit 0; unknown places count in the nation alone.
CREATE TABLE statistics.by_unit (
    level text NOT NULL CHECK (level IN ('nation', 'province', 'district', 'ward')),
    unit_id integer NOT NULL,
    -- doses: given there; residents: doses of those who live there; registered; declared: what
    -- heads of sites said; declared_entered: doses entered in sessions with a declared count
    figure text NOT NULL CHECK (figure IN ('doses', 'residents', 'registered', 'declared',
                                           'declared_entered', 'reactions', 'severe')),
    day date NOT NULL,
    product_id integer NOT NULL DEFAULT 0,
    number smallint NOT NULL DEFAULT 0,
    amount bigint NOT NULL,
    PRIMARY KEY (level, unit_id, figure, day, product_id, number)
);
-- Doses by ten minutes of the day they were given in, where they were given (0: not known): the
-- curve of the board. Made anew for the facility and day of every dose that changes.
CREATE TABLE statistics.by_pace (
    day date NOT NULL,
    facility_id integer NOT NULL,
    province_id integer NOT NULL,
    district_id integer NOT NULL,
    slot smallint NOT NULL CHECK (slot BETWEEN 0 AND 143),
    doses integer NOT NULL,
    PRIMARY KEY (day, facility_id, province_id, district_id, slot)
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

GRANT SELECT ON ALL TABLES IN SCHEMA statistics TO tiemchung_app, tiemchung_worker;
GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA statistics TO tiemchung_worker;
GRANT INSERT, UPDATE ON statistics.daily_report TO tiemchung_app;

-- The number of a dose as counted over the person and their aliases.
CREATE VIEW statistics.pub_dose_counted WITH (security_invoker = true) AS SELECT * FROM statistics.dose_counted;
GRANT SELECT ON statistics.pub_dose_counted TO tiemchung_app, tiemchung_worker;
CREATE VIEW statistics.pub_by_session WITH (security_invoker = true) AS SELECT * FROM statistics.by_session;
GRANT SELECT ON statistics.pub_by_session TO tiemchung_app, tiemchung_worker;
-- Doses that went into arms, by place, lot and day: the fourth figure of vaccine.
CREATE VIEW statistics.pub_used WITH (security_invoker = true) AS
    SELECT day, facility_id, product_id, lot_id, sum(doses)::bigint AS doses
      FROM statistics.by_place GROUP BY day, facility_id, product_id, lot_id;
GRANT SELECT ON statistics.pub_used TO tiemchung_app, tiemchung_worker;
CREATE VIEW statistics.pub_by_unit WITH (security_invoker = true) AS
    SELECT level, unit_id, figure, day, product_id, number, amount FROM statistics.by_unit;
-- Vaccine counts as received where it first enters a unit: a province by its CDC (or a sector's
-- office), a district by its health centre. The same vials arrive at several stores on their way.
CREATE VIEW statistics.pub_received WITH (security_invoker = true) AS
    SELECT CASE f.kind WHEN 'district_health_centre' THEN 'district' ELSE 'province' END AS level,
           f.province_id, f.district_id, s.day, s.product_id, s.doses
      FROM statistics.by_stock AS s
      JOIN geography.facility AS f ON f.facility_id = s.facility_id
     WHERE s.figure = 'received'
       AND f.kind IN ('provincial_cdc', 'sector_office', 'district_health_centre');
GRANT SELECT ON statistics.pub_by_unit, statistics.pub_received TO tiemchung_app, tiemchung_worker;
