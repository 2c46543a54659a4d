-- name: home_of
-- The units of a home in words, from the ward up.
SELECT string_agg(u.name, ', ' ORDER BY array_position(:units::int[], u.unit_id)) AS home
  FROM geography.pub_unit AS u
 WHERE u.unit_id = ANY (:units::int[]);

-- name: doses
SELECT d.event_id, d.day, p.short_name AS product, d.lot_number, l.lot_number AS lot, s.name AS site,
       f.name AS facility, d.state, d.entry, d.happened_at, d.flags
  FROM siteops.pub_dose AS d
  LEFT JOIN supply.pub_product AS p USING (product_id)
  LEFT JOIN supply.pub_lot AS l USING (lot_id)
  LEFT JOIN geography.pub_site AS s USING (site_id)
  LEFT JOIN geography.pub_facility AS f ON f.facility_id = d.facility_id
 WHERE d.person_id = ANY (:persons::uuid[])
 ORDER BY d.happened_at;

-- name: steps
SELECT v.kind, v.happened_at, s.name AS site, v.outcome, v.reason, v.earliest_on, v.voided
  FROM siteops.pub_visit_step AS v
  LEFT JOIN geography.pub_site AS s USING (site_id)
 WHERE v.person_id = ANY (:persons::uuid[])
 ORDER BY v.happened_at;

-- name: appointments
SELECT a.starts_at, s.name AS site, a.state, a.invited_at, a.delivered_at
  FROM booking.pub_appointment AS a
  LEFT JOIN geography.pub_site AS s USING (site_id)
 WHERE a.person_id = ANY (:persons::uuid[])
 ORDER BY a.starts_at;

-- name: wishes
SELECT c.candidate_id, c.state, c.source, c.entered_at, r.name AS round, f.name AS facility
  FROM planning.pub_candidate AS c
  LEFT JOIN planning.pub_round AS r USING (round_id)
  LEFT JOIN geography.pub_facility AS f USING (facility_id)
 WHERE c.person_id = ANY (:persons::uuid[])
 ORDER BY c.entered_at;

-- name: cases
SELECT c.case_id, c.number, c.kind, c.flags, c.opened_at, c.due_at, c.state, c.answer, c.owner
  FROM registry.pub_correction_case AS c
 WHERE c.person_id = ANY (:persons::uuid[])
 ORDER BY c.opened_at DESC;

-- name: people
SELECT p.person_id, p.full_name, p.sort_key, p.birth_date, p.birth_precision, p.sex, p.sector,
       p.address, p.home_province, p.home_district, p.home_ward, p.neighbourhood_id, p.household_id,
       p.identity_status, p.provisional_code, p.priority_group, p.source, p.registered_at,
       p.deceased_on
  FROM registry.pub_person AS p
 WHERE p.person_id = ANY (:persons::uuid[]);
