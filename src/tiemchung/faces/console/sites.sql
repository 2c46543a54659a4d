-- name: teams
-- Teams of facilities within the caller's jurisdiction.
SELECT t.team_id, t.name, f.name AS facility
  FROM planning.pub_team AS t
  JOIN geography.pub_facility_in_scope AS c USING (facility_id)
  JOIN geography.pub_facility AS f USING (facility_id)
 ORDER BY f.name, t.name
 LIMIT 300;
