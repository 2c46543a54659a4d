-- name: plans
-- Plans of facilities within the caller's jurisdiction, those that wait first.
SELECT p.plan_id, f.name AS facility, r.name AS round, p.starts_on, p.ends_on, p.target, p.state
  FROM planning.pub_plan AS p
  JOIN geography.pub_facility_in_scope AS c USING (facility_id)
  JOIN geography.pub_facility AS f USING (facility_id)
  JOIN planning.pub_round AS r USING (round_id)
 WHERE :round::int IS NULL OR p.round_id = :round
 ORDER BY array_position(ARRAY['submitted', 'returned', 'draft', 'approved'], p.state), p.starts_on DESC, f.name
 LIMIT 400;

-- name: teams
SELECT t.team_id, t.name FROM planning.pub_team AS t WHERE t.facility_id = :facility ORDER BY t.name;

-- name: sites_of
SELECT s.site_id, s.name, s.kind, s.tables::integer AS tables
  FROM geography.pub_site AS s
 WHERE s.facility_id = :facility AND s.active
 ORDER BY s.name;

-- name: names_of_staff
SELECT s.staff_id, s.full_name FROM identity.pub_staff AS s WHERE s.staff_id = ANY (:staff::uuid[]);
