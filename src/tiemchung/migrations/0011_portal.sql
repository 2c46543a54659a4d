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
GRANT SELECT ON statistics.by_unit TO tiemchung_app, tiemchung_worker;
GRANT INSERT, UPDATE, DELETE ON statistics.by_unit TO tiemchung_worker;
-- Stock is read by store, and made anew by store.
CREATE INDEX by_stock_facility ON statistics.by_stock (facility_id, figure, day);

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
CREATE VIEW geography.pub_national_daily WITH (security_invoker = true) AS
    SELECT day, total_doses, people_first_dose, people_second_dose, source
      FROM geography.national_daily;
GRANT SELECT ON statistics.pub_by_unit, statistics.pub_received, geography.pub_national_daily
    TO tiemchung_app, tiemchung_worker;

-- What the health book reads of a record: who has looked at it, and what has changed.
CREATE VIEW registry.pub_access_log WITH (security_invoker = true) AS
    SELECT person_id, access_id, at, actor_id, actor_name, actor_role, facility_id, purpose, reason
      FROM registry.access_log;
CREATE VIEW registry.pub_notice WITH (security_invoker = true) AS
    SELECT person_id, notice_id, kind, event_id, created_at, read_at, facts FROM registry.notice;
GRANT SELECT ON registry.pub_access_log, registry.pub_notice TO tiemchung_app;
