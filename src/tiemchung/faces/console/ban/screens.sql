-- name: sessions_of
-- Sessions of the day, and those of the days before that are still to be closed.
SELECT s.session_id AS id, s.day, s.half_day, s.starts_at, s.ends_at, s.state, i.name AS site,
       f.name AS facility, p.short_name AS product,
       (SELECT count(*) FROM booking.pub_appointment AS a
         WHERE a.session_id = s.session_id AND a.state <> 'cancelled') AS called
  FROM planning.pub_session AS s
  JOIN geography.pub_site AS i ON i.site_id = s.site_id
  JOIN geography.pub_facility AS f ON f.facility_id = s.facility_id
  JOIN supply.pub_product AS p ON p.product_id = s.product_id
 WHERE s.state <> 'cancelled'
   AND (s.day = :day OR (s.day BETWEEN :day - 2 AND :day AND s.state IN ('running', 'ended')))
 ORDER BY s.day DESC, s.starts_at, i.name;

-- name: site_of
SELECT i.site_id, i.name, f.name AS facility, f.address, i.province_id, i.ward_id, u.name AS ward
  FROM geography.pub_site AS i
  JOIN geography.pub_facility AS f ON f.facility_id = :facility_id
  LEFT JOIN geography.pub_unit AS u ON u.unit_id = i.ward_id
 WHERE i.site_id = :site_id;

-- name: products
SELECT p.product_id AS id, p.code, p.name, p.short_name, p.doses_per_vial::integer, p.dose_ml::float8,
       p.open_vial_hours::integer
  FROM supply.pub_product AS p
 ORDER BY p.product_id;

-- name: lots_issued
-- Lots that the store issued to the session, with what came.
SELECT m.lot_id, m.product_id, l.lot_number, l.expires_on, sum(m.vials)::integer AS vials,
       sum(m.doses)::integer AS doses
  FROM supply.pub_stock_movement AS m
  JOIN supply.pub_lot AS l ON l.lot_id = m.lot_id
 WHERE m.session_id = :session_id AND m.kind = 'stock_issued' AND NOT m.voided
 GROUP BY m.lot_id, m.product_id, l.lot_number, l.expires_on
 ORDER BY l.expires_on, l.lot_number;

-- name: staff_here
-- Who may answer for what happens here today: by a grant for the facility or for the session.
SELECT s.staff_id AS id, s.full_name AS name, s.profession,
       array_agg(DISTINCT g.role ORDER BY g.role) AS roles
  FROM identity.pub_role_grant AS g
  JOIN identity.pub_staff AS s ON s.staff_id = g.staff_id AND s.active
 WHERE (g.facility_id = :facility_id AND g.session_id IS NULL OR g.session_id = :session_id)
   AND g.valid_from <= :now AND (g.valid_to IS NULL OR g.valid_to > :now)
 GROUP BY s.staff_id, s.full_name, s.profession
 ORDER BY s.full_name, s.staff_id;

-- name: devices_here
-- Devices in the order of their enrolment: their place in it is the letter of their numbers.
SELECT d.device_id AS id, d.name, row_number() OVER (ORDER BY d.enrolled_at, d.device_id) AS ordinal
  FROM identity.pub_device AS d
 WHERE d.facility_id = :facility_id
 ORDER BY ordinal;

-- name: hospitals
SELECT f.facility_id AS id, f.name
  FROM geography.pub_facility AS f
 WHERE f.province_id = :province_id AND f.active AND f.kind LIKE '%hospital%'
 ORDER BY f.name;

-- name: called_people
SELECT DISTINCT a.person_id
  FROM booking.pub_appointment AS a
 WHERE a.session_id = :session_id AND a.state <> 'cancelled'
 ORDER BY a.person_id;

-- name: people_seen
-- Of these, the people who are called to the session or did something in it.
SELECT a.person_id FROM booking.pub_appointment AS a
 WHERE a.session_id = :session_id AND a.state <> 'cancelled' AND a.person_id = ANY (:people::uuid[])
 UNION
SELECT v.person_id FROM siteops.pub_visit_step AS v
 WHERE v.session_id = :session_id AND v.person_id = ANY (:people::uuid[])
 UNION
SELECT d.person_id FROM siteops.pub_dose AS d
 WHERE d.session_id = :session_id AND d.person_id = ANY (:people::uuid[]);

-- name: faces
-- People as the stations show them. Their records have been opened before.
SELECT p.person_id, p.full_name, p.birth_date, p.birth_precision, p.sex, p.identity_status,
       p.guardian_name, coalesce(p.home_ward, p.home_district, p.home_province) AS home,
       u.name AS ward, p.priority_group,
       coalesce((SELECT array_agg(d.masked ORDER BY d.kind, d.masked)
                   FROM registry.pub_identity_document AS d
                  WHERE d.person_id = p.person_id), '{}') AS documents
  FROM registry.pub_person AS p
  LEFT JOIN geography.pub_unit AS u ON u.unit_id = p.home_ward
 WHERE p.person_id = ANY (:people::uuid[])
 ORDER BY p.sort_key, p.person_id;

-- name: appointments
SELECT DISTINCT ON (a.person_id) a.person_id, a.appointment_id, a.code, a.starts_at,
       a.dose_number_expected::integer AS dose_number
  FROM booking.pub_appointment AS a
 WHERE a.session_id = :session_id AND a.person_id = ANY (:people::uuid[]) AND a.state <> 'cancelled'
 ORDER BY a.person_id, a.created_at DESC;

-- name: doses_before
-- Doses of these people and their other ids that stand, but for those of the session at hand.
SELECT d.person_id, p.code AS product, d.day, d.number_stated::integer AS number,
       d.dose_kind, f.name AS place
  FROM siteops.pub_dose AS d
  LEFT JOIN supply.pub_product AS p ON p.product_id = d.product_id
  LEFT JOIN geography.pub_facility AS f ON f.facility_id = d.facility_id
 WHERE d.person_id = ANY (:people::uuid[]) AND d.state IN ('recorded', 'confirmed', 'certified')
   AND d.session_id IS DISTINCT FROM :session_id
 ORDER BY d.happened_at, d.event_id;

-- name: injected_people
-- Of these, the people who have a dose of the session that stands.
SELECT DISTINCT d.person_id
  FROM siteops.pub_dose AS d
 WHERE d.session_id = :session_id AND d.person_id = ANY (:people::uuid[])
   AND d.state IN ('recorded', 'confirmed', 'certified')
 ORDER BY d.person_id;

-- name: doses_on_slip
-- Every dose of these people that stands, oldest first.
SELECT d.person_id, d.event_id, d.day, p.code AS product, p.name AS product_name,
       coalesce(l.lot_number, d.lot_number) AS lot_number, f.name AS facility
  FROM siteops.pub_dose AS d
  LEFT JOIN supply.pub_lot AS l ON l.lot_id = d.lot_id
  LEFT JOIN supply.pub_product AS p ON p.product_id = d.product_id
  LEFT JOIN geography.pub_facility AS f ON f.facility_id = d.facility_id
 WHERE d.person_id = ANY (:people::uuid[]) AND d.state IN ('recorded', 'confirmed', 'certified')
 ORDER BY d.happened_at, d.event_id;

-- name: watermark
-- How far the ledger is read, and how many are called. Read before the events: what commits between
-- the two is sent twice and folds once.
SELECT i.epoch, pg_snapshot_xmin(pg_current_snapshot())::text AS tx,
       (SELECT count(DISTINCT a.person_id) FROM booking.pub_appointment AS a
         WHERE a.session_id = :session_id AND a.state <> 'cancelled') AS called
  FROM kernel.installation AS i;

-- name: events_of
SELECT e.body, e.outcome, e.flags
  FROM ledger.pub_session_event AS e
 WHERE e.session_id = :session_id;

-- name: events_since
SELECT e.body, e.outcome, e.flags
  FROM ledger.pub_session_event AS e
 WHERE e.session_id = :session_id AND e.tx >= :tx_from::text::xid8 AND e.epoch = :epoch;
